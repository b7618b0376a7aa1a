// What was typed outlives a session that ended meanwhile: kept while its form is sent, put back after the sign-in.
const KEY = "typed"
const SECRET = new Set(["hidden", "password", "file", "submit", "button", "image", "reset"])
const LINE = new Set(["checkbox", "radio"])

const waiting = () => document.querySelector("[data-typed-waits]") // a page on which nothing was done yet
const reader = () => document.body.dataset.reader
const refused = () => document.querySelector("#toasts .toast--error") // the deed was refused, and says why itself
const said = (what) => document.getElementById("toasts")?.dataset[what]

// What stood there when one began to type. It waits with what was typed for the sign-in; after a refusal the page that says
// what stands there now has the newer one.
const SEEN = /(^|-)seen$/
const fieldsOf = (form) => [...form.elements].filter(({ name, type, autocomplete }) =>
  name && (SEEN.test(name) || !SECRET.has(type)) && autocomplete !== "one-time-code")
const valueOf = (field) => (LINE.has(field.type) ? field.checked : field.value)
const formsTo = (action) => [...document.querySelectorAll("form")].filter((one) =>
  one.method === "post" && (one.getAttribute("action") ?? "") === action)

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY))
  } catch {
    return null
  }
}

function keep(draft) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft))
  } catch { /* no room, or forbidden: the form is sent all the same */ }
}

function tell(text) {
  if (text) document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone: "info" } }))
}

document.addEventListener("submit", ({ target: form }) => {
  if (form.method !== "post" || waiting()) return
  const fields = fieldsOf(form).map((field) => [field.name, valueOf(field)])
  if (fields.every(([name]) => SEEN.test(name))) return
  const action = form.getAttribute("action") ?? ""
  const page = location.pathname + location.search
  keep({ page, action, at: formsTo(action).indexOf(form), fields, reader: reader() })
})

function putBack({ action, at, fields, waits }) {
  const form = formsTo(action)[at]
  if (!form) return
  const left = [...fields]
  for (const field of fieldsOf(form)) {
    if (SEEN.test(field.name) && !waits) continue
    const found = left.findIndex(([name]) => name === field.name)
    if (found < 0) continue
    const [[, value]] = left.splice(found, 1)
    if (valueOf(field) === value) continue
    if (LINE.has(field.type)) field.checked = value
    else field.value = value
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.dispatchEvent(new Event("change", { bubbles: true }))
  }
  form.closest("details")?.setAttribute("open", "")
  form.closest("dialog")?.showModal()
  fieldsOf(form).find(({ type }) => type !== "hidden")?.focus()
}

const draft = read()
const sentHere = () => new URL(draft.action || draft.page, location).pathname === location.pathname
if (draft && waiting() && (waiting().dataset.typedWaits !== "here" || sentHere())) {
  keep({ ...draft, waits: true })
  const way = document.querySelector("[data-typed-page]")
  if (way) way.href = draft.page
  if (!draft.waits) tell(said("waits"))
} else if (draft && ((!draft.waits && !refused()) || (draft.reader && reader() && draft.reader !== reader()))) {
  sessionStorage.removeItem(KEY) // it was taken, or somebody else sits here now
} else if (draft && draft.page === location.pathname + location.search) {
  sessionStorage.removeItem(KEY)
  putBack(draft)
  if (draft.waits) tell(said("putBack"))
} else if (draft && !draft.waits) {
  sessionStorage.removeItem(KEY)
}
