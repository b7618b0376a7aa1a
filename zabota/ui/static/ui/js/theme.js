// Theme switch without a page load: the cookie the server reads, and the attribute the styles read.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-switch]")
  if (!form || !event.submitter) return
  event.preventDefault()
  const theme = event.submitter.value
  const secure = location.protocol === "https:" ? "; secure" : ""
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`
  document.documentElement.dataset.theme = theme
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme))
  }
})
