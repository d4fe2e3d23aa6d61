"""The tables of a period's analysis, in words (Art. 22)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.figures import value_type_of
from complaintctl.render import chinese
from complaintctl.render.analysis import Analysis, Record
from complaintctl.render.figures import in_print

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
_CAUSES = ("received", "share", "resolved", "closing", "upheld", "repeat")
_OVERDUE = (
    *("case_no", "unit_name", "category_label", "received_on", "due_on", "working_days_overdue", "reason_reported"),
    *("customer_told", "is_major"),
)
_REPEATS = {"label": "名称", "kind": "口径", "repeat": "重复", "received": "受理", "share": "重复占比"}
_ACTIONS = {"action_no": "编号", "text": "措施", "due_on": "完成期限", "state": "状态", "outcome": "完成情况"}
_NUMBERS = (*_COMPARED, "working_days_overdue")
_OTHERS = {"category": "类别", "channel": "渠道", "unit": "被投诉单位"}


class Table(NamedTuple):
    """A table in words; the first cell of each row names it."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    has_total: bool


def tables(analysis: Analysis) -> Mapping[str, Any]:
    """Return the tables of each part of the page: the list of those of the return, and one for each other part."""

    def table(caption: str, records: Iterable[Record], headings: Mapping[str, str]) -> Table:
        return _table(caption, list(records), headings, analysis)

    def figures(caption: str, first: str, records: Iterable[Record], keys: Sequence[str]) -> Table:
        return table(caption, records, {"label": first, **{key: analysis.heading(key) for key in keys}})

    rows, label = analysis.rows[analysis.dimension], analysis.dimension_label
    others = [(name, dimension) for dimension, name in _OTHERS.items() if dimension != analysis.dimension]
    causes = [row for row in analysis.rows["cause"] if _has_figures(row)]
    return {
        "months": figures("近十二个月收结情况", "月份", analysis.months, _MONTHLY),
        "of_return": [
            figures(f"收结情况（按{label}）", label, rows, _FLOW),
            figures(f"办理质量（按{label}）", label, rows, _QUALITY),
            figures(f"环比、同比（按{label}）", label, rows, _COMPARED),
            *(
                figures(f"收结情况（按{name}）", name, filter(_has_figures, analysis.rows[dimension]), _SHORT)
                for name, dimension in others
            ),
        ],
        "overdue": table(
            f"截至{chinese.day(analysis.day)}超期未办结",
            ({**record, "due_on": _due(record)} for record in analysis.overdue),
            {key: analysis.heading(key) for key in _OVERDUE},
        ),
        "repeats": table("重复投诉集中的单位和类别", _repeats(analysis), _REPEATS),
        "causes": figures("投诉原因", "原因", causes if len(causes) > 1 else (), _CAUSES),
        "actions": table("整改措施", ({**action, "state": _state(action)} for action in analysis.actions), _ACTIONS),
    }


def _table(caption: str, records: Sequence[Record], headings: Mapping[str, str], analysis: Analysis) -> Table:
    return Table(
        caption,
        list(headings.values()),
        [[_cell(record[key], key, analysis) for key in headings] for record in records],
        [key in analysis.figures or key in _NUMBERS for key in headings],
        bool(records) and records[-1].get("group") == "total",
    )


def _cell(value: Any, key: str, analysis: Analysis) -> str:
    sign = "+" if key.endswith(("before_rate", "year_rate")) and value and value > 0 else ""
    return sign + in_print(value, value_type_of(key, analysis.figures))


def _has_figures(row: Record) -> bool:
    """Tell whether a row has any, or is the total, which always stands."""
    return row["group"] == "total" or any(
        row[key] for key in (*_FLOW, "on_time", "late", "received_before", "received_year")
    )


def _repeats(analysis: Analysis) -> list[Record]:
    """Return the units and categories with repeated complaints, the most of them first."""
    return [
        {**row, "kind": kind, "share": row["repeat"] / row["received"]}
        for dimension, kind in (("unit", "单位"), ("category", "类别"))
        for row in sorted(analysis.rows[dimension], key=lambda row: -row["repeat"])
        if row["repeat"] and row["group"] != "total"
    ]


def _due(record: Record) -> str:
    return (record["due_on"] or "—") + ("（暂定）" if record["provisional"] else "")


def _state(action: Record) -> str:
    if action["done_at"]:
        return f"{action['done_at'][:10]} 完成"
    return "逾期未完成" if action["is_late"] else "进行中"
