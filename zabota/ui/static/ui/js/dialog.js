// Native dialogs: data-dialog="id" opens, data-dialog-close, Esc or a click beside it closes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]")
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal()
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close()
})

document.addEventListener("mousedown", (event) => {
  if (!(event.target instanceof HTMLDialogElement)) return
  const box = event.target.getBoundingClientRect()
  const inside =
    event.clientX >= box.left && event.clientX <= box.right &&
    event.clientY >= box.top && event.clientY <= box.bottom
  if (!inside) event.target.close()
})
