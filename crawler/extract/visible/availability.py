"""Availability (是否有货) as a page shows it: its buttons and its words near the price."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extract.page.document import TextRun
from crawler.extract.page.element import PageElement
from crawler.extract.page.layout import SHORT, Layout
from crawler.extract.page.markup_names import ancestors, stands_in_card
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text_marks import declare_terms
from crawler.extract.visible.shop_words import BUY, IN_STOCK, PREORDER, SOLD_OUT

_REACH = 260
"""Text runs behind the headline that are searched for availability; chosen by hand."""
_LABEL_LENGTH = 40
"""Characters of a text that may be a button or a label; chosen by hand."""
_LEVEL = re.compile(
    r"(?:商品|剩余|当前)?(?:库存|存货)(?:情况|数量|状态|量)?\s*(?:[:：]\s*(?P<zh>.*)|$)|"
    r"(?:stock(?: status)?|availability|disponibilité|disponibilidad|disponibilidade|verfügbarkeit|"
    r"dostępność|dostupnost|наличие)\s*[:：]\s*(?P<rest>.*)",
    re.I,
)
"""A line that is labelled as the stock's: "库存：12 件", "Availability: out of stock"."""
_LEVEL_WORDS = re.compile(
    r"库存|存货|stock|availability|disponibilité|disponibilidad|verfügbarkeit|dostępność|dostupnost|наличие",
    re.I,
)
"""Words of which every such line holds one."""
_FORM = CssSelector(
    "form.variations_form,form[action*='add-to-cart'],form[action*='addtocart'],form[action*='AddToCart'],"
    "form[action*='cart/add'],form[action*='add_to_cart']"
)
_INPUTS = CssSelector("input[type=submit],input[type=button],button[title],button[aria-label]")
_PICTURES = CssSelector("input[type=image],a img[alt],button img[alt]")
_NAMED_FOR_BUYING = re.compile(
    r"add_?to_?(?:cart|basket|bag)|(?:cart|basket)_?add|addcart|buy_?now|jiarugouwuche", re.I
)
"""Names of picture buttons without a text, as programs of ASP.NET and PHP give them."""
_MOST_PICTURES = 120
"""Pictures that may be buttons; a bound on the work that one page may cost."""
_SENDER = CssSelector("[type=submit]")
_NONE_LEFT = re.compile(r"0(?![\d.,])")
_SOME_LEFT = re.compile(r"[1-9]")
_MADE_FOR_IT = re.compile(r"stock|avail|sold|inventory|btn|button|buy|kucun|verfueg|lager", re.I)
_SWITCHED_OFF = re.compile(
    r"(?:^|[\s-])(?:disabled?|unavailable|sold-?out)(?=[\s-]|$)|(?:^|[\s-])gr[ae]y(?:ed)?(?=\s|$)|"
    r"(?:^|\s)(?:no|un)[-_]?(?:add[-_]?(?:to[-_]?)?cart|buy(?:[-_]?now)?)(?=\s|$)"
)
"""Names of buy buttons that cannot be pressed: `btn is-disabled`, `buynow no-buynow`, `btn-gray`; a shade of a style
sheet (`bg-gray-900`) says nothing."""
_BUTTONS = frozenset({"button", "a", "input", "label"})
declare_terms([BUY, SOLD_OUT, IN_STOCK, PREORDER, _LEVEL_WORDS])


@dataclass(frozen=True)
class Stock:
    """The signs of whether the goods can be bought."""

    live_buttons: int
    """Live buy buttons near the headline."""
    disabled_buttons: int
    """Buy buttons that are switched off."""
    first_button: int | None
    """Place of the first of them in the document."""
    says_sold_out: bool
    says_in_stock: bool
    says_preorder: bool
    plainly_sold_out: bool
    """A sold-out text stands on a button or in an element named for availability."""

    @property
    def sold_out(self) -> bool:
        """The page plainly says that the goods are sold out, and no live button contradicts."""
        return self.plainly_sold_out and not self.live_buttons and not self.says_in_stock

    def availability(self, priced: bool) -> str | None:
        """schema.org short name, or None when the page says nothing about it.

        Goods with a sold-out text and without a price are sold out, whatever buttons the page has.
        """
        if self.says_sold_out and not (self.live_buttons and priced):
            return "OutOfStock"
        if self.says_preorder and (self.live_buttons or self.says_in_stock):
            return "PreOrder"
        return (
            "InStock" if self.live_buttons or self.says_in_stock or self.disabled_buttons else None
        )


def read_stock(page: Page, layout: Layout, cards: set[int]) -> Stock:
    """The stock signs in buttons and short texts from the headline to the first aside.

    `cards` are the places of product cards: texts in them belong to other goods.
    """
    main = layout.main[:_REACH]
    said_gone, said_there = layout.positions_of(SOLD_OUT), layout.positions_of(IN_STOCK)
    said_before = layout.positions_of(PREORDER)
    said_buy = layout.positions_of(BUY) - said_gone
    buttons = _buttons(_near(main, cards, said_buy)) + _inputs(page, cards)
    buttons = buttons or _pictured_buttons(page, main, cards) or _buy_forms(page, cards)
    dead = sum(off for _, off in buttons)
    live = len(buttons) - dead
    # Looking around a run costs more than reading it.
    speaking = said_gone | said_there | said_before
    only_there = said_there - said_gone
    words = [p for p in _near(main, cards, speaking) if not _speaks_of_other_goods(p)]
    levels = layout.positions_of(_LEVEL_WORDS)
    speaks_of_level = any(p.position in levels for p in main)
    left = _stock_level(_near(main, cards), buys=live > 0) if speaks_of_level else None
    none, some = left is False, left is True
    return Stock(
        live_buttons=live * (not none),
        disabled_buttons=dead + live * none,
        first_button=min((place for place, _ in buttons), default=None),
        says_sold_out=none or any(p.position in said_gone for p in words),
        says_in_stock=some or (not none and any(p.position in only_there for p in words)),
        says_preorder=any(p.position in said_before for p in words),
        plainly_sold_out=none
        or any(_stands_in_stock_element(p) for p in words if p.position in said_gone),
    )


