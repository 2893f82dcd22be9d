"""Personal data: which columns hold it, and how a value is shown without showing it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from psscore.model.text import Text

_PERSONAL = re.compile(
    r"姓名|名字|来电人|反映人|诉求人|投诉人|联系人|市民|经办人|受理人|操作员|坐席|话务|电话|手机|号码$|联系方式|身份证|证件|"
    r"地址|住址|地点|位置|经度|纬度|坐标|内容|描述|详情|标题|主题|备注|意见|答复|回复|结果说明|录音|邮箱|微信|性别|年龄|车牌|"
    r"(?i:^name$|(?:caller|contact|customer|real|full).?name|phone|mobile|address|e-?mail|content|description|remark)"
)
_NO_PERSON = re.compile(r"市民类别|地址编码|号码类型|时间|时限|次数|是否")
KEPT = "年月日时分秒上下午点星期周凌晨早中晚"
_APART = r"[\s.\-_/·]?"
_NUMBER = re.compile(
    rf"(?<!\d)(?:\+?(?:86|0086){_APART})?1[3-9](?:{_APART}\d){{9}}(?!\d)"
    rf"|(?<!\d)\d(?:{_APART}\d){{16}}{_APART}[\dXx](?!\d)"
    r"|(?<!\d)0(?:10|2\d|[3-9]\d\d)[)\s.\-_/·]{0,3}[2-8]\d{2,3}[\s.\-_/·]?\d{4}(?!\d)"
)
_LOCAL = re.compile(
    # Two parts of a number, and neither a year: 2024-2025, 2025-0012.
    r"(?<![\d.\-/])(?!(?:19|20)\d\d[ -])(?:[2-8]\d{3}[ -]\d{4}|[2-8]\d{2}[ -](?!(?:19|20)\d\d)\d{4})(?![.\-/]?\d)"
    r"|(?:电话|座机|固话|联系|号码|致电|拨打|(?i:tel|phone))\D{0,6}(?<!\d)(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d)[2-8]\d{6,7}(?!\d)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_HAN = "[\u4e00-\u9fff]"
_ADDRESSED = re.compile(rf"(?:[{_SURNAMES}]|欧阳|上官|司马|诸葛){_HAN}{{0,2}}(?:先生|女士|小姐|同志|师傅|某某?)")
_NAME = re.compile(rf"(?:[{_SURNAMES}]|欧阳|上官|司马|诸葛){_HAN}{{1,2}}")
_NO_NAME = re.compile(
    "[区县市镇乡村街路户员者人民生师工商队所局部科组类岁族型店园院校业组办站司厂家]$|高中|高校|高龄|高职|金融|白领|江北|万人"
)
_CODE = re.compile("[0-9A-Za-z]{1,100}")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fb]")
_RUN = re.compile(r"\d{6,}")
_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|(?<!\d)\d{1,2}:\d\d(?!\d)")
_TITLE = re.compile(
    r"编号|单号|序号|流水|案件|案卷|工单|时间|日期|时限|期限|类别|类型|分类|小类|大类|名称|姓名|电话|手机|号码|地址|地点|内容|描述|标题|状态|情况|结果|"
    r"单位|部门|街道|区县|城市|渠道|来源|是否|次数|备注|编码|代码|群体|对象|满意|调查|答卷|问卷|项目|指标|题|评价|身份|权重|"
    r"(?i:\bid\b|_id|no\.?$|number|name|time|date|type|code|status|unit|channel|city|district|item|answer|group|indicator)"
)
_LONGEST_TITLE = 30
LONGEST_LABEL = 100
SHOWN = 24


def is_personal(header: str) -> bool:
    """Whether a column of this name holds personal data or free text."""
    return bool(_PERSONAL.search(header)) and not _NO_PERSON.search(header)


def folded(text: str) -> str:
    """A text with full-width digits and dashes as plain ones and nothing invisible: as a reader would dial it."""
    return _INVISIBLE.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))


def holds_number(text: str) -> bool:
    """Whether a telephone number (mobile, or with its area code) or an identity number stands in a text.

    Blanks, hyphens or dots may stand between the digits, which may be full width.
    """
    return bool(_NUMBER.search(folded(text)))


def may_hold_number(text: str) -> bool:
    """Whether a text holds such a number, or a landline without its area code as far as it can be told from a code.

    That is one in two parts (8123 4567, 812-3456), or after a word such as 电话. Seven or eight digits in one run are
    taken for a code.
    """
    return holds_number(text) or bool(_LOCAL.search(" ".join(folded(text).split())))


def is_addressed(label: str) -> bool:
    """Whether a label is a person as one is addressed: 王女士, 张某. A bare name cannot be told from other words."""
    return bool(_ADDRESSED.fullmatch("".join(folded(label).split())))


def could_be_name(label: str) -> bool:
    """Whether a label may be the bare name of a person: a usual surname, and one or two characters."""
    plain = "".join(folded(label).split())
    return bool(_NAME.fullmatch(plain)) and not _NO_NAME.search(plain)


def label_shown(label: str, *, code: bool = False) -> str:
    """A label of the data as a report may show it: its shape when it holds a number of a person, is one, or free text.

    Letters made of it keep different labels apart; they do not tell what it was. A `code` of a platform may be as long
    as an identity number.
    """
    personal = len(label) > LONGEST_LABEL or may_hold_number(label) or is_addressed(label)
    if not personal or (code and _CODE.fullmatch(label)):
        return label
    digest = hashlib.sha256(label.encode("utf-8", "replace")).hexdigest()[:4]
    return f"{masked(label).replace('9', '#')}-" + "".join(chr(ord("A") + int(digit, 16)) for digit in digest)


def looks_like_data(cells: Sequence[str]) -> bool:
    """Whether a row taken for a header holds what no header does: numbers of persons, long numbers, dates, times."""
    return any(holds_number(cell) or _RUN.search(folded(cell)) or _DATE.search(folded(cell)) for cell in cells)


def headings_shown(cells: Sequence[str], most: int = 40) -> Text:
    """The cells of a first row as a message may quote them: not at all when they look like data, not like a header."""
    names = [cell for cell in cells if cell]
    if looks_like_data(names):
        return Text(
            "第一行像数据，不像表头，内容不列出", "the first row looks like data, not like a header: not quoted"
        )
    if names and not any(_TITLE.search(folded(name)) for name in names):
        return Text(
            f"第一行有 {len(names)} 列，不像表头，内容不列出",
            f"the first row has {len(names)} columns and does not look like a header: not quoted",
        )
    shown = [heading_shown(name) for name in names[:most]]
    return Text("表头有：" + "、".join(shown or ["—"]), "the header has: " + ", ".join(shown or ["—"]))


def heading_shown(name: str) -> str:
    """A heading as it may be shown: its shape when it is long or looks like data."""
    return masked(name) if len(name) > _LONGEST_TITLE or looks_like_data([name]) else name


def masked(value: str) -> str:
    """The shape of a value: digits as 9, letters as A, Chinese characters as 某, words of dates and marks kept."""
    shape = re.sub(r"\d", "9", value)
    shape = re.sub(r"[A-Za-z]", "A", shape)
    shape = re.sub(rf"[^\x00-\x7f{KEPT}：／－，。（）　]", "某", shape)
    return re.sub(r"^[=+@-]|[\x00-\x1f]", "?", shape[:SHOWN])


def masked_sql(expression: str) -> str:
    """`masked` as an SQL expression of DuckDB, of several values with the unit separator between them."""
    shape = f"regexp_replace({expression}, '[0-9０-９]', '9', 'g')"
    shape = f"regexp_replace({shape}, '[A-Za-z]', 'A', 'g')"
    shape = f"regexp_replace({shape}, '[^\\x00-\\x7f{KEPT}：／－，。（）　]', '某', 'g')"
    shape = f"regexp_replace({shape}, '(^|\\x1f)[=+@-]', '\\1?', 'g')"
    return f"regexp_replace({shape}, '[\\x00-\\x1e]', '?', 'g')"
