// Native dialogs: data-dialog="id" opens on its first field, data-dialog-close, Esc or a click beside it closes.
function open(dialog) {
  dialog?.showModal()
  dialog?.querySelector(":is(input:not([type=hidden]), select, textarea):not(:disabled)")?.focus()
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]")
  if (opener) open(document.getElementById(opener.dataset.dialog))
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
