/* Where the console is and the officer's own token. */

import { desk, settings } from "./console_client.js";

const [form, address, token, state] = ["form", "address", "token", "state"].map((id) => document.getElementById(id));

({ address: address.value, token: token.value } = await settings());

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await chrome.storage.local.set({ address: address.value.trim(), token: token.value.trim() });
  state.textContent = "正在检查……";
  try {
    const answer = await desk();
    const offset = Math.round((Date.now() - Date.parse(answer.now)) / 1000);
    const clock = Math.abs(offset) > 5 ? `本机时钟与控制台相差约 ${offset} 秒，证据中会注明。` : "";
    state.textContent = `已连接：${answer.office}，${answer.officer}。${clock}`;
  } catch (error) {
    state.textContent = error.message;
  }
});
