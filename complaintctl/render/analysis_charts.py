"""The charts of a period's analysis: the last twelve months, and the period by category and by unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from complaintctl.render.analysis import Analysis
from complaintctl.render.charts import Chart, bars, columns, lines

_MOST_UNITS = 15


def drawn(analysis: Analysis) -> Sequence[tuple[str, str]]:
    """Each chart's title and its drawing; an empty drawing if there is nothing to draw."""
    made = [
        (_monthly(analysis, "stock", "期末未办结（件）", "closing"), columns),
        (_monthly(analysis, "on-time", "及时率", "on_time_rate"), _rates),
        (_days(analysis), lines),
        (_groups(analysis.rows["category"], "category", "本期受理，按类别（件）"), bars),
        (_groups(analysis.rows["unit"], "unit", "本期受理，按被投诉单位（件）", _MOST_UNITS), bars),
    ]
    return [(chart.title, "" if chart.is_empty else draw(chart)) for chart, draw in made]


def _rates(chart: Chart) -> str:
    return lines(chart, [0, 0.25, 0.5, 0.75, 1])


def _month_names(months: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """Each month by its number, for which there is room."""
    return [f"{int(month['period'][5:])}月" for month in months]


def _monthly(analysis: Analysis, name: str, title: str, key: str) -> Chart:
    written = "{:.0%}".format if key.endswith("_rate") else "{:g}".format
    values = [month[key] for month in analysis.months]
    return Chart(name, f"{title}，近十二个月", _month_names(analysis.months), {title: values}, written)


def _days(analysis: Analysis) -> Chart:
    series = {
        name: [month[key] for month in analysis.months]
        for name, key in (("平均", "mean_working_days"), ("中位", "median_working_days"))
    }
    return Chart("days", "办理时长（工作日），近十二个月", _month_names(analysis.months), series)


def _groups(rows: Sequence[Mapping[str, Any]], name: str, title: str, most: int | None = None) -> Chart:
    """The groups with complaints, the most first; those past `most` are left to the table."""
    found = sorted(
        (row for row in rows if row["received"] and row["group"] != "total"), key=lambda row: -row["received"]
    )
    if most and len(found) > most:
        title, found = f"{title}，前{most}位", found[:most]
    return Chart(name, title, [row["label"] for row in found], {"受理": [row["received"] for row in found]})