def _near(
    main: list[TextRun], cards: set[int], positions: frozenset[int] | None = None
) -> list[TextRun]:
    """Short texts that stand in no card, those at some positions only."""
    runs = main if positions is None else [run for run in main if run.position in positions]
    return [r for r in runs if len(r.text) <= SHORT and not stands_in_card(r.element, cards)]


def _stock_level(near: list[TextRun], *, buys: bool) -> bool | None:
    """Does the line of the stock (库存) show that some are left? None where there is no such line.

    Pages show 0 until a script or a choice fills it in: beside a live buy button it says nothing.
    """
    for run, following in zip(near, [*near[1:], None], strict=False):
        if not (match := _LEVEL.fullmatch(run.text)):
            continue
        amount = match["zh"] or match["rest"]
        value = amount or (
            following.text if following and len(following.text) < _LABEL_LENGTH else ""
        )
        if SOLD_OUT.search(value):
            return False
        if _NONE_LEFT.match(value):
            return None if buys else False
        if _SOME_LEFT.match(value):
            return True
        if IN_STOCK.search(value):  # "库存：现货 <b>0</b>": the number says more than the word
            behind = following.text.strip() if amount and following else ""
            return None if buys and behind == "0" else behind != "0"
    return None


def _stands_in_stock_element(run: TextRun) -> bool:
    """Does a sold-out text stand in an element made for availability?"""
    if len(run.text) > _LABEL_LENGTH:
        return False
    near = list(ancestors(run.element, 3))
    return any(at.tag == "button" or _MADE_FOR_IT.search(at.names) for at in near)


Button = tuple[int, bool]
"""Place of a buy button in the document, and whether it is switched off."""


def _buttons(near: list[TextRun]) -> list[Button]:
    buttons: list[Button] = []
    for run in near:
        if len(run.text) > 40:
            continue
        for at in ancestors(run.element, 4):
            name = at.names.lower()
            if (
                at.tag in _BUTTONS
                or "btn" in name
                or "button" in name
                or at.attributes.get("role") == "button"
            ):
                off = "disabled" in at.attributes or bool(_SWITCHED_OFF.search(name))
                buttons.append((run.element.index, off))
                break
    return buttons


def _inputs(page: Page, cards: set[int]) -> list[Button]:
    buttons: list[Button] = []
    for element in page.document.select(_INPUTS)[:60]:
        if stands_in_card(element, cards):
            continue
        text = element.value("value") or element.value("title") or element.value("aria-label")
        if len(text) < 60 and BUY.search(text) and not page.document.text_of(element).strip():
            buttons.append((element.index, "disabled" in element.attributes))
    return buttons


def _pictured_buttons(page: Page, main: list[TextRun], cards: set[int]) -> list[Button]:
    """Buttons that are pictures, by their text or their name, among the texts near the headline."""
    if not main:
        return []
    first, last = main[0].element.index, main[-1].element.index
    return [
        (element.index, "disabled" in element.attributes)
        for element in page.document.select(_PICTURES)[:_MOST_PICTURES]
        if first <= element.index <= last
        and _is_named_for_buying(element)
        and not stands_in_card(element, cards)
    ]


def _is_named_for_buying(picture: PageElement) -> bool:
    text = picture.value("alt") or picture.value("title")
    if text or picture.tag != "input":
        return len(text) <= _LABEL_LENGTH and bool(BUY.search(text))
    return bool(_NAMED_FOR_BUYING.search(f"{picture.names} {picture.value('name')}"))


def _buy_forms(page: Page, cards: set[int]) -> list[Button]:
    """The one form that puts the goods into the basket; on lists every card has one."""
    forms = page.document.select(_FORM)
    if len(forms) != 1 or stands_in_card(forms[0], cards):
        return []
    sender = page.document.first_in(forms[0], _SENDER)
    off = sender is not None and "disabled" in sender.attributes
    return [(forms[0].index, off)]


def _speaks_of_other_goods(run: TextRun) -> bool:
    """Does a text belong to a choice (one size), to a card beside, or to the frame of the page?"""
    for at in ancestors(run.element, 8):
        name = at.names.lower()
        if _is_conditional(at, name):
            return True
        if at.tag in ("option", "select", "li", "nav", "footer", "header"):
            return True
        if _ASIDE_NAMES.search(name):
            return True
    return False


_HIDDEN = frozenset(
    {"hidden", "hide", "d-none", "is-hidden", "u-hidden", "js-hidden", "invisible", "none"}
)
_CONDITIONS = frozenset(
    (
        *("hidden", "ng-if", "ng-show", "ng-hide", "*ngif"),  # HTML, Angular
        *("v-if", "v-show", "x-if", "x-show", "data-bind"),  # Vue, Alpine, Knockout
    )
)
"""Attributes that hide an element, or bind it to a condition."""
_ASIDE_NAMES = re.compile("related|recommend|swatch|variant|size|review|tooltip|store|modal|popup")
"""Parts of the names of elements for choices, other goods or a shop's branches."""


def _is_conditional(element: PageElement, names: str) -> bool:
    """Is an element kept hidden until a script shows it, or bound to a condition of one?"""
    attributes = element.attributes
    if not attributes:
        return False
    if not _CONDITIONS.isdisjoint(attributes) or not _HIDDEN.isdisjoint(names.split()):
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()
