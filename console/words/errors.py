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
    (rf"{_AT}expected each or daily, got (.*)", "{where}告警方式应为 each（逐条）或 daily（每日汇总），现为 {0}"),
    (r"setting 'imap_tls'.*", "不加密（none）只能用于本机的收信服务器"),
    (r"settings 'imap_user' and 'imap_password'.*", "设置了收信服务器，还需设置收信登录名和密码"),
    (r"this mail is no delivery report.*", "这封邮件不是本系统邮件的退信"),
    (r"unknown term '(.*)': use (.*)", "没有“{0}”这种期限（可用：{1}）"),
    (r"a term runs on a lead or on a letter.*", "期限须记在一条线索或一份文书上"),
    (r"template (.*\.docx): (.*)", "文书模板 {0} 有错：{1}"),
    (r"the document cannot be read: (.*)", "文档无法读取：{0}"),
    (r"the document unpacks to more than (\d+) MiB", "文档解压后超过 {0} MB，不予接收"),
    (r"(.*): a facts file is a mapping", "{0}：事实文件应为“名称: 值”"),
    (r"letter type (\S+): (.*)", "文书种类 {0} 的定义有错：{1}"),
    (r"no article '(.*)' in the law files", "法律文本中没有“{0}”"),
    (r"an answer needs --receipt or --note", "请填写回执编号或答复内容"),
    (r"LibreOffice is not installed.*", "没有安装 LibreOffice，无法生成 PDF"),
    (r"LibreOffice did not finish within (\d+) seconds", "LibreOffice 在 {0} 秒内没有完成，请再试一次"),
    (r"LibreOffice made no PDF: (.*)", "LibreOffice 没有生成 PDF：{0}"),
    (r"(.*): a report is written as \.docx or \.xlsx", "{0}：报告只能写成 .docx 或 .xlsx"),
    (r"(.*) is a folder; name the file to write", "{0} 是文件夹，请写明文件名"),
    (r"(?:attachment|picture) (\w+) was changed on disk", "文件 {0} 在磁盘上被改动过，不再提供"),
    (r"no picture (\w+)", "没有图片 {0}"),
    (r"(.*) is no head of the audit: (.*)", "{0} 不是操作留痕的首部：{1}"),
    (r"(.*) is there: move it away before restoring", "{0} 已存在，恢复前请先移走"),
    (r"(.*) is no backup: it holds no (.*)", "{0} 不是备份：其中没有 {1}"),
    (r"(.*) is no backup: (.*)", "{0} 不是备份：{1}"),
    (r"database '(.*)' is not supported.*", "不支持数据库“{0}”，只能用 SQLite 或 PostgreSQL"),
    (r"database URL '(.*)' cannot be read", "数据库地址“{0}”无法识别"),
    (r"database (.*) is not set up for this version.*", "数据库 {0} 尚未升级到本版本，请运行 hubiao init"),
    (r"the folder of database (.*) does not exist", "数据库 {0} 所在的文件夹不存在"),
    (r"database (\S+): (.*)", "数据库 {0} 无法使用：{1}"),
    (r"refused (\S+): (.*)", "不能访问 {0}：{1}"),
    (r"refused port (\d+) on (\S+): .*", "不能访问 {1} 的端口 {0}"),
    (r"(.*) is no address or network .*", "{0} 不是 IP 地址或网段（例如 127.0.0.0/8）"),
    (r"only (\d+) MiB are free under (.*): no evidence is taken", "{1} 只剩 {0} MB 空间，暂不固证"),
    (r"(.*): not an evidence package", "{0} 不是证据包"),
    (r"a hold needs its reason", "请写明留存的理由"),
    (r"evidence in (.*?): (.*)", "{0} 的固证材料无法使用：{1}"),
    (r"signing key in (.*?)(?: cannot be read)?: (.*)", "{0} 的签名密钥无法使用：{1}"),
    (r"trust anchor (.*): no certificate in PEM form", "信任根 {0} 中没有 PEM 格式的证书"),
    (r"trust anchor (.*): (.*)", "信任根 {0} 无法读取：{1}"),
    (r"the key (.*) is damaged .*", "密钥 {0} 已损坏：请从备份取回"),
    (r"cannot use the key (.*): (.*)", "密钥 {0} 无法使用：{1}"),
    (r"a stored secret does not fit (.*): .*", "保存的密文与密钥 {0} 不符：请从本数据库的备份取回密钥"),
    (r"(.*) is encrypted: HUBIAO_VAULT_KEY .*", "{0} 已加密，须由 HUBIAO_VAULT_KEY 指明密钥"),
    (r"(.*) does not open: it was damaged.*", "{0} 打不开：文件已损坏，或 HUBIAO_VAULT_KEY 指向另一把密钥"),
    (r"cannot write evidence to (.*): (.*)", "固证材料无法写入 {0}：{1}"),
    (r"cannot write the data folder (.*): (.*); set HUBIAO_HOME", "数据文件夹 {0} 无法写入：{1}"),
    (r"cannot (?:write|keep|save) (.*): (.*)", "{0} 无法写入：{1}"),
    (r"cannot read (.*): (.*)", "{0} 无法读取：{1}"),
    (r"cannot delete (.*): (.*)", "{0} 无法删除：{1}"),
    (r"cannot restore (.*): (.*)", "{0} 无法恢复：{1}"),
    (r"cannot encrypt: (.*)", "无法加密：{0}"),
    (r"a listing must be a JSON object", "商品信息应为 JSON 对象"),
    (r"a listing needs '(.*)'", "商品信息缺少“{0}”"),
    (r"setting '(\w+)' \(HUBIAO_\w+\): (.*)", "设置 {0} 无法使用：{1}"),
    (r"settings: (.*)", "设置无法使用：{0}"),
    (r"'(.*)' is no name of a platform", "“{0}”不是平台名"),
    (r"task '(.*)': unknown option '(.*)'", "任务“{0}”没有“{1}”这个选项"),
    (r"(.*): no http or https URL in it", "{0} 中没有 http 或 https 网址"),
    (r"(.*): (\d+) URLs; at most (\d+) at once", "{0} 有 {1} 个网址，一次最多 {2} 个"),
    (r"(.*): \d+ bytes when unpacked; at most \d+", "{0} 解压后太大，不予读取"),
    (r"(.*): cannot be read as XLSX .*", "{0} 不是可读的 XLSX 文件"),
    (r"no user '(.*)'; .*", "没有用户“{0}”"),
    (r"notice (\d+): ([\w.]+): (.*)", "文书 {0} 的“{1}”填写有误：{2}"),
    (r"(\S+): ([\w.]+): ((?:Input|Value|Extra|Unexpected|Field|String|List|Decimal).*)",
     "{0}：“{1}”填写有误：{2}"),
    (r"user '(.*)' may only look", "用户“{0}”只能查看"),
)  # fmt: skip
_VALUES = (
    (re.compile(r"Input should be a valid date.*"), "应为日期，例如 2026-12-31"),
    (re.compile(r"Input should be a valid (?:integer|number|decimal).*"), "应为数字"),
    (re.compile(r"Input should be a valid (?:list|tuple).*"), "应为列表，例如 [1, 3]"),
    (re.compile(r"Input should be a valid string.*"), "应为文字"),
)
"""What is said of a value that an officer typed."""
_REASONS = {
    "No space left on device": "磁盘已满",
    "Permission denied": "没有权限",
    "No such file or directory": "文件或文件夹不存在",
    "Is a directory": "是文件夹",
    "Not a directory": "不是文件夹",
    "Read-only file system": "磁盘只读",
    "Input/output error": "磁盘读写错误",
}
"""What the operating system says, where an officer can do something about it."""
_READ = tuple((re.compile(pattern, re.S), words) for pattern, words in _WORDS)


def in_chinese(message: str) -> str:
    """A refusal in Chinese where it is a usual one, else as it stands."""
    for pattern, words in _READ:
        if found := pattern.fullmatch(message):
            where = found.groupdict().get("where") or ""
            parts = [
                part or "" for part in found.groups()[1 if "where" in found.re.groupindex else 0 :]
            ]
            parts = [_part_in_chinese(part) for part in parts]
            return words.format(*parts, where=where)
    return message


def _part_in_chinese(part: str) -> str:
    for pattern, words in _VALUES:
        if pattern.fullmatch(part):
            return words
    return _REASONS.get(part, part)
