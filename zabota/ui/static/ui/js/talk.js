// A room of the chat: the stream brings bubbles, the form sends words. Without scripts both are plain pages.
const NEAR = 160 // pixels from the end: whoever is nearer follows new messages
const GAP = 16 // pixels above the message at which a room opens
const SEEN = 60 // pixels of a message that must be in view until it counts as read
const LOW = 560 // pixels of height below which a keyboard stands on the screen
const HICCUP = 3000 // ms without a connection of which nobody is told
const PAUSE = 5000 // ms after which a stream that was refused is asked for again; each time twice as long
const LONGEST = 60_000

const stream = document.getElementById("stream")
const form = document.querySelector("form[data-talk]")

if (stream) {
  let timer
  const near = () => stream.scrollHeight - stream.scrollTop - stream.clientHeight < NEAR
  const bubbles = () => [...stream.querySelectorAll("[data-message]")]

  // What stays in view while pictures arrive and push: the end, or where one began to read. Whoever scrolls decides anew.
  const END = {}
  let held, moved
  const settle = () => {
    if (held === END) stream.scrollTop = stream.scrollHeight
    else if (held?.isConnected) stream.scrollTop += held.getBoundingClientRect().top - stream.getBoundingClientRect().top - GAP
  }
  const hold = (place) => { held = place; settle() }
  for (const move of ["wheel", "touchmove", "pointerdown", "keydown", "focusin"]) {
    stream.addEventListener(move, () => { moved = true }, { passive: true })
  }
  stream.addEventListener("load", settle, true)
  new ResizeObserver(settle).observe(stream)

  const dress = (bubble) => {
    bubble.classList.toggle("bubble--own", bubble.dataset.author === stream.dataset.me)
    for (const sign of bubble.querySelectorAll("[data-people]")) {
      const mine = sign.dataset.people.split(" ").includes(stream.dataset.me)
      sign.classList.toggle("sign--mine", mine)
      sign.ariaPressed = mine
    }
  }

  const markRead = () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const last = lastSeen()
      if (!last || document.hidden || last.dataset.message === stream.dataset.seen) return
      stream.dataset.seen = last.dataset.message
      const token = form?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]
      const answer = await fetch(stream.dataset.read, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ last: last.dataset.message }) })
      if (answer.ok) recount(await answer.json())
    }, 400)
  }

  // The last message that stands in the window, its beginning at least.
  const lastSeen = () => {
    const floor = Math.min(stream.getBoundingClientRect().bottom, innerHeight)
    return bubbles().findLast((bubble) => {
      const { top, height } = bubble.getBoundingClientRect()
      return top + Math.min(height, SEEN) <= floor
    })
  }

  // The figures beside the room and beside the chat in the menu.
  const recount = ({ room, named, all, words }) => {
    figure(document.querySelector(".talk__room[aria-current]"), room, words)?.classList.toggle("count--named", named)
    figure(document.querySelector(`.side__link[href="${stream.dataset.chat}"]`), all, words)
  }
  const figure = (line, number, words) => {
    line?.querySelector(".count")?.remove()
    if (!line || !number) return
    const count = document.createElement("span")
    const unsaid = document.createElement("span")
    count.className = "count"
    count.textContent = number
    unsaid.className = "visually-hidden"
    unsaid.textContent = ` ${words}`
    count.append(unsaid)
    line.append(count)
    return count
  }

  // A new one stands by its number: what was committed late comes late. Only what is older or newer than all that is here waits.
  const place = (bubble) => {
    const number = ({ dataset }) => Number(dataset.message)
    const here = bubbles()
    const next = here.find((one) => number(one) > number(bubble))
    if (!next && stream.querySelector(".talk__later")) return false
    if (next && next === here[0] && stream.querySelector(".talk__earlier")) return false
    if (next) next.before(bubble)
    else stream.append(bubble)
    return true
  }

  const show = (markup) => {
    const bubble = new DOMParser().parseFromString(markup, "text/html").querySelector("[data-message]")
    const following = held === END || lastSeen() === bubbles().at(-1) || bubble.dataset.author === stream.dataset.me
    const known = document.getElementById(bubble.id)
    if (known?.dataset.change === bubble.dataset.change) return
    dress(bubble)
    if (known) {
      const acting = known.contains(document.activeElement)
      known.replaceWith(bubble)
      if (acting) bubble.querySelector("summary")?.focus({ preventScroll: true })
    } else if (!place(bubble)) return
    stream.querySelector(".talk__nothing")?.remove()
    htmx.process(bubble)
    if (following && !known) hold(END)
    else settle()
    delete stream.dataset.seen // somebody spoke: the figures change even where nothing new was seen
    markRead()
  }

  bubbles().forEach(dress)
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll?.("[data-message]").forEach(dress))
  const asked = () => /^#m\d+$/.test(location.hash) && document.querySelector(location.hash)
  hold(asked() || stream.querySelector(".talk__fresh") || END)
  addEventListener("hashchange", () => { if (asked()) hold(asked()) })
  markRead()
  stream.addEventListener("scroll", () => {
    if (moved) held = near() ? END : null
    markRead()
  }, { passive: true })
  addEventListener("scroll", markRead, { passive: true })
  document.addEventListener("visibilitychange", markRead)

  // Earlier messages come above: what one was reading stays where it is, and so does the focus.
  let kept
  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    if (!target.matches(".talk__earlier, .talk__later")) return
    const [first] = target.matches(".talk__earlier") ? bubbles() : bubbles().slice(-1)
    kept = { first, top: first.getBoundingClientRect().top, side: target.className, focus: target.contains(document.activeElement) }
    held = null
  })
  document.addEventListener("htmx:afterSwap", () => {
    if (!kept) return
    const { first, top, side, focus } = kept
    kept = null
    const days = new Set()
    for (const day of stream.querySelectorAll("[data-day]")) {
      if (days.has(day.dataset.day)) day.remove()
      days.add(day.dataset.day)
    }
    stream.scrollTop += first.getBoundingClientRect().top - top
    if (focus) (stream.querySelector(`.${side} a`) ?? stream).focus({ preventScroll: true })
  })

  // Who has pinned sees it at the top at once; others when they open the room.
  document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
    if (!successful || !elt.matches(".bubble__tend")) return
    htmx.ajax("GET", stream.dataset.room, { target: "#pins", select: "#pins", swap: "outerHTML" })
  })

  // A menu opens downwards, perhaps below the edge.
  stream.addEventListener("toggle", ({ target }) => {
    if (target.open) target.scrollIntoView({ block: "nearest" })
  }, true)
  stream.addEventListener("keydown", ({ key, target }) => {
    const menu = key === "Escape" && target.closest("details[open]")
    if (!menu) return
    menu.open = false
    menu.querySelector("summary").focus()
  })

  // A quote, a pinned message, a search: a message that is on the page is shown there, for others the address opens the room.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-place]")
    if (!link || !document.getElementById(link.dataset.place)) return
    event.preventDefault()
    location.hash = link.dataset.place
    hold(asked())
  })

  // The browser comes back by itself after a lost line; after an answer that is no stream (a server that starts) it would not.
  const lost = document.querySelector(".talk__lost")
  let source, telling, again, newest
  let pause = PAUSE
  const watch = () => {
    clearTimeout(again)
    source?.close()
    const address = new URL(stream.dataset.stream, location.href)
    if (newest) address.searchParams.set("since", newest)
    source = new EventSource(address)
    source.addEventListener("message", (event) => {
      newest = event.lastEventId
      show(JSON.parse(event.data))
    })
    source.addEventListener("open", () => {
      stream.setAttribute("data-open", "")
      clearTimeout(telling)
      telling = undefined
      lost.textContent = ""
      pause = PAUSE
    })
    source.addEventListener("error", () => {
      if (!stream.hasAttribute("data-open")) return // this server has no streams
      telling ??= setTimeout(() => { lost.textContent = lost.dataset.words }, HICCUP)
      if (source.readyState !== EventSource.CLOSED) return
      again = setTimeout(watch, pause)
      pause = Math.min(2 * pause, LONGEST)
    })
  }
  watch()
  addEventListener("pagehide", () => source.close())
  addEventListener("pageshow", ({ persisted }) => { if (persisted) watch() })
}

