"""The return as a document: a workbook with charts, and the page that a supervisor reads."""

import sqlite3
import sys
from collections.abc import Sequence
from typing import Any

import typer

from complaintctl.base import chinese
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.periods import Period, named_month, period_before, year_before
from complaintctl.cases import case_rows, privacy_check, rule_rows
from complaintctl.front.session import say
from complaintctl.month import act as month_act
from complaintctl.month import rows as month_rows
from complaintctl.month.analysis import Analysis
from complaintctl.month.analysis_page import as_page
from complaintctl.month.return_answers import Answer
from complaintctl.privacy.masking import Masking
from complaintctl.record import views
from complaintctl.record.figures import figures_of
from complaintctl.tables.output import guarded, opened
from complaintctl.watch.overdue_page import records_of

FORMS = ("xlsx", "html")
_MONTHS = 12
_DIMENSIONS = ("category", "channel", "unit", "cause")  # which the page always has


def document(to: Answer, period: Period, by: str, known: str | None, *, more: bool) -> None:
    """Write the workbook or the page. Raises UsageProblem without a file to write to, but for a page to a pipe."""
    if not to.output and (to.form == "xlsx" or sys.stdout.isatty()):
        raise UsageProblem("--format {form} is written to a file: name it with -o FILE.{form}.", form=to.form)
    with to.session.reading(known_on=known) as connection:
        analysis = gathered(connection, period, month_act.dimension(connection, by), known is not None)
    if to.form == "xlsx":
        from complaintctl.month.report_workbook import as_workbook

        data = as_workbook(analysis, month_act.columns(analysis.figures, more=more))
    else:
        data = as_page(analysis).encode()
    # The page holds what officers wrote; the workbook nothing but figures.
    with opened(guarded(to.session), to.output, to.force, private=to.form == "html") as file:
        if file:
            file.write(data)
            say(_("Wrote {file}.", file=to.output))
        else:
            typer.echo(data, nl=False)
    if month_act.is_nil(analysis.rows[analysis.dimension]):
        say(_("Nil return: no complaint in {period}.", period=period.name))


def gathered(connection: sqlite3.Connection, period: Period, dimension: str, is_known_on: bool) -> Analysis:
    """Return all that is said of a period, every figure proved to balance. Raises as month.act.of_period."""
    rows = {
        each: [{**row, "label": row["label_zh"]} for row in month_act.of_period(connection, period, each, compare=True)]
        for each in dict.fromkeys([dimension, *_DIMENSIONS])
    }
    day, noted = case_rows.today(connection), month_rows.note(connection, period.name)
    months = [named_month(min(period.last_day, day)[:7])]
    while len(months) < _MONTHS:
        months.insert(0, period_before(months[0]))
    totals = _totals(connection, [period, period_before(period), year_before(period)])
    return Analysis(
        bank=rule_rows.policy(connection, "bank_name"),
        regulation=rule_rows.policy(connection, "regulation"),
        practice=rule_rows.is_practice(connection),
        period=period,
        day=day,
        is_known_on=is_known_on,
        dimension=dimension,
        dimension_label={row["code"]: row["label_zh"] for row in month_rows.dimensions(connection)}[dimension],
        rows=rows,
        figures=figures_of(connection),
        totals=dict(zip(("now", "before", "year"), totals, strict=True)),
        months=[{**row, "label": chinese.period(row["period"]), "group": ""} for row in _totals(connection, months)],
        overdue=records_of(case_rows.overdue(connection, None), rule_rows.labels(connection, "zh"), "zh"),
        actions=_actions(connection, period),
        findings=privacy_check.masked(connection, noted["findings"] if noted else None),
        proposals=privacy_check.masked(connection, noted["proposals"] if noted else None),
        last_entry=month_rows.last_entry(connection),
    )


def _totals(connection: sqlite3.Connection, periods: Sequence[Period]) -> list[dict[str, Any]]:
    """Return the totals of each of the periods, what the customers said among them."""
    views.set_periods(connection, periods, [])
    totals = {row["period"]: dict(row) for row in month_rows.figures(connection, "total")}
    month_act.check_balance(totals.values(), figures_of(connection))
    return [totals[period.name] for period in periods]


def _actions(connection: sqlite3.Connection, period: Period) -> list[dict[str, Any]]:
    """Return the corrective actions, no customer named in them, nor what a report of wrongdoing was learned from."""
    texts = ("text", "outcome")
    rows = [
        {**dict(row), **{key: privacy_check.masked(connection, row[key]) for key in texts}}
        for row in month_rows.actions(connection, period.first_day, period.last_day)
    ]
    return Masking(connection, None).records(rows, texts)
