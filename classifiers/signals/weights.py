"""Weights of the grounds (依据权重): by how much each moves the score, for or against infringement.

Log-odds add up: 0.7 doubles the odds, −0.7 halves them. The families of words in
`lexicons/wording.yml` and `lexicons/product_law.yml` have their weights beside their words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from classifiers.goods.lexicon import load_lists
from classifiers.tuned_number import TunedNumber, markdown_table


def _log_odds(value: float, meaning: str) -> TunedNumber:
    return TunedNumber(value=value, unit="log-odds", meaning=meaning)


def _share(value: float, meaning: str, *, of: str = "its weight") -> TunedNumber:
    return TunedNumber(value=value, unit=f"share of {of}", meaning=meaning)


WEIGHTS: Mapping[str, TunedNumber] = MappingProxyType(
    {
        "mark.plain": _log_odds(1.0, "the mark as registered, width and script aside"),
        "mark.disguised": _log_odds(1.6, "a disguise that costs nothing: hiding tells of intent"),
        "mark.per-cost": TunedNumber(
            value=-2.4, unit="log-odds per unit of cost", meaning="the fainter, the less"
        ),
        "mark.faint-from": TunedNumber(
            value=0.2, unit="cost", meaning="from here a likeness may be chance"
        ),
        "mark.by-chance-1": _log_odds(-3.0, "faint in running text, mark of one character"),
        "mark.by-chance-2": _log_odds(-2.4, "the same, of two characters"),
        "mark.by-chance-3": _log_odds(-1.0, "the same, of three characters"),
        "mark.by-chance-4": _log_odds(0.0, "the same, of four and more"),
        "position.brand": _log_odds(2.0, "in the brand field: use as a mark (trademark.use)"),
        "position.title-lead": _log_odds(1.4, "at the head of the title"),
        "position.title": _log_odds(0.8, "elsewhere in the title"),
        "position.shop": _log_odds(1.2, "in the shop's name"),
        "position.image": _log_odds(0.8, "in a picture"),
        "position.text": _log_odds(-1.5, "only in running text"),
        "position.origin": _log_odds(-2.5, "as a stated origin (局令第79号 §22–25)"),
        "position.place-name": _log_odds(-2.8, "as a place name (trademark.fair-use)"),
        "position.place-hint": _log_odds(-0.3, "before a word that may make it a place"),
        "position.other": _log_odds(-0.3, "in another field"),
        "position.maker": _log_odds(-0.5, "in the maker's name"),
        "watch.in-offer": _log_odds(1.8, "a watch word in title, brand or picture"),
        "watch.in-text": _log_odds(1.2, "a watch word in running text"),
        "watch.denied": _log_odds(-3.0, "a watch word that is denied or warned of"),
        "watch.other-goods": _log_odds(-2.5, "goods that the product rule does not name"),
        "use-context.for": _log_odds(
            0.1,
            "words around the sign that speak for use; a ground to read, the model weighs the context",
        ),
        "use-context.against": _log_odds(-0.1, "the same against use as a mark"),
        "goods.unnamed": _log_odds(
            0.1, "no word names the goods: who writes a mark mostly sells its goods"
        ),
        "trait": _log_odds(-3.0, "a colour, a taste: words that describe (trademark.fair-use)"),
        "goods.same": _log_odds(
            1.0, "goods that the right is registered for (trademark.infringing-acts)"
        ),
        "goods.similar": _log_odds(0.6, "goods similar to them"),
        "goods.near": _log_odds(-0.2, "of a neighbouring class"),
        "goods.other": _log_odds(-4.0, "other goods"),
        "goods.plain-from": _share(0.7, "from here nothing doubtful is said", of="full sureness"),
        "licence.licensed": _log_odds(-7.0, "a licence that runs and covers: lawful"),
        "licence.holder": _log_odds(-7.0, "the right holder itself"),
        "licence.expired": _log_odds(2.2, "a licence that ended"),
        "licence.not-yet": _log_odds(1.5, "a licence that has not begun"),
        "licence.other-platform": _log_odds(1.2, "a licence for another platform"),
        "licence.other-goods": _log_odds(2.0, "a licence for other goods"),
        "licence.contradictory": _log_odds(
            -0.6, "a licence that its own record contradicts: the holder is asked"
        ),
        "licence.trade-name": _log_odds(
            -0.6, "a licensee's trade name, the operator not stated: the holder is asked"
        ),
        "licence.imitates": _log_odds(2.2, "a name made to be taken for a licensed seller's"),
        "official-name.under-mark": _log_odds(1.8, "旗舰店 under the mark (法发〔2020〕32号)"),
        "maker": _log_odds(-4.5, "made by the holder or a licensee: probably genuine, resold"),
        "seller-makes": _log_odds(1.0, "a factory outside the ledger: its goods are its own"),
        "other-mark": _log_odds(-3.5, "a piece of another right's mark"),
        "other-mark.itself": _log_odds(
            -6.0, "nothing but another right's mark as it is registered for such goods"
        ),
        "other-mark.plain-up-to": TunedNumber(
            value=0.05, unit="cost", meaning="up to here the other mark stands there plainly"
        ),
        "other-brand": _log_odds(-1.6, "the brand field names another brand"),
        "company-name": _log_odds(-2.0, "a piece of a company's name"),
        "person-name": _log_odds(-2.2, "a person's name (trademark.fair-use)"),
        "chance-words": _log_odds(-3.2, "torn out of common words on both sides"),
        "no-offer.narrative": _log_odds(-2.6, "nothing for sale, and a text that narrates"),
        "no-offer.no-goods": _log_odds(-1.4, "nothing for sale, and no goods of the right"),
        "no-offer.bare": _log_odds(-0.3, "no price, seller, stock or sales"),
        "price.far-below": _log_odds(1.6, "far below the reference price"),
        "price.far-below-under": _share(0.4, "what far below means", of="the lowest price"),
        "price.below": _log_odds(1.0, "below the reference price"),
        "price.below-under": _share(0.7, "what below means", of="the lowest price"),
        "price.usual": _log_odds(-0.3, "within the reference prices"),
        "price-licensed.far-below": _log_odds(1.3, "far below licensed sellers' median"),
        "price-licensed.far-below-under": _share(0.35, "what far below means", of="the median"),
        "price-licensed.below": _log_odds(0.7, "below licensed sellers' median"),
        "price-licensed.below-under": _share(0.6, "what below means", of="the median"),
        "beyond-earlier": _log_odds(
            1.6,
            "another owner whom the record names uses the right's own sign beyond its earlier one",
        ),
        "beyond-earlier.trade-name": _log_odds(
            0.6, "the same of a shop under that owner's own name, the operator not compared"
        ),
        "origin.elsewhere": _log_odds(1.6, "a stated origin outside the right's places"),
        "origin.inside": _log_odds(-1.0, "a stated origin inside them"),
        "dispatch": _log_odds(0.4, "sent from another province"),
        "season": _log_odds(1.0, "sold as fresh out of season"),
        "volume.more-than-a-harvest": _log_odds(1.6, "one shop sold more than a year's harvest"),
        "volume.much": _log_odds(0.8, "one shop sold a remarkable part of it"),
        "volume.much-from": _share(0.2, "what remarkable means", of="a year's harvest"),
        "registered-sign": _log_odds(
            1.2, "® behind a mark without licence (trademark.false-registration)"
        ),
        "gi-badge": _log_odds(1.4, "a special sign for indications claimed without approval"),
        "patent-claim": _log_odds(0.8, "a patent claimed without its number"),
        "number.invalid": _log_odds(2.4, "a number whose check digit does not hold"),
        "number.ended": _log_odds(
            2.0, "a patent that ended, still stated (专利法, passing off a patent)"
        ),
        "number.unlicensed": _log_odds(1.5, "the right's number without licence"),
        "law.on-a-mark": _share(0.4, "bad goods beside a mark are not yet a bad mark"),
        "seller-history.once": _log_odds(0.6, "confirmed listings of the seller"),
        "seller-history.often": _log_odds(1.2, "three and more of them (法发〔2020〕32号: intent)"),
        "seller-history.clean": _log_odds(-0.4, "three and more dismissed, none confirmed"),
        "same-picture": _log_odds(1.4, "a picture of a confirmed lead"),
        "image-text": _log_odds(0.2, "the mark read in a picture"),
        "logo": _log_odds(1.2, "the registered logo in a picture"),
        "meaning.longer": _log_odds(-2.6, "the record's other meaning in a longer word (a dish)"),
        "meaning.generic": _log_odds(-3.0, "the record names the words as generic for the goods"),
        "meaning.variety": _log_odds(-2.6, "as a variety"),
        "meaning.dish": _log_odds(-2.6, "as a dish"),
        "meaning.quality": _log_odds(-2.0, "as a quality of the goods"),
        "meaning.common-word": _log_odds(-1.2, "as a word of everyday life"),
        "meaning.person": _log_odds(-1.0, "as a person"),
        "meaning.place": _log_odds(-1.0, "as a place"),
        "meaning.place-there": _log_odds(-2.0, "as the place where the seller is"),
        "meaning.title": _log_odds(-2.6, "as the title of a work, on what carries works"),
        "meaning.other": _log_odds(-1.0, "as something else"),
        "meaning.piece": _log_odds(-0.6, "the record's other meaning of a piece of the sign"),
        "own-earlier.shop": _log_odds(-5.0, "the shop of another owner whom the record names"),
        "own-earlier.trade-name": _log_odds(
            -0.6,
            "a shop under the trade name of such an owner, no operator stated: the holder is asked",
        ),
        "own-earlier.sign": _log_odds(
            -5.0, "the sign of another owner whom the record names, and nothing of the mark beside"
        ),
        "own-earlier.beside": _log_odds(-1.5, "such a sign beside the right's own mark in full"),
        "origin.seller-inside": _log_odds(-1.0, "a seller within the right's places"),
        "origin.seller-inside-packing": _log_odds(
            -0.3,
            "the same with the sign or a likeness on the packing, for which leave is required there too",
        ),
        "validity": _log_odds(-4.5, "a right that is not in force"),
        "validity.grace": _log_odds(
            -0.3, "a mark whose renewal is open: most marks in use are renewed"
        ),
        "wording.news-beside-an-offer": _share(0.5, "an advertisement quotes the news too"),
        "wording.imitation-of-other-goods": _share(0.4, "an old map is copied, not a watch"),
    }
)
"""By kind of signal and, behind the dot, the case."""


def weight(name: str) -> float:
    """The value of one entry. Raises KeyError for a name that the table lacks."""
    return WEIGHTS[name].value


def weights_table() -> str:
    """All weights as Markdown, the families of words included, for the model card."""
    families = {
        f"{prefix}-{name}": TunedNumber(
            value=float(entry["weight"]),
            unit="log-odds",
            meaning=f"words of `lexicons/{file}.yml`, such as {'、'.join(map(str, entry['words'][:3]))}",
        )
        for prefix, file in (("wording", "wording"), ("law", "product_law"))
        for name, entry in load_lists(file).items()
    }
    return markdown_table({**WEIGHTS, **families})
