"""人名: names of natural persons in a text, and whether a name on record is a natural person's.

个人信息保护法 §4: a name is personal data. A name is found behind or before a word that says that a
person bears it (店主王小明, 王小明经营的); names on record are looked for by `stands_in`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = "\u4e00-\u9fff"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易"
    "常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左"
    "涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵"
    "华解强柴车冉房边净佟闫郎骆"
)
"""The commonest single surnames, by the censuses' published order, from memory."""
_COMPOUND = (
    "欧阳|上官|司马|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|端木|呼延"
)
_WORDS = (
    "张贴|张扬|高价|高度|高仿|高频|高于|严重|严格|严厉|黄色|白色|白酒|金额|金色|马上|方便|方可|方式|成为|成立|成功"
    "|成本|安全|安排|任何|任意|文字|万元|石油|江苏|向来|余下|连续|易于|常见|常用|曾经|温馨|关于|关注|关键|路径"
    "|单独|单方|单位|包装|包括|包含|强调|强烈|管理|顾客|项目|解释|解决|费用|段落|谢绝|许可|许诺|许多|钱款|田间"
    "|司法|查验|查询|查明|查处|位于|位置|向他|向其|于此|于本|何种|何时|程序|程度|陈列|陈述|施行|施工|申请|申报|申诉"
    "|史料|顾虑|景区|左右|齐全|盛产|季节|章程|苗木|兰州|康养|武汉|宁夏|甘肃|鲁莽|毕竟|车间|房屋|边境|净含|席位"
    "|阳光|游客|童装|成都|成员|林业|梅花|桂圆|龙头|雷同|汤料|洪水|安徽|温度|温州|金银|金融|许昌|平台|万余|万多|莫名"
)
"""Words that begin with a character that is also a surname; chosen by hand from 风险预警 texts."""
_NAME = rf"(?!(?:{_WORDS}))(?:(?:{_COMPOUND})[{_HAN}]{{1,2}}|[{_SURNAMES}][{_HAN}]{{1,2}})"
_NOT_ANONYMOUS = rf"(?![{_HAN}]某)(?![{_HAN}](?:女士|先生|老板|姓|氏|同志))"
"""王某, 王女士 name nobody."""
_WHO = (
    "店主|网店主|摊主|业主|户主|经营者|实际经营者|负责人|法定代表人|法人代表|投资人|老板娘?|卖家|商家|主播|当事人|嫌疑人"
    "|违法行为人|行为人|联系人|注册人|开办人|自然人|个体工商户|个体户|姓名|控制人|股东|代理人|投诉人|举报人|消费者"
    "|买家|收件人|发货人|寄件人|经办人|核查员|主体"
)
_FOLLOWS = "在的将以因被等经通销开未曾利擅涉是系为自也共处发售卖经从向与和及于"
"""Characters that begin the next word after a name."""
_BEHIND_LABEL = re.compile(
    rf"(?:{_WHO})(?:姓名|名称)?(?:[:：（(“]|为|是|系|叫|名叫)?\s*{_NOT_ANONYMOUS}"
    rf"(?P<name>{_NAME})(?=$|[^{_HAN}]|[{_FOLLOWS}])"
)
_BEFORE_LABEL = re.compile(
    rf"(?:^|(?<=[^{_HAN}])|(?<=[由系为是与和及经]))\s*{_NOT_ANONYMOUS}(?P<name>{_NAME})"
    r"(?=等人|经营|开设|开办|名下|个人|本人|[（(](?:男|女|个体|自然人|身份)|[，,](?:男|女)[，,。]|的(?:网店|店铺|微店))"
)
_MINORITY = re.compile(rf"(?P<name>[{_HAN}]{{2,6}}[·•‧][{_HAN}]{{2,8}})")
"""阿依古丽·买买提: only persons' names are written so."""
_BODY = re.compile(
    "公司|集团|[店铺坊行社厂部院馆局所会站场庄园房城号]$|中心|合作社|超市|商城|工作室|旗舰|专营|专卖|特产|官方|食品|粮油"
)
_PERSON = re.compile(rf"(?:{_NAME}|{_MINORITY.pattern})")
_BEFORE = (
    "核查员|核查人|审批人|经办人|联系人|签字人|签署人|保证人|代理人|执法人员|工作人员"
    "|店主|经营者|负责人|卖家|由|经|向|与|和"
)
_AFTER = "同志|科长|局长|所长|队长|主任|副|审|核查|签|经办|代|负责|联系|经营|等人|开设"
"""What stands around a short name where it is a name and no part of a word."""
_SHORT_NAME = 2
"""Characters of a name that may also be a word."""


def person_names(text: str) -> Iterator[str]:
    """Names of natural persons that the words around them tell, each once, in no certain order."""
    plain = re.sub(rf"(?<=[{_HAN}])[ \u3000]+(?=[{_HAN}])", "", text)
    matches = (
        match["name"]
        for pattern in (_BEHIND_LABEL, _BEFORE_LABEL, _MINORITY)
        for match in pattern.finditer(plain)
    )
    yield from dict.fromkeys(matches)


def is_person(name: str) -> bool:
    """Is a name on record (主体名称, a shop's name) that of a natural person, by its form?"""
    plain = re.sub(r"\s", "", name)
    return bool(_PERSON.fullmatch(plain)) and _BODY.search(plain) is None


def stands_in(name: str, text: str) -> bool:
    """Whether a text names a person; a name of two characters may also be part of a word."""
    if name not in text:
        return False
    quoted = re.escape(name)
    if re.fullmatch(rf"[{_HAN}]+", name) is None:
        return re.search(rf"(?<![A-Za-z0-9]){quoted}(?![A-Za-z0-9])", text) is not None
    if len(name) > _SHORT_NAME:
        return True
    around = rf"(?:^|(?<=[^{_HAN}])|(?:{_BEFORE})){quoted}(?=$|[^{_HAN}]|{_AFTER})"
    return re.search(around, text) is not None


def masked_name(name: str) -> str:
    """王**: its writer finds it and nobody else reads it."""
    return name[0] + "*" * (len(name) - 1)
