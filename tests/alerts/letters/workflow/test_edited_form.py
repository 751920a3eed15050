"""A reader sees the edited letter that was checked: nothing hidden, nothing unreadable, nothing left behind."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from alerts.letters.editing.edit_check import check_edit
from alerts.letters.editing.edit_review import compiled_draft
from alerts.letters.editing.edited_draft import finish_edit
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.model.letter_law import PUBLISHED_LAW, letter_law
from alerts.letters.render.docx import template_bytes
from tests.alerts.letters.sample_letters import TODAY, facts_of

BODY = "word/document.xml"
BAD = "该店已构成侵权。"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
NUMBER = "示市监函〔2026〕1号"


@cache
def draft(slug: str = "platform-disposal") -> bytes:
    kind = find_kind(slug)
    facts = replace(facts_of(slug), dated=None, number=None, approver=None)
    law = letter_law(kind, facts, PUBLISHED_LAW, TODAY)
    return compiled_draft(kind, facts, law, template_bytes(kind))


def findings(edited: bytes, slug: str = "platform-disposal") -> list[str]:
    kind = find_kind(slug)
    facts = replace(facts_of(slug), dated=None, number=None, approver=None)
    law = letter_law(kind, facts, PUBLISHED_LAW, TODAY)
    return [str(f) for f in check_edit(kind, facts, law, compiled=draft(slug), edited=edited)]


def parts(packed: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        return {
            name: data.decode() if name.endswith((".xml", ".rels")) else data
            for name in package.namelist()
            for data in [package.read(name)]
        }


def packed(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return buffer.getvalue()


def replaced(old: str, new: str, *, part: str = BODY, slug: str = "platform-disposal") -> bytes:
    members = parts(draft(slug))
    text = members[part]
    assert isinstance(text, str)
    assert old in text
    return packed(members | {part: text.replace(old, new, 1)})


def appended(xml: str) -> bytes:
    body = parts(draft())[BODY]
    assert isinstance(body, str)
    end = body[body.rindex("<w:sectPr") :]
    return replaced(end, xml + end)


def with_part(name: str, content_type: str, xml: str) -> bytes:
    members = parts(draft())
    types = str(members["[Content_Types].xml"])
    override = f'<Override PartName="/word/{name}" ContentType="{content_type}"/></Types>'
    relations = str(members["word/_rels/document.xml.rels"])
    relation = f'<Relationship Id="rIdX" Type="{OFFICE}{name.split(".")[0]}" Target="{name}"/>'
    return packed(
        members
        | {
            f"word/{name}": xml,
            "[Content_Types].xml": types.replace("</Types>", override),
            "word/_rels/document.xml.rels": relations.replace(
                "</Relationships>", relation + "</Relationships>"
            ),
        }
    )


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def unsuspected(before: str = "", properties: str = "", after: str = "") -> bytes:
    """The word 涉嫌 of the introduction in a run of its own, formatted so that nobody reads it."""
    members = parts(draft())
    text = str(members[BODY])
    match = re.search(r"<w:r>\s*<w:t[^>]*>([^<]*)涉嫌([^<]*)</w:t>\s*</w:r>", text)
    assert match is not None
    pieces = run(match[1]) + before + run("涉嫌", properties) + after + run(match[2])
    return packed(members | {BODY: text[: match.start()] + pieces + text[match.end() :]})


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        "<w:specVanish/>",
        "<w:webHidden/>",
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="F2F2F2"/>',
        '<w:color w:val="auto" w:themeColor="background1"/>',
        "<w:strike/>",
        "<w:dstrike/>",
        '<w:sz w:val="2"/>',
        '<w:w w:val="1"/>',
        '<w:position w:val="-4000"/>',
        '<w:spacing w:val="-640"/>',
        '<w:highlight w:val="black"/>',
        '<w:shd w:val="clear" w:fill="000000"/>',
    ],
)
def test_a_suspicion_that_nobody_can_read_is_none(properties: str) -> None:
    assert any("读者看不到" in why for why in findings(unsuspected(properties=properties)))


def test_a_style_hides_words_too() -> None:
    members = parts(unsuspected(properties='<w:rStyle w:val="HID"/>'))
    style = '<w:style w:type="character" w:styleId="HID"><w:rPr><w:vanish/></w:rPr></w:style>'
    styles = str(members["word/styles.xml"]).replace("</w:styles>", f"{style}</w:styles>")
    assert any("隐藏文字" in why for why in findings(packed(members | {"word/styles.xml": styles})))
    unused = parts(draft()) | {"word/styles.xml": styles}
    assert findings(packed(unused)) == []


@pytest.mark.parametrize("change", ["ins", "del", "moveFrom", "moveTo"])
def test_changes_that_nobody_accepted_do_not_leave_the_house(change: str) -> None:
    text = "<w:r><w:delText>另附照片。</w:delText></w:r>" if change == "del" else run("另附照片。")
    edited = appended(paragraph(f'<w:{change} w:id="1" w:author="x">{text}</w:{change}>'))
    assert any("修订" in why for why in findings(edited))


@pytest.mark.parametrize(
    "edited",
    [
        appended(paragraph(f"<m:oMath {MATH}><m:r><m:t>{BAD}</m:t></m:r></m:oMath>")),
        appended(
            paragraph(
                "".join(f'<w:r><w:sym w:font="x" w:char="{ord(c):X}"/></w:r>' for c in BAD)
            )
        ),
        appended(
            paragraph(f'<w:r><w:pict><v:shape {VML}><v:textpath string="{BAD}"/></v:shape></w:pict></w:r>')
        ),
        appended(
            paragraph(f'<w:r><w:pict><v:shape {VML}><v:imagedata/></v:shape></w:pict></w:r>')
        ),
        appended(
            paragraph(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUO</w:instrText></w:r>'
                '<w:r><w:instrText>TE "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
        ),
        appended(
            "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>"
            f"{paragraph(run('另附照片。'))}</w:tc></w:tr></w:tbl>"
        ),
        appended(
            paragraph(f'<w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr>{run("另附照片。")}')
        ),
        with_part(
            "comments.xml",
            f"{WORD}comments+xml",
            f"<w:comments {W}><w:comment>{paragraph(run('请领导定'))}</w:comment></w:comments>",
        ),
        with_part(
            "kopf.xml", f"{WORD}header+xml", f"<w:hdr {W}>{paragraph(run(BAD))}</w:hdr>"
        ),
        with_part(
            "numbers.xml",
            f"{WORD}numbering+xml",
            f'<w:numbering {W}><w:lvl><w:lvlText w:val="{BAD}%1"/></w:lvl></w:numbering>',
        ),
        with_part(
            "chart.xml",
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            f"<c {DRAWING}><a:p><a:r><a:t>{BAD}</a:t></a:r></a:p></c>",
        ),
    ],
    ids=[
        *("formula", "symbols", "lettering", "picture", "field", "hidden row", "squeezed"),
        *("comments", "odd name", "label of a list", "chart"),
    ],
)  # fmt: skip
def test_what_no_paragraph_says_is_refused(edited: bytes) -> None:
    assert findings(edited)


def test_ordinary_formatting_is_no_fault() -> None:
    bold = run(
        "另附照片。", '<w:b/><w:color w:val="333333"/><w:sz w:val="28"/><w:strike w:val="0"/>'
    )
    assert findings(appended(paragraph(bold))) == []
    assert findings(draft()) == []


def test_a_number_is_put_in_where_word_split_its_place() -> None:
    edited = replaced("（待编号）</w:t></w:r>", "（待编</w:t></w:r><w:r><w:t>号）</w:t></w:r>")
    assert findings(edited) == []
    text = str(parts(finish_edit(edited, title="函", number=NUMBER, dated=TODAY))[BODY])
    assert NUMBER in text
    assert "待编" not in text
    assert "号）" not in text


def test_a_place_parted_over_paragraphs_is_none() -> None:
    edited = replaced(
        "（待编号）</w:t></w:r>", "（待编</w:t></w:r></w:p><w:p><w:r><w:t>号）</w:t></w:r>"
    )
    assert any("“文号”" in why for why in findings(edited))


def test_nobody_types_the_day_of_the_letter() -> None:
    edited = replaced("　　年　月　日", "2025年1月1日")
    assert any("成文日期" in why for why in findings(edited))


def test_no_page_of_an_approved_letter_says_draft() -> None:
    """A letter (函) has a first page of its own, with a header of its own."""
    final = parts(finish_edit(draft(), title="函", number=NUMBER, dated=TODAY))
    assert [
        name for name, text in final.items() if isinstance(text, str) and "草　稿" in text
    ] == []


def test_word_s_names_of_people_stay_in_the_house() -> None:
    members = parts(draft())
    core = re.sub(
        "<dc:creator></dc:creator>",
        "<dc:creator>wang</dc:creator>",
        str(members["docProps/core.xml"]),
    )
    app = str(members["docProps/app.xml"]).replace(
        "</Properties>", "<Company>示例局</Company></Properties>"
    )
    edited = packed(members | {"docProps/core.xml": core, "docProps/app.xml": app})
    final = parts(finish_edit(edited, title="函", number=NUMBER, dated=date(2026, 11, 22)))
    assert "wang" not in str(final["docProps/core.xml"])
    assert "示例局" not in str(final["docProps/app.xml"])


@pytest.mark.parametrize(("old", "new"), [("六十日内", "三十日内"), ("不停止执行", "停止执行")])
def test_the_remedies_of_an_order_stay_as_the_law_has_them(old: str, new: str) -> None:
    slug = "correction-order"
    edited = replaced(old, new, slug=slug)
    assert any("救济途径" in why for why in findings(edited, slug))


def test_an_article_that_the_letter_rests_on_stays_in_it() -> None:
    slug = "correction-order"
    edited = replaced("《中华人民共和国行政处罚法》第二十八条", "有关法律", slug=slug)
    assert any("删去了“《中华人民共和国行政处罚法》" in why for why in findings(edited, slug))
