"""Documents that a page names without a link (嵌入的文档): frames, objects, its base, forms without fields.

Only what a visitor's browser loads or opens by itself, or a button that asks a question without words.
Pictures, sounds, styles and scripts are no documents; `ping` and everything that is sent is an act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.page.element import PageElement
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.url.acting_links import says_act

_FRAME = CssSelector("iframe[src],frame[src],object[data],embed[src]")
_INLINE = CssSelector("iframe[srcdoc]")
_REFERRED = CssSelector("[longdesc],blockquote[cite],q[cite]")
_PREFETCHED = CssSelector("link[rel~=prefetch],link[rel~=prerender]")
_BASE, _FORM = CssSelector("base[href]"), CssSelector("form")
_FIELD = CssSelector("input,select,textarea,button[name]")
_SUBMIT = CssSelector("button,input[type=submit],input[type=image]")
_NO_LINK = frozenset({"post", "dialog"})
"""Methods of a form that lead nowhere by GET (HTML Standard, form submission attributes)."""
_NO_SUBMIT = frozenset({"button", "reset"})
"""Types of a button that send no form."""
_BUTTONS = frozenset({"submit", "image"}) | _NO_SUBMIT
_NO_DOCUMENT = re.compile(
    r"(?:image|audio|video|font|application)/(?!xhtml)|(?:script|style|image|font|fetch|worker|track)$",
    re.I,
)
"""Media types, and `as` of a prefetched file, that are no document."""
_FILE = re.compile(
    r"\.(?:swf|pdf|mp[34]|webm|ogg|wav|avi|mov|css|m?js|json|woff2?|ttf|png|jpe?g|gif|svg|webp)(?:[?#]|$)|^data:|^about:",
    re.I,
)
_MOST = 40
"""Elements of one kind that are read; a bound on the work that one page may cost."""
_LONGEST = 200_000
"""Characters of a document written into an attribute that are parsed."""


def embedded_links(page: Page) -> Iterator[tuple[str, PageElement]]:
    """(reference, element that holds it), none of them an act."""
    document = page.document
    for element in document.select(_FRAME)[:_MOST]:
        href = element.value("src") or element.value("data")
        if href and not _FILE.search(href) and not _NO_DOCUMENT.match(element.value("type")):
            yield href, element
    for element in document.select(_INLINE)[:_MOST]:
        yield from ((href, element) for href in _inline_links(element.value("srcdoc")))
    for element in document.select(_REFERRED)[:_MOST]:
        if href := element.value("longdesc") or element.value("cite"):
            yield href, element
    for element in document.select(_PREFETCHED)[:_MOST]:
        href = element.value("href")
        if href and not _FILE.search(href) and not _NO_DOCUMENT.match(element.value("as")):
            yield href, element
    for element in document.select(_BASE)[:1]:
        yield page.base, element
    for element in document.select(_FORM)[:_MOST]:
        yield from _plain_form(page, element)


def _inline_links(markup: str) -> Iterator[str]:
    """What a document leads to that stands in an attribute (HTML Standard, srcdoc)."""
    for node in LexborHTMLParser(markup[:_LONGEST]).css("a[href],area[href],iframe[src]")[:_MOST]:
        href = node.attributes.get("href") or node.attributes.get("src") or ""
        if href and href[0] != "#" and not _FILE.search(href) and not says_act(node.text()):
            yield href


def _plain_form(page: Page, form: PageElement) -> Iterator[tuple[str, PageElement]]:
    """Where a form without fields leads by GET: it is a link that looks like a button. What a script sends
    in its stead, it alone knows."""
    document = page.document
    if form.value("method").strip().lower() in _NO_LINK or form.value("onsubmit"):
        return
    if any(map(_is_filled_in, document.select_in(form, _FIELD))):
        return
    for button in document.select_in(form, _SUBMIT)[:_MOST]:
        if button.value("type").strip().lower() in _NO_SUBMIT:
            continue  # what it does, a script says
        if button.value("formmethod").strip().lower() in _NO_LINK:
            continue
        if any(
            map(says_act, (button.value("value"), button.value("alt"), document.text_of(button)))
        ):
            continue
        if href := button.value("formaction") or form.value("action"):
            yield href, button


def _is_filled_in(field: PageElement) -> bool:
    """Is it more than a button without a name? A field without one is read by a script."""
    return bool(field.value("name")) or field.value("type").strip().lower() not in _BUTTONS
