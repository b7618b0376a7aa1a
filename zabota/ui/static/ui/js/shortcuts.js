// Keys: "/" goes to the search or the first filter of the page, as in a book one turns to the index.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]")
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return
  const field = document.querySelector("input[type=search]")
  if (!field) return
  event.preventDefault()
  field.focus()
  field.select()
})
