// Toasts: said by the server with the page, by an HX-Trigger header {"toast": {"text", "tone"}}, or when it is lost.
const region = () => document.getElementById("toasts")
const PATIENCE = 8000

function arm(toast) {
  if ("stays" in toast.dataset) return
  let timer = setTimeout(() => toast.remove(), PATIENCE)
  toast.addEventListener("pointerenter", () => clearTimeout(timer))
  toast.addEventListener("focusin", () => clearTimeout(timer))
  toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), PATIENCE) })
}

function say(text, tone = "success", stays = false) {
  const toast = document.createElement("div")
  toast.className = `toast toast--${tone}`
  if (stays) toast.dataset.stays = ""
  const words = document.createElement("p")
  words.textContent = text
  const close = document.createElement("button")
  close.type = "button"
  close.className = "button button--quiet button--small"
  close.dataset.toastClose = ""
  close.textContent = region().dataset.close
  toast.append(words, close)
  region().append(toast)
  arm(toast)
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest(".toast").remove()
})
document.addEventListener("toast", (event) => say(event.detail.text, event.detail.tone))
document.addEventListener("htmx:sendError", () => say(region().dataset.lost, "error", true))
document.addEventListener("htmx:responseError", () => say(region().dataset.refused, "error", true))
document.addEventListener("htmx:load", () => region()?.querySelectorAll(".toast:not([data-armed])").forEach((toast) => {
  toast.dataset.armed = ""
  arm(toast)
}))
