"""What is asked before something is deleted (删除确认): a question for each kind, used by its route."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """The question before one kind of deletion."""

    what: str
    """Kind of the thing, in Chinese."""
    effect: str
    """What is lost, and what stays."""
    verb: str = "删除"


TEMPLATES = Deletion(
    what="自学模板",
    verb="清除",
    effect="系统从该店铺学到的读法被清除，下次采集重新学习；已采集的商品保留。",
)
FIXED_FIELD = Deletion(
    what="固定的字段",
    verb="取消",
    effect="该字段改为重新学习，以后采集不再按点选的位置读取；需要时须重新点选。",
)
API_KEYS = Deletion(
    what="接口密钥",
    effect="密钥被删除，不能找回；该接口停止查询，直到重新填写。已采集的商品保留。",
)
PROFILE = Deletion(
    what="平台档案",
    effect="本单位的这份档案不再使用；随程序自带档案的平台恢复自带档案。历次版本保留，可以找回。",
)
TASK = Deletion(
    what="任务",
    effect="任务及其定时被删除，不能撤销；已采集的商品、线索和批次记录保留。只是暂时不用，请选“暂停”。",
)
LETTER_DOCUMENT = Deletion(
    what="附件",
    verb="移除",
    effect="该附件不再随文书附送；需要时须重新上传。",
)
LICENCE = Deletion(
    what="许可",
    effect="该店铺此后按未经许可研判，可能产生新的线索。如许可只是到期，请改填截止日期。",
)
RIGHT_IMPORT = Deletion(
    what="导入",
    verb="撤销",
    effect="本次新增的权利、权利人被删除（已有线索的权利改为停用），本次更新的恢复为导入前的内容。",
)
RIGHT_FILE = Deletion(
    what="权利文件",
    verb="移除",
    effect="图样或证书不再显示，不再用于比对；需要时须重新上传。",
)
BACKUP = Deletion(
    what="备份",
    effect="这份备份文件被删除，不能找回；数据本身不受影响。",
)
SECOND_FACTOR = Deletion(
    what="动态口令",
    verb="解除",
    effect="该用户此后只凭密码登录，直到本人重新启用；恢复码同时作废。",
)
SINGLE_SIGN_ON = Deletion(
    what="统一登录绑定",
    verb="解除",
    effect="该用户的登录会话立即结束，此后只凭本系统的密码登录；没有密码的，须先重设密码。本人登录后可以重新绑定。",
)
BROWSER_TOKEN = Deletion(
    what="令牌",
    verb="收回",
    effect="使用该令牌的浏览器立即不能再送出页面，不能恢复；需要时须重新连接。",
)
PROGRAM_TOKEN = Deletion(
    what="令牌",
    verb="收回",
    effect="使用该令牌的程序立即不能访问，不能恢复；需要时须新建令牌。",
)
WEBHOOK = Deletion(
    what="推送",
    effect="该地址不再收到推送，尚未送达的也不再发送。只是暂时不用，请选“暂停”。",
)
CHANNEL = Deletion(
    what="通知渠道",
    effect="该群不再收到通知，机器人密钥一并删除，不能找回。只是暂时不用，请取消“启用”。",
)
HOLDER_LINK = Deletion(
    what="链接",
    verb="作废",
    effect="持有该链接的人立即不能再查看、答复线索，不能恢复；已作的答复保留。需要时须重新生成。",
)
APPEAL = Deletion(
    what="申诉",
    verb="撤回",
    effect="我局不再审查本申诉；有新材料的，可以重新提交。",
)
ACCURACY = Deletion(
    what="准确性报告",
    verb="撤下",
    effect="公开页面和下载文件立即停止提供；重新公开时按届时的数字统计。",
)
IDENTITY_IMPORT = Deletion(
    what="导入",
    verb="撤销",
    effect="本次导入的身份信息全部删除，比对结果随之消失；店铺页面的记录不受影响。需要时可以重新导入。",
)
