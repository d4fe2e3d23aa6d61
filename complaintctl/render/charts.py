"""Charts as SVG to stand in a page: laid out by pygal, coloured by the page's style, their values in words beside them.

pygal's own style, script, tooltips, date and random names are taken out: the same figures give the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.render.text import visible

_WIDTH, _HEIGHT, _BAR = 420, 230, 24  # units of the drawing; a bar with its gap
_SIZE = 12  # of letters
_LONGEST_LABEL = 12

Number = float | int | None


class Chart(NamedTuple):
    """What a chart shows: one series or more over the same labels; None is a gap."""

    name: str  # of its elements in the page
    title: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[Number]]
    written: Callable[[float], str] = "{:g}".format

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for values in self.series.values() for value in values)

    @property
    def description(self) -> str:
        """All its values in words."""
        return "；".join(
            (f"{name}：" if len(self.series) > 1 else "")
            + "，".join(f"{label} {self._said(value)}" for label, value in zip(self.labels, values, strict=True))
            for name, values in self.series.items()
        )

    def _said(self, value: Number) -> str:
        return "无" if value is None else self.written(value)


def columns(chart: Chart) -> str:
    """Upright bars, one a month."""
    import pygal

    return _drawn(chart, pygal.Bar, height=_HEIGHT, show_y_labels=False, show_y_guides=False, range=_from_zero(chart))


def bars(chart: Chart) -> str:
    """Lying bars, one a group, the first on top."""
    import pygal

    turned = chart._replace(
        labels=[_short(label) for label in reversed(chart.labels)],
        series={name: list(reversed(values)) for name, values in chart.series.items()},
    )
    # pygal reckons with Latin letters, which are narrower.
    room = 8 + 0.4 * _SIZE * max((len(label) for label in turned.labels), default=0)
    return _drawn(
        turned, pygal.HorizontalBar, chart, height=30 + _BAR * len(chart.labels), margin_left=room, margin_right=36,
        show_y_labels=True, show_x_labels=False, show_x_guides=False, show_y_guides=False, range=_from_zero(chart),
    )  # fmt: skip


def lines(chart: Chart, ticks: Sequence[float] | None = None) -> str:
    """Lines over the months, broken where there is no value."""
    import pygal

    span = (min(ticks), max(ticks)) if ticks else _from_zero(chart)
    marks = [{"value": tick, "label": chart.written(tick)} for tick in ticks] if ticks else None
    return _drawn(
        chart,
        pygal.Line,
        height=_HEIGHT,
        y_labels=marks,
        range=span,
        allow_interruptions=True,
        dots_size=3,
        margin_right=24,
    )


def _from_zero(chart: Chart) -> tuple[float, float]:
    most = max((value for values in chart.series.values() for value in values if value is not None), default=0)
    return 0, max(most * 1.12, 1)  # room for the figure over the highest


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def _drawn(chart: Chart, kind: Any, said: Chart | None = None, **options: Any) -> str:
    import pygal
    from pygal.style import Style

    style = Style(label_font_size=_SIZE, value_font_size=_SIZE, legend_font_size=_SIZE, major_label_font_size=_SIZE)
    drawing = kind(
        **{"width": _WIDTH, "margin": 8, **options}, js=[], no_prefix=True, style=style,
        show_legend=len(chart.series) > 1, legend_at_bottom=True, legend_box_size=10,
        print_values=kind is not pygal.Line, print_values_position="top",
        x_labels=list(chart.labels), formatter=chart.written,
    )  # fmt: skip
    for name, values in chart.series.items():
        drawing.add(name, list(values))
    return _plain(drawing.render_tree(), said or chart)


def _plain(svg: Any, chart: Chart) -> str:
    """The drawing with nothing in it but shapes and words, and a title and a description of its own."""
    from lxml import etree

    etree.strip_tags(svg, etree.Comment)
    etree.strip_elements(svg, "defs", "title", "desc", with_tail=False)
    for part in svg.xpath("//*[contains(@class, 'tooltip-overlay')]"):
        part.getparent().remove(part)
    names = f"chart-{chart.name}-title", f"chart-{chart.name}-values"
    for place, (tag, name, text) in enumerate(
        zip(("title", "desc"), names, (chart.title, chart.description), strict=True)
    ):
        element = etree.Element(tag, id=name)
        element.text = visible(text)
        svg.insert(place, element)
    svg.attrib.pop("id", None)
    svg.attrib.update({"class": "chart", "role": "img", "aria-labelledby": " ".join(names)})
    etree.cleanup_namespaces(svg)
    return str(etree.tostring(svg, encoding="unicode"))
