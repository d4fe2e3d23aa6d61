"""The calendar of working days: show, import, check."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.errors import NotFound
from complaintctl.base.language import _, plural
from complaintctl.base.periods import named_month
from complaintctl.calendar import rows as calendar_rows
from complaintctl.calendar import workdays
from complaintctl.front.session import of, say, tell
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import AsCsvOption, AsJsonOption, FormatOption, Output, choose_format, give

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
    from complaintctl.calendar.days_page import as_month, paint_month

    session = of(context)
    period = named_month(month or session.clock.now().day[:7])
    with session.reading() as connection:
        days = calendar_rows.calendar_days(connection, period.first_day, period.last_day)
        span = calendar_rows.calendar_span(connection)
    if not days:
        raise NotFound(
            "The calendar has no {month}: it runs from {first} to {last}.",
            month=period.name,
            first=span["first"],
            last=span["last"],
        )
    page = as_month(days, session.clock.now().day, session.mark)
    if sys.stdout.isatty():
        paint_month(page)
    else:
        typer.echo(page, nl=False)


@calendar.command("check")
def check(
    context: typer.Context,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
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
    give(session, Listing("year working_days make_up_days known source"), Output(chosen), records)


@calendar.command("import")
def import_(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="holiday-cn JSON, or CSV day,is_working,name; default the holidays package installed."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Even if it contradicts a year already known.")] = False,
) -> None:
    """Take in a published schedule, and say which open cases' due dates move.

    Example: complaintctl calendar import 2027.json --dry-run
    """
    session = of(context)
    # It extends the calendar itself, so that it can say what that does to due dates.
    with (session.rehearsing if dry_run else session.writing)(extends_calendar=False) as act:
        change = workdays.import_schedule(act, file, force)
        known_to = calendar_rows.calendar_span(act.connection)["known_to"]
    listing = Listing("case_no before after provisional")
    give(session, listing, Output(), change.moves, empty=_("No open case's due date moves."))
    if dry_run:
        days = plural("Would change {number} day", "Would change {number} days", change.days)
    else:
        days = plural("Changed {number} day", "Changed {number} days", change.days)
    if change.years:
        days = _("{change}, {years} now known", change=days, years=", ".join(change.years))
    say(_("{change}; the schedule is known to {day}.", change=days, day=known_to))
