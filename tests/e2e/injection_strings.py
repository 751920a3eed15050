"""Fifty strings that run as script where a page forgets to escape; none may run anywhere."""

from __future__ import annotations

_CALL = "window.__ran=1"

STRINGS = tuple(
    text.replace("@", _CALL)
    for text in (
        "<script>@</script>", "<ScRiPt>@</sCrIpT>", "<script src=data:,@></script>",
        "</title><script>@</script>", "</textarea><script>@</script>", "</style><script>@</script>",
        "--><script>@</script>", "]]><script>@</script>", "'\"><script>@</script>",
        "\"><img src=x onerror=@>", "'><img src=x onerror=@>", "<img src=x onerror=@>",
        "<img/src='x'/onerror=@>", "<img src=x:x onerror='@' ", "<svg onload=@>",
        "<svg><script>@</script></svg>", "<svg/onload='@'/>", "<svg><animate onbegin=@ attributeName=x>",
        "<body onload=@>", "<iframe srcdoc='<script>parent.@</script>'>",
        "<iframe src='javascript:parent.@'>", "<a href='javascript:@'>x</a>", "javascript:@",
        "JaVaScRiPt:@", "java\tscript:@", " javascript:@", "data:text/html,<script>@</script>",
        "vbscript:@", "<details open ontoggle=@>", "<input autofocus onfocus=@>",
        "<select autofocus onfocus=@>", "<marquee onstart=@>", "<video><source onerror=@></video>",
        "<audio src=x onerror=@>", "<object data='javascript:@'>", "<embed src='javascript:@'>",
        "<form action='javascript:@'><button>x</button></form>", "<button formaction=javascript:@>x",
        "<math><mi xlink:href='javascript:@'>x</mi></math>", "<base href='javascript:@//'>",
        "<meta http-equiv=refresh content='0;url=javascript:@'>", "<link rel=stylesheet href=javascript:@>",
        "<div hx-get='/' hx-trigger='load' hx-on::load='@'>", "<div hx-on:htmx:load='@'>x</div>",
        "<p data-hx-on-click='@' autofocus tabindex=0>", "{{ constructor.constructor('@')() }}",
        "{% print 7*7 %}${@}#{@}", "\u2028@//", "\x3cscript\x3e@\x3c/script\x3e",
        "<noscript><p title=\"</noscript><img src=x onerror=@>\">",
    )
)  # fmt: skip
