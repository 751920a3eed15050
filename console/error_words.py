"""Refusals of the rooms below, in Chinese: the command line speaks English, an officer reads Chinese.

What is not known here is shown as it stands; a page that hides why is worse than one in English.
"""

from __future__ import annotations

import re

_AT = r"(?P<where>(?:[^\n]*?: )?)"
_WORDS: tuple[tuple[str, str], ...] = (
    (r"user '(.+)' is there already", "用户“{0}”已存在"),
    (r"a user needs a name", "请填写用户名"),
    (r"the password needs at least (\d+) characters", "密码至少 {0} 位"),
    (r"token '(.+)' is there already", "名为“{0}”的令牌已存在，请换一个名称"),
    (r"a token needs a name.*", "请填写令牌名称（不超过 100 字）"),
    (r"unknown scope .*", "没有这种权限"),
    (r"no (?:lead|mail|deadline|answer|evidence|notice) '?(\d+)'?.*", "没有编号为 {0} 的内容，可能已被删除"),
    (r"no task '(.+)'; .*", "没有名为“{0}”的任务，可能已被删除"),
    (r"no right '(.+)'", "没有编号为“{0}”的权利"),
    (r"no right holder '(.+)'", "没有编号为“{0}”的权利人"),
    (r"no such attachment", "没有这个附件"),
    (r"a task needs a name", "请填写任务名称"),
    (r"task '(.+)' needs at least one URL", "任务“{0}”至少要有一个起始网址"),
    (r"task '(.+)': '(.*)' is no http or https URL", "“{1}”不是 http 或 https 网址"),
    (r"cron line '(.*)' must have five fields.*", "cron 须有五段（分 时 日 月 周），例如 0 6 * * *"),
    (r"cron (?:line|weekday) '(.*)'.*", "cron“{0}”无法识别，例如 0 6 * * *"),
    (r"run (\d+) of this command is under way .*", "第 {0} 批正在进行"),
    (r"run (\d+) answered this slot .*", "这一时刻已由第 {0} 批完成"),
    (r"reason '.*' does not fit the verdict '.*'", "理由与核查意见不符，请另选理由"),
    (r"reason 'other' needs a note", "选“其他”时请写明备注"),
    (r"unknown reason .*", "没有这种理由"),
    (r"mail (\d+) has not been tried yet.*", "邮件 {0} 尚未尝试发送，会自动发出"),
    (r"mail (\d+) is \w+; it cannot be sent again", "邮件 {0} 的状态不能重发"),
    (r"the period ends before it starts.*", "截止日早于起始日"),
    (r"(.+) needs at least one --lead", "“{0}”至少要选一条线索"),
    (r"(.+) takes no --lead", "“{0}”不针对具体线索，请不要勾选线索"),
    (r"the sealed file must be .*", "须为 PDF、DOCX、PNG 或 JPEG 文件，不超过 32 MB"),
    (r"not a DOCX file.*", "不是 DOCX 文件"),
    (r"a document with macros is refused", "不接受带宏的文档"),
    (r"a document that loads .*", "不接受引用外部图片或模板的文档"),
    (r"a term starts with an event that has happened.*", "期限从已发生的事件起算，时间不能在将来"),
    (r"no letter type '(.*)'.*", "没有“{0}”这种文书"),
    (r"--field '(.*)': write NAME=VALUE", "“{0}”应写作：名称=值"),
    (r"facts: '(.*)': .*", "没有名为“{0}”的事实项"),
    (r"setting 'mail_from'.*", "发件人地址不是有效的邮件地址，请在系统设置中更改"),
    (r"setting 'officer_mails'.*: '(.*)' is no address", "每日摘要收件人“{0}”不是邮件地址"),
    (r"setting 'smtp_password'.*", "设置了邮件登录名，还需设置密码"),
    (r"setting 'smtp_tls'.*", "不加密（none）只能用于本机的邮件服务器"),
    (r"setting 'smtp_ca'.*cannot read (.*)", "读不到邮件服务器证书文件：{0}"),
    (r"relay (\S+): (.*); mails stay queued", "邮件服务器 {0} 无法使用：{1}。邮件仍在等待"),
    (r"this database is PostgreSQL's.*", "数据库是 PostgreSQL，请用 pg_dump 备份"),
    (rf"{_AT}'(.*)' is missing", "{where}缺少“{0}”"),
    (rf"{_AT}unknown key '(.*)' \(known: (.*)\)", "{where}不认识“{0}”（可用：{1}）"),
    (rf"{_AT}unknown key '(.*)'", "{where}不认识“{0}”"),
    (rf"{_AT}unknown kind '(.*)' \(known: (.*)\)", "{where}没有“{0}”这一种类（可用：{1}）"),
    (rf"{_AT}id '(.*)' stands twice", "{where}编号“{0}”重复"),
    (rf"{_AT}right '(.*)': holder '(.*)' is not known", "{where}权利“{0}”的权利人“{1}”未登记"),
    (rf"{_AT}right '(.*)': holder '(.*)' .*", "{where}权利“{0}”的权利人“{1}”未登记"),
    (rf"{_AT}'text' holds no letter.*", "{where}文字中没有可查找的字"),
    (rf"{_AT}(?:empty, expected a mapping with 'rights'|holds no rights)", "{where}文件中没有权利"),
    (rf"{_AT}empty text", "{where}内容为空"),
    (rf"{_AT}(\S+) is no Nice class.*", "{where}“{0}”不是商品分类（1 至 45）"),
    (rf"{_AT}expected MM-DD/MM-DD, got (.*)", "{where}产季应如 07-01/10-31，现为 {0}"),
    (rf"{_AT}expected a date like .*, got (.*)", "{where}日期应如 2027-12-31，现为 {0}"),
    (rf"{_AT}expected a list, got (.*)", "{where}应为列表，现为 {0}"),
    (rf"{_AT}expected a text, got (.*)", "{where}应为文字，现为 {0}"),
    (rf"{_AT}expected a whole number.*, got (.*)", "{where}应为整数，现为 {0}"),
    (rf"{_AT}expected an amount in yuan, got (.*)", "{where}应为金额（元），现为 {0}"),
    (rf"{_AT}expected true or false, got (.*)", "{where}应为“是”或“否”，现为 {0}"),
    (rf"{_AT}expected keys and values, got (.*)", "{where}应为键和值，现为 {0}"),
    (rf"{_AT}neither UTF-8 nor GB18030 text", "{where}文件编码不是 UTF-8 或 GB18030"),
    (rf"{_AT}not a readable workbook.*", "{where}不是可读的 XLSX 文件"),
    (rf"{_AT}broken CSV.*", "{where}CSV 文件有错"),
    (r"(.*), row (\d+): a value without a column name", "{0}：第 {1} 行有没有列名的值"),
    (rf"{_AT}(?:broken|not) YAML:? ?\(?(.*?)\)?", "{where}YAML 写法有错：{0}"),
    (r"robots\.txt of (\S+) does not allow (.*)", "{0} 的 robots.txt 不允许访问 {1}"),
    (r"refused (\S+): (.*HUBIAO_ALLOW_ADDRESSES.*)", "不能访问 {0}：内网或受限地址，须在系统设置中放行"),
)  # fmt: skip
_READ = tuple((re.compile(pattern, re.S), words) for pattern, words in _WORDS)


def in_chinese(message: str) -> str:
    """A refusal in Chinese where it is a usual one, else as it stands."""
    for pattern, words in _READ:
        if found := pattern.fullmatch(message):
            where = found.groupdict().get("where") or ""
            parts = [
                part or "" for part in found.groups()[1 if "where" in found.re.groupindex else 0 :]
            ]
            return words.format(*parts, where=where)
    return message
