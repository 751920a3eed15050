// A form that takes pictures: chosen, pasted from the clipboard or dropped; each can be taken out again.
const MEGABYTE = 2 ** 20;

function show(element, words) {
  element.textContent = words;
  element.hidden = !words;
}

function preview(file) {
  const picture = document.createElement("img");
  picture.alt = "";
  const reader = new FileReader();
  reader.addEventListener("load", () => (picture.src = reader.result));
  reader.readAsDataURL(file);
  return picture;
}

for (const form of document.querySelectorAll("[data-pictures]")) {
  const input = form.elements[form.dataset.pictures];
  const list = form.querySelector("[data-chosen]");
  const problem = form.querySelector("[data-problem]");
  const sending = form.querySelector("[data-sending]");
  const most = Number(form.dataset.most);
  let chosen = [];
  let asked = false;

  function choose(files) {
    const fresh = files.filter((file) => file.type.startsWith("image/"));
    const all = [...chosen, ...fresh];
    chosen = all.slice(0, most);
    show(problem, all.length > most ? `最多 ${most} 张截图，多出的没有加入` : "");
    update();
  }

  function update() {
    const transfer = new DataTransfer();
    for (const file of chosen) transfer.items.add(file);
    input.files = transfer.files;
    list.replaceChildren(...chosen.map(line));
    list.hidden = !chosen.length;
  }

  function line(file) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "移除";
    button.setAttribute("aria-label", `移除 ${file.name}`);
    button.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      update();
      input.focus();
    });
    const name = document.createElement("span");
    name.textContent = `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）`;
    item.append(preview(file), name, button);
    return item;
  }

  function refusal() {
    const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
    const limit = Number(form.dataset.megabytes);
    if (limit && bytes > limit * MEGABYTE) return `截图合计超过 ${limit} MB，请少选几张`;
    const address = form.elements[form.dataset.address];
    if (!address || address.value.trim()) return "";
    if (!chosen.length) return "请填写商品网址或分享文字，或者附上截图";
    if (asked) return "";
    asked = true;
    address.focus();
    return "请补填商品网址或分享文字，便于核查；确实没有的，请再点一次“提交”";
  }

  input.addEventListener("change", () => choose([...input.files]));
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.some((file) => file.type.startsWith("image/"))) return;
    // A cell of a table lies in the clipboard as text and as a picture of itself: the text is meant.
    if (event.clipboardData.getData("text/plain").trim()) return;
    event.preventDefault();
    choose(files);
  });
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    choose([...event.dataTransfer.files]);
  });
  form.addEventListener("submit", (event) => {
    const words = refusal();
    show(problem, words);
    if (words) return event.preventDefault();
    if (chosen.length) show(sending, form.dataset.busy);
    form.querySelector("button.main").disabled = true;
  });
  addEventListener("pageshow", () => {
    form.querySelector("button.main").disabled = false;
    show(sending, "");
  });
}
