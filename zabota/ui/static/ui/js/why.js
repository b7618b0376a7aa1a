// Explanations: one open at a time; Esc or a click elsewhere folds it.
function foldOthers(kept) {
  for (const open of document.querySelectorAll("details.why[open]")) {
    if (open !== kept) open.open = false
  }
}

document.addEventListener("click", (event) => foldOthers(event.target.closest("details.why")))
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  const open = document.querySelector("details.why[open]")
  if (!open) return
  open.open = false
  open.querySelector("summary").focus()
})
