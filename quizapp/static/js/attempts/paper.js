// The taking page: one item in front, every choice kept on the phone until the server says it is stored.
import { Deadline, leaveFor } from "./deadline.js";
import { SaveQueue } from "./queue.js";

const main = document.getElementById("noi-dung");
const forms = [...main.querySelectorAll("form.question")];
const byPosition = new Map(forms.map((form) => [Number(form.dataset.position), form]));
const lines = [...document.querySelectorAll("#tien-do i")];
const links = [...document.querySelectorAll("[data-go]")];
const saveState = document.getElementById("trang-thai");
const offline = document.getElementById("mat-mang");
const message = document.getElementById("thong-bao");
const previous = document.getElementById("cau-truoc");
const next = document.getElementById("cau-sau");
const list = document.getElementById("danh-sach");
const flagsKey = `quizapp:flags:${main.dataset.attempt}`;
const flags = new Set(readFlags());
let current = Number(forms.find((form) => !form.hidden).dataset.position);

const queue = new SaveQueue({
  key: `quizapp:attempt:${main.dataset.attempt}`,
  address: (position) => byPosition.get(position).action,
  token: forms[0].elements.csrf_token.value,
  revisions: new Map(forms.map((form) => [Number(form.dataset.position), Number(form.dataset.revision)])),
  onChange: showSaveState,
  onStored: showStored,
  onEnded: showEnded,
  onSessionLost: showSessionLost,
});
const deadline = new Deadline(Number(main.dataset.remaining), { onTick: showTime, onEnd: timeIsUp });

// --- choices -------------------------------------------------------------------------------------------------

function picked(form) {
  return [...form.querySelectorAll(".option-input:checked")].map((input) => Number(input.value));
}

function show(position, choice) {
  for (const input of byPosition.get(position).querySelectorAll(".option-input")) {
    input.checked = choice.includes(Number(input.value));
  }
}

function showStored(position, choice, isOther) {
  const form = byPosition.get(position);
  if (!form) return;
  show(position, choice);
  if (isOther) tell(message.dataset.stale);
  paintNavigation();
}

main.addEventListener("change", (event) => {
  const form = event.target.closest("form.question");
  if (!form || deadline.isOver) return;
  queue.put(Number(form.dataset.position), picked(form));
  if (!queue.isStopped) message.hidden = true;
  paintNavigation();
});

// Pictures of the items behind come once this one is there: the network may be gone when they are reached.
window.addEventListener("load", () => {
  for (const picture of main.querySelectorAll(".picture")) picture.loading = "eager";
});

// --- moving between items ------------------------------------------------------------------------------------

function go(position) {
  if (!byPosition.has(position)) return;
  byPosition.get(current).hidden = true;
  current = position;
  const form = byPosition.get(current);
  form.hidden = false;
  list.classList.remove("is-open");
  document.getElementById("so-cau").textContent = current;
  document.title = document.title.replace(/\d+/, current);
  previous.disabled = current === 1;
  next.textContent = current === forms.length ? next.dataset.last : next.dataset.next;
  paintNavigation();
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function paintNavigation() {
  let done = 0;
  forms.forEach((form, index) => {
    const position = index + 1;
    const isDone = picked(form).length > 0;
    done += isDone;
    for (const mark of [lines[index], links[index]]) {
      mark.classList.toggle("is-done", isDone);
      mark.classList.toggle("is-flagged", flags.has(position));
      mark.classList.toggle("is-now", position === current);
    }
    if (position === current) links[index].setAttribute("aria-current", "true");
    else links[index].removeAttribute("aria-current");
    const spoken = links[index].querySelector("[data-done]");
    spoken.textContent = isDone ? spoken.dataset.done : "";
    const flag = form.querySelector("[data-flag]");
    flag.classList.toggle("is-on", flags.has(position));
    flag.setAttribute("aria-pressed", String(flags.has(position)));
  });
  document.getElementById("da-lam").textContent = done;
}

previous.addEventListener("click", (event) => {
  event.preventDefault();
  go(current - 1);
});
next.addEventListener("click", (event) => {
  event.preventDefault();
  if (current < forms.length) go(current + 1);
  else finish();
});
for (const form of forms) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector(".paper-tools").hidden = false;
  form.querySelector("[data-flag]").addEventListener("click", () => toggleFlag(Number(form.dataset.position)));
}
for (const link of links) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go(Number(link.dataset.go));
  });
}
document.getElementById("mo-danh-sach").addEventListener("click", (event) => {
  event.preventDefault();
  list.classList.add("is-open");
  links[current - 1].focus();
});
document.getElementById("dong-danh-sach").addEventListener("click", (event) => {
  event.preventDefault();
  list.classList.remove("is-open");
  document.getElementById("mo-danh-sach").focus();
});
document.querySelector("[data-finish]").addEventListener("click", (event) => {
  event.preventDefault();
  finish();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") list.classList.remove("is-open");
});

