/* The console's API, with every failure in words that say what to do. */

/** Milliseconds that an answer may take: 30 MB over a slow line. */
const PATIENCE = 180000;

export class Refusal extends Error {
  constructor(message, { again = false } = {}) {
    super(message);
    this.again = again;
  }
}

export async function settings() {
  const { address = "", token = "" } = await chrome.storage.local.get(["address", "token"]);
  return { address: address.replace(/\/+$/, ""), token };
}

async function call(path, body) {
  const { address, token } = await settings();
  if (!address || !token) throw new Refusal("还没有设置控制台地址和令牌，请先打开“设置”", { again: true });
  let answer;
  try {
    answer = await fetch(`${address}/api/v1${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        authorization: `Bearer ${token}`,
        "accept-language": "zh-CN",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    const slow = error.name === "TimeoutError";
    throw new Refusal(
      slow ? "控制台长时间没有答复，页面已存在本机，可重新发送" : `连不上控制台（${address}），页面已存在本机，可重新发送`,
      { again: true },
    );
  }
  if (answer.ok) return answer.json();
  if (answer.status === 401) {
    throw new Refusal("令牌无效或已被收回，请在控制台“我的账户”新建令牌并填入“设置”；页面已存在本机", { again: true });
  }
  if (answer.status === 413) throw new Refusal("页面过大，控制台未接收；可改在控制台用“现在固证”由系统访问");
  const failure = await answer.json().catch(() => null);
  const again = answer.status >= 500;
  throw new Refusal(failure?.error ?? `控制台答复 ${answer.status}，未接收`, { again });
}

export const desk = () => call("/captures/desk");
export const read = (page) => call("/captures/reading", { ...page, sent_at: new Date().toISOString() });

export async function keep(page, picture) {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return call("/captures", { ...page, screenshot: btoa(text), sent_at: new Date().toISOString() });
}