if (form) {
  const text = form.elements.text
  const answered = form.elements.reply_to
  const strip = form.querySelector(".talk__reply")
  const names = form.querySelector(".talk__names")
  const files = form.querySelector(".talk__files")
  const taken = new WeakMap() // row of the list of names → person
  let people

  // What is sent with the same key is said once, however often it had to be sent.
  const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")

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
      event.preventDefault()
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
  // With a keyboard on the screen little is left: the last words stand above it, not the title.
  const rise = () => { if (document.activeElement === text && innerHeight < LOW) stream?.scrollIntoView({ block: "end" }) }
  text.addEventListener("focus", rise)
  addEventListener("resize", rise)

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return
    form.querySelector("[data-refusal]").textContent = event.detail.xhr.status === 422 ? event.detail.xhr.responseText : ""
    if (event.detail.xhr.status !== 204) return // refused or lost on the way: the words stay
    if (stream?.querySelector(".talk__later")) location.assign(stream.dataset.room) // what was said stands at the end
    form.reset()
    form.elements.once.value = key()
    form.querySelectorAll("[name=named]").forEach((chosen) => chosen.remove())
    answer("")
    files.hidden = true
  })
  form.elements.files.addEventListener("change", (event) => {
    form.querySelector("[data-refusal]").textContent = ""
    files.textContent = [...event.target.files].map((file) => file.name).join(", ")
    files.hidden = !files.textContent
  })

  // Names after an @: arrows choose, Enter or a click takes.
  const begin = () => /(?:^|\s)@([^\s@]{0,30})$/.exec(text.value.slice(0, text.selectionStart))
  text.addEventListener("input", async () => {
    if (!begin()) { shut(); return }
    people ??= fetch(form.dataset.people).then((answer) => answer.json())
    const known = (await people).people
    const begun = begin() // meanwhile he has typed on
    if (!begun) { shut(); return }
    const typed = begun[1].toLowerCase()
    const inside = known.filter(({ name }) => name.toLowerCase().includes(typed))
    const first = ({ name }) => name.toLowerCase().split(/[\s«"(-]+/).some((word) => word.startsWith(typed))
    const fitting = [...inside.filter(first), ...inside.filter((person) => !first(person))].slice(0, 8)
    names.replaceChildren(...fitting.map((person, place) => {
      const row = document.createElement("li")
      row.role = "option"
      const whose = document.createElement("span")
      row.textContent = person.name
      whose.className = "soft"
      whose.textContent = ` ${person.whose}`
      row.append(whose)
      taken.set(row, person)
      row.id = `name-${place}`
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(person) })
      return row
    }))
    names.hidden = !fitting.length
    if (fitting.length) mark(0)
    else shut()
  })
  text.addEventListener("blur", shut)

  // The row one stands on; a screen reader is told of it through the field.
  function mark(chosen) {
    const rows = [...names.children]
    rows.forEach((row, place) => { row.ariaSelected = place === chosen ? "true" : "false" })
    rows[chosen].scrollIntoView({ block: "nearest" })
    text.setAttribute("aria-activedescendant", rows[chosen].id)
  }

  function shut() {
    names.hidden = true
    text.removeAttribute("aria-activedescendant")
  }

  // The name stands in the words; the number beside them tells namesakes apart.
  function take({ id, name }) {
    const before = text.value.slice(0, text.selectionStart).replace(/@[^\s@]*$/, `@${name} `)
    const chosen = document.createElement("input")
    Object.assign(chosen, { type: "hidden", name: "named", value: id })
    form.append(chosen)
    const after = text.value.slice(text.selectionStart)
    text.value = before + after
    text.setSelectionRange(before.length, before.length)
    shut()
  }

  function choose(event) {
    const rows = [...names.children]
    const here = rows.findIndex((row) => row.ariaSelected === "true")
    if (event.key === "Enter" || event.key === "Tab") take(taken.get(rows[here]))
    else if (event.key === "Escape") shut()
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      mark((here + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length)
    } else return false
    event.preventDefault()
    return true
  }
}
