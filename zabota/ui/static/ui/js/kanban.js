// Boards: cards move at once, by drag, by keys on their grip, or by their select; the server has the last word.
// By a finger: carry.js.
const origins = new WeakMap()
let dragged = null
let explained = null // the card whose move waits for its reason

const lanesOf = (ticket) => [...ticket.closest("[data-kanban]").querySelectorAll("[data-lane]")]
const laneOf = (ticket) => ticket.closest("[data-lane]")

function tell(board, what, ticket, lane) {
  const text = board.dataset[what].replace("{card}", ticket.dataset.title).replace("{lane}", lane.dataset.label)
  board.querySelector("[data-kanban-said]").textContent = text
}

function count(lane, change) {
  const shown = lane.querySelector("[data-lane-count]")
  const number = Number(shown.textContent.replace(/\D/g, "")) + change
  shown.textContent = number.toLocaleString(document.documentElement.lang)
}

function put(ticket, lane, before = null) {
  const focused = ticket.contains(document.activeElement) ? document.activeElement : null
  const tickets = lane.querySelector("[data-lane-tickets]")
  if (before) tickets.insertBefore(ticket, before.parentNode === tickets ? before : null)
  else tickets.prepend(ticket)
  focused?.focus({ preventScroll: true })
  ticket.scrollIntoView({ block: "nearest", inline: "nearest" })
}

function remember(ticket) {
  if (!origins.has(ticket)) origins.set(ticket, { lane: laneOf(ticket), next: ticket.nextElementSibling })
  return origins.get(ticket)
}

function putBack(ticket) {
  const { lane, next } = origins.get(ticket)
  origins.delete(ticket)
  if (next) put(ticket, lane, next)
  else lane.querySelector("[data-lane-tickets]").append(ticket)
  ticket.querySelector("[data-ticket-select]").value = lane.dataset.lane
  tell(ticket.closest("[data-kanban]"), "back", ticket, lane)
  return lane
}

// The card is in its new lane already: ask why, if the lane does, then the server.
function ask(ticket) {
  const to = laneOf(ticket)
  if (origins.get(ticket).lane === to) origins.delete(ticket)
  else if ("laneAsks" in to.dataset) askWhy(ticket, to)
  else send(ticket)
}

function askWhy(ticket, to) {
  const board = ticket.closest("[data-kanban]")
  const dialog = board.querySelector("[data-kanban-why]")
  const title = board.dataset.why.replace("{card}", ticket.dataset.title).replace("{lane}", to.dataset.label)
  dialog.querySelector("h2").textContent = title
  dialog.querySelector("form").reset()
  dialog.returnValue = ""
  explained = ticket
  dialog.showModal()
}

// Count as if the server had agreed.
function send(ticket) {
  const to = laneOf(ticket)
  count(origins.get(ticket).lane, -1)
  count(to, 1)
  ticket.classList.add("ticket--moving")
  ticket.querySelector("[data-ticket-select]").value = to.dataset.lane
  ticket.querySelector("[data-ticket-move]").requestSubmit()
}

function settled(ticket, agreed) {
  ticket.classList.remove("ticket--moving")
  ticket.querySelector("[data-ticket-why]").value = ""
  if (!origins.has(ticket)) return
  const to = laneOf(ticket)
  if (agreed) {
    origins.delete(ticket)
    tell(ticket.closest("[data-kanban]"), "moved", ticket, to)
    return
  }
  count(to, -1)
  count(putBack(ticket), 1)
}

function mayEnter(lane, ticket) {
  return lane && !("laneClosed" in lane.dataset) && lane.closest("[data-kanban]") === ticket.closest("[data-kanban]")
}

function putInto(lane, ticket) {
  if (lane === laneOf(ticket)) return
  remember(ticket)
  put(ticket, lane)
  ask(ticket)
}

function lift(grip, up) {
  const ticket = grip.closest("[data-ticket]")
  grip.setAttribute("aria-pressed", String(up))
  ticket.classList.toggle("ticket--lifted", up)
  return ticket
}

document.addEventListener("dragstart", (event) => {
  const ticket = event.target.closest?.("[data-kanban] [data-ticket]")
  if (!ticket || ticket.classList.contains("ticket--moving")) return
  dragged = ticket
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", ticket.dataset.title)
  ticket.classList.add("ticket--lifted")
})

document.addEventListener("dragover", (event) => {
  const lane = dragged && event.target.closest?.("[data-lane]")
  if (!dragged || !mayEnter(lane, dragged)) return
  event.preventDefault()
  for (const other of lanesOf(dragged)) other.classList.toggle("lane--over", other === lane)
})

document.addEventListener("drop", (event) => {
  const lane = dragged && event.target.closest?.("[data-lane]")
  if (!dragged || !mayEnter(lane, dragged)) return
  event.preventDefault()
  putInto(lane, dragged)
})

document.addEventListener("carried", (event) => putInto(event.detail.lane, event.target))

document.addEventListener("close", (event) => {
  const ticket = event.target.matches("[data-kanban-why]") ? explained : null
  if (!ticket) return
  explained = null
  if (event.target.returnValue === "move") {
    ticket.querySelector("[data-ticket-why]").value = event.target.querySelector("input").value
    send(ticket)
  } else putBack(ticket)
}, true) // this event does not bubble

document.addEventListener("dragend", () => {
  if (!dragged) return
  dragged.classList.remove("ticket--lifted")
  for (const lane of lanesOf(dragged)) lane.classList.remove("lane--over")
  dragged = null
})

document.addEventListener("change", (event) => {
  const select = event.target.closest("[data-kanban] [data-ticket-select]")
  if (!select) return
  const ticket = select.closest("[data-ticket]")
  const lane = lanesOf(ticket).find((one) => one.dataset.lane === select.value)
  putInto(lane, ticket)
})

document.addEventListener("click", (event) => {
  const grip = event.target.closest("[data-ticket-grip]")
  if (!grip) return
  const ticket = lift(grip, grip.getAttribute("aria-pressed") !== "true")
  const board = ticket.closest("[data-kanban]")
  if (grip.getAttribute("aria-pressed") === "true") {
    remember(ticket)
    tell(board, "lifted", ticket, laneOf(ticket))
  } else ask(ticket)
})

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.('[data-ticket-grip][aria-pressed="true"]')
  if (!grip) return
  const ticket = grip.closest("[data-ticket]")
  if (event.key === "Escape") {
    lift(grip, false)
    putBack(ticket)
    return
  }
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (!step) return
  event.preventDefault()
  const open = lanesOf(ticket).filter((lane) => mayEnter(lane, ticket) || lane === laneOf(ticket))
  const lane = open[open.indexOf(laneOf(ticket)) + step]
  if (!lane) return
  put(ticket, lane)
  tell(ticket.closest("[data-kanban]"), "over", ticket, lane)
})

// Whoever leaves a lifted card alone has not decided: it goes back.
document.addEventListener("focusout", (event) => {
  const grip = event.target.closest?.('[data-ticket-grip][aria-pressed="true"]')
  if (!grip || !event.relatedTarget || grip.contains(event.relatedTarget)) return
  const ticket = lift(grip, false)
  if (origins.has(ticket)) putBack(ticket)
})

document.addEventListener("htmx:afterRequest", (event) => {
  const ticket = event.target.closest?.("[data-ticket-move]")?.closest("[data-ticket]")
  if (!ticket) return
  const { status } = event.detail.xhr // to htmx a 422 is no failure; a lost network is 0
  settled(ticket, status >= 200 && status < 400)
})
