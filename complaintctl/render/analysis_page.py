"""A period's analysis as a page for a supervisor: in Chinese, nothing from elsewhere, nobody named (Art. 22)."""

from collections.abc import Iterator, Sequence
from typing import Any

from complaintctl import __version__
from complaintctl.render import chinese, page
from complaintctl.render.analysis import Analysis
from complaintctl.render.analysis_charts import charts
from complaintctl.render.analysis_tables import tables
from complaintctl.render.figures import in_print

_EARLIER = {"before": "上期", "year": "上年同期"}
_NO_UNIT = ("none", "total")
_HEADLINE = {
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


def as_page(analysis: Analysis) -> str:
    """Return the page as HTML."""
    now = analysis.totals["now"]
    return page.filled(
        "analysis.html",
        analysis=analysis,
        period=analysis.period,
        day=chinese.day,
        headline=_headline(analysis),
        charts=charts(analysis),
        is_nil=not (now["opening"] or now["received"] or now["reopened"]),
        tables=tables(analysis),
        without=[row["label"] for row in analysis.rows["unit"] if row["no_complaint"] and row["group"] not in _NO_UNIT],
        version=__version__,
    )


def _headline(analysis: Analysis) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Give the name of each figure at the head, its value, and beside what it stands."""
    totals = analysis.totals
    for key, name in _HEADLINE.items():
        value_type, now = analysis.figures[key].value_type, totals["now"][key]
        changes = [
            f"{label} {in_print(totals[when][key], value_type)}{_change(now, totals[when][key], value_type)}"
            for when, label in _EARLIER.items()
        ]
        yield name, in_print(now, value_type), changes


def _change(now: Any, then: Any, value_type: str) -> str:
    if now is None or then is None:
        return ""
    now, then = float(now), float(then)
    if now == then:
        return "，持平" if now else ""
    if value_type == "rate":
        return f"，{100 * (now - then):+.2f}个百分点"
    if value_type == "mean":
        return f"，{now - then:+.2f}天"
    return f"，{(now - then) / then:+.2%}" if then else ""
