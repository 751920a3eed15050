"""The document of a page: its elements and texts in order, as its markup has them."""

from __future__ import annotations

from crawler.extract.page.document import Document
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector


def document_of(markup: str) -> Document:
    return Page.from_text("https://shop.example/", markup).document


def test_the_visible_text_leaves_out_what_no_visitor_reads() -> None:
    document = document_of(
        "<title>店</title><p>面粉 <b>5kg</b><script>var a</script><select><option>一</select> 好"
    )
    assert [run.text for run in document.runs] == ["面粉", "5kg", "好"]
    assert [run.element.tag for run in document.runs] == ["p", "b", "p"]


def test_every_element_gives_the_text_that_the_parser_gives() -> None:
    page = Page.from_text(
        "https://shop.example/",
        "<div>甲<p>乙 <i>丙</i></p>\n<ul><li>丁<li>戊</ul><script>x</script></div><p></p>己",
    )
    nodes = page.tree.css("*")
    assert [e.tag for e in page.document.elements] == [node.tag for node in nodes]
    for element, node in zip(page.document.elements, nodes, strict=True):
        assert page.document.text_of(element, " ") == node.text(separator=" ")
        assert page.document.text_length(element) == len(node.text(separator=" "))


def test_an_element_knows_what_stands_in_it_and_beside_it() -> None:
    document = document_of("<dl><dt>产地</dt> <dd><b>巴彦淖尔</b></dd></dl><p>面粉</p>")
    names, term = document.select(CssSelector("dl"))[0], document.select(CssSelector("dt"))[0]
    value = document.beside(term)
    assert value is not None
    assert document.clean_text_of(value) == "巴彦淖尔"
    assert document.beside(value) is None
    assert document.children(names) == [term, value]
    assert document.visible_length(names) == len("产地巴彦淖尔")
    assert [run.text for run in document.runs_of(value)] == ["巴彦淖尔"]


def test_words_of_neighbouring_blocks_stay_apart_and_highlighted_ones_do_not() -> None:
    document = document_of(
        "<div><span>天<b>赋</b></span></div><section><p>河</p><p>套</p></section>"
    )
    assert document.clean_text_of(document.select(CssSelector("span"))[0]) == "天赋"
    assert document.clean_text_of(document.select(CssSelector("section"))[0]) == "河 套"


def test_a_page_without_markup_is_an_empty_document() -> None:
    assert document_of("").runs == []


def test_names_that_readers_keep_for_later_pages_have_a_length_that_memory_bears() -> None:
    markup = f"<p class='{'price ' * 200_000}'>9.90</p><p class={'x' * 5000} id=price>9.90</p>"
    assert [len(run.element.names) for run in document_of(markup).runs] == [2000, 2000]
