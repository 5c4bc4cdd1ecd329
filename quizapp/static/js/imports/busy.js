// A form whose answer takes seconds says so on its button, and is not sent twice.

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    if (form.classList.contains("is-busy")) {
      event.preventDefault();
      return;
    }
    form.classList.add("is-busy");
    const button = form.querySelector("button[type=submit]");
    form.dataset.label ??= button.textContent;
    button.textContent = form.dataset.busy;
    button.setAttribute("aria-disabled", "true");
  });
}

// Back from the next page, as the browser kept this one.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form.is-busy")) {
    form.classList.remove("is-busy");
    const button = form.querySelector("button[type=submit]");
    button.textContent = form.dataset.label;
    button.removeAttribute("aria-disabled");
  }
});
