"""What the figures of a return are called, in Chinese and English: over their columns, and where one is asked for."""

from collections.abc import Iterable

from complaintctl.language import spoken

FIGURES: dict[str, tuple[str, str]] = {
    "opening": ("期初", "opening"),
    "received": ("受理", "received"),
    "reopened": ("重办", "reopened"),
    "resolved": ("办结", "resolved"),
    "withdrawn": ("撤诉", "withdrawn"),
    "closing": ("期末", "closing"),
    "on_time": ("按期", "on time"),
    "late": ("逾期", "late"),
    "on_time_rate": ("及时率", "rate"),
    "mean_working_days": ("平均工作日", "mean days"),
    "median_working_days": ("中位工作日", "median"),
    "overdue_now": ("期末超期", "overdue"),
    "major": ("重大", "major"),
    "repeat": ("重复", "repeat"),
    "anonymous": ("匿名", "anonymous"),
    "upheld": ("属实", "upheld"),
    "satisfied": ("满意", "satisfied"),
    "compensation_yuan": ("赔偿(元)", "paid (yuan)"),
    "share": ("占比", "share"),
    "no_complaint": ("零投诉", "none received"),
    "said_satisfied": ("表示满意", "satisfied"),
    "said_basically_satisfied": ("表示基本满意", "basically satisfied"),
    "said_dissatisfied": ("表示不满意", "dissatisfied"),
    "said_declined": ("未表态", "declined"),
    "said_unreachable": ("无法联系", "unreachable"),
    "satisfied_rate": ("满意率", "satisfied"),
    "slips": ("转办单", "slips"),
    "slips_returned": ("退单", "slips returned"),
    "hand_offs": ("流转次数", "hand-offs"),
    "mean_hand_offs": ("平均流转", "mean hand-offs"),
    "received_before": ("上期受理", "received before"),
    "received_before_rate": ("环比", "change"),
    "received_year": ("上年同期受理", "a year ago"),
    "received_year_rate": ("同比", "on the year"),
    "closing_before": ("上期期末", "closing before"),
    "late_before": ("上期逾期", "late before"),
    "supervised": ("督办", "supervised"),
    "ever_late": ("曾逾期", "ever late"),
    "undated": ("日期不明", "day not known"),
}


def figure_name(figure: str) -> str:
    """What a figure is called in the language spoken: the heading of its column; in English the name it is asked by."""
    return FIGURES[figure][0] if spoken() == "zh" else figure


def figure_named(given: str, figures: Iterable[str]) -> str | None:
    """Which of the figures has that name or heading; None if none has."""
    known = list(figures)
    return next((figure for figure in known if figure == given), None) or next(
        (figure for figure in known if given in FIGURES[figure]), None
    )
