"""The tables of a period's analysis, in words (Art. 22)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from complaintctl.figures import Figures, value_type_of
from complaintctl.render import chinese
from complaintctl.render.analysis import Analysis, Record
from complaintctl.render.figures import in_print, per_cent
from complaintctl.render.text import visible

# All that makes up the balance of a row stands wherever a part of it does, so that a reader can add it up.
_BALANCE = ("opening", "received", "reopened", "resolved", "withdrawn", "closing")
_FLOW = (*_BALANCE, "overdue_now", "major", "repeat", "anonymous")
_QUALITY = (
    *("on_time", "late", "on_time_rate", "mean_working_days", "median_working_days", "upheld", "satisfied"),
    "compensation_yuan",
)
_COMPARED = ("received", "received_before", "received_before_rate", "received_year", "received_year_rate")
_SHORT = (*_BALANCE, "on_time_rate", "mean_working_days", *_COMPARED[2::2])
_MONTHLY = (*_BALANCE, "on_time_rate", "mean_working_days", "median_working_days")
_OVERDUE = ("case_no", "unit_name", "category_label", "received_on", "due_on", "working_days_overdue")
_OVERDUE_FLAGS = ("reason_reported", "customer_told", "is_major")
_FURTHER = {"category": "类别", "channel": "渠道", "unit": "被投诉单位"}


class Table(NamedTuple):
    """A table in words; the first cell of each row names it."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    has_total: bool = False


def return_tables(analysis: Analysis) -> Sequence[Table]:
    """The return by what was asked for, whole, and shorter by the other dimensions that Art. 22 names."""
    rows, label = analysis.rows[analysis.dimension], analysis.dimension_label
    tables = [
        _table(analysis, f"收结情况（按{label}）", label, rows, _FLOW),
        _table(analysis, f"办理质量（按{label}）", label, rows, _QUALITY),
        _table(analysis, f"环比、同比（按{label}）", label, rows, _COMPARED),
    ]
    for dimension, name in _FURTHER.items():
        if dimension != analysis.dimension:
            found = [row for row in analysis.rows[dimension] if _has_figures(row) or row["group"] == "total"]
            tables.append(_table(analysis, f"收结情况（按{name}）", name, found, _SHORT))
    return tables


def _has_figures(row: Record) -> bool:
    return any(row[key] for key in (*_FLOW, "on_time", "late", "received_before", "received_year"))


def _table(analysis: Analysis, caption: str, label: str, rows: Sequence[Record], columns: Sequence[str]) -> Table:
    return Table(
        caption,
        [label, *map(analysis.heading, columns)],
        [[visible(row["label"]), *(cell(key, row[key], analysis.figures) for key in columns)] for row in rows],
        [False] + [True] * len(columns),
        bool(rows) and rows[-1]["group"] == "total",
    )


def months(analysis: Analysis) -> Table:
    """The last twelve months."""
    named = [{**month, "label": chinese.period(month["period"]), "group": ""} for month in analysis.months]
    return _table(analysis, "近十二个月收结情况", "月份", named, _MONTHLY)


def cell(key: str, value: Any, figures: Figures) -> str:
    """A figure in words: rates in per cent, a change with its sign, a dash for none."""
    sign = "+" if key.endswith(("before_rate", "year_rate")) and value and value > 0 else ""
    return sign + in_print(value, value_type_of(key, figures))


def overdue(analysis: Analysis) -> Table:
    """The overdue cases, nobody named."""
    columns = (*_OVERDUE, *_OVERDUE_FLAGS)
    rows = [
        [
            *(
                visible(record[key] or "—") + ("（暂定）" if key == "due_on" and record["provisional"] else "")
                for key in _OVERDUE
            ),
            *("是" if record[key] else "否" for key in _OVERDUE_FLAGS),
        ]
        for record in analysis.overdue
    ]
    numeric = [key == "working_days_overdue" for key in columns]
    headings = [analysis.heading(key) for key in columns]
    return Table(f"截至{chinese.day(analysis.day)}超期未办结", headings, rows, numeric)


def repeats(analysis: Analysis) -> Table:
    """The units and categories with repeated complaints, the most of them first."""
    found = [
        (name, row) for dimension, name in (("unit", "单位"), ("category", "类别"))
        for row in sorted(analysis.rows[dimension], key=lambda row: -row["repeat"])
        if row["repeat"] and row["group"] != "total"
    ]  # fmt: skip
    rows = [
        [
            visible(row["label"]),
            name,
            str(row["repeat"]),
            str(row["received"]),
            per_cent(row["repeat"] / row["received"]),
        ]
        for name, row in found
    ]
    return Table(
        "重复投诉集中的单位和类别", ["名称", "口径", "重复", "受理", "重复占比"], rows, [False, False, True, True, True]
    )


def causes(analysis: Analysis) -> Table:
    """What the complaints came from, the causes that were found."""
    rows = [row for row in analysis.rows["cause"] if row["group"] == "total" or _has_figures(row)]
    columns = ("received", "share", "resolved", "closing", "upheld", "repeat")
    return _table(analysis, "投诉原因", "原因", rows if len(rows) > 1 else [], columns)


def actions(found: Sequence[Record]) -> Table:
    """The corrective actions, open and done."""
    rows = [
        [
            visible(action["action_no"]), visible(action["text"]), action["due_on"],
            f"{action['done_at'][:10]} 完成" if action["done_at"] else "逾期未完成" if action["is_late"] else "进行中",
            visible(action["outcome"] or "—"),
        ]
        for action in found
    ]  # fmt: skip
    return Table("整改措施", ["编号", "措施", "完成期限", "状态", "完成情况"], rows, [False] * 5)
