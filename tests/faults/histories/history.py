"""One history from its seed: steps under faults, invariants after each, a quiet end."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawler.browser.launch import find_browser
from storage.base.vocabulary import NoticeState, Verdict
from storage.tables import LeadRow, ListingRow, NoticeRow
from tests.faults.histories import acts
from tests.faults.histories.child import LONGEST, Child, End, Outcome, do_here, start
from tests.faults.histories.ending import mails_wait, restore_faults, unfinished
from tests.faults.histories.injected_fault import (
    NO_FAULT,
    Fault,
    FaultKind,
    draw_browser_fault,
    draw_fault,
)
from tests.faults.histories.invariants import remaining_browsers, violations
from tests.faults.histories.office import APPROVER, OFFICERS, Office, found_office
from tests.faults.histories.rehearsal import rehearse
from tests.faults.histories.relay_process import relay_process
from tests.faults.histories.shop_process import ShopProcess, shop_process

STEPS = 24
JUMPS = tuple(timedelta(hours=hours) for hours in (-25, -24, -1, 1, 24, 25))
"""The clock set wrong and right again, summer time, a sleep."""
GOODS = ("天赋河套 面粉 {n}号", "示例阴山红 羊肉 {n}斤", "示例牌 洗衣粉 {n}袋")
"""Two that infringe and one that does not."""
BROWSER_LONGEST = 900
"""Seconds after which a step with a browser counts as hung: two visits of 75 s, and a busy machine."""
QUIET_ROUNDS = 60
"""Rounds of six hours in which everything must come to its end: more than all retries of a mail."""


@dataclass(kw_only=True)
class HistoryReport:
    """What a history came to."""

    seed: int
    log: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)


def play(
    seed: int,
    folder: Path,
    *,
    steps: int = STEPS,
    database_url: str | None = None,
    with_browser: bool = False,
) -> HistoryReport:
    """Play the history of a seed in an empty folder, or in an empty PostgreSQL database; the report
    lists what did not hold. With a browser leads are captured at a shop, too, some seconds each."""
    rehearse()
    report = HistoryReport(seed=seed)
    (folder / "relay").mkdir(parents=True)
    with ExitStack() as stack:
        relay = stack.enter_context(relay_process(folder / "relay"))
        shop = stack.enter_context(shop_process()) if with_browser else None
        office = found_office(
            folder, relay, random.Random(seed), database_url=database_url,
            **({"shop": shop.url} if shop else {}),
        )  # fmt: skip
        if shop is not None:
            find_browser("full")  # once, not in every child
        stack.callback(office.close)
        player = _Player(office, report, shop)
        player.open()
        for _ in range(steps):
            player.step()
            if report.violations:
                return report
        player.finish()
    return report


class _Player:
    """Draws the next act from what the office holds, and writes down what came of it."""

    def __init__(
        self, office: Office, report: HistoryReport, shop: ShopProcess | None = None
    ) -> None:
        self.office, self.report, self.shop = office, report, shop
        self.dice = office.dice
        self.server = office.settings.database_url
        """Address of a PostgreSQL database; None on SQLite."""
        self.backups: list[Path] = []
        self.count = 0

    def open(self) -> None:
        """A first page and its leads, without a fault."""
        page = {str(key): GOODS[key % 3].format(n=key) for key in range(1, 7)}
        self._offer(page)
        self._run(partial(acts.store_page, self.office, page), NO_FAULT, f"crawl {page}")
        self.office.listings = {key: {title} for key, title in page.items()}
        self._run(partial(acts.assess_all, self.office), NO_FAULT, "assess")

    def step(self) -> None:
        """One act under a drawn fault, then all invariants."""
        self.count += 1
        draws: list[tuple[int, Callable[[], None]]] = [
            (4, self._crawl), (4, self._assess), (6, self._decide), (2, self._two_officers),
            (2, self._undo), (2, self._capture), (4, self._draft), (6, self._approve),
            (6, self._send_letter), (5, self._send_mails), (2, self._jump), (0 if self.server else 1, self._back_up),
            (8 if self.shop else 0, self._photograph),
        ]  # fmt: skip
        weights, kinds = zip(*draws, strict=True)
        acts_before = sum(self.report.ends.values())
        while sum(self.report.ends.values()) == acts_before:  # some need a lead or a letter first
            self.dice.choices(kinds, weights=weights)[0]()
        self.office.advance(timedelta(minutes=self.dice.choice((1, 5, 30))))
        self.report.violations += violations(self.office)

    def finish(self) -> None:
        """Without faults everything comes to its end: no mail waits, no listing is unassessed."""
        self.office.relay.answer([])
        for _ in range(QUIET_ROUNDS):
            self.office.advance(timedelta(hours=6))
            self._run(partial(acts.assess_all, self.office), NO_FAULT, "assess")
            self._run(partial(acts.send_mails, self.office), NO_FAULT, "mails")
            if not mails_wait(self.office):
                break
        if self.shop is not None and (leads := self._leads()):
            self._photograph_under(NO_FAULT, leads)
        self.report.violations += violations(self.office) + unfinished(self.office)
        for backup in self.backups:
            self.report.violations += restore_faults(self.office, backup)

    # acts

    def _crawl(self) -> None:
        keys = [str(self.dice.randint(1, 12)) for _ in range(self.dice.randint(1, 3))]
        page = {key: self.dice.choice(GOODS).format(n=self.dice.randint(1, 3)) for key in keys}
        self._offer(page)
        outcome = self._act(partial(acts.store_page, self.office, page), f"crawl {page}")
        for key, title in page.items():
            before = self.office.listings.get(key, {""})
            if outcome.end is End.FINISHED:
                self.office.listings[key] = {title}
            elif outcome.end is End.KILLED:
                self.office.listings[key] = before | {title}
        self._settle_listings()

    def _settle_listings(self) -> None:
        """Read what an act of unknown end left, so that later looks hold it to that."""
        with self.office.database() as database, database.read() as session:
            stored = dict(session.execute(sa.select(ListingRow.key, ListingRow.title)).all())
        for key, titles in list(self.office.listings.items()):
            title = stored.get(key, "")
            if title in titles:
                self.office.listings[key] = {title}
            if self.office.listings[key] == {""}:
                del self.office.listings[key]

    def _assess(self) -> None:
        self._act(partial(acts.assess_all, self.office), "assess")

    def _decide(self) -> None:
        if lead := self._any_lead():
            officer, fault = self.dice.choice(OFFICERS), self._draw_fault()
            act, note = self._verdict(lead, officer)
            self._note_decision(note, self._run(act, fault, f"decide {lead} as {officer}"))

    def _verdict(self, lead: int, officer: str) -> tuple[Callable[[], int], str]:
        verdict = self.dice.choices(list(Verdict), weights=[4, 1, 1])[0]
        note = f"{self.count} {officer}"
        return partial(acts.decide, self.office, lead, verdict, officer, note), note

    def _start_verdict(self, lead: int, officer: str, fault: Fault) -> tuple[Child, str]:
        act, note = self._verdict(lead, officer)
        return self._start(act, fault), note

    def _two_officers(self) -> None:
        if lead := self._any_lead():
            children = [
                self._start_verdict(lead, officer, self._draw_fault()) for officer in OFFICERS
            ]
            for child, note in children:
                outcome = child.wait()
                self._note_decision(note, outcome)
                self._write_down(f"decide {lead} at once", outcome)

    def _undo(self) -> None:
        if lead := self._any_lead():
            note = f"{self.count} undo"
            act = partial(acts.undo, self.office, lead, self.dice.choice(OFFICERS), note)
            self._note_decision(note, self._act(act, f"undo {lead}"))

    def _note_decision(self, note: str, outcome: Outcome) -> None:
        acknowledged = {End.FINISHED: 1, End.REFUSED: 0}
        self.office.decisions[note] = acknowledged.get(outcome.end)

    def _capture(self) -> None:
        if lead := self._any_lead():
            officer = self.dice.choice(OFFICERS)
            self._act(partial(acts.capture, self.office, lead, officer), f"capture {lead}")

    def _photograph(self) -> None:
        if leads := self._leads():
            leads = self.dice.sample(leads, k=min(2, len(leads)))
            self._photograph_under(draw_browser_fault(self.dice), leads)

    def _photograph_under(self, fault: Fault, leads: list[int]) -> None:
        """Whatever dies of the browser, both pages are captured and nothing of it remains."""
        scratch = self.office.settings.home.parent / f"scratch-{self.count}"
        scratch.mkdir(exist_ok=True)
        act = partial(acts.photograph, self.office, leads, self.dice.choice(OFFICERS), str(scratch))
        outcome = self._start(act, fault, longest=BROWSER_LONGEST).wait()
        self._write_down(f"photograph {leads} {fault}", outcome)
        if outcome.end is End.FINISHED:
            failures = [came for came in outcome.result if came != "captured"]
            self.report.violations += (
                [f"no capture although a browser was there: {failures}"] if failures else []
            )
        elif fault.kind is not FaultKind.KILL:
            self.report.violations.append(f"photograph under {fault}: {outcome.end}")
        if remain := remaining_browsers(scratch):
            self.report.violations.append(f"{remain} of a browser remain after {fault}")
        shutil.rmtree(scratch, ignore_errors=True)

    def _offer(self, page: dict[str, str]) -> None:
        if self.shop is not None:
            self.shop.offer(page)

    def _draft(self) -> None:
        if lead := self._any_lead("confirmed"):
            look = partial(acts.capture, self.office, lead, OFFICERS[0])
            self._run(look, NO_FAULT, f"capture {lead}")
            self._act(partial(acts.draft_letter, self.office, lead, OFFICERS[0]), f"draft {lead}")

    def _approve(self) -> None:
        if notice := self._any_notice(NoticeState.DRAFT):
            self._act(partial(acts.approve_letter, self.office, notice, APPROVER), "approve")

    def _send_letter(self) -> None:
        if notice := self._any_notice(NoticeState.APPROVED):
            self._act(partial(acts.send_letter, self.office, notice, OFFICERS[0]), "send letter")

    def _send_mails(self) -> None:
        replies = self.dice.choices(
            ("250 ok", "451 4.3.0 later", "drop", "550 5.1.1 unknown"), weights=(6, 3, 2, 1), k=6
        )
        self.office.relay.answer(replies)
        outcome = self._act(partial(acts.send_mails, self.office), f"mails {replies}")
        self.office.broken_sendings += outcome.end is not End.FINISHED
        self.office.relay.answer([])

    def _jump(self) -> None:
        jump = self.dice.choice(JUMPS)
        self.office.advance(jump)
        self.report.log.append(f"{self.count} clock {jump}")
        self.report.ends["clock jumped"] += 1

    def _back_up(self) -> None:
        name = f"backup-{self.count}.tar.gz"
        outcome = self._act(partial(acts.back_up, self.office, name), "backup")
        backup = self.office.settings.home.parent / name
        # Killed after it had its name it is whole.
        if outcome.end is End.FINISHED or backup.exists():
            self.backups.append(backup)

    # helpers

    def _draw_fault(self) -> Fault:
        return draw_fault(self.dice, self.server)

    def _act(self, act: Callable[[], Any], words: str) -> Outcome:
        return self._run(act, self._draw_fault(), words)

    def _run(self, act: Callable[[], Any], fault: Fault, words: str) -> Outcome:
        if fault.kind is FaultKind.NONE:
            outcome = do_here(act, moment=self.office.now)
        else:
            outcome = self._start(act, fault).wait()
        self._write_down(f"{words} {fault}", outcome)
        return outcome

    def _start(self, act: Callable[[], Any], fault: Fault, *, longest: int = LONGEST) -> Child:
        self.office.close()
        return start(act, fault=fault, moment=self.office.now, longest=longest)

    def _write_down(self, words: str, outcome: Outcome) -> None:
        self.report.log.append(f"{self.count} {words}: {outcome.end} {outcome.result}")
        self.report.ends[f"{words.split()[0]} {outcome.end}"] += 1
        if outcome.end is End.CRASHED:
            self.report.violations.append(f"{words}: {outcome.result}")

    def _leads(self) -> list[int]:
        with self.office.database() as database, database.read() as session:
            return list(session.scalars(sa.select(LeadRow.id).order_by(LeadRow.id)))

    def _any_lead(self, *states: str) -> int | None:
        query = sa.select(LeadRow.id).order_by(LeadRow.id)
        return self._pick(query.where(LeadRow.state.in_(states)) if states else query)

    def _any_notice(self, state: NoticeState) -> int | None:
        return self._pick(sa.select(NoticeRow.id).where(NoticeRow.state == state))

    def _pick(self, query: sa.Select[tuple[int]]) -> int | None:
        with self.office.database() as database, database.read() as session:
            numbers = session.scalars(query).all()
        return self.dice.choice(numbers) if numbers else None
