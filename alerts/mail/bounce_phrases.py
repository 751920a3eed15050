"""Standard phrases (标准用语) of bounces that carry neither a status report nor a reply code.

Sources: the texts that the servers themselves send. Postfix bounce(5) templates; Exim
`bounce_message_file` and `warn_message_file` defaults; qmail-send(8) QSBMF; sendmail savemail.c and
deliver.c; Courier; Lotus Notes; Exchange non-delivery reports [MS-OXORMSG]; Gmail and Yahoo
help pages; QQ Mail and NetEase 退信 pages. Matching ignores case and joins folded lines.
"""

from __future__ import annotations

import re


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.I)


DELAYED = _any_of(
    "warning message only",  # sendmail: you do not need to resend
    "warning: (?:message|could not send)",  # Exim, sendmail
    "warning--could not send",
    "message still undelivered",
    "will (?:keep trying|be retried|continue to (?:try|be (?:tried|retried))|retry|be re-?attempted)",
    "delivery attempts will continue",  # Exim
    "no action is required on your part",  # Exim
    "need not (?:resend|retry)|(?:do not|don't) need to re-?send",  # Postfix, sendmail
    "has not (?:yet )?been delivered (?:yet|to|after)",
    "still being retried",
    "(?:message|mail|delivery) (?:has been |is |was )?delayed",
    r"delivery status notification \(delay\)|delivery (?:status notification: )?delayed",
    "服务器(?:将|会)继续(?:尝试|投递)|投递延迟",
)  # fmt: skip
"""The server goes on trying."""

GIVEN_UP = _any_of(
    "giving up on|i've given up|i'm not going to try again|have been giving up",  # qmail
    "retry time(?:out)? (?:exceeded|not reached for any host after)",  # Exim
    "(?:in queue|on the queue|queued|been in the queue) too long|too old",
    "message (?:has )?(?:expired|timed out)|(?:delivery|retry) time(?:out)? (?:has )?expired",
    "cannot send message (?:for|within) |could not be delivered (?:for|within|after)",
    r"(?:unable|failed) to (?:be )?deliver(?:ed)?\b.{0,40}\bafter",
    "maximum (?:retry|number of (?:retries|attempts))|aborted after",
    "this is a permanent error|permanent fatal errors|failed permanently",  # qmail, sendmail, Gmail
)
"""The server calls it final, or tried for its whole term, whatever class its last reply had."""

FAILED = _any_of(
    r"(?:could|can)(?: ?not|n't) be (?:delivered|sent|forwarded)",
    r"(?:wasn't|was not|were not|not) (?:able|possible) to (?:deliver|send)",  # qmail, Postfix
    r"unable to (?:deliver|send)|(?:could|can)(?: ?not|n't) deliver",
    r"(?:delivery|message|mail) (?:has |to .{1,80} |status notification(?:: | \()|error )?fail(?:ed|ure)",
    r"fail(?:ed|ure) (?:to deliver|of delivery|delivery|notice)|delivery (?:report|notification)?:? ?fail",
    r"permanent(?:ly)? (?:fatal |delivery )?(?:error|fail|reject)",  # sendmail, Exim
    r"undeliver(?:able|ed)|non-?delivery|not (?:been )?delivered|did not reach",
    r"returned (?:mail|message|to sender)|returning message to sender|message was returned",
    r"(?:user|recipient|account|address|mailbox|host|domain)\b.{0,30}\b(?:unknown|not found|disabled"
    r"|suspended|does(?: not|n't) exist|inactive|invalid|rejected|not listed)",
    r"(?:unknown|no such|invalid|non-?existent) (?:local )?(?:user|recipient|address|mailbox|host|domain|account)",
    r"does not have an? .{0,60}account|not (?:a )?known (?:user|recipient)|not listed in",
    r"(?:mailbox|quota|disk|storage)\b.{0,30}\b(?:full|exceeded|over)|over ?quota|exceed.{0,20}quota",
    r"(?:message|mail|content|you sent)\b.{0,30}\b(?:blocked|rejected|refused|denied)",
    r"relay(?:ing)? (?:access )?denied|access denied|error (?:in )?sending",
    r"退信|无法(?:送达|投递)|投递失败|发送失败|被退回|未能(?:送达|投递)",
)  # fmt: skip
"""The mail did not arrive and will not."""

DELIVERED = _any_of(
    r"(?:successfully|was|been|is) (?:delivered|relayed) (?:to|successfully)|delivery (?:was )?successful",
    r"delivery status notification \(success\)|return receipt|投递成功|已(?:成功)?送达",
)  # fmt: skip
"""A success report that was asked for (RFC 3461)."""

FEEDBACK_SUBJECT = _any_of(
    "complaint about message from",  # Microsoft Junk Mail Reporting Programme
    r"\b(?:abuse|spam|feedback|junk) (?:report|complaint)|feedback report",
)
"""Feedback loops that send the mail without a report of RFC 5965."""

AUTO_REPLY_SUBJECT = _any_of(
    r"^\s*(?:re:\s*)?(?:auto(?:matic(?:ally)?|mated)?[ -]*(?:reply|response|answer|generated reply)"
    r"|(?:(?:i am|i'm|we are|we're) )?(?:currently )?"
    r"(?:out of (?:the )?office|away (?:from|until)|on (?:vacation|leave|holidays?))"
    r"|vacation|holiday|absen|自动(?:回复|答复|应答)|外出|休假|度假|请假)",
)

ANSWER_SUBJECT = _any_of(r"^\s*(?:re|aw|sv|fwd?|wg|回复|答复|转发)\s*[:：]")
"""A person answers or forwards; such a mail may quote a bounce."""

BOUNCE_SUBJECT = _any_of(
    r"undeliver|non-?deliver|returned mail|returning message|returned to sender|returned message",
    r"deliver\w*\b.{0,30}\b(?:fail|error|status|report|problem|delay|notif)",
    r"fail(?:ed|ure)?\b.{0,20}\b(?:deliver|notice|mail)|mail(?: delivery)?,? (?:fail|error|system error)",
    r"(?:could|can)(?: ?not|n't) (?:be delivered|send)|error sending|bounce|postmaster notify",
    r"warning: message .{1,60} delayed|delayed mail|message .{0,20}blocked|退信|未能?送达|投递失败",
    r"メールエラー|配信(?:不能|エラー|できません)|недоставлен|не доставлено|unzustellbar|non remis",
)  # fmt: skip
