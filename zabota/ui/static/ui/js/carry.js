// Boards under a finger: a long press lifts a card, a short one scrolls; where it is let go, "carried" tells kanban.js.
const PATIENCE = 350 // ms a finger rests before it means to carry
const SLIP = 9 // px a resting finger may move
const EDGE = 56 // px from the side of the board where it begins to scroll
const SPEED = 12 // px a frame

let pressed = null // { ticket, x, y, timer }
let carried = null // { ticket, ghost, lanes, dx, dy, x, y, frame }

function rest() {
  if (!pressed) return
  clearTimeout(pressed.timer)
  pressed.ticket.draggable = true
  pressed = null
}

function lift() {
  const { ticket, x, y } = pressed
  const box = ticket.getBoundingClientRect()
  const ghost = ticket.cloneNode(true)
  ghost.removeAttribute("id")
  ghost.inert = true
  ghost.classList.add("ticket--carried")
  ghost.style.inlineSize = `${box.width}px`
  ticket.closest("[data-kanban]").append(ghost)
  ticket.classList.add("ticket--lifted")
  const lanes = ticket.closest("[data-kanban]").querySelector(".kanban__lanes")
  lanes.classList.add("kanban__lanes--carrying")
  carried = { ticket, ghost, lanes, dx: box.left - x, dy: box.top - y, x, y }
  pressed = null
  follow()
  navigator.vibrate?.(15)
  carried.frame = requestAnimationFrame(scrollOn)
}

function laneUnder() {
  const lane = document.elementFromPoint(carried.x, carried.y)?.closest("[data-lane]")
  const open = lane && !("laneClosed" in lane.dataset) && carried.lanes.contains(lane)
  return open ? lane : null
}

function follow() {
  const { ghost, lanes, dx, dy, x, y } = carried
  ghost.style.translate = `${x + dx}px ${y + dy}px`
  const under = laneUnder()
  for (const lane of lanes.querySelectorAll("[data-lane]")) lane.classList.toggle("lane--over", lane === under)
}

function scrollOn() {
  if (!carried) return
  const { left, right } = carried.lanes.getBoundingClientRect()
  const near = (from, to) => Math.max(0, EDGE - Math.abs(to - from)) / EDGE
  const end = Math.min(right, innerWidth)
  const step = (carried.x > end - EDGE ? near(carried.x, end) : 0) - (carried.x < left + EDGE ? near(carried.x, left) : 0)
  carried.lanes.scrollLeft += Math.round(step * SPEED)
  const rise = (carried.y > innerHeight - EDGE ? 1 : 0) - (carried.y < EDGE ? 1 : 0)
  if (rise) scrollBy(0, rise * SPEED)
  if (step || rise) follow()
  carried.frame = requestAnimationFrame(scrollOn)
}

function letGo(agreed) {
  if (!carried) return
  const { ticket, ghost, lanes, frame } = carried
  const lane = agreed ? laneUnder() : null
  cancelAnimationFrame(frame)
  ghost.remove()
  ticket.draggable = true
  ticket.classList.remove("ticket--lifted")
  lanes.classList.remove("kanban__lanes--carrying")
  for (const one of lanes.querySelectorAll(".lane--over")) one.classList.remove("lane--over")
  carried = null
  if (lane) ticket.dispatchEvent(new CustomEvent("carried", { bubbles: true, detail: { lane } }))
}

document.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "touch") return
  if (pressed || carried) { // a second finger: neither meant
    rest()
    letGo(false)
    return
  }
  const ticket = event.target.closest?.('[data-kanban] [data-ticket][draggable="true"]')
  if (!ticket || ticket.classList.contains("ticket--moving") || event.target.closest("select, button")) return
  ticket.draggable = false // or the browser begins a drag of its own, which cannot scroll the board
  pressed = { ticket, x: event.clientX, y: event.clientY, timer: setTimeout(lift, PATIENCE) }
})

document.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "touch") return
  if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > SLIP) rest()
  if (!carried) return
  carried.x = event.clientX
  carried.y = event.clientY
  follow()
})

document.addEventListener("pointerup", () => { rest(); letGo(true) })
document.addEventListener("pointercancel", () => { rest(); letGo(false) })
document.addEventListener("keydown", ({ key }) => { if (key === "Escape") letGo(false) })
// What is carried neither scrolls the page, nor opens a menu, nor follows its link when let go.
document.addEventListener("touchmove", (event) => { if (carried) event.preventDefault() }, { passive: false })
document.addEventListener("touchend", (event) => { if (carried) event.preventDefault() }, { passive: false })
document.addEventListener("contextmenu", (event) => { if (pressed || carried) event.preventDefault() })
