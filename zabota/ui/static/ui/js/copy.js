// Copy buttons: data-copy holds the text, data-copied the word of thanks.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]")
  if (!button) return
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
  } catch {
    copyBySelection(button.dataset.copy)
  }
  const word = button.querySelector("span") ?? button
  button.dataset.word ??= word.textContent
  word.textContent = button.dataset.copied
  button.classList.add("button--done")
  clearTimeout(button.timer)
  button.timer = setTimeout(() => {
    word.textContent = button.dataset.word
    button.classList.remove("button--done")
  }, 2000)
})

// The clipboard interface exists only on https and localhost.
function copyBySelection(text) {
  const field = document.createElement("textarea")
  field.value = text
  field.className = "visually-hidden"
  document.body.append(field)
  field.select()
  document.execCommand("copy")
  field.remove()
}
