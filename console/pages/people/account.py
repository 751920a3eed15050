"""我的账户: one's own password and second factor (动态口令)."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import SIGNED_IN, Page
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.people.accounts import set_password
from storage.people.passwords import MIN_PASSWORD
from storage.people.second_factor import codes_left, drop_factor, enrol, new_seed, seed_address
from storage.people.sign_in import Officer, check_password
from storage.tables import UserRow


def show(visit: Visit) -> Response:
    """One's own account."""
    return _page(visit, None)


def change_password(visit: Visit) -> Response:
    """A new password for oneself; the old one is asked, and every session ends."""
    officer = _officer(visit)
    try:
        check_password(visit.database, officer.name, _typed(visit, "old"))
        with visit.database.begin() as session:
            set_password(session, officer.user_id, _typed(visit, "password"), actor=officer.name)
    except (BadInput, Refused) as error:
        return _page(visit, error.text(Language.CHINESE))
    return visit.go("/sign-in")


def offer(visit: Visit) -> Response:
    """The QR code for an authenticator app, and the field for its first code."""
    officer = _officer(visit)
    return _offer_page(visit, new_seed(visit.settings.home, officer.user_id), None)


def begin_factor(visit: Visit) -> Response:
    """Ask for the second factor from now on, once the app's first code fits; the recovery codes
    are shown this once."""
    officer = _officer(visit)
    sealed = visit.need("seed", "绑定信息")
    try:
        with visit.database.begin() as session:
            codes = enrol(
                session, visit.settings.home, officer.user_id, sealed, visit.value("code")
            )
    except BadInput as error:
        return _offer_page(visit, sealed, error.text(Language.CHINESE))
    return visit.page("factor_codes.html", codes=codes)


def end_factor(visit: Visit) -> Response:
    """Do without the second factor again; the password is asked."""
    officer = _officer(visit)
    try:
        check_password(visit.database, officer.name, _typed(visit, "old"))
        with visit.database.begin() as session:
            drop_factor(session, officer.user_id, actor=officer.name)
    except Refused as error:
        return _page(visit, error.text(Language.CHINESE))
    return visit.go("/own")


def _offer_page(visit: Visit, sealed: str, error: str | None) -> Response:
    import segno

    officer = _officer(visit)
    address = seed_address(visit.settings.home, officer.user_id, officer.name, sealed)
    return visit.page(
        "factor.html",
        status=400 if error else 200,
        error=error,
        sealed=sealed,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        words=address.partition("secret=")[2].partition("&")[0],
    )


def _page(visit: Visit, error: str | None) -> Response:
    officer = _officer(visit)
    with visit.database.read() as session:
        factor = session.scalar(
            sa.select(UserRow.totp_seed.is_not(None)).where(UserRow.id == officer.user_id)
        )
        left = codes_left(session, officer.user_id)
    return visit.page(
        "own.html",
        status=400 if error else 200,
        error=error,
        factor=factor,
        left=left,
        shortest=MIN_PASSWORD,
    )


def _typed(visit: Visit, name: str) -> str:
    """A password as it was typed, blanks included."""
    return str(visit.form.get(name, ""))


def _officer(visit: Visit) -> Officer:
    if visit.officer is None:
        raise Refused("page.not-signed-in")
    return visit.officer


PAGES = (
    Page(path="/own", act=show, who=SIGNED_IN),
    Page(path="/own", act=change_password, who=SIGNED_IN, method="POST"),
    Page(path="/own/factor", act=offer, who=SIGNED_IN),
    Page(path="/own/factor", act=begin_factor, who=SIGNED_IN, method="POST"),
    Page(path="/own/factor/end", act=end_factor, who=SIGNED_IN, method="POST"),
)
