"""The daily checks: check, check name, done, missing, list."""

import sqlite3
from typing import Annotated

import typer

from complaintctl.asking.ask import needed_code
from complaintctl.base.citations import cited
from complaintctl.base.language import _
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.cases.case_words import Labels
from complaintctl.checks import act as checks_act
from complaintctl.checks import rows as checks_rows
from complaintctl.front.answer import Answer, AtOption
from complaintctl.front.session import Session, of
from complaintctl.record.queries import Row
from complaintctl.tables.date_range import FromOption, ToOption, chosen_span
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Found, lists

app = typer.Typer()
check = typer.Typer()
app.add_typer(check, name="check")

KindArgument = Annotated[
    str,
    typer.Argument(
        metavar="KIND",
        help="government_website 政府信息网站, web_channel 网络投诉渠道 or branch_box 营业机构意见簿(箱).",
    ),
]
UnitOption = Annotated[str | None, typer.Option(metavar="UNIT", help="The branch, for a suggestion box.")]
OneKindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only this kind of check.")]
OneUnitOption = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Only this branch.")]

STATES = Listing(
    "check check_label unit unit_name person person_label first_day last_day missing_days remedy citation",
    "check_label unit_name person_label first_day last_day missing_days",
    {"check": "check_kind", "person": "staff"},
)
MISSING = Listing(
    "day check check_label unit unit_name person person_label citation",
    "day check_label unit_name person_label citation",
    {"check": "check_kind", "person": "staff"},
)
MADE = Listing(
    "day check check_label unit unit_name by by_label recorded_at late_entry found case_no briefed briefed_label"
    " unreported",
    "day check_label unit_name by_label late_entry found case_no briefed_label unreported",
    {"check": "check_kind", "by": "staff", "briefed": "staff"},
)


@check.callback(invoke_without_command=True)
@lists(STATES)
def state(session: Session, connection: sqlite3.Connection) -> Found:
    """The daily checks: government website, web complaints, suggestion boxes (Arts 8(4), 9).

    Without a command: how each of them stands, who makes it, the last one, how many days are missing.

    Example: complaintctl check

    Example: complaintctl check done branch_box --unit chengguan
    """
    rows = checks_rows.check_states(connection)
    labels = rule_rows.labels(connection, session.language)
    return Found(rows, remarks=[_unnamed(row, labels) for row in rows if row["remedy"]])


def _unnamed(row: Row, labels: Labels) -> str:
    """Say that nobody is named for a check."""
    said = {
        "check": labels["check_kind", row["check"]],
        "article": cited(row["citation"]),
        "command": row["remedy"],
    }
    if row["unit"]:
        return _(
            "Nobody is named for {check} at {unit} ({article}): {command}", unit=labels["unit", row["unit"]], **said
        )
    return _("Nobody is named for {check} ({article}): {command}", **said)


@check.command("name")
def name(
    context: typer.Context,
    kind: KindArgument,
    person: Annotated[
        str | None, typer.Argument(metavar="[STAFF]", help="Who makes it; at a branch its head, if left out.")
    ] = None,
    unit: UnitOption = None,
    at: AtOption = None,
) -> None:
    """Name who makes a check every day from now on.

    Example: complaintctl check name web_channel li
    """
    session = of(context)
    branch = _branch(session, kind, unit)
    who = person if branch else needed_code(session, "staff", person, "STAFF", _("Who makes the check"))
    with session.writing() as act:
        sentence, notes = checks_act.name(act, kind, person=who, unit=branch, at=at)
    Answer(sentence, notes=notes).give()


@check.command("done")
def done(
    context: typer.Context,
    kind: KindArgument,
    unit: UnitOption = None,
    day: Annotated[
        list[str] | None, typer.Option(metavar="DATE", help="The day it was made for; may be repeated; default today.")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="STAFF", help="Who made it; default you.")] = None,
    found: Annotated[str | None, typer.Option(metavar="TEXT", help="What was found; default nothing.")] = None,
    case: Annotated[str | None, typer.Option(metavar="CASE", help="The case made of it.")] = None,
    briefed: Annotated[str | None, typer.Option(metavar="STAFF", help="The leader told of it (Art. 8(4)).")] = None,
    at: AtOption = None,
) -> None:
    """Record that a check was made; for days past it is marked as entered late (补录).

    Example: complaintctl check done branch_box --unit chengguan
    """
    session = of(context)
    branch = _branch(session, kind, unit)
    made = checks_act.Checked(days=day or (), by=by, found=found, case=case, briefed=briefed, at=at)
    with session.writing() as act:
        sentence, notes = checks_act.done(act, kind, branch, made)
    Answer(sentence, notes=notes).give()


@check.command("missing")
@lists(MISSING)
def missing(
    session: Session,
    connection: sqlite3.Connection,
    first: FromOption = None,
    last: ToOption = None,
    kind: OneKindOption = None,
    unit: OneUnitOption = None,
) -> Found:
    """List the days on which a check was not made, from the first on unless --from says otherwise.

    Example: complaintctl check missing --kind branch_box
    """
    days = chosen_span(first, last, session.clock.now().day, "everything")
    rows = checks_rows.missing_checks(connection, *days, *_wanted(connection, kind, unit))
    return Found(rows, _("No check is missing up to {day}.", day=days[1]))


@check.command("list")
@lists(MADE)
def list_checks(
    session: Session,
    connection: sqlite3.Connection,
    first: FromOption = None,
    last: ToOption = None,
    kind: OneKindOption = None,
    unit: OneUnitOption = None,
) -> Found:
    """List the checks made and what they found, this month's unless --from says otherwise.

    Example: complaintctl check list --from 2026-10-01 --to 2026-10-31
    """
    days = chosen_span(first, last, session.clock.now().day, "month")
    rows = checks_rows.checks_made(connection, *days, *_wanted(connection, kind, unit))
    return Found(rows, _("No check is on record from {first} to {last}.", first=days[0], last=days[1]))


def _wanted(connection: sqlite3.Connection, kind: str | None, unit: str | None) -> tuple[str | None, str | None]:
    """Return the codes of a kind of check and a unit, each None where none is given."""
    return directory_rows.given_code(connection, "check_kind", kind), directory_rows.given_code(
        connection, "unit", unit
    )


def _branch(session: Session, kind: str, unit: str | None) -> str | None:
    """The branch given; asked for where each has its own check."""
    with session.reading() as connection:
        of_branch = checks_rows.check_kind(connection, kind)["of_branch"]
    if not of_branch:
        return unit
    return needed_code(session, "unit", unit, "--unit", _("Whose suggestion box (each branch has its own)"))
