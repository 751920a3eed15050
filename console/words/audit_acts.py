"""操作留痕 in Chinese: what each act of the audit is called on the page; the row keeps its code."""

from __future__ import annotations

ACTS = {
    "alert.queued": "告警待发",
    "alert.withdrawn": "撤回告警",
    "audit.head": "固定记录链",
    "backup.download": "下载备份",
    "backup.make": "备份",
    "backup.remove": "删除备份",
    "deadline.start": "期限开始",
    "deadline.met": "期限完成",
    "deadline.missed": "期限已过",
    "evidence.captured": "固证",
    "evidence.deleted": "删除到期证据",
    "evidence.sealed": "证据封装",
    "lead.capture": "要求固证",
    "lead.claim": "认领线索",
    "lead.closed": "线索办结",
    "lead.contested": "收到不侵权声明",
    "lead.decide": "核查意见",
    "lead.expire": "认领过期",
    "lead.noticed": "线索已发函",
    "lead.open": "产生线索",
    "lead.pending": "线索回到待核查",
    "lead.refused": "平台未处置",
    "lead.release": "放回线索",
    "lead.relisted": "线索复现",
    "lead.removed": "商品已下架",
    "lead.returned": "线索退回待核查",
    "lead.undo": "撤销意见",
    "lead.updated": "线索更新",
    "leads.export": "导出线索",
    "licence.end": "删除许可",
    "licence.grant": "登记许可",
    "link.accept": "采纳企业答复",
    "link.answer": "企业答复",
    "link.make": "生成答复链接",
    "link.revoke": "作废答复链接",
    "mail.bounced": "邮件退回",
    "mail.failed": "邮件失败",
    "mail.retry": "重发邮件",
    "mail.sent": "邮件发出",
    "mail.trial": "试发邮件",
    "mail.unclear": "邮件结果不明",
    "mail.withdrawn": "邮件撤回",
    "notice.answered": "文书已答复",
    "notice.approve": "审批文书",
    "notice.draft": "起草文书",
    "notice.fill": "补充文书",
    "notice.package": "下载交件包",
    "notice.publish": "公开预警",
    "notice.review": "法制审核",
    "notice.sealed": "文书已用印",
    "notice.sent": "发出文书",
    "notice.signed": "权利人已签署",
    "notice.unpublish": "撤下公开预警",
    "notice.withdrawn": "撤回文书",
    "platform.drop": "撤下平台档案",
    "platform.save": "保存平台档案",
    "report.export": "导出报告",
    "right.rest": "停用权利",
    "right.watch": "恢复监测权利",
    "rights.import": "导入权利",
    "run.stop": "停止采集",
    "session.close": "退出",
    "session.open": "登录",
    "session.refuse": "登录失败",
    "settings.change": "更改设置",
    "task.add": "保存任务",
    "task.disable": "暂停任务",
    "task.enable": "恢复任务",
    "task.remove": "删除任务",
    "task.run": "运行任务",
    "tip.add": "收到群众线索",
    "tip.dropped": "不采用群众线索",
    "tip.taken": "采用群众线索",
    "token.create": "新建令牌",
    "token.drop": "收回令牌",
    "user.add": "添加用户",
    "user.close": "停用用户",
    "user.open": "启用用户",
    "user.password": "重设密码",
    "user.recovery_code": "使用恢复码",
    "user.role": "更改角色",
    "user.second_factor": "动态口令",
    "webhook.add": "添加推送",
    "webhook.drop": "删除推送",
    "webhook.pause": "暂停推送",
    "webhook.resume": "恢复推送",
    "webhook.retry": "重试推送",
    "webhook.secret": "更换推送密钥",
    "webhook.test": "测试推送",
}

_KINDS = {
    "lead": "线索", "user": "用户", "task": "任务", "right": "权利", "rights": "权利", "notice": "文书",
    "mail": "邮件", "tip": "群众线索", "token": "令牌", "run": "批次", "webhook": "推送",
    "platform": "平台档案", "settings": "设置", "system": "系统", "evidence": "固证", "leads": "线索",
    "listing": "商品", "audit": "记录链",
}  # fmt: skip
_PLACES = {"lead": "/leads/{}?tab=all", "notice": "/notices/{}", "mail": "/mailbox/{}",
           "right": "/rights/{}", "run": "/runs/{}"}  # fmt: skip


def act_words(act: str) -> str:
    """An act in Chinese, else its code."""
    return ACTS.get(act, act)


def subject_words(subject: str) -> tuple[str, str]:
    """What an act was about, and where it is shown; no address where there is no page."""
    kind, _, name = subject.partition(":")
    shown = f"{_KINDS.get(kind, kind)} {name}" if name not in ("", "*") else _KINDS.get(kind, kind)
    where = _PLACES.get(kind)
    plain = name.isascii() and name.replace("-", "").isalnum()
    return shown, where.format(name) if where and plain else ""
