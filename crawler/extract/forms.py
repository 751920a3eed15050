"""Forms that only query (查询表单): a site's search, by GET or POST, and the button to the next part.

A form that could change anything (password, e-mail, text area, file) is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from crawler.extract.page.document import Document
from crawler.extract.page.element import PageElement
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.url.acting_links import is_acting
from crawler.url.url_parts import absolute, split

_TERM_FIELD = re.compile(
    r"q|s|k|w|wd|kw|keys?|query|search\w*|key_?words?\w*|words?|term|sousuo\w*|guanjianci|so|find|_nkw|"
    r"filter_name|(?:goods|product)_?name",
    re.I,
)
_PAGE_FIELD = re.compile(
    r"(?:cur(?:rent)?|to|go)?_?(?:page(?:_?(?:no|num|number|index|id))?|pn|pg|p)|p(?:age)?no", re.I
)
_PAGE_CALL = re.compile(r"\w+\(\s*['\"]?(\d{1,5})['\"]?\s*\)")
_POSTBACK = re.compile(r"__doPostBack\(\s*'([^']{1,200})'\s*,\s*'([^']{0,200})'\s*\)")
_SEARCH_WORD = re.compile(
    r"search|query|find|sousuo|chaxun|so\b|搜\s*索|查\s*找|检\s*索|查\s*询|找货|搜一下", re.I
)
_NEXT_LABEL = re.compile(
    r"\s*(?:下一?页|后一?页|next(?: page)?|加载更多|查看更多|更多商品|load more|[›»→>]+)\s*", re.I
)
_CHANGING_FIELDS = CssSelector(
    "input[type=password],input[type=email],input[type=file],input[type=tel],textarea"
)
_FORM, _BUTTON = CssSelector("form"), CssSelector("button,input[type=submit],input[type=button]")
_INPUT, _NAMED_FIELD = CssSelector("input,button"), CssSelector("input[name],select[name]")
_OPTION, _CHOSEN = CssSelector("option"), CssSelector("option[selected]")
_CALLER = CssSelector("a[href^='javascript:'],a[onclick],button[onclick],li[onclick]")
_TEXT_TYPES = frozenset({"hidden", "text", "search", ""})
_MOST_FORMS = 40
"""Forms of a page, and fields of a form, that are read; a bound on the work that one page may cost."""
_MOST_BYTES = 60_000
"""Bytes of a form's fields that are kept in the queue."""
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, kw_only=True)
class FormRequest:
    """One request that a form makes: an address, and for POST the body that goes with it."""

    url: str
    body: str | None = None


@dataclass(frozen=True, kw_only=True)
class SearchForm:
    """A site's own search (站内检索)."""

    action: str
    is_post: bool
    term_field: str
    """Name of the field that takes the words."""
    fields: tuple[tuple[str, str], ...]
    """Name and value of every further field."""
    charset: str = "utf-8"
    """Of the page, in which a browser would send the words."""

    def request_for(self, words: str) -> FormRequest:
        """What a browser sends for a person who types these words."""
        return _request(
            self.action, self.is_post, ((self.term_field, words), *self.fields), self.charset
        )


def find_search_form(page: Page) -> SearchForm | None:
    """The page's search, if it has one."""
    for form in page.document.select(_FORM)[:_MOST_FORMS]:
        fields = _fields(page.document, form)
        action = _action(page, form)
        if action is None or fields is None:
            continue
        typed = [name for name, kind, _ in fields if kind != "hidden"]
        term_field = next((name for name in typed if _TERM_FIELD.fullmatch(name)), None)
        if term_field is None and len(typed) == 1 and _is_search(page.document, form, action):
            term_field = typed[0]
        if term_field is None or len(typed) > 2:
            continue
        return SearchForm(
            action=action,
            is_post=_is_post(form),
            term_field=term_field,
            fields=tuple((name, value) for name, _, value in fields if name != term_field),
            charset=page.charset,
        )
    return None


