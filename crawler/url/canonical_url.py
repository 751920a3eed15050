"""One spelling of every address (规范网址): what decides whether an address was seen.

It drops only what never changes what a page sells: tracking, sessions, the screen it is drawn for, ports,
dots. The number of the first page stays: `page=1` is the second part of a list that begins at 0.
`w3lib.url.canonicalize_url` keeps these, and drops the fragment even where it is a route; an
internationalised host and bytes that are no UTF-8 (a GBK shop's words) come out as w3lib has them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlencode

from crawler.url.site import ascii_host
from crawler.url.url_parts import Address, is_route, page_parts, split

_TRACKING = re.compile(
    r"^(?:utm_\w+|mc_\w+|hsa_\w+|mtm_\w+|pk_\w+|ali_\w+|wx\w*share\w*|share_?\w*|track\w*|trk\w*|_ga|_gl|"
    r"(?:g|fb|y|tt)clid|(?:li_fat_|wbra|gbra)id|gclsrc|dclid|msclkid|igshid|spm|scm|pvid|scene|ns|abbucket|xxc|rn|ref|ref_|referr?er|refer|"
    r"affiliate\w*|aff_\w+|from|fromsource|algo_\w+|ut_sk|bxsign|cpp|suid|un|short_name|sourcetype|"
    r"_x_\w+|_oak_\w+|refer_\w+|jd_pop|ptag|psource|bd_vid|qhclickid|zanpid|irclickid|cmpid|trackingid|srsltid|gad_\w+|"
    r"epik|dicbo|vero_\w+|_hs\w+|mkt_tok|s_kwcid|ef_id|s_cid|cjevent|ranmid|ransiteid|yclid|_openstat|wickedid)$",
    re.I,
)
_SESSION = re.compile(
    r"^(?:php|asp|j|cf)?sess(?:ion)?(?:_?id)?$|^(?:jsessionid|phpsessid|sid|aspsessionid\w*|cfid|cftoken|"
    r"oscsid|zenid|xtcsid|_csrf|csrf_?token|token|nonce|_t|timestamp|_|rand|random|cachebust)$",
    re.I,
)
_VISITOR = re.compile(r"^(?:visit(?:or)?|guest)(?:_?(?:id|no|num|code|key))?$", re.I)
"""Names that say in plain words whom their number counts: the visitor."""
_VISITOR_NUMBER = re.compile(r"(?=.*\d)[\w-]{5,128}")
"""Values of such a name that are a number and no choice (`visit=guided`); five characters, chosen by hand."""
_VISIT = re.compile(r"visit|guest", re.I)
"""Those of them that may name what is shown instead, as a tour (`/tour?visit=10234`)."""
_ITEM_NUMBER = re.compile(r"\d{1,8}")
"""Values of such a name that may be an item's number; chosen by hand: a visitor's is random or a time."""
_SCREEN_NAMES = frozenset(
    {"device", "view", "version", "display", "layout", "viewtype", "view_mode"}
)
_SCREENS = frozenset({"mobile", "pc", "desktop", "wap", "touch", "smartphone"})
_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/?#]*|/\((?:S|X)\([a-z0-9]{20,}\)\)", re.I
)
_LEAST_SESSION = 12
"""Characters below which `sid` is a number of the shop and no session; chosen by hand."""
FIRST_PAGE = frozenset({"page", "paged", "pageno", "page_no", "pagenum", "page_num"})
_INDEX = re.compile(r"/(?:index|default)\.(?:php|html?|aspx?|jsp)$", re.I)
_UNRESERVED = ":@!$&'()*+,;=-._~"


@lru_cache(maxsize=65_536)
def page_address(url: str) -> str:
    """One spelling of an address: host in lower case, query sorted, tracking, session and fragment gone.

    A fragment that is a route (`#/goods/1`, `#!/goods/1`) stays, in one spelling as well; the empty
    route is the page itself. What is no address comes back as it is.
    """
    parts = split(url.strip())
    if parts is None:
        return url
    return f"{parts.scheme.lower()}://{_netloc(parts)}{plain_path(parts)}{_query(parts)}{_route(parts)}"


def _query(parts: Address) -> str:
    query = sorted(telling_pairs(parts))
    return f"?{encoded_query(query)}" if query else ""


def _route(parts: Address) -> str:
    if not is_route(parts.fragment):
        return ""
    route = page_parts(parts)
    bang = "!" if parts.fragment.startswith("!") else ""
    text = f"{plain_path(route)}{_query(route)}"
    return f"#{bang}{text}" if text != "/" else ""


def telling_pairs(parts: Address) -> list[tuple[str, str]]:
    """The pairs of a query that may change what a page sells.

    A short number of a visit is the visitor's beside anything else that names the page, and names the page where
    nothing else does.
    """
    pairs = parts.pairs()
    telling = [pair for pair in pairs if not is_indifferent(*pair)]
    if telling or plain_path(parts) == "/" or any(map(str.isdigit, unquote(parts.path))):
        return telling
    return [(n, v) for n, v in pairs if _VISIT.fullmatch(n) and _ITEM_NUMBER.fullmatch(v)]


def is_indifferent(name: str, value: str) -> bool:
    """Does this query never change what a page sells: tracking, a session, a choice of screen?"""
    return bool(_TRACKING.match(name)) or _is_session(name, value) or _is_screen(name, value)


def _is_screen(name: str, value: str) -> bool:
    """Does this query only choose between the pages for telephones and for desks (`device=mobile`)?"""
    return name.lower() in _SCREEN_NAMES and value.lower() in _SCREENS


def _is_session(name: str, value: str) -> bool:
    """`sid` is a session where its value is long, and a shop or a series where it is a number; `visit` is one
    where its value is a number."""
    if _VISITOR.match(name):
        return bool(_VISITOR_NUMBER.fullmatch(value))
    if name.lower() == "sid" and len(value) < _LEAST_SESSION:
        return False
    return bool(_SESSION.match(name))


def _netloc(parts: Address) -> str:
    host = ascii_host(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    return f"{host}:{parts.port}" if parts.port not in (None, default) else host


def plain_path(parts: Address) -> str:
    """The path without sessions, doubled slashes, dots and the name of the folder's first file."""
    path = _PATH_SESSION.sub("", re.sub(r"/{2,}", "/", parts.path or "/"))
    pieces: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            pieces = pieces[:-1] if len(pieces) > 1 else pieces
        elif piece != ".":
            pieces.append(piece)
    joined = _INDEX.sub("/", "/".join(pieces) or "/")
    return "/".join(map(_requote, joined.split("/")))


def _requote(piece: str) -> str:
    """One spelling of a piece of a path; an encoded slash in it stays encoded (RFC 3986, 2.2)."""
    text = unquote(piece, errors="surrogateescape")
    return quote(text, safe=_UNRESERVED, errors="surrogateescape")


def encoded_query(pairs: list[tuple[str, str]]) -> str:
    """A query of pairs as `Address.pairs` gives them: their bytes come back as they were."""
    return urlencode(pairs, errors="surrogateescape")
