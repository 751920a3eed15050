"""权利依据: on which kind of right a letter may rest, in which words and on which provisions.

The table is right_basis.yml; a combination that it refuses is refused when the letter is drafted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter, with_config

from alerts.letters.model.letter_kind import Kind, find_kind
from storage.files.yaml_file import load_own_yaml
from storage.records.letter_facts import Facts, RightFact

_strict = with_config(ConfigDict(extra="forbid"))
BAIT, PRODUCT_RULE = "bait", "product_rule"
"""Fields of a letter that decide what it rests on: the bait (引人误认的方式), the product rule."""


@_strict
@dataclass(frozen=True, kw_only=True)
class RightWords:
    """How one kind of right is called in a letter; {text} and {number} are the right's own."""

    family: str
    name: str
    """权利类型, as RightFact.kind has it."""
    noun: str
    number: str
    """What its number is called: 注册号, 专利号 …"""
    certificate: str
    matter: str
    asserted: str
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Provisions besides those of its family, by the letter's slug."""


@_strict
@dataclass(frozen=True, kw_only=True)
class SellerBasis:
    """What a product rule rests on for one sort of seller."""

    names: tuple[str, ...]
    """In a seller's name: they tell its sort."""
    law: tuple[str, ...]
    ground: str


@_strict
@dataclass(frozen=True, kw_only=True)
class ProductRule:
    """产品管理规定 that a lead is about."""

    matter: str
    words: tuple[str, ...]
    """In a watch word: they propose this rule."""
    law: tuple[str, ...]
    ground: str
    sellers: tuple[SellerBasis, ...] = ()
    """Sorts of seller for whom another article governs; a later one goes first."""

    def of_sellers(self, facts: Facts) -> tuple[SellerBasis, ...]:
        """The rule for each sort of seller that a letter speaks of, the general one first."""
        general = SellerBasis(names=(), law=self.law, ground=self.ground)
        sorts = [general, *self.sellers]
        chosen = {self._sort(name) for name in seller_names(facts)} or {0}
        return tuple(sorts[place] for place in sorted(chosen))

    def _sort(self, seller: str) -> int:
        places = range(len(self.sellers), 0, -1)
        return next(
            (n for n in places if any(word in seller for word in self.sellers[n - 1].names)), 0
        )


@_strict
@dataclass(frozen=True, kw_only=True)
class LetterBasis:
    """What the table says of one kind of letter on one family of rights."""

    law: tuple[str, ...] = ()
    refused: str | None = None
    instead: tuple[str, ...] = ()


@_strict
@dataclass(frozen=True, kw_only=True)
class RightFamily:
    """Kinds of right under one law."""

    conduct: str
    ground: str
    letters: Mapping[str, LetterBasis]


@_strict
@dataclass(frozen=True, kw_only=True)
class Bait:
    """引人误认: search keywords and names of apps."""

    law: tuple[str, ...]
    ground: str


@_strict
@dataclass(frozen=True, kw_only=True)
class RightBasis:
    """The table of right_basis.yml."""

    without_right: tuple[str, ...]
    rights: Mapping[str, RightWords]
    product_rules: Mapping[str, ProductRule]
    families: Mapping[str, RightFamily]
    bait: Bait

    def words(self, right: RightFact) -> RightWords | None:
        """By the name of the right's kind; None for a kind that the table does not know."""
        return next((words for words in self.rights.values() if words.name == right.kind), None)

    def basis(self, slug: str, kind_of_right: str) -> LetterBasis:
        """What the table says of a letter on a kind of right, both by slug."""
        if slug in self.without_right:
            return LetterBasis()
        return self.families[self.rights[kind_of_right].family].letters[slug]


@cache
def right_basis() -> RightBasis:
    """The table. Raises ValidationError where the file is broken, which a test would show."""
    text = files("alerts.letters.model").joinpath("right_basis.yml").read_text("utf-8")
    return TypeAdapter(RightBasis).validate_python(load_own_yaml(text, "right_basis.yml"))


def kind_slugs(facts: Facts) -> tuple[str, ...]:
    """The slugs of the kinds of right that a letter speaks of, each once."""
    names = {words.name: slug for slug, words in right_basis().rights.items()}
    slugs = (names.get(right.kind or "") for right in facts.rights)
    return tuple(dict.fromkeys(slug for slug in slugs if slug))


def basis_refusal(kind: Kind, kind_of_right: str) -> str | None:
    """Why no such letter rests on that kind of right, and what to use; None where one may."""
    basis = right_basis().basis(kind.slug, kind_of_right)
    if basis.refused is None:
        return None
    instead = "、".join(find_kind(slug).name for slug in basis.instead)
    return f"{basis.refused}；请改用{instead}"


def mixes_rules(kinds_of_right: Sequence[str]) -> bool:
    """Whether product rules stand beside rights that somebody holds."""
    families = {right_basis().rights[slug].family for slug in kinds_of_right}
    return "rule" in families and len(families) > 1


def compares_signs(kind_of_right: str) -> bool:
    """Whether a letter on that kind of right sets signs and goods side by side."""
    return right_basis().rights[kind_of_right].family in ("mark", "indication")


def right_provisions(kind: Kind, facts: Facts) -> tuple[str, ...]:
    """The provisions that a letter prints because of the kind of its right, its bait or rule."""
    table = right_basis()
    if kind.slug in table.without_right:
        return ()
    names = [name for slug in kind_slugs(facts) for name in _provisions(kind, slug)]
    if facts.fields.get(BAIT):
        names += table.bait.law
    if rule := table.product_rules.get(facts.fields.get(PRODUCT_RULE, "")):
        names += [name for sort in rule.of_sellers(facts) for name in sort.law]
    return tuple(dict.fromkeys(names))


def seller_names(facts: Facts) -> tuple[str, ...]:
    """Who sells, each name once: the 当事人, else of each listing its operator, else its shop."""
    if facts.subject.name:
        return (facts.subject.name,)
    names = (row.operator or row.shop for row in facts.listings)
    return tuple(dict.fromkeys(name for name in names if name))


def possible_provisions(kind: Kind) -> tuple[str, ...]:
    """Every provision that a letter of this kind may print because of some right."""
    table = right_basis()
    names = [name for right in table.rights for name in _provisions(kind, right)]
    if PRODUCT_RULE in (field.name for field in kind.fields):
        for rule in table.product_rules.values():
            names += [*rule.law, *(name for sort in rule.sellers for name in sort.law)]
    if BAIT in (field.name for field in kind.fields):
        names += table.bait.law
    return tuple(dict.fromkeys(names))


def kinds_of_right(kind: Kind, provision: str) -> tuple[str, ...]:
    """The kinds of right on which a letter of this kind prints the provision."""
    return tuple(right for right in right_basis().rights if provision in _provisions(kind, right))


def _provisions(kind: Kind, kind_of_right: str) -> tuple[str, ...]:
    table = right_basis()
    also = table.rights[kind_of_right].also.get(kind.slug, ())
    if kind.slug in table.without_right:
        return also
    return (*table.basis(kind.slug, kind_of_right).law, *also)


def propose_product_rule(watch_words: Sequence[str]) -> str | None:
    """The product rule whose words stand in a watch word; None leaves it to the officer."""
    for name, rule in right_basis().product_rules.items():
        if any(word in text for text in watch_words for word in rule.words):
            return name
    return None
