// A long menu opens where its marked line is.
const marked = document.querySelector(".side [aria-current]")
if (marked && marked.offsetTop + marked.offsetHeight > marked.closest(".side").clientHeight) {
  marked.closest(".side").scrollTop = marked.offsetTop - marked.closest(".side").clientHeight / 2
}
