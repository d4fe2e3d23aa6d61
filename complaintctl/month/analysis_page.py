"""A period's analysis as a page for a supervisor: in Chinese, nothing from elsewhere, nobody named (Art. 22)."""

from typing import Any

from complaintctl import __version__
from complaintctl.base import chinese
from complaintctl.base.text import filled
from complaintctl.month.analysis import Analysis, Record
from complaintctl.month.analysis_charts import charts
from complaintctl.month.figure_words import in_print
from complaintctl.record.figures import value_type_of


def as_page(analysis: Analysis) -> str:
    """Return the page as HTML."""

    def cell(record: Record, key: str) -> str:
        """Return what stands in a table, a change with its sign."""
        value: Any = _state(record) if key == "state" else record[key]
        sign = "+" if key.endswith(("before_rate", "year_rate")) and value and value > 0 else ""
        unsure = "（暂定）" if key == "due_on" and record.get("provisional") else ""
        return sign + in_print(value, value_type_of(key, analysis.figures)) + unsure

    def change(key: str, when: str) -> str:
        """Return by how much a figure differs from that of an earlier period; empty where that says nothing."""
        now, then = (analysis.totals[each][key] for each in ("now", when))
        if now is None or then is None:
            return ""
        return _change(float(now), float(then), analysis.figures[key].value_type)

    return filled(
        "analysis.html",
        analysis=analysis,
        period=analysis.period,
        day=chinese.day,
        cell=cell,
        change=change,
        charts=charts(analysis),
        repeats=_repeats(analysis),
        version=__version__,
    )


def _change(now: float, then: float, value_type: str) -> str:
    if now == then:
        return "，持平" if now else ""
    if value_type == "rate":
        return f"，{100 * (now - then):+.2f}个百分点"
    if value_type == "mean":
        return f"，{now - then:+.2f}天"
    return f"，{(now - then) / then:+.2%}" if then else ""


def _state(action: Record) -> str:
    done_at = action["done_at"]
    return f"{done_at[:10]} 完成" if done_at else "逾期未完成" if action["is_late"] else "进行中"


def _repeats(analysis: Analysis) -> list[dict[str, Any]]:
    """Return the units and categories with repeated complaints, the most of them first."""
    return [
        {**row, "kind": kind, "share": row["repeat"] / row["received"]}
        for dimension, kind in (("unit", "单位"), ("category", "类别"))
        for row in sorted(analysis.rows[dimension], key=lambda row: -row["repeat"])
        if row["repeat"] and row["group"] != "total"
    ]
