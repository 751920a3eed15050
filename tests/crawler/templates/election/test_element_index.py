"""Elements of a page and the parser's nodes belong together."""

from __future__ import annotations

from crawler.extract.page.page import Page
from crawler.templates.election.element_index import PageElements

_MARKUP = (
    "<!-- made by hand --><title>茶</title><body>to be <b>read</b><ul>"
    + "<li class=row><a href=/1><img alt=一>一</a><!-- next --><svg><path/><path/></svg>" * 60
    + "</ul><template><i>later</i></template><table><tr><td>1<td>2</table><p>end"
)


def test_each_element_is_found_at_its_node_in_whatever_order_they_are_asked_for() -> None:
    page = Page(url="https://shop.example/1", text=_MARKUP)
    elements = page.document.elements
    nodes = [node.mem_id for node in page.tree.css("*")]
    for order in (elements, elements[::-1], elements[::7]):
        index = PageElements(page, frozenset())
        met = {element.index: index.node_of(element).mem_id for element in order}
        assert met == {element.index: nodes[element.index] for element in order}
