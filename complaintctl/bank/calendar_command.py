"""The calendar of working days: show, due, import, check."""

import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.errors import NotFound
from complaintctl.base.language import _, plural
from complaintctl.base.periods import named_month
from complaintctl.calendar import rows as calendar_rows
from complaintctl.calendar import schedules, workdays
from complaintctl.front.session import Session, of, say, tell
from complaintctl.record.figures import figures_of, headings
from complaintctl.record.queries import Rows
from complaintctl.tables.chosen_file import ForceOption
from complaintctl.tables.listing import Listing, Record
from complaintctl.tables.output import (
    AsCsvOption,
    AsJsonOption,
    EncodingOption,
    FormatOption,
    Output,
    OutputOption,
    choose_format,
    give,
    put,
    takes_output,
)

app = typer.Typer()
calendar = typer.Typer(no_args_is_help=True, help="The calendar of working days.")
app.add_typer(calendar, name="calendar")


@calendar.command("show")
def show(
    context: typer.Context,
    month: Annotated[str | None, typer.Argument(metavar="MONTH", help="2026-10; default this one.")] = None,
) -> None:
    """Paint a month with its rest days and make-up working days.

    Example: complaintctl calendar show 2026-10
    """
    from complaintctl.calendar.days_page import as_month

    session = of(context)
    with session.reading() as connection:
        days = _days_of(session, connection, month)
    _tell_month(as_month(days, session.clock.now().day, session.mark))


@calendar.command("due")
@takes_output
def due(
    context: typer.Context,
    output: Output,
    month: Annotated[str | None, typer.Argument(metavar="MONTH", help="2026-10; default this one.")] = None,
) -> None:
    """Show how many open cases fall due on each day of a month, and what else is due of cases, and of which.

    Beside the limits: what is owed by a day, such as a leader's day, the sender's or a call promised, the day of a
    supervision slip, and when a case that is late is expected to be finished.

    Example: complaintctl calendar due 2026-10

    Example: complaintctl calendar due --csv
    """
    from complaintctl.bank import due_page

    session = of(context)
    with session.reading() as connection:
        days = _days_of(session, connection, month)
        awaited, other = (
            due_page.by_day(session.told_of(connection, rows))
            for rows in (calendar_rows.awaited(connection), calendar_rows.other_days(connection))
        )
    if output.form == "table" and not output.file:
        today, mark = session.clock.now().day, session.mark
        _tell_month(due_page.as_due_month(days, awaited, other, today, mark, session.language))
    else:
        put(session, due_page.DUE, output, due_page.records(days, awaited, other))


def _days_of(session: Session, connection: sqlite3.Connection, month: str | None) -> Rows:
    """The days of a month, or of this one. Raises NotFound past either end of the calendar."""
    today = session.clock.now().day
    period = named_month(month or today[:7], today)
    if days := calendar_rows.calendar_days(connection, period.first_day, period.last_day):
        return days
    span = calendar_rows.calendar_span(connection)
    raise NotFound(
        "The calendar has no {month}: it runs from {first} to {last}.",
        month=period.name,
        first=span["first"],
        last=span["last"],
    )


def _tell_month(page: str) -> None:
    from complaintctl.calendar.days_page import paint_month

    if sys.stdout.isatty():
        paint_month(page)
    else:
        typer.echo(page, nl=False)


@calendar.command("check")
def check(
    context: typer.Context, form: FormatOption = None, as_json: AsJsonOption = False, as_csv: AsCsvOption = False
) -> None:
    """Say to which day the schedule is known, and where each year's comes from.

    Example: complaintctl calendar check
    """
    session = of(context)
    with session.reading() as connection:
        span, years = calendar_rows.calendar_span(connection), calendar_rows.calendar_sources(connection)
    records = [{**dict(row), "known": bool(row["known"])} for row in years]
    chosen = choose_format(form, as_json, as_csv, None)
    if chosen == "table":
        tell(_("The schedule is known to {day}; due dates after it are provisional.", day=span["known_to"]))
        tell(_("The calendar ends on {day}; due dates after it are not known.", day=span["last"]))
    give(session, Listing("year working_days make_up_days known source", readable=_named), Output(chosen), records)


def _named(record: Record) -> Record:
    """A year as people read it: what package it comes from in their words."""
    return {**record, "source": record["source"].replace("holidays ", _("the holidays package "))}


@calendar.command("sample")
def sample(
    context: typer.Context, output: OutputOption = None, force: ForceOption = False, encoding: EncodingOption = "utf-8"
) -> None:
    """Write a CSV for `calendar import`: the holidays and make-up days of the last year known, to be replaced.

    Example: complaintctl calendar sample -o 2027.csv --encoding gb18030
    """
    session = of(context)
    with session.reading() as connection:
        days = calendar_rows.days_out_of_the_ordinary(connection)
    chinese = session.language == "zh"
    columns = {name: heading if chinese else name for heading, name in schedules.HEADINGS.items()}
    flags = ("否", "是") if chinese else (0, 1)
    records = [
        {columns["day"]: row["day"], columns["is_working"]: flags[row["is_working"]], columns["name"]: row["name"]}
        for row in days
    ]
    give(session, Listing(" ".join(columns.values())), Output("csv", output, force, encoding), records, private=False)
    say(
        _(
            "These are the days of {year} that are not as the week has them: put those of the new schedule in their"
            " place, and take it in with `complaintctl calendar import FILE`.",
            year=days[0]["day"][:4] if days else "",
        )
    )


@calendar.command("import")
def import_(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="holiday-cn JSON, or CSV day,is_working,name (日期,是否上班,名称) in UTF-8 or GB18030; default the"
            " holidays package installed. - is standard input.",
            allow_dash=True,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Even if it contradicts a year already known.")] = False,
) -> None:
    """Take in a published schedule, and say which open cases' due dates move, and which closed ones count otherwise.

    A customer who was answered on the day promised to them was answered in time, whatever is published later.
    `calendar sample` writes a CSV to fill in.

    Example: complaintctl calendar import 2027.json --dry-run

    Example: complaintctl calendar import 2027.csv
    """
    session = of(context)
    # It extends the calendar itself, so that it can say what that does to due dates.
    with (session.rehearsing if dry_run else session.writing)(extends_calendar=False) as act:
        change = workdays.import_schedule(act, file, force)
        known_to = calendar_rows.calendar_span(act.connection)["known_to"]
        names = headings(figures_of(act.connection))
    listing = Listing("case_no before after provisional")
    give(session, listing, Output(), change.moves, empty=_("No open case's due date moves."))
    if change.figures:
        say(_("Of these closed cases the return counts otherwise now:"))
        figures = [{**figure, "column_label": names[figure["figure"]]} for figure in change.figures]
        give(session, Listing("case_no closed_on column_label then now"), Output(), figures)
    if dry_run:
        days = plural("Would change {number} day", "Would change {number} days", change.days)
    else:
        days = plural("Changed {number} day", "Changed {number} days", change.days)
    if change.years:
        days = _("{change}, {years} now known", change=days, years=", ".join(change.years))
    say(_("{change}; the schedule is known to {day}.", change=days, day=known_to))
