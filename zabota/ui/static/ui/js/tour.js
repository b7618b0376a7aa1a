// A tour: the sheet goes from stop to stop and marks what each one is about; Esc puts it away.
let stop = 0

function show(tour, index) {
  const stops = [...tour.querySelectorAll("[data-tour-stop]")]
  document.querySelectorAll(".tour-mark").forEach((one) => one.classList.remove("tour-mark"))
  stop = Math.min(Math.max(index, 0), stops.length - 1)
  stops.forEach((one, at) => (one.hidden = at !== stop))
  tour.querySelector("[data-tour-offer]").hidden = true
  tour.querySelector("[data-tour-sheet]").hidden = false
  tour.querySelector("[data-tour-back]").disabled = stop === 0
  tour.querySelector("[data-tour-next]").hidden = stop === stops.length - 1
  const target = document.querySelector(stops[stop].dataset.tourStop)
  if (target?.checkVisibility()) {
    target.classList.add("tour-mark")
    target.scrollIntoView({ block: "nearest" })
  }
  stops[stop].focus({ preventScroll: true })
}

function away(tour) {
  const within = tour.contains(document.activeElement) // or the focus would be lost with the sheet
  document.querySelectorAll(".tour-mark").forEach((one) => one.classList.remove("tour-mark"))
  tour.querySelector("[data-tour-sheet]").hidden = true
  tour.querySelector("[data-tour-offer]").hidden = false
  if (within) tour.querySelector("[data-tour-begin]").focus()
}

document.addEventListener("click", (event) => {
  const tour = event.target.closest("[data-tour]")
  if (!tour) return
  if (event.target.closest("[data-tour-begin]")) {
    event.preventDefault()
    show(tour, 0)
  }
  if (event.target.closest("[data-tour-next]")) show(tour, stop + 1)
  if (event.target.closest("[data-tour-back]")) show(tour, stop - 1)
})

document.addEventListener("keydown", (event) => {
  const tour = document.querySelector("[data-tour]")
  if (event.key === "Escape" && tour && !tour.querySelector("[data-tour-sheet]").hidden) away(tour)
})
