// What waits for review: all of a page are ticked with one box.
const all = document.getElementById("chon-het");
const boxes = [...document.querySelectorAll("input[name=draft]")];

all.closest("[hidden]").hidden = false;
all.addEventListener("change", () => {
  for (const box of boxes) box.checked = all.checked;
});
for (const box of boxes) {
  box.addEventListener("change", () => {
    all.checked = boxes.every((other) => other.checked);
  });
}
