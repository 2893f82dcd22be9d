"""The codes of a check: what each is called, what it means and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from psscore.model.text import Text
from psscore.workbook.codes import Code

_RESTORE = Text(
    "从发放的工作簿复制原公式，或换用新工作簿重填",
    "copy the formula from the workbook handed out, or fill in a fresh one",
)
_FRESH = Text("把录入值填进新的工作簿", "fill the inputs into a fresh workbook")
_ASK = Text("请填报单位说明", "ask the unit to explain")
_SHOW = Text("取消隐藏后核对", "unhide it and look")
_NOTHING = Text("无须处理", "nothing to do")

_ROWS: tuple[tuple[str, str, str, str, str, Text], ...] = (
    (
        "formula_replaced",
        "公式被改成值",
        "formula replaced",
        "公式处是手工填的数或文本",
        "a number or a text stands where a formula was",
        _RESTORE,
    ),
    (
        "formula_changed",
        "公式被改写",
        "formula changed",
        "公式与发放的不同",
        "the formula is not the one handed out",
        _RESTORE,
    ),
    (
        "formula_removed",
        "公式被删除",
        "formula removed",
        "公式处是空的",
        "the cell that held a formula is blank",
        _RESTORE,
    ),
    (
        "fixed_text_changed",
        "固定内容被改",
        "fixed content changed",
        "编号、名称、分值等固定内容与发放的不同",
        "a code, name, number of points or other fixed content is not what was handed out",
        _FRESH,
    ),
    ("row_missing", "缺行", "row missing", "表中缺少规定的行", "a row that the table must have is gone", _FRESH),
    (
        "row_repeated",
        "重复的行",
        "row repeated",
        "同一编号出现多次",
        "a code stands in the table more than once",
        _FRESH,
    ),
    (
        "row_added",
        "多出的行",
        "row added",
        "评分表中有规定之外的行",
        "the score table has a row nobody laid down",
        _FRESH,
    ),
    ("table_missing", "缺表", "table missing", "发放时有的表不在了", "a table of the workbook is gone", _FRESH),
    (
        "column_missing",
        "缺列",
        "column missing",
        "表中缺少规定的列，或表头被改",
        "a table lacks a column, or its heading was changed",
        _FRESH,
    ),
    (
        "name_missing",
        "缺名称",
        "name missing",
        "发放时有的定义名称不在了",
        "a defined name of the workbook is gone",
        _FRESH,
    ),
    (
        "name_elsewhere",
        "名称指向别处",
        "name points elsewhere",
        "定义名称不再指向原来的单元格",
        "a defined name no longer stands for its cell",
        Text("在名称管理器中改回", "point it back in the name manager"),
    ),
    (
        "standard_differs",
        "标准不同",
        "other standard",
        "评价标准或版本与要求的不同",
        "the standard or its edition is not the one asked for",
        Text("改回后重新计分", "choose it again and score anew"),
    ),
    (
        "reading_differs",
        "读法不同",
        "different reading",
        "所选读法与要求的或发放时的不同",
        "a reading is not the one asked for or handed out",
        Text("改回后重新计分", "choose it again and score anew"),
    ),
    (
        "standard_unknown",
        "标准无法识别",
        "standard unknown",
        "封面上的标准在此处不存在，无法与模板比对",
        "the standard on the cover is not known here, so there is nothing to compare with",
        Text(
            "用 --against 给出发放的工作簿，或先安装该标准",
            "give the workbook handed out with --against, or install it",
        ),
    ),
    (
        "digest_differs",
        "标准摘要不符",
        "other digest",
        "计分时的标准内容或读法与现在的不同",
        "the rules or readings were others when the workbook was stamped",
        Text("重新计分并核对总分", "score it again"),
    ),
    ("hidden_row", "隐藏的行", "hidden row", "有内容的行被隐藏", "a row with content is hidden", _SHOW),
    (
        "hidden_column",
        "隐藏的列",
        "hidden column",
        "发放时可见的列被隐藏",
        "a column that was visible is hidden",
        _SHOW,
    ),
    ("hidden_sheet", "隐藏的工作表", "hidden sheet", "工作表被隐藏", "a sheet is hidden", _SHOW),
    (
        "filtered_rows",
        "筛选掉的行",
        "filtered rows",
        "筛选隐藏了部分行",
        "a filter hides rows",
        Text("清除筛选后再看", "clear the filter"),
    ),
    (
        "masked_value",
        "显示与值不符",
        "masked value",
        "数字格式使显示的内容不是单元格的值",
        "a number format shows something other than the value",
        Text("恢复原来的数字格式", "restore the number format"),
    ),
    (
        "unseen_value",
        "看不见的值",
        "unseen value",
        "文字与底色相同或字号极小，单元格的值看不见",
        "the letters have the colour behind them or are tiny: nobody sees the cell's value",
        Text("改回原来的字体和底色", "restore the font and the fill"),
    ),
    (
        "stored_differs",
        "结果与输入不符",
        "result differs",
        "保存的结果不是由现有输入算出的",
        "a stored result does not follow from the inputs",
        Text("以重新计分的结果为准", "go by the result of scoring anew"),
    ),
    (
        "not_calculated",
        "未经计算",
        "never calculated",
        "保存该文件的程序没有计算公式，无可比对",
        "the program that saved the file calculated nothing to compare with",
        Text("用 psscore score 计分", "score it with psscore score"),
    ),
    (
        "score_above_rule",
        "评分高于规则",
        "above the rule",
        "自评得分高于规则得分或超出区间，且没有说明原因",
        "a self-evaluated score is above the rule or outside its interval, without a reason",
        Text("请填写原因或改回规则得分", "give the reason, or the rule's score"),
    ),
    (
        "external_link",
        "外部引用",
        "external link",
        "公式或名称引用其他工作簿",
        "a formula or name refers to another workbook",
        Text("改为本工作簿的数据", "put the data into this workbook"),
    ),
    (
        "macro_changed",
        "宏被改动",
        "macro changed",
        "工作簿内置宏的源码与发放的不同",
        "a macro of the workbook is not the one handed out",
        _FRESH,
    ),
    (
        "macro_foreign",
        "外来的宏",
        "foreign macro",
        "含有不属于工作簿的宏代码",
        "there is macro code that is not the workbook's",
        Text("打开前请核对来源", "find out where it is from before opening it"),
    ),
    (
        "protection_removed",
        "保护被取消",
        "protection removed",
        "发放时受保护的工作表未受保护",
        "a sheet that was protected is not",
        _NOTHING,
    ),
    (
        "validation_removed",
        "有效性被取消",
        "validation removed",
        "录入单元格的数据有效性不在了",
        "an input cell has lost its data validation",
        _NOTHING,
    ),
    (
        "receipt_differs",
        "与计分回执不符",
        "differs from receipt",
        "文件在计分之后有改动",
        "the file was changed after it was scored",
        _ASK,
    ),
    (
        "no_receipt",
        "没有回执",
        "no receipt",
        "结果中没有这份工作簿的回执",
        "the results have no receipt of this workbook",
        Text("先用 psscore batch 计分", "score it with psscore batch first"),
    ),
    (
        "other_version",
        "版本不同",
        "other version",
        "由另一版本的 psscore 生成，公式可能因此不同",
        "built by another version of psscore, which may explain differences",
        Text("用 --against 给出发放的工作簿", "give the workbook handed out with --against"),
    ),
)

TAMPERING: Mapping[str, Code] = {
    code: Code(Text(zh, en), Text(meaning_zh, meaning_en)) for code, zh, en, meaning_zh, meaning_en, _ in _ROWS
}
"""What `psscore check` finds."""

ADVICE: Mapping[str, Text] = {row[0]: row[5] for row in _ROWS}
