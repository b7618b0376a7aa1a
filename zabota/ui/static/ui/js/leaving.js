// A question cut off because its page is left is nobody's error: htmx would complain of it in the console.
let leaving = false

addEventListener("beforeunload", () => { leaving = true })
addEventListener("pageshow", () => { leaving = false })
document.addEventListener("htmx:beforeRequest", ({ detail: { xhr } }) => {
  const complain = xhr.onabort
  xhr.onabort = (event) => leaving || complain(event)
})
