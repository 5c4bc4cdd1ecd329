// Waits for a file to be read: asks how far it is, lets the bar follow smoothly, and opens the result.

const PAUSE_MS = 700;
const PATIENCE_MS = 3000; // while the server can't be reached
const AHEAD = 8; // per cent

const card = document.querySelector("[data-progress]");
const bar = card.querySelector("progress");
const percent = document.querySelector("#phan-tram");
const words = document.querySelector("#viec-dang-lam");
let target = bar.value;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The bar never goes back. It covers what is missing in about a second, and then creeps on a little, ever more slowly:
// between two words of the server work goes on all the same.
function follow() {
  const step = Math.max((target - bar.value) / 25, (target + AHEAD - bar.value) / 400, 0);
  bar.value = Math.min(bar.value + step, 99);
  const shown = String(Math.round(bar.value));
  if (percent.textContent !== shown) percent.textContent = shown;
  requestAnimationFrame(follow);
}

// What the server says; undefined where it can't be reached, null where it says something else: signed out, gone.
async function ask() {
  let answer;
  try {
    answer = await fetch(card.dataset.progress, { headers: { Accept: "application/json" }, redirect: "manual" });
  } catch {
    return undefined;
  }
  return answer.ok ? answer.json() : null;
}

async function watch() {
  for (;;) {
    const state = await ask();
    if (state === null || state?.is_reading === false) break;
    if (state) {
      target = Math.max(target, (100 * state.done) / state.total);
      if (words.textContent !== state.words) words.textContent = state.words;
    }
    await pause(state ? PAUSE_MS : PATIENCE_MS);
  }
  location.reload();
}

follow();
watch();
