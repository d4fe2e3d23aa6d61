"""The figures at the head of a period's analysis, each beside those of the period before and of the year before."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.figures import Figures
from complaintctl.render.figures import in_print

_EARLIER = {"before": "上期", "year": "上年同期"}
_SHOWN = {
    "received": "受理（件）",
    "resolved": "办结（件）",
    "closing": "期末未办结（件）",
    "overdue_now": "期末超期未答复（件）",
    "on_time_rate": "及时率",
    "late": "逾期办结（件）",
    "mean_working_days": "平均办理（工作日）",
    "satisfied_rate": "满意率",
    "major": "重大（件）",
    "repeat": "重复（件）",
    "upheld": "属实（件）",
    "compensation_yuan": "赔偿（元）",
}


class Headline(NamedTuple):
    """One figure: its name, its value in words, and beside what it stands."""

    name: str
    value: str
    changes: Sequence[str]


def headline(totals: Mapping[str, Mapping[str, Any]], figures: Figures) -> Sequence[Headline]:
    """The figures, of the totals of the period, of the one before and of the same of the year before."""
    return [
        Headline(
            name,
            in_print(totals["now"][key], figures[key].value_type),
            [
                f"{label} {in_print(totals[when][key], figures[key].value_type)}"
                f"{_change(totals['now'][key], totals[when][key], figures[key].value_type)}"
                for when, label in _EARLIER.items()
            ],
        )
        for key, name in _SHOWN.items()
    ]


def _change(now: Any, then: Any, value_type: str) -> str:
    if now is None or then is None:
        return ""
    if float(now) == float(then):
        return "，持平" if float(now) else ""
    if value_type == "rate":
        return f"，{100 * (now - then):+.2f}个百分点"
    if value_type == "mean":
        return f"，{now - then:+.2f}天"
    now, then = float(now), float(then)
    return f"，{(now - then) / then:+.2%}" if then else ""
