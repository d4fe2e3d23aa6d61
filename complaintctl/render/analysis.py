"""What a period's analysis says, on the page and in the workbook (Art. 22)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.figures import Figures
from complaintctl.periods import Period
from complaintctl.render import chinese
from complaintctl.render.columns import heading
from complaintctl.render.text import visible

Record = Mapping[str, Any]


class Analysis(NamedTuple):
    """Everything the page and the workbook say. Rows of the return end with the total, their labels in Chinese."""

    bank: str
    regulation: str
    practice: bool
    period: Period
    day: str  # what is overdue is so on this day, and no later entry counts
    is_known_on: bool  # whether that day was asked for
    dimension: str
    dimension_label: str
    rows: Mapping[str, Sequence[Record]]  # the return with its comparison, by dimension
    figures: Figures
    totals: Mapping[str, Record]  # of the period, "now", of the one "before", and of the same of the "year" before
    months: Sequence[Record]  # the totals of the last twelve
    overdue: Sequence[Record]
    actions: Sequence[Record]
    findings: str
    proposals: str
    seq: int
    hash: str
    version: str

    def heading(self, key: str) -> str:
        """Return the heading of a column."""
        return self.figures[key].label_zh if key in self.figures else heading(key, "zh")

    @property
    def undated(self) -> str:
        """That cases left on a day which nobody knows, and are judged neither in time nor late; empty if none did."""
        number = self.totals["now"]["undated"]
        return (
            f"其中{number}件旧登记簿只注明已办结，未载办结和答复日期：按受理当日办结计数，不计入按期、逾期和办理天数。"
            if number
            else ""
        )

    @property
    def title(self) -> str:
        """What the document is called, marked if it comes from a practice file."""
        mark = "【练习】" if self.practice else ""
        return visible(f"{mark}{self.bank}{chinese.period(self.period.name)}客户投诉（信访）统计分析")
