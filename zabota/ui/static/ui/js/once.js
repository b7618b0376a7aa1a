// A button pressed twice in a hurry sends its form once. Forms that htmx or a script of ours sends are theirs to guard.
const PAUSE = 3000
const sent = new WeakMap()

addEventListener("submit", (event) => {
  const form = event.target
  if (event.defaultPrevented || "download" in form.dataset || form.getAttribute("method")?.toLowerCase() !== "post") return
  if (event.timeStamp - (sent.get(form) ?? -PAUSE) < PAUSE) event.preventDefault()
  else sent.set(form, event.timeStamp)
})
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const form of document.forms) sent.delete(form)
})
