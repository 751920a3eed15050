// The page of a telephone: says what is chosen, refuses too much before it is sent, shows that it is being sent.
const MEGABYTE = 2 ** 20;

function show(element, words) {
  element.textContent = words;
  element.hidden = !words;
}

function problemOf(form, files) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const words = form.elements.words.value.trim();
  if (!files.length && !words) return "请选择文件，或粘贴分享文字";
  if (files.length > Number(form.dataset.most)) return `最多 ${form.dataset.most} 个文件，现在选了 ${files.length} 个`;
  if (bytes > Number(form.dataset.megabytes) * MEGABYTE)
    return `合计 ${Math.ceil(bytes / MEGABYTE)} MB，超过 ${form.dataset.megabytes} MB；请剪短录屏或少选几个`;
  return "";
}

for (const form of document.querySelectorAll("[data-upload]")) {
  const input = form.elements.file;
  const list = form.querySelector("[data-chosen]");
  const problem = form.querySelector("[data-problem]");
  input.addEventListener("change", () => {
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）`;
        return line;
      }),
    );
    list.hidden = !input.files.length;
    show(problem, "");
  });
  form.addEventListener("submit", (event) => {
    const words = problemOf(form, [...input.files]);
    show(problem, words);
    if (words) return event.preventDefault();
    form.querySelector("button").disabled = true;
    form.querySelector("[data-sending]").hidden = false;
  });
  addEventListener("pageshow", () => {
    form.querySelector("button").disabled = false;
    form.querySelector("[data-sending]").hidden = true;
  });
}
