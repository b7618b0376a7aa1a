// A form that answers with a file: the file is saved, and the page shows what has become of its thing.
const SETTLE = 300 // ms a browser needs to take the file over before the page goes
const busy = new WeakSet()

const nameOf = (answer) => {
  const said = answer.headers.get("Content-Disposition") ?? ""
  return said.startsWith("attachment") ? decodeURIComponent(said.split("filename*=UTF-8''")[1] ?? "") : null
}

function save(name, content) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
}

addEventListener("submit", async (event) => {
  const form = event.target
  if (!("download" in form.dataset) || event.defaultPrevented) return
  event.preventDefault()
  if (busy.has(form)) return
  busy.add(form)
  try {
    const body = new FormData(form, event.submitter)
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" })
    const name = nameOf(answer)
    if (name !== null) save(name, await answer.blob())
  } finally {
    setTimeout(() => location.reload(), SETTLE) // a refusal was kept for the next page, as after a redirect
  }
})
