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
    (r"this database is PostgreSQL's.*", "数据库是 PostgreSQL，请用 pg_dump 备份"),
    (rf"{_AT}neither UTF-8 nor GB18030 text", "{where}文件编码不是 UTF-8 或 GB18030"),
    (rf"{_AT}(?:broken|not) YAML:? ?\(?(.*?)\)?", "{where}YAML 写法有错：{0}"),
    (rf"{_AT}'(.*)' is missing", "{where}缺少“{0}”"),
    (rf"{_AT}unknown key '(.*)'", "{where}不认识“{0}”"),
    (r"robots\.txt of (\S+) does not allow (.*)", "{0} 的 robots.txt 不允许访问 {1}"),
    (r"refused (\S+): (.*HUBIAO_ALLOW_ADDRESSES.*)", "不能访问 {0}：内网或受限地址，须在系统设置中放行"),
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
