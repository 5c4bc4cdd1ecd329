// The form of a question: rows of options that come and go, and the phone beside it, drawn anew from the fields.
const LETTERS = "ABCDEFGH";
const LEAST = 2;
const USUAL = 4;
const LONGEST_SIDE = 1080; // as the server keeps pictures

const form = document.getElementById("cau-hoi");
const phone = document.getElementById("dien-thoai");
const fieldset = form.querySelector(".option-rows");
const adder = document.getElementById("them-phuong-an");
const options = phone.querySelector("[data-part=options]");
const stemPicture = phone.querySelector("[data-part=picture]");
const many = phone.querySelector("[data-part=many]");
const stem = phone.querySelector(".question-stem");
const canvases = new WeakMap();

const rows = () => [...fieldset.querySelectorAll(".option-row")];
const shown = () => rows().filter((row) => !row.hidden);
const kind = () => form.querySelector("input[name=type]:checked")?.value;
const textOf = (row) => row.querySelector("textarea").value.trim();
const keyOf = (row) => row.querySelector("input[name=key]");

// --- rows ----------------------------------------------------------------------------------------------------

function hasPicture(part) {
  return part.querySelector("input[type=file]").files.length > 0 || storedPicture(part) !== null;
}

function isBlank(row) {
  return !textOf(row) && !keyOf(row).checked && !hasPicture(row);
}

function number() {
  rows().forEach((row, place) => {
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(/options-\d/g, `options-${place}`).replace(/^key-\d/, `key-${place}`));
      }
    }
    keyOf(row).value = String(place);
    row.dataset.place = String(place);
    row.querySelector(".option-letter").textContent = LETTERS[place];
    row.setAttribute("aria-label", row.dataset.name.replace("%s", LETTERS[place]));
  });
}

function paintRows() {
  const visible = shown();
  adder.hidden = visible.length >= LETTERS.length;
  for (const row of rows()) row.querySelector("[data-drop]").hidden = visible.length <= LEAST;
}

function showAtLeast(count) {
  const all = rows();
  const last = all.findLastIndex((row) => !isBlank(row));
  all.forEach((row, place) => {
    row.hidden = place > last && place >= count;
  });
  paintRows();
}

function clear(row) {
  for (const field of row.querySelectorAll("textarea, input")) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else field.value = "";
  }
  row.querySelector(".picture-now")?.remove();
  row.querySelector(".picture-field").open = false;
  row.classList.remove("is-wrong");
  for (const sentence of row.querySelectorAll(".error")) sentence.remove();
}

function drop(row) {
  const neighbour = row.nextElementSibling?.matches(".option-row:not([hidden])") ? row.nextElementSibling : shown()[0];
  clear(row);
  row.hidden = true;
  fieldset.append(row);
  number();
  paintRows();
  neighbour.querySelector("textarea").focus();
}

function choosing() {
  const type = kind() === "multiple" ? "checkbox" : "radio";
  for (const row of rows()) keyOf(row).type = type;
}

function offerTrueFalse() {
  const blank = rows().every((row) => !textOf(row) && !hasPicture(row));
  if (blank) rows().slice(0, LEAST).forEach((row, place) => {
    row.querySelector("textarea").value = place === 0 ? form.dataset.true : form.dataset.false;
  });
  showAtLeast(LEAST);
}

// --- pictures ------------------------------------------------------------------------------------------------

function storedPicture(part) {
  const now = part.querySelector(".picture-now");
  return now && !now.querySelector("input[type=checkbox]").checked ? now.querySelector("img") : null;
}

function picture(part) {
  const file = part.querySelector("input[type=file]").files[0];
  const alt = part.querySelector("input[type=text]").value;
  if (file) {
    const canvas = canvases.get(file);
    if (canvas === undefined) decode(file);
    canvas?.setAttribute("aria-label", alt);
    return canvas ?? null;
  }
  const image = storedPicture(part)?.cloneNode();
  if (image) image.alt = alt;
  return image ?? null;
}

// Drawn from the file at hand: the page's policy lets in no picture from anywhere but the server.
async function decode(file) {
  canvases.set(file, null);
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.className = "picture";
    canvas.setAttribute("role", "img");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    canvases.set(file, canvas);
    draw();
  } catch {
    // No picture that this browser knows; the server says so when it is sent.
  }
}

// What is too large is said at once: sent with the form, it would be refused together with everything typed.
function checkSize(input) {
  const place = input.parentElement;
  place.querySelector(".error")?.remove();
  place.classList.remove("is-wrong");
  if (!input.files.length || input.files[0].size <= Number(form.dataset.maxBytes)) return;
  input.value = "";
  const sentence = document.createElement("p");
  sentence.className = "error";
  sentence.setAttribute("role", "alert");
  sentence.textContent = form.dataset.tooLarge;
  input.before(sentence);
  place.classList.add("is-wrong");
}

// --- the phone -----------------------------------------------------------------------------------------------

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function option(row, place) {
  const text = element("span", "option-text", textOf(row));
  const image = picture(row);
  if (image) text.append(image);
  const label = element("div", "option-label");
  label.append(element("span", "option-letter", LETTERS[place]), text);
  const made = element("div", "option");
  made.append(label);
  return made;
}

function draw() {
  const allowsMany = kind() === "multiple";
  phone.classList.toggle("allows-many", allowsMany);
  many.hidden = !allowsMany;
  stem.textContent = form.elements.text.value.trim() || stem.dataset.empty;
  const image = picture(form.querySelector(".picture-field"));
  stemPicture.replaceChildren(...(image ? [image] : []));
  options.replaceChildren(...shown().filter((row) => textOf(row) || hasPicture(row)).map(option));
}

form.addEventListener("input", () => requestAnimationFrame(draw));
form.addEventListener("change", ({ target }) => {
  if (target.type === "file") checkSize(target);
  if (target.name === "type") {
    choosing();
    if (kind() === "truefalse") offerTrueFalse();
  }
  draw();
});
form.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-drop]");
  if (!button) return;
  drop(button.closest(".option-row"));
  draw();
});
adder.addEventListener("click", () => {
  const next = rows().find((row) => row.hidden);
  next.hidden = false;
  paintRows();
  next.querySelector("textarea").focus();
});

for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
choosing();
showAtLeast(kind() === "truefalse" ? LEAST : USUAL);
draw();
