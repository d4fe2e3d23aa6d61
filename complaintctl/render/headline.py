"""The figures at the head of a period's analysis, each beside those of the period before and of the year before."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.render.figures import money, per_cent

_EARLIER = {"before": "上期", "year": "上年同期"}


class Figure(NamedTuple):
    """One figure: its name, its value in words, and beside what it stands."""

    name: str
    value: str
    changes: Sequence[str]


def headline(totals: Mapping[str, Mapping[str, Any]]) -> Sequence[Figure]:
    """The figures, of the totals of the period, of the one before and of the same of the year before."""
    return [
        Figure(
            name,
            _said(written, totals["now"][key]),
            [
                f"{label} {_said(written, totals[when][key])}{_change(key, totals, when)}"
                for when, label in _EARLIER.items()
            ],
        )
        for key, (name, written) in _FIGURES.items()
    ]


def _said(written: Callable[[Any], str], value: Any) -> str:
    return "—" if value is None else written(value)


def _change(key: str, totals: Mapping[str, Mapping[str, Any]], when: str) -> str:
    now, then = totals["now"][key], totals[when][key]
    if now is None or then is None:
        return ""
    if float(now) == float(then):
        return "，持平" if float(now) else ""
    if key.endswith("_rate"):
        return f"，{100 * (now - then):+.2f}个百分点"
    if key == "mean_working_days":
        return f"，{now - then:+.2f}天"
    now, then = float(now), float(then)
    return f"，{(now - then) / then:+.2%}" if then else ""


# The key in the return, the name, and how a value is written.
_FIGURES: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "received": ("受理（件）", str),
    "resolved": ("办结（件）", str),
    "closing": ("期末未办结（件）", str),
    "overdue_now": ("期末超期未答复（件）", str),
    "on_time_rate": ("及时率", per_cent),
    "late": ("逾期办结（件）", str),
    "mean_working_days": ("平均办理（工作日）", "{:.2f}".format),
    "satisfied_rate": ("满意率", per_cent),
    "major": ("重大（件）", str),
    "repeat": ("重复（件）", str),
    "upheld": ("属实（件）", str),
    "compensation_yuan": ("赔偿（元）", money),
}
