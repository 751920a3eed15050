"""The few scripts that are run inside a drawn page (页面脚本); each only looks, marks or clicks.

`LIBRARY` stands in every page before its own scripts; what the others call is defined there.
"""

from __future__ import annotations

from importlib.resources import files

_PARTS = ("elements", "state", "scrolling", "cards", "controls")
_FOLDER = files("crawler.browser.in_page")
LIBRARY = "(() => {\n{}\n})();".replace(
    "{}",
    "\n".join(_FOLDER.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in _PARTS),
    1,
)
"""Finds elements whatever they are called, and notes which of them listen to clicks."""

VISIBLE_LENGTH = "() => hubiao.visibleLength()"
STATE = "() => hubiao.state()"
"""Markup of the body, shadow roots in their hosts."""
COMPOSED_PAGE = "() => hubiao.page()"
"""Markup of the whole page, shadow roots in their hosts; null where there are none."""
PRICES = "() => hubiao.prices()"
LINKS = "() => hubiao.links()"

HEIGHT = "() => hubiao.height()"
SCROLL = "() => hubiao.scroll()"
FITTING_LIST_HEIGHT = "() => hubiao.fittingListHeight()"
"""Pixels of what a list shows in a window that has room for it; 0 where the page is no such list."""
TO_TOP = "() => hubiao.toTop()"
STEP = "() => hubiao.step()"
NOTE_ROWS = "() => hubiao.noteRows()"
LOST_ROWS = "() => hubiao.lostRows()"
NEW_ROWS = "() => hubiao.newRows()"

CLICK_MORE = "() => hubiao.more()"
CLICK_NEXT = "() => hubiao.next()"
MARK_CARDS = "() => hubiao.cards()"
"""[{text, names: [[attribute, value]], repeats, pictured}], in the order of the page."""
MARK_CONTROLS = "() => hubiao.controls()"
"""[{text, names, kind, row}] of tabs, categories and tiles; `row` numbers those side by side."""
MARK_OPENERS = "() => hubiao.openers()"
"""How many elements open a drawer or dialog with the seller or the attributes of the goods."""
PRESS = "([kind, number]) => hubiao.press(kind, number)"
OPENED = "() => hubiao.opened"
"""Addresses that the last press would have opened in windows of their own."""
STAND_TWICE = """() => {
  if (hubiao.standing === location.href) return;
  history.pushState(history.state, '', location.href);
  hubiao.standing = location.href;
}"""
"""Put the page's address into the history once more, so that what replaces it can be left again."""
BACK = "() => history.back()"
MARKED = "[data-hubiao-{}='{}']"