def next_page_requests(page: Page) -> Iterator[FormRequest]:
    """Requests for further parts of a list: by a form's own button, or by a pager that fills its page."""
    for form in page.document.select(_FORM)[:_MOST_FORMS]:
        fields, action = _fields(page.document, form), _action(page, form)
        if fields is None or action is None:
            continue
        button = page.document.first_in(form, _BUTTON)
        label = (button.value("value") or page.document.text_of(button)) if button else ""
        sent = [(name, value) for name, _, value in fields]
        if all(kind == "hidden" for _, kind, _ in fields) and _NEXT_LABEL.fullmatch(label):
            yield _request(action, _is_post(form), sent, page.charset)
            continue
        for name, value in _pager_fields(page, dict(sent)):
            turned = [(n, v) for n, v in sent if n not in name]
            turned += zip(name, value, strict=True)
            yield _request(action, _is_post(form), turned, page.charset)


def _pager_fields(
    page: Page, sent: dict[str, str]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(names, values) that the page's own pager sets: `javascript:goPage(2)`, ASP.NET's postback."""
    counter = next((name for name in sent if _PAGE_FIELD.fullmatch(name)), None)
    if counter is None and "__VIEWSTATE" not in sent:
        return
    for element in page.document.select(_CALLER):
        label = page.document.text_of(element).strip()[:20]
        if not (label.isdigit() or _NEXT_LABEL.fullmatch(label)):
            continue
        script = f"{element.value('href')} {element.value('onclick')}"
        back = _POSTBACK.search(script)
        if back and sum(map(len, sent.values())) < _MOST_BYTES:
            yield ("__EVENTTARGET", "__EVENTARGUMENT"), (back[1], back[2])
        elif counter and (called := _PAGE_CALL.search(script)):
            yield (counter,), (called[1],)


def _is_post(form: PageElement) -> bool:
    return form.value("method").strip().lower() == "post"


def _request(
    action: str, is_post: bool, fields: Iterable[tuple[str, str]], charset: str
) -> FormRequest:
    query = urlencode(list(fields), encoding=charset, errors="xmlcharrefreplace")
    if is_post:
        return FormRequest(url=action, body=query)
    parts = urlsplit(action)
    return FormRequest(url=urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")))


def _action(page: Page, form: PageElement) -> str | None:
    """The address of a form, if it is on the page's host and its name is no act."""
    action = absolute(page.base, form.value("action") or page.url)
    there, here = split(action or ""), split(page.url)
    if action is None or there is None or here is None or is_acting(there):
        return None
    if (there.hostname, there.port) != (here.hostname, here.port):
        return None
    return None if page.document.first_in(form, _CHANGING_FIELDS) is not None else action


def _fields(document: Document, form: PageElement) -> list[tuple[str, str, str]] | None:
    """(name, type, value) of what a browser would send; None for a form with a field of unknown type."""
    fields: list[tuple[str, str, str]] = []
    for element in document.select_in(form, _NAMED_FIELD):
        kind = element.value("type").lower() if element.tag == "input" else "hidden"
        value = element.value("value")
        if element.tag == "select":
            option = document.first_in(element, _CHOSEN) or document.first_in(element, _OPTION)
            value = (option.value("value") or document.text_of(option)) if option else ""
        elif kind in ("radio", "checkbox"):
            if "checked" not in element.attributes:
                continue
            kind = "hidden"
        elif kind in ("submit", "button", "image", "reset"):
            continue
        elif kind not in _TEXT_TYPES:
            return None
        fields.append((element.value("name"), kind, value))
    return fields[:_MOST_FORMS] or None


def _is_search(document: Document, form: PageElement, action: str) -> bool:
    named = " ".join(form.value(name) for name in ("role", "id", "class", "name", "aria-label"))
    if _SEARCH_WORD.search(f"{named} {urlsplit(action).path}"):
        return True
    for element in document.select_in(form, _INPUT):
        words = " ".join(element.value(name) for name in ("placeholder", "value", "type", "title"))
        label = document.text_of(element) if element.tag == "button" else ""
        if _SEARCH_WORD.search(f"{words} {label}"):
            return True
    return False
