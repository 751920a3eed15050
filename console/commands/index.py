"""Every command of `hubiao` with the module that holds it, in the order of `hubiao --help`.

A test compares the lines of help with the commands themselves.
"""

from __future__ import annotations

from typing import NamedTuple


class CommandEntry(NamedTuple):
    """One command, or one group of commands."""

    name: str
    module: str
    """Its module in console.commands, with its room: `letters.law`."""
    summary: str
    """The first sentence of its help."""


_TABLE = """
init        office.installation Make the data folder, the database and the signing key; may be run again at any time.
upgrade     office.installation Bring the database up to this program: backup, migration, checks, way back.
doctor      office.installation Say what is missing on this machine and how to mend it; exit 1 when something is.
settings    office.installation Print the effective settings, secrets masked, each with its variable and meaning.
backup      office.backups Write database and evidence into one archive while the program may be running.
restore     office.backups Bring a backup back into an empty data folder; no existing database is overwritten.
crawl       crawls.crawl        Crawl a shop or site; the same command goes on where it was interrupted.
runs        crawls.runs         Show runs (监测批次), the latest first; 20 of them without --limit.
compliance  crawls.runs         Show how a run behaved towards each host (合规台账): robots.txt, rate, refusals, walls.
extract     crawls.extract      Show what a page says: its kind, its listing, its links, and who found each field.
robots      crawls.extract      Say for addresses whether a robots.txt allows them, as the crawl would decide.
sitemap     crawls.extract      Show the addresses in a sitemap or feed, a line each; exit 1 where it is none.
score       learning.scoring    Score listings from a file: one JSON line each, with the grounds.
assess      learning.scoring    Assess stored listings against the active rights and open leads.
variants    learning.scoring    Show the disguises of a mark that are recognised (a sample of each kind).
train       learning.training   Train on the officers' verdicts; replace the model only if later verdicts say so.
evaluate    learning.training   Measure rules alone and the model in use, with 90 % intervals.
drift       learning.training   Show whether scores, the share of leads and the officers' agreement change with time.
learning    learning.rules      What the program learns, and proposes to the officers (学习).
pictures    learning.pictures   Read the text in the kept pictures of listings (OCR on this machine), leads first.
leads       leads.queue         Show leads in the order of the queue; the filters are those of the console's page.
decide      leads.verdicts      Give a verdict on a lead; confirming it queues the holder's alert.
undo        leads.verdicts      Take the last verdict on a lead back.
close       leads.verdicts      Close confirmed leads (办结): nothing further is done and they are not looked at again.
reasons     leads.reasons       List the reason codes and the verdict each fits.
export      leads.queue         Export listings or ordinary pages (current versions), leads, decisions or notices.
capture     evidence.capture    Capture a page as evidence: browser visit, archive, hashes, signature, time-stamps.
recording   evidence.recordings Read a screen recording: its new pictures by time code, their text, the marks in it.
verify      evidence.packages   Check a package offline, a line a check; exit 0 only if all hold.
digest      letters.outbox      Queue today's digest to the officers of HUBIAO_OFFICER_MAILS; once a day and officer.
recheck     leads.followup      Read from the latest crawls what became of listings after their letters.
infringers  leads.insight       List shops taken for one operator across platforms, with the verdicts against them.
imitations  leads.shop_leads    List shops whose names imitate a licensed shop's or a mark, after comparing all shops.
hijacks     leads.shop_leads    List shops whose goods searches for a mark show though they nowhere bear it.
lookalikes  leads.lookalikes    Sites whose names are like a holder's or a mark (仿冒网站).
transfer    leads.transfers     Leads that another office hands over (线索移交), and receipts.
turnover    leads.insight       Estimate what leads turned over, as an interval against the amounts of a crime.
route       leads.insight       Name the office that is competent for each lead, and on what ground.
hotspots    leads.insight       List gatherings of leads above their usual level, and disguises not seen before.
report      letters.reports     Write what was found, decided and achieved in a period as DOCX or XLSX.
serve       office.serving      Serve the console, the clock of the tasks, and a worker, until Ctrl-C.
worker      office.serving      Work on what is due: assess, capture, deliver mail, digest, give back old claims.
law         letters.law         The law that letters rest on (法律依据), by meaning and by date.
users       office.people       Officers and their roles.
token       office.people       Access of other programs to the API.
rights      office.rights       Protected marks, indications and product rules.
task        crawls.tasks        Stored crawls (监测任务).
import      crawls.tasks        Bring in lists of addresses.
platform    crawls.platforms    Profiles of platforms.
api         crawls.apis         Official open APIs (开放接口): keys, terms, budget, one call by hand.
evidence    evidence.packages   Evidence taken so far (固证材料).
keys        evidence.keys       Who signs the office's evidence (签名密钥), and its certificate of a licensed authority.
notice      letters.drafts      Letters (文书): draft, check, approve, render, send.
warning     letters.drafts      Risk warnings (风险预警): draft, check, approve, render, send.
outbox      letters.outbox      Mails: what waits, what left, what failed.
deadline    leads.followup      Terms (期限) that run on leads and letters.
assistance  letters.assistance  What follows a request to assist (配合调查通知).
visit       leads.visits        Visits to the addresses that shops publish (现场核查).
contacts    leads.contacts      Registrars and hosts of sites (接入与注册信息), by RDAP.
purchase    leads.purchases     Samples bought of shops (购样) and their identification.
audit       evidence.audit      The record of every act (操作留痕).
"""
COMMANDS = tuple(CommandEntry(*line.split(maxsplit=2)) for line in _TABLE.strip().splitlines())
