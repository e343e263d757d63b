// On every page: copying the feed's address.
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
