/* Running a function of in_page.js in a tab. */

export const run = async (tabId, func, ...args) =>
  (await chrome.scripting.executeScript({ target: { tabId }, func, args }))[0].result;
