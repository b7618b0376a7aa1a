// The bell counts on while a page stays open; nobody is asked for a page that nobody sees.
const EVERY = 60_000
let looked = Date.now()

async function look() {
  const bell = document.querySelector("[data-bell]")
  if (!bell || document.hidden || Date.now() - looked < EVERY - 1000) return
  looked = Date.now()
  // Whoever has signed out meanwhile is sent to sign in: no answer of ours. A lost network is tried again.
  const answer = await fetch(bell.dataset.bell, { redirect: "manual" }).catch(() => null)
  if (!answer?.ok) return
  const { label, shown } = await answer.json()
  const count = bell.querySelector("[data-bell-count]")
  count.textContent = shown
  count.hidden = !shown
  bell.setAttribute("aria-label", label)
}

setInterval(look, EVERY)
document.addEventListener("visibilitychange", look)
