// The last page before submission: time left, and the result by itself when it is over.
import { Deadline, leaveFor } from "./deadline.js";

const shown = document.getElementById("het-gio");
const form = document.getElementById("nop-bai");
const offline = document.getElementById("mat-mang");
let isSent = false;

// A second tap sends nothing twice; the server would take it for the same submission anyway.
form.addEventListener("submit", (event) => {
  offline.hidden = navigator.onLine;
  if (isSent || !navigator.onLine) event.preventDefault();
  else isSent = true;
});
window.addEventListener("online", () => {
  offline.hidden = true;
});
window.addEventListener("pageshow", () => {
  isSent = false;
});

const label = document.querySelector("[data-running]");
label.textContent = label.dataset.running;
const deadline = new Deadline(Number(shown.dataset.remaining), {
  onTick: (seconds) => {
    shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  },
  onEnd: () => leaveFor(location.pathname),
});
deadline.start();
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") deadline.wake();
});
