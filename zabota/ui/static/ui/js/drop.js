// File drop: a label around <input type=file>; shows names and sizes, then the progress of htmx's upload.
const units = document.documentElement.lang === "ru" ? ["Б", "КБ", "МБ"] : ["B", "KB", "MB"]

function sizeText(bytes) {
  const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2
  const amount = (bytes / 1024 ** step).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })
  return `${amount}\u00a0${units[step]}`
}

function showFiles(drop) {
  const rows = [...drop.querySelector("input[type=file]").files].map((file) => {
    const row = document.createElement("span")
    row.className = "drop__file"
    const name = document.createElement("span")
    name.textContent = file.name
    const size = document.createElement("span")
    size.textContent = sizeText(file.size)
    row.append(name, size)
    return row
  })
  drop.querySelector("[data-drop-files]").replaceChildren(...rows)
  drop.classList.toggle("drop--full", rows.length > 0)
}

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.("[data-drop]")
    if (!drop) return
    event.preventDefault()
    drop.classList.toggle("drop--over", kind === "dragenter" || kind === "dragover")
    if (kind !== "drop") return
    drop.querySelector("input[type=file]").files = event.dataTransfer.files
    showFiles(drop)
  })
}

document.addEventListener("change", (event) => {
  const drop = event.target.closest("[data-drop]")
  if (drop) showFiles(drop)
})

document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest("form")
  const bar = form?.querySelector(".drop__progress")
  if (!bar || !event.detail.lengthComputable || form.hasAttribute("hx-params")) return // files stay here
  bar.hidden = false
  bar.value = (event.detail.loaded / event.detail.total) * 100
})
