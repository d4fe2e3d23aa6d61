"""A period's analysis, as the page and the workbook say it (Art. 22)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base import chinese
from complaintctl.base.periods import Period
from complaintctl.base.text import visible
from complaintctl.record.figures import Figures
from complaintctl.tables.listing import heading

Record = Mapping[str, Any]

# A row without any of these has nothing to say.
_FIGURES = (
    *("opening", "received", "reopened", "resolved", "withdrawn", "closing", "overdue_now", "major", "repeat"),
    *("anonymous", "on_time", "late", "received_before", "received_year"),
)
# The charts of the last twelve months: name, kind, title, and the figures that each shows, with their names in it.
MONTHLY = (
    ("stock", "columns", "期末未办结（件），近十二个月", {"closing": "期末未办结（件）"}),
    ("on-time", "lines", "及时率，近十二个月", {"on_time_rate": "及时率"}),
    (
        *("days", "lines", "办理时长（工作日），近十二个月"),
        {"mean_working_days": "平均", "median_working_days": "中位"},
    ),
)
# And those of what was received in the period, by dimension.
GROUPED = {"category": "类别", "unit": "被投诉单位"}
GROUPED_TITLE = "本期受理，按{}（件）"


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
    last_entry: tuple[int, str]  # number and hash

    def heading(self, key: str) -> str:
        """Return the heading of a column."""
        return self.figures[key].label_zh if key in self.figures else heading(key, "zh")

    def headings(self, keys: Iterable[str], label: str = "") -> dict[str, str]:
        """Return the headings of columns, behind that of the groups if these have a `label`."""
        return {**({"label": label} if label else {}), **{key: self.heading(key) for key in keys}}

    def with_figures(self, dimension: str) -> list[Record]:
        """Return the rows by a dimension that have any figures, and the total."""
        return [row for row in self.rows[dimension] if row["group"] == "total" or any(row[key] for key in _FIGURES)]

    @property
    def undated(self) -> str:
        """Say that cases left on a day which nobody knows, and are judged neither in time nor late; empty if none."""
        number = self.totals["now"]["undated"]
        return (
            f"其中{number}件旧登记簿只注明已办结，未载办结和答复日期：按受理当日办结计数，不计入按期、逾期和办理天数。"
            if number
            else ""
        )

    @property
    def title(self) -> str:
        """Name the document, marked if it comes from a practice file."""
        mark = "【练习】" if self.practice else ""
        return visible(f"{mark}{self.bank}{chinese.period(self.period.name)}客户投诉（信访）统计分析")


def with_complaints(rows: Sequence[Record]) -> list[Record]:
    """Return the groups with complaints, the most first."""
    return sorted(
        (row for row in rows if row["received"] and row["group"] != "total"), key=lambda row: -row["received"]
    )
