"""Forms that only query (查询表单): a site's search, by GET or POST, and the button to the next part.

A form that could change anything (password, e-mail, text area, file) is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

from crawler.extract.page.markup_hints import Hint
from crawler.extract.page.page import Page
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
_CHANGING_FIELDS = (
    "input[type=password],input[type=email],input[type=file],input[type=tel],textarea"
)
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
    if Hint.FORM not in page.hints:
        return None
    for form in page.tree.css("form")[:_MOST_FORMS]:
        fields = _fields(form)
        action = _action(page, form)
        if action is None or fields is None:
            continue
        typed = [name for name, kind, _ in fields if kind != "hidden"]
        term_field = next((name for name in typed if _TERM_FIELD.fullmatch(name)), None)
        if term_field is None and len(typed) == 1 and _is_search(form, action):
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
    if Hint.FORM not in page.hints:
        return
    for form in page.tree.css("form")[:_MOST_FORMS]:
        fields, action = _fields(form), _action(page, form)
        if fields is None or action is None:
            continue
        button = form.css_first("button,input[type=submit],input[type=button]")
        label = (button.attributes.get("value") or button.text()) if button else ""
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
    for node in page.tree.css("a[href^='javascript:'],a[onclick],button[onclick],li[onclick]"):
        label = (node.text() or "").strip()[:20]
        if not (label.isdigit() or _NEXT_LABEL.fullmatch(label)):
            continue
        script = f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}"
        back = _POSTBACK.search(script)
        if back and sum(map(len, sent.values())) < _MOST_BYTES:
            yield ("__EVENTTARGET", "__EVENTARGUMENT"), (back[1], back[2])
        elif counter and (called := _PAGE_CALL.search(script)):
            yield (counter,), (called[1],)


def _is_post(form: LexborNode) -> bool:
    return (form.attributes.get("method") or "").strip().lower() == "post"


def _request(
    action: str, is_post: bool, fields: Iterable[tuple[str, str]], charset: str
) -> FormRequest:
    query = urlencode(list(fields), encoding=charset, errors="xmlcharrefreplace")
    if is_post:
        return FormRequest(url=action, body=query)
    parts = urlsplit(action)
    return FormRequest(url=urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")))


def _action(page: Page, form: LexborNode) -> str | None:
    """The address of a form, if it is on the page's host and its name is no act."""
    action = absolute(page.base, form.attributes.get("action") or page.url)
    there, here = split(action or ""), split(page.url)
    if action is None or there is None or here is None or is_acting(there):
        return None
    if (there.hostname, there.port) != (here.hostname, here.port):
        return None
    return None if form.css_first(_CHANGING_FIELDS) is not None else action


def _fields(form: LexborNode) -> list[tuple[str, str, str]] | None:
    """(name, type, value) of what a browser would send; None for a form with a field of unknown type."""
    fields: list[tuple[str, str, str]] = []
    for node in form.css("input[name],select[name]"):
        attributes = node.attributes
        kind = (attributes.get("type") or "").lower() if node.tag == "input" else "hidden"
        value = attributes.get("value") or ""
        if node.tag == "select":
            option = node.css_first("option[selected]") or node.css_first("option")
            value = (option.attributes.get("value") or option.text()) if option else ""
        elif kind in ("radio", "checkbox"):
            if "checked" not in attributes:
                continue
            kind = "hidden"
        elif kind in ("submit", "button", "image", "reset"):
            continue
        elif kind not in _TEXT_TYPES:
            return None
        fields.append((attributes.get("name") or "", kind, value))
    return fields[:_MOST_FORMS] or None


def _is_search(form: LexborNode, action: str) -> bool:
    attributes = form.attributes
    named = " ".join(
        attributes.get(name) or "" for name in ("role", "id", "class", "name", "aria-label")
    )
    if _SEARCH_WORD.search(f"{named} {urlsplit(action).path}"):
        return True
    for node in form.css("input,button"):
        attributes = node.attributes
        words = " ".join(
            attributes.get(name) or "" for name in ("placeholder", "value", "type", "title")
        )
        if _SEARCH_WORD.search(f"{words} {node.text() if node.tag == 'button' else ''}"):
            return True
    return False
