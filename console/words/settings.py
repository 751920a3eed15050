"""系统设置 in Chinese: what each setting is called, what it means, and in which group it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SettingWords:
    """A setting for an administrator who reads no code."""

    name: str
    label: str
    meaning: str


_W = SettingWords
GROUPS: tuple[tuple[str, tuple[SettingWords, ...]], ...] = (
    ("单位", (
        _W("office_name", "单位名称", "显示在页面顶部和文书中"),
        _W("office_short", "机关代字", "用于发文字号，例如“示市监”"),
        _W("office_contact", "联系人与电话", "印在文书中，也写入采集时的身份标识"),
        _W("office_address", "通信地址", "印在文书中"),
        _W("office_region", "管辖地区", "判断线索由本单位处理还是移送"),
        _W("letters_legal_review", "文书须经法制审核", "开启后，草稿经法制审核才能审批"),
        _W("warning_least_listings", "风险预警：每组最少商品数", "不足此数的分组并入上一级，仍不足则不列示；不少于 3"),
        _W("warning_least_shops", "风险预警：每组最少店铺数", "防止公开信息指向单个店铺；不少于 2"),
    )),
    ("邮件", (
        _W("smtp_host", "邮件服务器", "留空则邮件只存入本地邮箱，不会发出"),
        _W("smtp_port", "端口", "常用 587（STARTTLS）或 465（TLS）"),
        _W("smtp_tls", "加密方式", "starttls、tls；none 只能用于本机"),
        _W("smtp_user", "登录名", "服务器要求登录时填写"),
        _W("smtp_password", "密码", "不在此显示；留空表示不改"),
        _W("smtp_ca", "服务器证书文件", "内部邮件服务器自签证书时填写 PEM 文件位置"),
        _W("imap_host", "退信邮箱服务器", "留空则只读 bounces 文件夹中的退信"),
        _W("imap_port", "退信邮箱端口", "常用 993（TLS）或 143（STARTTLS）"),
        _W("imap_tls", "退信邮箱加密方式", "tls、starttls；none 只能用于本机"),
        _W("imap_user", "退信邮箱登录名", "即发件人的邮箱，退信寄回到那里"),
        _W("imap_password", "退信邮箱密码", "不在此显示；留空表示不改"),
        _W("imap_folder", "退信所在文件夹", "一般为 INBOX"),
        _W("imap_ca", "退信邮箱证书文件", "内部服务器自签证书时填写 PEM 文件位置"),
        _W(
            "mail_max_bytes",
            "邮件最大字节数",
            "超出时固证包不随文书邮件附送，改附校验值清单和领取方式",
        ),
        _W("mail_from", "发件人地址", "例如 hubiao@单位域名"),
        _W("mail_contact", "接收答复的邮箱", "有人查看的单位邮箱；收件人直接回复邮件时寄到这里"),
        _W("mail_domain", "Message-ID 域名", "写入每封邮件的编号（Message-ID），通常是单位域名"),
        _W("officer_mails", "每日摘要收件人", "多个地址用逗号分隔"),
        _W("admin_mails", "运行异常通知收件人", "磁盘、工作进程、备份、邮件、时间戳、时钟异常时通知管理员"),
        _W("digest_hour", "每日摘要时刻（时）", "0 至 23"),
        _W("quiet_hours", "免打扰时段", "例如 22:00-07:00，此间不发摘要"),
        _W("undo_minutes", "告警撤销窗口（分钟）", "确认后告警等待多久才发出，其间可撤销"),
    )),
    ("采集", (
        _W(
            "revisit_hours_with_lead",
            "复查间隔：有线索（小时）",
            "按权利人保护等级 1、2、3 级的上限，用逗号分隔，例如 24,72,168；每天要多少请求见“权利人”页",
        ),
        _W("revisit_hours_without_lead", "复查间隔：无线索（小时）", "出现标识但未成线索的商品，同样按等级的上限"),
        _W("crawl_delay", "请求间隔（秒）", "对同一网站两次请求之间至少等待"),
        _W("crawl_delay_cap", "robots 等待上限（秒）", "网站要求更长间隔时最多等待多久"),
        _W("crawl_concurrency", "同时请求数", "每个网站同时进行的请求"),
        _W("crawl_timeout", "请求超时（秒）", ""),
        _W("crawl_max_bytes", "单页最大字节数", ""),
        _W("crawl_max_pages", "单批最多页数", "一个网站一批"),
        _W("crawl_max_depth", "最大链接深度", "从起始页算起"),
        _W("enabled_platforms", "启用的平台", "允许采集的内置平台（如 taobao,jd），默认一个都不启用"),
        _W("spider_modules", "自备爬虫程序包", "已安装的 Scrapy 爬虫包名，多个用逗号分隔"),
        _W("keep_pages", "保存网页原文", "压缩保存每个采集页面"),
        _W("render_deadline", "渲染超时（秒）", "用浏览器打开一页的总时限"),
        _W("render_pages", "同时渲染页数", "1 至 8"),
        _W("browser_sandbox", "浏览器沙箱", "auto：以 root 运行时关闭，否则开启"),
        _W("worker_crawls", "工作进程同时采集数", "数据库为 PostgreSQL 时每个工作进程同时进行的采集；0 表示不采集"),
        _W("site_lookups", "联网查询网站登记信息", "开启后可查域名注册商和接入服务商（RDAP）、复查域名；默认不查"),
        _W("lookalike_lookups", "联网查询近似域名", "开启后可查询近似域名是否有人注册（仿冒网站）；默认不查"),
        _W("rdap_bootstrap", "RDAP 服务器目录", "IANA 公布的服务器清单所在网址（RFC 9224）"),
        _W("allow_addresses", "放行的内网地址", "采集和推送可访问的内网网段（CIDR），默认一个都不放行"),
    )),
    ("研判与固证", (
        _W("lead_threshold", "线索阈值", "分值达到多少产生线索，0 至 1"),
        _W("probe_share", "抽样复核比例", "队列前部插入低置信度线索的比例，0 至 0.5，用于模型学习"),
        _W("sample_share", "非线索抽样比例", "未列为线索的商品随机抽取的比例，0 至 0.5，用于估计漏判"),
        _W("sample_most", "非线索抽样上限（件/日）", "每日最多抽取几件；0 表示不抽取"),
        _W("read_pictures", "识别图片文字", "在本机识别已留存的商品图片中的文字"),
        _W("fetch_pictures", "每轮取图的商品数", "商标可能只出现在图片中时抓取图片；每轮最多处理件数，0 表示不抓取"),
        _W("pictures_a_day", "每日取图的商品数", "24小时内最多为多少件商品取图，按预期价值从高到低"),
        _W("read_seconds", "识图时限（秒）", "一张图片最多识别多少秒"),
        _W("capture_threshold", "自动固证阈值", "分值达到多少自动固证，0 至 1"),
        _W("evidence_keep_days", "证据保存天数", "办结后保存多久；0 表示永久"),
        _W("received_keep_days", "移送材料保存天数", "自接收起保存多久，线索未办结或保全的不删；0 表示永久"),
        _W("vault_key", "证据加密密钥文件", "证据、附件、文书、图片和网页加密存放；密钥遗失则无法读取，须另行保管"),
        _W("timestamp_urls", "时间戳服务地址", "RFC 3161，多个用逗号分隔；国密服务在地址前加 sm3+"),
        _W("timestamp_anchors", "时间戳根证书", "PEM 文件位置，多个用逗号分隔"),
        _W("renewal_months", "证据续期提前月数", "时间戳证书或者算法到期前多少个月续加时间戳"),
        _W("keep_revocation", "留存吊销信息", "续期时向证书签发机构查询并留存 CRL、OCSP；默认不向外查询"),
        _W("algorithm_ends", "算法停用日期", "如 sha256=2040-01-01，多个用逗号分隔；自该日起不再依靠该算法"),
        _W("font_folder", "字体文件夹", "单位的公文字体，用于生成 PDF"),
    )),
    ("统一登录", (
        _W("oidc_issuer", "统一登录服务地址", "OpenID Connect 的 issuer 网址；留空则不启用，只用本系统的用户名和密码"),
        _W("oidc_client_id", "客户端编号", "在统一登录服务上登记本系统时取得（client_id）"),
        _W("oidc_client_secret", "客户端密钥", "不在此显示；留空表示不改"),
        _W("oidc_name", "登录页按钮名称", "例如“单位统一登录”"),
        _W("oidc_role_claim", "角色所在的声明", "例如 groups；留空则由管理员在“用户与角色”中指定角色并启用"),
        _W("oidc_roles", "角色对照", "声明的值=角色，例如 ip-office=officer；多个用逗号分隔"),
    )),
    ("系统", (
        _W("console_url", "系统网址", "邮件和公开页面中的链接以此开头；改后重新启动才全部生效"),
        _W("log_format", "日志格式", "text 便于阅读；json 每行一个对象，供日志平台采集；重启后生效"),
        _W("backup_place", "备份位置", "另一块磁盘或网络文件夹的路径，须已存在；留空则不定时备份"),
        _W("backup_at", "备份时间", "每天此时备份，例如 02:30"),
        _W("backup_keep", "保留备份份数", "超出的最旧备份自动删除"),
        _W(
            "backup_passphrase",
            "备份口令",
            "填写后备份以此加密（至少 12 位）；没有口令无法恢复，须另行抄存；留空表示不改",
        ),
        _W("backup_keys", "备份含密钥", "关闭则备份不含签名和密封用的密钥，须另行保管 keys 文件夹"),
        _W("home", "数据文件夹", "数据库、证据、密钥所在"),
        _W("database_url", "数据库", "默认为数据文件夹中的 SQLite 文件"),
        _W("console_host", "监听地址", ""),
        _W("console_port", "监听端口", ""),
    )),
)  # fmt: skip
