"""The charts of a period's analysis, as chart.svg draws them: the last twelve months, and the period by group."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from complaintctl.month.analysis import GROUPED, GROUPED_TITLE, MONTHLY, Analysis, with_complaints

_MOST_BARS = 15  # the other groups are left to the table


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
    def description(self) -> str:
        """Say all its values in words."""
        return "；".join(
            (f"{name}：" if len(self.series) > 1 else "")
            + "，".join(f"{label} {self.written(value)}" for label, value in zip(self.labels, values, strict=True))
            for name, values in self.series.items()
        )

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
        return "无" if value is None else f"{value:.0%}" if self.is_rate else f"{value:g}"


def charts(analysis: Analysis) -> Iterator[Chart]:
    """Make the charts of the page, in order."""
    labels = [f"{int(month['period'][5:])}月" for month in analysis.months]
    for name, kind, title, keys in MONTHLY:
        series = {series: [month[key] for month in analysis.months] for key, series in keys.items()}
        yield Chart(kind, name, title, labels, series, is_rate=name == "on-time")
    for dimension, group in GROUPED.items():
        title, rows = GROUPED_TITLE.format(group), with_complaints(analysis.rows[dimension])
        if len(rows) > _MOST_BARS:
            title, rows = f"{title}，前{_MOST_BARS}位", rows[:_MOST_BARS]
        series = {"受理": [row["received"] for row in rows]}
        yield Chart("bars", dimension, title, [row["label"] for row in rows], series)
