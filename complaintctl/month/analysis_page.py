"""A period's analysis as a page for a supervisor: nothing from elsewhere, nobody named (Art. 22).

Its charts, of the last twelve months and of the period by group, are drawn by chart.svg.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple

from wcwidth import wcswidth

from complaintctl import __version__
from complaintctl.base import written
from complaintctl.base.language import _, spoken
from complaintctl.base.text import filled
from complaintctl.month import act as month_act
from complaintctl.month.analysis import GROUPED, GROUPED_TITLE, MONTHLY, Analysis, Record
from complaintctl.record.figures import value_type_of

_MOST_BARS = 15  # the other groups are left to the table


def as_page(analysis: Analysis) -> str:
    """Return the page as HTML."""

    def cell(record: Record, key: str) -> str:
        """Return what stands in a table, a change with its sign."""
        value: Any = _state(record) if key == "state" else record[key]
        sign = "+" if key.endswith(("before_rate", "year_rate")) and value and value > 0 else ""
        said = sign + _in_print(value, value_type_of(key, analysis.figures))
        return _("{due} provisional", due=said) if key == "due_on" and record.get("provisional") else said

    def change(key: str, when: str) -> str:
        """Return by how much a figure differs from that of an earlier period; empty where that says nothing."""
        now, then = (analysis.totals[each][key] for each in ("now", when))
        if now is None or then is None:
            return ""
        return _change(float(now), float(then), analysis.figures[key].value_type)

    # The units and categories with repeated complaints, the most of them first.
    repeats = [
        {**row, "kind": kind, "share": row["repeat"] / row["received"]}
        for dimension, kind in (("unit", _("unit")), ("category", _("category")))
        for row in sorted(analysis.rows[dimension], key=lambda row: -row["repeat"])
        if row["repeat"] and row["group"] != "total" and not month_act.is_joint(row)
    ]
    return filled(
        "analysis.html",
        analysis=analysis,
        period=analysis.period,
        day=written.day,
        language=spoken(),
        listed=written.listed,
        cell=cell,
        change=change,
        charts=_charts(analysis),
        repeats=repeats,
        version=__version__,
    )


def _in_print(value: Any, value_type: str) -> str:
    """Return a figure in words: a rate in per cent, a dash for none; other values as they are."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value_type == "rate":
        return f"{100 * value:.2f}%"
    if value_type == "yuan":
        return f"{Decimal(value):,}"
    return f"{value:.2f}" if value_type == "mean" else str(value)


def _change(now: float, then: float, value_type: str) -> str:
    if now == then:
        return _(", unchanged") if now else ""
    if value_type == "rate":
        return _(", {change} percentage points", change=f"{100 * (now - then):+.2f}")
    if value_type == "mean":
        return _(", {change} days", change=f"{now - then:+.2f}")
    return _(", {change}", change=f"{(now - then) / then:+.2%}") if then else ""


def _state(action: Record) -> str:
    done_at = action["done_at"]
    if done_at:
        return _("done {day}", day=done_at[:10])
    return _("overdue") if action["is_late"] else _("under way")


class Chart(NamedTuple):
    """A chart of a `kind`: columns, bars or lines; one series or more over the same labels, None being a gap."""

    kind: str
    name: str  # of its elements in the page
    title: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[float | None]]
    is_rate: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        return not any(value for values in self.series.values() for value in values)

    @property
    def label_cells(self) -> int:
        """Measure the longest label: a Han character is as wide as two letters."""
        return max(map(wcswidth, self.labels))

    @property
    def description(self) -> str:
        """Say all its values in words."""
        said = {
            name: _(", ").join(
                f"{label} {self.written(value)}" for label, value in zip(self.labels, values, strict=True)
            )
            for name, values in self.series.items()
        }
        if len(said) == 1:
            return next(iter(said.values()))
        series = (_("{name}: {value}", name=name, value=values) for name, values in said.items())
        return ("；" if spoken() == "zh" else "; ").join(series)

    @property
    def ticks(self) -> Sequence[float]:
        """Mark what stands beside the lines, from 0 to the highest value or a little above it."""
        if self.is_rate:
            return [0, 0.25, 0.5, 0.75, 1]
        most = max(value for values in self.series.values() for value in values if value is not None)
        step = next((step for step in (1, 2, 5, 10, 20, 50) if most <= 6 * step), ceil(most / 6))
        return [step * number for number in range(ceil(most / step) + 1)]

    def written(self, value: float | None) -> str:
        """Write a value: a rate in per cent, and a gap in words."""
        return _("none") if value is None else f"{value:.0%}" if self.is_rate else f"{value:g}"


def _charts(analysis: Analysis) -> Iterator[Chart]:
    """Make the charts of the page, in order."""
    labels = [_("{month}", month=int(month["period"][5:])) for month in analysis.months]
    for name, kind, title, keys in MONTHLY:
        series = {_(series): [month[key] for month in analysis.months] for key, series in keys.items()}
        yield Chart(kind, name, _(title), labels, series, is_rate=name == "on-time")
    for dimension, group in GROUPED.items():
        title, rows = _(GROUPED_TITLE, dimension=_(group)), analysis.with_complaints(dimension)
        if len(rows) > _MOST_BARS:
            title, rows = _("{title}, the first {number}", title=title, number=_MOST_BARS), rows[:_MOST_BARS]
        series = {_("complaints received"): [row["received"] for row in rows]}
        yield Chart("bars", dimension, title, [row["label"] for row in rows], series)
