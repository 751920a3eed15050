"""Which capture a letter cites: a real shop whose page goes, changes, hides behind a wall, comes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.letters.workflow.letter_check import check_notice
from alerts.text.chinese import read_moment
from storage.base.database import Database, open_database
from storage.base.settings import Settings
from storage.records.letter_facts import Facts
from storage.tables import EvidenceRow
from tests.console.command import Office
from tests.crawler.website import Answer, Website, html, running_site
from tests.databases import migrated_file
from tests.quick_captures import quick_captures

RIGHTS = """
holders:
  - {id: xiehui, name: 示例牧歌协会, email: brand@holder.example}
rights:
  - {id: muge, text: 云岭牧歌, kind: trademark, registration_no: "00000001", classes: [29, 30],
     goods: [酸奶, 面粉], holder: xiehui, valid_until: 2035-01-01}
"""
TITLE = "云岭牧歌 原味酸奶 180g*12"


def goods(title: str = TITLE, price: str = "39.90") -> Answer:
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": title,
        "sku": "M1",
        "brand": "云岭牧歌" if "云岭牧歌" in title else "示例",
        "offers": {"@type": "Offer", "price": price, "priceCurrency": "CNY"},
    }
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    return html(f"{script}<h1>{title}</h1><p>店铺：示例奶品店</p><b>￥{price}</b>", title)


GONE = Answer("<h1>页面不存在</h1>".encode(), 404)
WALL = html("<p>请按住滑块，拖动到最右边</p>", "安全验证")


class Shop:
    """A shop of one product whose page a test exchanges."""

    def __init__(self) -> None:
        self.page = goods()

    def answer(self, path: str) -> Answer | None:
        return self.page if path == "/item/1.html" else None


@pytest.fixture(scope="module")
def module_shop() -> Shop:
    return Shop()


@pytest.fixture(scope="module")
def site(module_shop: Shop) -> Iterator[Website]:
    with running_site(module_shop.answer) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def captures() -> Iterator[None]:
    with quick_captures():
        yield


@pytest.fixture(scope="module")
def confirmed(tmp_path_factory: pytest.TempPathFactory, site: Website) -> Path:
    """The folder of an office with one confirmed lead of the shop, not captured yet."""
    folder = tmp_path_factory.mktemp("confirmed")
    office = Office(folder / "home")
    migrated_file(office.home / "hubiao.db")
    settings = (
        'allow_addresses = ["127.0.0.0/8"]\ncrawl_delay = 0\noffice_name = "示例市市场监督管理局"\n'
        "read_pictures = false\n"  # a picture for mails is tested in tests/alerts/mail
    )
    (folder / "hubiao.toml").write_text(settings, encoding="utf-8")
    (folder / "rights.yml").write_text(RIGHTS, encoding="utf-8")
    for words in (
        ["rights", "import", "rights.yml"],
        ["crawl", f"{site.url}/item/1.html", "--follow", "none", "--render", "never"],
        ["assess"],
        ["users", "add", "li", "--role", "officer", "--password-stdin"],
        ["decide", "1", "confirmed", "--reason", "same_mark", "--as", "li"],
    ):
        result = office.run(*words, stdin="a-long-password\n")
        assert result.returncode == 0, result.stderr
    return folder


CaptureAll = Callable[..., Office]


@pytest.fixture(scope="module")
def captured_folders(
    tmp_path_factory: pytest.TempPathFactory, confirmed: Path, module_shop: Shop
) -> Callable[[tuple[Answer, ...]], Path]:
    """Folders of that office with captures of these pages, each row of pages taken once."""
    folders: dict[tuple[bytes, ...], Path] = {(): confirmed}

    def folder_of(pages: tuple[Answer, ...]) -> Path:
        key = tuple(page.body for page in pages)
        if key not in folders:
            folder = tmp_path_factory.mktemp("captured")
            shutil.copytree(folder_of(pages[:-1]), folder, dirs_exist_ok=True)
            module_shop.page = pages[-1]
            result = Office(folder / "home").run("capture", "--lead", "1")
            assert result.returncode == 0, result.stderr
            folders[key] = folder
        return folders[key]

    return folder_of


@pytest.fixture
def captured(tmp_path: Path, captured_folders: Callable[[tuple[Answer, ...]], Path]) -> CaptureAll:
    """`captured(page, …)` is a copy of that office, its lead captured while the shop shows each page."""

    def copy(*pages: Answer) -> Office:
        shutil.copytree(captured_folders(pages), tmp_path, dirs_exist_ok=True)
        return Office(tmp_path / "home")

    return copy


def manifests(office: Office) -> list[str]:
    """SHA-256 of the manifests of all captures, the oldest first."""
    with opened(office) as database, database.read() as session:
        rows = session.scalars(sa.select(EvidenceRow.manifest_sha256).order_by(EvidenceRow.id))
        return [str(row) for row in rows]


@contextmanager
def opened(office: Office) -> Iterator[Database]:
    database = open_database(Settings(home=office.home))
    yield database
    database.close()


def letter_facts(office: Office) -> Facts:
    """The facts of the first letter as its check gathers them."""
    settings = Settings(home=office.home, office_name="示例市市场监督管理局")
    with opened(office) as database, database.read() as session:
        return check_notice(session, settings, 1, today=date(2026, 11, 29)).facts


def check(office: Office, kind: str = "lead-transfer") -> tuple[str, str]:
    """What `notice check` of a new letter on the lead prints: what lacks, what it warns of."""
    drafted = office.run("notice", "draft", "--kind", kind, "--lead", "1", "--as", "li")
    assert drafted.returncode == 0, drafted.stderr
    result = office.run("notice", "check", str(json.loads(drafted.stdout)["id"]))
    return result.stdout, result.stderr


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (GONE, "的页面返回 404，未显示涉案标识"),
        (WALL, "的页面是登录或者验证页面，未显示涉案标识"),
        (html("<h1>本店公告</h1><p>暂停营业</p>", "本店公告"), "的页面是其他内容"),
        (
            goods("原味酸奶 180g*12"),
            "（标题“原味酸奶 180g*12”），与研判所依据的不同，未显示涉案标识",
        ),
        (
            goods("云岭牧歌 新款酸奶 礼盒"),
            "的页面是商品信息的另一版本（标题“云岭牧歌 新款酸奶 礼盒”）",
        ),
    ],
)
def test_a_capture_that_does_not_show_the_mark_is_named_and_not_cited(
    captured: CaptureAll, page: Answer, words: str
) -> None:
    missing, _ = check(captured(page))
    assert "证据 1（" in missing
    assert words in missing
    assert "缺少“证据清单”" in missing


def test_the_older_capture_that_shows_the_mark_is_cited_with_its_own_time(
    captured: CaptureAll,
) -> None:
    office = captured(goods(), GONE)
    good, bad = manifests(office)
    missing, warnings = check(office)
    assert "固证材料所示内容" not in missing
    assert "证据清单" not in missing
    assert "证据 2（" in warnings
    assert "的页面返回 404，未显示涉案标识；文书引用较早的证据 1（" in warnings
    facts = letter_facts(office)
    (evidence,) = facts.evidence
    assert facts.listings[0].sha256 == good
    assert str(evidence.proves).startswith(f"固证时页面显示标题“{TITLE}”，页面上有“云岭牧歌”字样")
    package = str(facts.fields["package"])
    assert good in package
    assert bad not in f"{evidence.proves}{package}"


@pytest.mark.parametrize(
    ("page", "stops"), [(GONE, True), (goods("云岭牧歌 新款酸奶 礼盒"), True), (WALL, False)]
)
def test_a_newer_capture_of_vanished_or_changed_goods_stops_a_request_to_remove_them(
    captured: CaptureAll, page: Answer, stops: bool
) -> None:
    missing, _ = check(captured(goods(), page), "platform-disposal")
    assert ("商品信息仍在且未改动" in missing) is stops
    assert "证据清单" not in missing


def test_another_price_is_said_and_the_capture_serves(captured: CaptureAll) -> None:
    missing, warnings = check(captured(goods(price="45.00")))
    assert "固证材料所示内容" not in missing
    assert "证据 1 的页面所示价格（45.00元）与研判所依据的不同" in warnings


def test_a_capture_without_an_entry_of_what_it_showed_is_judged_by_its_own_record(
    captured: CaptureAll,
) -> None:
    office = captured(goods())
    with opened(office) as database, database.begin() as session:
        row = session.get_one(EvidenceRow, 1)
        row.facts = replace(row.facts, page=None)
    missing, warnings = check(office)
    assert "固证材料所示内容" not in missing
    assert "没有载明" not in warnings
    for file in office.home.glob("evidence/**/text.txt"):
        file.write_text("改动", encoding="utf-8")
    _, warnings = check(office)
    assert "证据 1 的固证记录没有载明页面是否显示涉案标识" in warnings


def test_a_letter_without_a_time_stamp_says_what_is_lost(captured: CaptureAll) -> None:
    missing, warnings = check(captured(goods()))
    assert "时间戳" not in missing
    assert "1项固证材料未加盖可信时间戳" in warnings


def test_a_time_stamp_is_never_typed(captured: CaptureAll, tmp_path: Path) -> None:
    office = captured(goods())
    (tmp_path / "facts.yml").write_text(
        "evidence: [{name: 固证包, stamped_at: '2026-11-29T05:00:00+08:00'}]", encoding="utf-8"
    )
    draft = ["notice", "draft", "--kind", "lead-transfer", "--lead", "1", "--as", "li"]
    typed = office.run(*draft, "--field", "evidence.0.stamped_at=2026-11-29T05:00:00+08:00")
    assert (typed.returncode, "a time-stamp comes from its authority alone" in typed.stderr) == (
        1,
        True,
    )
    from_file = office.run(*draft, "--file", "facts.yml")
    assert (from_file.returncode, "hubiao notice attach" in from_file.stderr) == (1, True)


def test_an_extraction_record_takes_its_times_and_environment_from_the_captures(
    captured: CaptureAll,
) -> None:
    office = captured(goods())
    draft = ["notice", "draft", "--kind", "evidence-extraction-record", "--lead", "1", "--as", "li"]
    drafted = office.run(*draft)
    missing = "\n".join(json.loads(drafted.stdout)["missing"])
    assert "提取地点" in missing
    assert not [
        name
        for name in ("提取开始时间", "提取结束时间", "设备", "软件", "网络环境", "系统时间校准")
        if name in missing
    ]
    for typed in ("started=2026年1月1日10时00分", "ended=2026年1月1日9时00分", "clock=准确"):
        refused = office.run("notice", "fill", "1", "--field", f"fields.{typed}", "--as", "li")
        assert (refused.returncode, "is on record" in refused.stderr) == (1, True)
    corrected = office.run(
        "notice", "fill", "1", "--field", "fields.hardware=示例牌笔记本电脑 示例-01", "--as", "li"
    )
    assert corrected.returncode == 0, corrected.stderr
    fields = letter_facts(office).fields
    assert fields["hardware"] == "示例牌笔记本电脑 示例-01"
    assert "目标服务器地址127.0.0.1" in fields["network"]
    assert "浏览器" in fields["software"]
    assert "hubiao" in fields["software"]
    assert "系统时钟" in fields["clock"]
    started, ended = read_moment(fields["started"]), read_moment(fields["ended"])
    assert started is not None
    assert ended is not None
    assert started < ended
