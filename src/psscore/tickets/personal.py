"""Personal data: which columns hold it, and how a value is shown without showing it."""

from __future__ import annotations

import re

_PERSONAL = re.compile(
    r"姓名|名字|来电人|反映人|诉求人|投诉人|联系人|市民|经办人|受理人|操作员|坐席|话务|电话|手机|号码$|联系方式|身份证|证件|"
    r"地址|住址|地点|位置|经度|纬度|坐标|内容|描述|详情|标题|主题|备注|意见|答复|回复|结果说明|录音|邮箱|微信|性别|年龄|车牌|"
    r"(?i:^name$|(?:caller|contact|customer|real|full).?name|phone|mobile|address|e-?mail|content|description|remark)"
)
_NO_PERSON = re.compile(r"市民类别|地址编码|号码类型|时间|时限|次数|是否")
KEPT = "年月日时分秒上下午点星期周凌晨早中晚"
PATTERNS = (r"1[3-9]\d{9}", r"\d{17}[\dXx]")
"""Mobile numbers and identity numbers, wherever they stand in a label."""
LONGEST_LABEL = 100
SHOWN = 24


def is_personal(header: str) -> bool:
    """Whether a column of this name holds personal data or free text."""
    return bool(_PERSONAL.search(header)) and not _NO_PERSON.search(header)


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
