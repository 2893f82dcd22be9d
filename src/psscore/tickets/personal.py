"""Personal data: which columns hold it, and how a value is shown without showing it."""

from __future__ import annotations

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
