"""What officers decided on is what training sees: as it was known then, and nothing later."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.vocabulary import LeadState
from storage.counts.sources import source_counts
from storage.leads import lifecycle
from storage.learning.decided_listings import DecidedListing, decided_listings
from storage.listings.picture_readings import PictureReading, save_reading
from storage.listings.store import SeenListing, save_listings
from storage.pictures.recognition import file_by_hash
from storage.records import Listing, PictureLine
from storage.records.source_count import SourceCount
from storage.tables import DecisionRow, PictureFileRow, PictureHashRow, PictureReadingRow
from tests.storage.learning.decided_leads import a_lead, day, verdict


def by_title(session: Session) -> dict[str, DecidedListing]:
    return {decided.listing.title[-1]: decided for decided in decided_listings(session)}


def test_a_sellers_history_is_that_of_the_day_of_each_verdict(database: Database) -> None:
    with database.begin() as session:
        leads = [a_lead(session, key) for key in "abcd"]
        elsewhere = a_lead(session, "e", shop="乙店")
        for number, lead in enumerate(leads):
            verdict(session, lead, number < 2, day(number))
        verdict(session, elsewhere, True, day(9))
        decided = by_title(session)
    past = {key: (d.background.confirmed, d.background.dismissed) for key, d in decided.items()}
    assert past == {"a": (0, 0), "b": (1, 0), "c": (2, 0), "d": (2, 1), "e": (0, 0)}
    sources = {key: d.source_count.unlawful for key, d in decided.items()}
    assert sources == {"a": 0, "b": 1, "c": 2, "d": 2, "e": 2}


def test_a_verdict_that_was_taken_back_counts_until_then(database: Database) -> None:
    with database.begin() as session:
        first, second, third = (a_lead(session, key) for key in "abc")
        verdict(session, first, True, day(0))
        verdict(session, second, True, day(1))
        undo = lifecycle.undo(session, first.id, officer="li")
        undo.decided_at = day(2)
        verdict(session, third, False, day(3))
        decided = by_title(session)
    assert {key: d.background.confirmed for key, d in decided.items()} == {"b": 1, "c": 1}


def test_the_verdict_that_an_undo_leaves_standing_counts_now_as_it_does_in_training(
    database: Database,
) -> None:
    with database.begin() as session:
        lead, later = a_lead(session, "a"), a_lead(session, "b")
        verdict(session, lead, False, day(0), "licensed")
        lead.state = LeadState.PENDING  # it came back to the queue: its listing changed
        verdict(session, lead, True, day(1))
        lifecycle.undo(session, lead.id, officer="li").decided_at = day(2)
        verdict(session, later, False, day(3))
        counts = source_counts(session)
        decided = by_title(session)
    assert counts == {("r", "a.example"): SourceCount(unlawful=0, lawful=1)}
    assert decided["b"].source_count == SourceCount(unlawful=0, lawful=1)


def test_many_verdicts_are_read_in_as_many_statements_as_few(database: Database) -> None:
    statements: list[int] = []
    with database.begin() as session:
        leads = [a_lead(session, f"{number}", shop=f"{number}店") for number in range(12)]
        for part in (leads[:2], leads[2:]):
            for lead in part:
                verdict(session, lead, True, day(len(statements)))
            session.expire_all()
            statements.append(statements_of(session))
    assert statements[0] == statements[1]


def statements_of(session: Session) -> int:
    """Statements by which all decided listings are read."""
    queries: list[str] = []

    def note(*call: object) -> None:
        queries.append(str(call[2]))

    connection = session.connection()
    sa.event.listen(connection, "before_cursor_execute", note)
    decided_listings(session)
    sa.event.remove(connection, "before_cursor_execute", note)
    return len(queries)


def test_a_picture_counts_from_when_both_listings_and_the_verdict_were_there(
    database: Database,
) -> None:
    with database.begin() as session:
        source = a_lead(session, "a", shop="甲店")
        before, after = (a_lead(session, key, shop=f"{key}店") for key in "bc")
        for lead in (source, before, after):
            picture = PictureHashRow(
                listing_id=lead.listing_id, url="u", phash="f0" * 8, seen_at=day(0)
            )
            session.add(picture)
            session.flush()
            file_by_hash(session, picture)
        verdict(session, before, False, day(1))
        verdict(session, source, True, day(2))
        verdict(session, after, True, day(3))
        decided = by_title(session)
    assert {key: d.background.same_picture for key, d in decided.items()} == {
        "a": (),
        "b": (),
        "c": (source.id,),
    }


def test_text_that_was_read_in_a_picture_after_the_verdict_is_not_seen(database: Database) -> None:
    line = PictureLine(text="示例", confidence=0.9, picture="p", crop="c")
    with database.begin() as session:
        for number, key in enumerate("ab"):
            lead = a_lead(session, key, shop=f"{key}店")
            session.add(
                PictureFileRow(listing_id=lead.listing_id, url="u", sha256=key, seen_at=day(0))
            )
            session.flush()
            save_reading(session, key, PictureReading(lines=(line,)), reader="test")
            reading = session.query(PictureReadingRow).filter_by(sha256=key).one()
            reading.read_at = day(3 * number)
            verdict(session, lead, True, day(1))
        decided = by_title(session)
    assert decided["a"].listing.image_text == "示例"
    assert decided["a"].background.lines
    assert decided["b"].listing.image_text is None
    assert not decided["b"].background.lines


def test_the_version_that_was_decided_on_trains_though_the_listing_says_otherwise_now(
    database: Database,
) -> None:
    with database.begin() as session:
        lead = a_lead(session, "a")
        verdict(session, lead, True, day(1))
        changed = Listing(url="http://a.example/a", title="另一商品", shop="甲店")
        save_listings(session, [SeenListing(key="a", listing=changed)], run_id=None, at=day(2))
        (decided,) = decided_listings(session)
    assert decided.listing.title == "示例面粉 a"
    assert (decided.score, decided.weight, decided.drawn) == (0.9, 1.0, False)


def test_an_appeal_upheld_on_an_ended_right_teaches_nothing_of_the_sign(database: Database) -> None:
    with database.begin() as session:
        ended, plain = a_lead(session, "a"), a_lead(session, "b")
        verdict(session, ended, True, day(0))
        verdict(session, plain, True, day(0))
        session.add(
            DecisionRow(
                lead_id=ended.id, assessment_id=ended.assessment_id, verdict="dismissed",
                reason="right_ended", officer="审", from_state="contested", decided_at=day(1),
            )
        )  # fmt: skip
        session.flush()
        assert set(by_title(session)) == {"b"}
