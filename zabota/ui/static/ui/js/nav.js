// A long menu opens where its marked line is.
const marked = document.querySelector(".side [aria-current]")
if (marked && marked.offsetTop + marked.offsetHeight > marked.closest(".side").clientHeight) {
  marked.closest(".side").scrollTop = marked.offsetTop - marked.closest(".side").clientHeight / 2
}

// Tabs wider than the screen open where the marked one is.
for (const tab of document.querySelectorAll(".tabs__tab[aria-current]")) {
  const row = tab.parentElement
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2
}
