// A room of the chat: the stream brings bubbles, the form sends words. Without scripts both are plain pages.
const NEAR = 160 // pixels from the end: whoever is nearer follows new messages

const stream = document.getElementById("stream")
const form = document.querySelector("form[data-talk]")

if (stream) {
  let timer
  const near = () => stream.scrollHeight - stream.scrollTop - stream.clientHeight < NEAR
  const toEnd = () => { stream.scrollTop = stream.scrollHeight }

  const dress = (bubble) => {
    bubble.classList.toggle("bubble--own", bubble.dataset.author === stream.dataset.me)
    for (const sign of bubble.querySelectorAll("[data-people]")) {
      sign.classList.toggle("sign--mine", sign.dataset.people.split(" ").includes(stream.dataset.me))
    }
  }

  const markRead = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const last = [...stream.querySelectorAll("[data-message]")].at(-1)
      if (!last || document.hidden || last.dataset.message === stream.dataset.seen) return
      stream.dataset.seen = last.dataset.message
      const token = form?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]
      fetch(stream.dataset.read, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ last: last.dataset.message }) })
    }, 400)
  }

  const show = (markup) => {
    const bubble = new DOMParser().parseFromString(markup, "text/html").querySelector("[data-message]")
    const following = near()
    dress(bubble)
    const known = document.getElementById(bubble.id)
    const last = [...stream.querySelectorAll("[data-message]")].at(-1)
    if (known) known.replaceWith(bubble)
    else if (!last || Number(last.dataset.message) < Number(bubble.dataset.message)) stream.append(bubble)
    else return
    stream.querySelector(".talk__nothing")?.remove()
    htmx.process(bubble)
    if (following) toEnd()
    markRead()
  }

  stream.querySelectorAll("[data-message]").forEach(dress)
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll?.("[data-message]").forEach(dress))
  if (location.hash) document.querySelector(location.hash)?.scrollIntoView()
  else toEnd()
  markRead()
  document.addEventListener("visibilitychange", markRead)

  const source = new EventSource(stream.dataset.stream)
  source.addEventListener("message", (event) => show(JSON.parse(event.data)))
  source.addEventListener("open", () => stream.setAttribute("data-open", ""))
  addEventListener("pagehide", () => source.close())
}

if (form) {
  const text = form.elements.text
  const answered = form.elements.reply_to
  const strip = form.querySelector(".talk__reply")
  const names = form.querySelector(".talk__names")
  const files = form.querySelector(".talk__files")
  let people

  const answer = (id) => {
    const bubble = id && document.getElementById(`m${id}`)
    answered.value = bubble ? id : ""
    strip.hidden = !bubble
    if (!bubble) return
    strip.querySelector("span").textContent = `${bubble.querySelector(".bubble__author").textContent}: ${(bubble.querySelector(".bubble__text")?.textContent ?? "").trim().slice(0, 80)}`
    text.focus()
  }
  answer(answered.value)

  document.addEventListener("click", (event) => {
    const reply = event.target.closest("[data-reply]")
    if (reply) {
      reply.closest("details").open = false
      answer(reply.dataset.reply)
    }
    if (event.target.closest("[data-reply-off]")) answer("")
  })

  text.addEventListener("keydown", (event) => {
    if (!names.hidden && choose(event)) return
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
      event.preventDefault()
      form.requestSubmit()
    }
  })
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return
    form.querySelector("[data-refusal]").textContent = event.detail.xhr.status === 422 ? event.detail.xhr.responseText : ""
    if (!event.detail.successful) return
    form.reset()
    answer("")
    files.hidden = true
  })
  form.elements.files.addEventListener("change", (event) => {
    files.textContent = [...event.target.files].map((file) => file.name).join(", ")
    files.hidden = !files.textContent
  })

  // Names after an @: arrows choose, Enter or a click takes.
  text.addEventListener("input", async () => {
    const begun = /(?:^|\s)@([^\s@]{0,30})$/.exec(text.value.slice(0, text.selectionStart))
    if (!begun) { names.hidden = true; return }
    people ??= (await (await fetch(form.dataset.people)).json()).people
    const fitting = people.filter((name) => name.toLowerCase().includes(begun[1].toLowerCase())).slice(0, 8)
    names.replaceChildren(...fitting.map((name, place) => {
      const row = document.createElement("li")
      row.role = "option"
      row.textContent = name
      row.ariaSelected = place === 0 ? "true" : "false"
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(name) })
      return row
    }))
    names.hidden = !fitting.length
  })
  text.addEventListener("blur", () => { names.hidden = true })

  function take(name) {
    const before = text.value.slice(0, text.selectionStart).replace(/@[^\s@]*$/, `@${name} `)
    const after = text.value.slice(text.selectionStart)
    text.value = before + after
    text.setSelectionRange(before.length, before.length)
    names.hidden = true
  }

  function choose(event) {
    const rows = [...names.children]
    const here = rows.findIndex((row) => row.ariaSelected === "true")
    if (event.key === "Enter" || event.key === "Tab") take(rows[here].textContent)
    else if (event.key === "Escape") names.hidden = true
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = (here + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length
      rows.forEach((row, place) => { row.ariaSelected = place === next ? "true" : "false" })
      rows[next].scrollIntoView({ block: "nearest" })
    } else return false
    event.preventDefault()
    return true
  }
}
