"""All that a page's structured data states: of its main product, or of the goods that it lists."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.extract.field_candidates import Source, SourceFacts
from crawler.extract.listing_facts import ListingFacts
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.page import Page
from crawler.extract.structured import jsonld, opengraph
from crawler.extract.structured.main_product import MANY, main_product, outer_names
from crawler.extract.structured.microdata import (
    MICRODATA,
    RDFA,
    marked_up_products,
    marked_up_types,
)
from crawler.extract.structured.product import breadcrumb, listed_goods, product_facts
from crawler.extract.structured.schema_graph import (
    TERMS,
    Node,
    first_text,
    products,
    typed_nodes,
    types_of,
    with_offered_goods,
)
from crawler.url.url_kind import is_search
from crawler.url.url_parts import split
from storage.records import Listing

_ARTICLES = frozenset(TERMS.words("article"))
_NEVER_SOLD = frozenset(TERMS.words("never_sold"))
_OF_HEALTH = frozenset(TERMS.words("of_health"))
_ORGANISATIONS = frozenset(TERMS.words("organisation"))


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What structured data states, each syntax on its own, the surest first."""

    described: list[SourceFacts]
    """The main product and its offer."""
    previews: SourceFacts
    """Title, text and picture for previews in social networks."""
    listed: tuple[Listing, ...]
    """Goods that are named beside one another, none of them the page's own."""

    names_many: bool = False
    """It names so many goods that it is about none of them, with or without their addresses."""
    organisation: str | None = None
    """The name of the site or of the organisation behind it (schema.org/WebSite, Organization)."""
    article: bool = False
    """The page says that it is an article (schema.org/Article): what it marks up it may only review."""
    never_sold: bool = False
    """The page says that it is a recipe, an episode, a vacancy: what nobody puts into a cart."""
    of_health: bool = False
    """The page says that it is on health (schema.org/MedicalWebPage): of a pharmacy's goods, or to be read."""

    @property
    def all(self) -> list[SourceFacts]:
        """Every statement, previews last."""
        return [*self.described, self.previews]


def read_statements(page: Page, heading: PageHeading) -> Statements:
    """Read JSON-LD, microdata, RDFa Lite and Open Graph."""
    nodes = [node for document in jsonld.jsonld_documents(page) for node in typed_nodes(document)]
    nodes = with_offered_goods(nodes)
    marked, rdfa = marked_up_products(page, MICRODATA), marked_up_products(page, RDFA)
    described: list[SourceFacts] = []
    names_many = False
    for source, goods in (
        (Source.JSON_LD, products(nodes)),
        (Source.MICRODATA, marked),
        (Source.RDFA, rdfa),
    ):
        product = main_product(goods, heading)
        if product is not None:
            facts: ListingFacts = product_facts(product, page.url, heading.ids)
            facts.setdefault("category", breadcrumb(nodes, facts.get("title")))
            described.append(SourceFacts(source, facts))
        names_many = names_many or (product is None and len(outer_names(goods, heading)) >= MANY)
    address = split(page.url)
    searched = address is not None and is_search(address)  # a search may rate its first goods alone
    listed = () if described and not searched else listed_goods([*nodes, *marked, *rdfa], page.url)
    described.append(SourceFacts(Source.OPEN_GRAPH, opengraph.opengraph_offer(heading)))
    previews = SourceFacts(Source.OPEN_GRAPH, opengraph.opengraph_preview(heading))
    outermost = frozenset(kind for node, depth in nodes if depth == 0 for kind in types_of(node))
    page_types = outermost | marked_up_types(page)
    return Statements(
        described=described,
        previews=previews,
        listed=listed,
        names_many=names_many,
        organisation=_organisation(nodes),
        article=bool(outermost & _ARTICLES),
        never_sold=bool(page_types & _NEVER_SOLD),
        of_health=bool(page_types & _OF_HEALTH),
    )


def _organisation(nodes: list[tuple[Node, int]]) -> str | None:
    """Whom the page calls its site, outermost nodes alone: deeper ones are brands and sellers."""
    names = {
        kind: name
        for node, depth in reversed(nodes)
        if depth == 0 and (name := first_text(node.get("name")))
        for kind in types_of(node) & _ORGANISATIONS
    }
    return names.get("website") or next(iter(names.values()), None)
