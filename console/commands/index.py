"""Every command of `hubiao` with the module that holds it, in the order of `hubiao --help`.

A test compares the lines of help with the commands themselves.
"""

from __future__ import annotations

from typing import NamedTuple


class CommandEntry(NamedTuple):
    """One command, or one group of commands."""

    name: str
    module: str
    """Its module in console.commands."""
    summary: str
    """The first sentence of its help."""


_TABLE = """
init        office     Make the data folder, the database and the office's signing key; may be run again at any time.
doctor      office     Say what is missing on this machine and how to mend it; exit 1 when something is.
settings    office     Print the effective settings, secrets masked, each with its variable and meaning.
backup      office     Write database and evidence into one archive while the program may be running.
restore     office     Bring a backup back into an empty data folder; an existing database is never overwritten.
crawl       crawl      Crawl a shop or site; the same command goes on where it was interrupted.
runs        runs       Show runs (监测批次), the latest first; 20 of them without --limit.
compliance  runs       Show how a run behaved towards each host (合规台账): robots.txt, rate, refusals, walls.
extract     extract    Show what a page says: its kind, its listing, its links, and who found each field.
robots      extract    Say for addresses whether a robots.txt allows them, as the crawl would decide.
sitemap     extract    Show the addresses in a sitemap or feed, a line each; exit 1 where it is none.
score       scoring    Score listings from a file: one JSON line each, with the grounds.
assess      scoring    Assess stored listings against the active rights and open leads.
variants    scoring    Show the disguises of a mark that are recognised (a sample of each kind).
train       training   Train on the corpus and the officers' decisions; replace the model only if it is better.
evaluate    training   Measure rules alone and the model in use; without --data on the hand-written sets.
drift       training   Show whether scores, the share of leads and the officers' agreement change with time.
pictures    pictures   Read the text in the kept pictures of listings (OCR on this machine), leads first.
leads       leads      Show leads in the order of the queue; the filters are those of the console's page.
decide      verdicts   Give a verdict on a lead; confirming it queues the holder's alert.
undo        verdicts   Take the last verdict on a lead back.
close       verdicts   Close confirmed leads (办结): nothing further is done and they are not looked at again.
reasons     reasons     List the reason codes and the verdict each fits.
export      leads      Export listings or ordinary pages (current versions), leads, decisions or notices.
capture     capture    Capture a page as evidence: browser visit, archive, hashes, signature, time-stamps.
verify      evidence   Check a package offline, a line a check; exit 0 only if all hold.
digest      outbox     Queue today's digest to the officers of HUBIAO_OFFICER_MAILS; once a day and officer.
recheck     followup   Read from the latest crawls what became of listings after their letters.
infringers  insight    List shops taken for one operator across platforms, with the verdicts against them.
turnover    insight    Estimate what leads turned over, as an interval against the amounts of a crime.
route       insight    Name the office that is competent for each lead, and on what ground.
hotspots    insight    List gatherings of leads above their usual level, and disguises not seen before.
report      reports    Write what was found, decided and achieved in a period as DOCX or XLSX.
serve       serving    Serve the console, the clock of the tasks, and a worker, until Ctrl-C.
worker      serving    Work on what is due: assess, capture, deliver mail, digest, give back old claims.
law         law        The law that letters rest on (法律依据), by meaning and by date.
users       people     Officers and their roles.
token       people     Access of other programs to the API.
rights      rights     Protected marks, indications and product rules.
task        tasks      Stored crawls (监测任务).
import      tasks      Bring in lists of addresses.
platform    platforms  Profiles of platforms.
evidence    evidence   Evidence taken so far (固证材料).
notice      letters    Letters (文书): draft, check, approve, render, send.
warning     letters    Risk warnings (风险预警): draft, check, approve, render, send.
outbox      outbox     Mails: what waits, what left, what failed.
deadline    followup   Terms (期限) that run on leads and letters.
assistance  assistance What follows a request to assist (配合调查通知).
visit       assistance Visits to the addresses that shops publish (现场核查).
contacts    contacts   Registrars and hosts of sites (接入与注册信息), by RDAP.
purchase    purchases  Samples bought of shops (购样) and their identification.
audit       audit      The record of every act (操作留痕).
"""
COMMANDS = tuple(CommandEntry(*line.split(maxsplit=2)) for line in _TABLE.strip().splitlines())
