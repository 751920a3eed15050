"""`make demo`: the whole chain on the demonstration market, in a folder of its own.

    rights → tasks → crawl → assess → evidence → verdicts → mails → letters → next day → console

`once` ends after the table; exit 0 only if every stage did its work.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from console.demo import acting, watching, writing
from console.demo.account import StageAccount, print_accounts
from console.demo.authority.serving import StampAuthority, running_authority
from console.demo.demo_office import DemoOffice, locked_folder, make_office
from console.demo.market.market import Market, running_market
from console.exit_codes import EXIT_INTERRUPTED
from storage.base.errors import HubiaoError

FOLDER = Path("var/demo")
WIDTH = 120
"""Columns of the table where the output is no terminal."""
ENDING_SECONDS = 30
"""How long the console may take to end its processes."""


def main(words: Sequence[str]) -> int:
    """Run the demonstration; gives the exit code."""
    # Ending by `kill` takes the market and the console along, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    terminal = Console()
    console = terminal if terminal.is_terminal else Console(width=WIDTH)
    try:
        return _demonstrate(console, once="once" in words)
    except HubiaoError as error:
        print(f"demo: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _demonstrate(console: Console, *, once: bool) -> int:
    with (
        locked_folder(FOLDER),
        running_market() as market,
        running_authority(FOLDER / "authority") as stamps,
    ):
        office = make_office(FOLDER, _settings(stamps))
        accounts, users = run_stages(office, market, console)
        print_accounts(accounts, console)
        _print_users(console, users)
        succeeded = all(account.succeeded for account in accounts)
        if succeeded and not once:
            _serve(office, console)
        return 0 if succeeded else 1


def _settings(stamps: StampAuthority) -> dict[str, str]:
    return {
        "HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8",
        "HUBIAO_CRAWL_DELAY": "0",
        "HUBIAO_UNDO_MINUTES": "0",
        "HUBIAO_TIMESTAMP_URLS": stamps.url,
        "HUBIAO_TIMESTAMP_ANCHORS": str(stamps.anchor),
        "HUBIAO_OFFICE_NAME": "示例市市场监督管理局",
        "HUBIAO_OFFICE_CONTACT": "示例联系人 office@demo.invalid",
        "HUBIAO_OFFICE_ADDRESS": "示例省示例市示例路1号",
        "HUBIAO_OFFICER_MAILS": "officer@demo.invalid",
        "HUBIAO_CONSOLE_PORT": "0",
    }


def run_stages(
    office: DemoOffice, market: Market, console: Console
) -> tuple[list[StageAccount], list[acting.Account]]:
    """Every stage in turn; one that fails is told in the table and ends the row of stages."""
    users: list[acting.Account] = []
    leads: list[dict[str, object]] = []
    open_lead: dict[str, object] = {}

    def people() -> list[str]:
        users.extend(acting.add_users(office))
        return [", ".join(f"{user.name} ({user.role})" for user in users)]

    def evidence() -> list[str]:
        leads.extend(acting.leads_to_confirm(office))
        open_lead.update(acting.lead_to_ask(office))
        return acting.capture_evidence(office, [*leads, open_lead])

    stages: list[tuple[str, Callable[[], list[str]]]] = [
        ("rights 权利", lambda: watching.import_rights(office)),
        ("users 用户", people),
        ("tasks 任务", lambda: watching.add_tasks(office, market)),
        ("crawl 监测", lambda: watching.crawl_market(office)),
        ("assess 研判", lambda: watching.assess_listings(office)),
        ("evidence 固证", evidence),
        ("verdicts 核查", lambda: acting.decide_leads(office, leads, open_lead)),
        ("mails 预警邮件", lambda: acting.send_mails(office)),
        ("notice 侵权通知书", lambda: writing.write_notice(office, leads)),
        ("request 协助辨认", lambda: writing.write_request(office, open_lead)),
        ("warning 风险预警", lambda: writing.write_warning(office)),
        ("next day 次日", lambda: watching.crawl_next_day(office, market)),
    ]
    accounts = []
    for name, stage in stages:
        console.print(f"[dim]… {name}[/dim]")
        accounts.append(_account(name, stage))
        if not accounts[-1].succeeded:
            break
    return accounts, users


def _account(name: str, stage: Callable[[], list[str]]) -> StageAccount:
    begun = time.monotonic()
    try:
        facts = stage()
    except (HubiaoError, OSError, subprocess.SubprocessError) as error:
        facts = [" ".join(str(error).split())]
        return StageAccount(
            stage=name, succeeded=False, seconds=time.monotonic() - begun, facts=facts
        )
    return StageAccount(
        stage=name, succeeded=bool(facts), seconds=time.monotonic() - begun, facts=facts
    )


def _print_users(console: Console, users: Sequence[acting.Account]) -> None:
    for user in users:
        console.print(f"account {user.name}  password {user.password}", markup=False)


def _serve(office: DemoOffice, console: Console) -> None:
    """The console stays up until Ctrl-C; it tells its own address."""
    diary = office.folder / "console.log"
    console.print(f"the console's log is {diary}; Ctrl-C ends the demonstration", markup=False)
    with diary.open("w") as log:
        served = subprocess.Popen(
            [sys.executable, "-m", "console", "serve"], env=office.environment, stderr=log
        )
    try:
        code = served.wait()
    except KeyboardInterrupt:
        # A terminal tells both of us, `kill` only the parent.
        served.send_signal(signal.SIGINT)
        served.wait(ENDING_SECONDS)
        raise
    finally:
        if served.poll() is None:
            served.kill()
    if code != 0:
        raise HubiaoError("demo.console-ended", code=code, file=diary)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
