"""权利清单: a workbook to fill in, each column explained in Chinese, and the rights as one; both import."""

from __future__ import annotations

import io

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from storage.records.meaning import SENSE_NAMES
from storage.rights.export_sheets import rights_workbook
from storage.rights.store import load_rights

RIGHTS = (
    ("id", "编号：小写字母、数字、连字符，不重复", "shili-mianfen"),
    ("text", "商标或标志文字", "示例面粉牌"),
    ("kind", "种类：trademark 商标、collective 集体商标、certification 证明商标、"
             "geographical-indication 地理标志、patent 专利、plant-variety 植物新品种、"
             "product-rule 产品管理规定", "trademark"),
    ("registration_no", "注册号", "示例0001"),
    ("classes", "商品分类 1 至 45，逗号分隔", "30"),
    ("goods", "核定商品，逗号分隔", "面粉,挂面"),
    ("holder", "权利人编号，与 holders 表一致", "shili-xiehui"),
    ("aliases", "其他注册形式，逗号分隔", ""),
    ("valid_from", "有效期自，如 2020-01-01", ""),
    ("valid_until", "有效期至，如 2030-01-01", ""),
    ("authorised_sellers", "许可店铺名称，逗号分隔", "示例官方店"),
    ("well_known", "是否驰名商标：true 或 false", ""),
    ("place", "“地名＋品名”标志中的地名，顿号分隔；空着按行政区划表推导", ""),
    ("product", "“地名＋品名”标志中的品名，顿号分隔；空着按商品词推导", ""),
    ("meanings", "标志文字的其他含义，每行一项：文字|类别|说明。类别为" + "、".join(SENSE_NAMES.values()),
     ""),
    ("other_owners", "他人的标识，每行一项：文字|所有人|店铺|商品|起始日|说明", ""),
    ("notes", "说明，只留存，不参与研判", ""),
    ("verified", "是否已核对注册证：true 或 false", "false"),
    ("note", "备注", "示例行，导入前请删除"),
)  # fmt: skip
HOLDERS = (
    ("id", "编号", "shili-xiehui"),
    ("name", "名称", "示例协会"),
    ("email", "告警邮箱", "alerts@example.invalid"),
    ("tier", "保护等级 1（最高）至 4", "3"),
    ("identity", "统一社会信用代码", ""),
    ("address", "地址", ""),
    ("contact", "联系人", ""),
    ("phone", "电话", ""),
    ("verified", "是否已核实：true 或 false", "false"),
)


def download_template(_request: PageRequest) -> Response:
    """The workbook."""
    # Only this page writes workbooks with comments; the library takes a tenth of a second to load.
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for title, columns in (("rights", RIGHTS), ("holders", HOLDERS)):
        sheet = book.create_sheet(title)
        for number, (name, meaning, example) in enumerate(columns, start=1):
            head = sheet.cell(1, number, name)
            head.font, head.comment = Font(bold=True), Comment(meaning, "护标")
            sheet.cell(2, number, example or None)
            sheet.column_dimensions[head.column_letter].width = max(14, len(name) + 4)
        sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return _workbook(content.getvalue(), "rights-template.xlsx")


def download_rights(request: PageRequest) -> Response:
    """The active rights and all holders as a workbook that imports as it is."""
    with request.database.read() as session:
        book = load_rights(session)
    return _workbook(rights_workbook(book), "rights.xlsx")


def _workbook(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (
    Route(path="/rights/template.xlsx", handler=download_template, roles=ADMINS),
    Route(path="/rights/export.xlsx", handler=download_rights, roles=ADMINS),
)
