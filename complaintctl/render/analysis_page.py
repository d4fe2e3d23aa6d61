"""A period's analysis as a page for a supervisor: in Chinese, nothing from elsewhere, nobody named (Art. 22)."""

from collections.abc import Sequence

from complaintctl.render import analysis_charts, analysis_tables, chinese, page
from complaintctl.render.analysis import Analysis, Record
from complaintctl.render.headline import headline
from complaintctl.render.text import visible


def as_page(analysis: Analysis) -> str:
    """The page."""
    from markupsafe import Markup

    return page.filled(
        "analysis.html",
        title=analysis.title,
        bank=visible(analysis.bank),
        regulation=visible(analysis.regulation),
        practice=analysis.practice,
        span=f"{chinese.day(analysis.period.first_day)}至{chinese.day(analysis.period.last_day)}",
        day=chinese.day(analysis.day),
        is_known_on=analysis.is_known_on,
        figures=headline(analysis.totals, analysis.figures),
        undated=analysis.undated,
        charts=[(title, Markup(svg)) for title, svg in analysis_charts.drawn(analysis)],  # noqa: S704 - drawn by us
        is_nil=not any(analysis.totals["now"][key] for key in ("opening", "received", "reopened")),
        return_tables=analysis_tables.return_tables(analysis),
        months=analysis_tables.months(analysis),
        overdue=analysis_tables.overdue(analysis),
        repeats=analysis_tables.repeats(analysis),
        causes=analysis_tables.causes(analysis),
        actions=analysis_tables.actions(analysis.actions),
        without=[visible(row["label"]) for row in analysis.rows["unit"] if _is_unit(row) and row["no_complaint"]],
        findings=_paragraphs(analysis.findings),
        proposals=_paragraphs(analysis.proposals),
        period=analysis.period.name,
        seq=analysis.seq,
        hash=analysis.hash,
        version=analysis.version,
    )


def _is_unit(row: Record) -> bool:
    return row["group"] not in ("total", "none")


def _paragraphs(text: str) -> Sequence[str]:
    return [visible(line) for line in text.splitlines() if line.strip()]