// --- flags: a note to oneself, kept on the phone alone -------------------------------------------------------

function readFlags() {
  try {
    return JSON.parse(localStorage.getItem(flagsKey)) ?? [];
  } catch {
    return [];
  }
}

function toggleFlag(position) {
  if (!flags.delete(position)) flags.add(position);
  try {
    localStorage.setItem(flagsKey, JSON.stringify([...flags]));
  } catch {
    // A browser that keeps nothing forgets the flags with the page; answers don't depend on it.
  }
  paintNavigation();
}

// --- what is told --------------------------------------------------------------------------------------------

function showSaveState(state) {
  const texts = { saved: "saved", saving: "saving", waiting: "waiting", failed: "failed" };
  saveState.className = `save-state is-${state}`;
  const text = saveState.dataset[texts[state]];
  if (saveState.textContent !== text) saveState.textContent = text;
  showNetwork();
}

function showNetwork() {
  offline.hidden = navigator.onLine && !saveState.classList.contains("is-waiting");
}

function tell(text, link) {
  message.textContent = `${text} `;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    message.append(anchor);
  }
  message.hidden = false;
  list.classList.remove("is-open");
  window.scrollTo(0, 0);
}

function showEnded(text) {
  tell(text);
  location.replace(main.dataset.finishUrl); // the server leads on to the result
}

function showSessionLost() {
  tell(message.dataset.session, { href: main.dataset.returnUrl, text: message.dataset.sessionLink });
}

const remainingText = document.getElementById("con-lai");
remainingText.previousElementSibling.textContent = remainingText.dataset.prefix;
const reminder = document.getElementById("nhac-gio");
const remindAt = [300, 60];

function showTime(seconds) {
  const minutes = Math.floor(seconds / 60);
  remainingText.textContent = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  document.getElementById("dong-ho").classList.toggle("is-low", seconds < 120);
  // Read aloud twice, not every second.
  if (remindAt.includes(seconds)) reminder.textContent = reminder.dataset.left.replace("%s", seconds / 60);
}

async function finish() {
  if (!(await queue.flush())) tell(message.dataset.unsent);
  else if (!navigator.onLine) tell(message.dataset.offline);
  else location.assign(main.dataset.finishUrl);
}

function timeIsUp() {
  for (const input of main.querySelectorAll(".option-input")) input.disabled = true;
  tell(message.dataset.timeUp);
  leaveFor(main.dataset.finishUrl);
}

// --- coming back: another window or phone may have gone on meanwhile -----------------------------------------

async function catchUp() {
  queue.retryNow();
  try {
    const answer = await fetch(main.dataset.stateUrl, { headers: { Accept: "application/json" } });
    if (answer.status === 401) return showSessionLost();
    if (!answer.ok) return undefined;
    const state = await answer.json();
    deadline.set(state.remaining_ms);
    if (!state.is_open) return showEnded(message.dataset.timeUp);
    for (const item of state.items) {
      if (queue.adopt(item.position, item.revision)) show(item.position, item.picked);
    }
    paintNavigation();
  } catch {
    deadline.wake(); // no network: the phone's own reckoning has to do; the queue waits, and says so
  }
  return undefined;
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") catchUp();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) catchUp();
});
window.addEventListener("online", () => {
  showNetwork();
  queue.retryNow();
});
window.addEventListener("offline", () => {
  if (!queue.isEmpty) showSaveState("waiting");
  showNetwork();
});

// A choice in the address is for browsers without scripts. Here the phone itself keeps what was not taken, and a link
// must not answer for anybody: show what is stored.
if (main.querySelector("[data-offered]")) location.replace(`${location.pathname}?cau=${current}`);
for (const [position, choice] of queue.waiting()) show(position, choice);
paintNavigation();
deadline.start();
queue.retryNow();
