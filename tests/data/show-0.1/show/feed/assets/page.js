// On every page: copying the feed's address, and opening it in an app.
"use strict";

for (const box of document.querySelectorAll(".copy")) {
  const [field, button, status] = ["input", "button", ".status"].map((what) => box.querySelector(what));
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // without TLS, as on a phone that visits `podcast serve`, there is no clipboard
    }
    status.textContent = button.dataset.copied;
  });
}

// Without script, or to a crawler, these are links to the feed itself: an app's own scheme is no web address.
for (const link of document.querySelectorAll("a[data-app]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.href = link.dataset.app;
  });
}
