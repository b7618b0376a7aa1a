// Explanations: one open at a time, wholly in sight; Esc or a click elsewhere folds it.
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

// Told of while it is caught: a toggle does not bubble.
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches("details.why[open]")) return
  const body = target.querySelector(".why__body")
  target.classList.remove("why--end")
  target.classList.toggle("why--end", body.getBoundingClientRect().right > document.documentElement.clientWidth)
  body.scrollIntoView({ block: "nearest" })
}, true)
