// Search of the whole site: Ctrl+K opens, arrows choose, Enter opens what is chosen, Esc closes.
const finder = () => document.getElementById("finder")
const field = () => finder()?.querySelector("input")
const options = () => [...(finder()?.querySelectorAll("[role=option]") ?? [])]

function open() {
  if (!finder() || finder().open) return
  finder().showModal()
  field().select()
  field().dispatchEvent(new Event("input", { bubbles: true }))
}

function choose(index) {
  const all = options()
  all.forEach((one, at) => one.setAttribute("aria-selected", String(at === index)))
  const chosen = all[index]
  if (!chosen) return field().removeAttribute("aria-activedescendant")
  field().setAttribute("aria-activedescendant", chosen.id)
  chosen.scrollIntoView({ block: "nearest" })
}

const chosenAt = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true")

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyK" && finder()) {
    event.preventDefault()
    return open()
  }
  if (event.target !== field()) return
  if (event.key === "Escape") { // or the browser empties the field first, and only then closes
    event.preventDefault()
    return finder().close()
  }
  const count = options().length
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault()
    const step = event.key === "ArrowDown" ? 1 : -1
    if (count) choose((Math.max(chosenAt(), step > 0 ? -1 : 0) + step + count) % count)
  }
  const chosen = options()[chosenAt()]
  if (event.key === "Enter" && chosen) {
    event.preventDefault()
    chosen.click()
  }
})

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-finder]") || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  open()
})

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "finder-hits") choose(0)
})
