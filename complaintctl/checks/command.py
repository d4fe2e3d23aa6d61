"""The daily checks: check, check name, done, missing, list."""

import sqlite3
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from complaintctl.asking.signature import options
from complaintctl.base.citations import cited
from complaintctl.base.errors import Missing
from complaintctl.base.language import _, plural
from complaintctl.base.option import Option, Unless
from complaintctl.cases import rule_rows
from complaintctl.checks import act as checks_act
from complaintctl.checks import rows as checks_rows
from complaintctl.checks.which_check import check_in_words
from complaintctl.front.answer import enter
from complaintctl.front.session import Session, of
from complaintctl.record.queries import Rows
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
    Option("", ask="Which check", kind="check_kind"),
]
OptionalKindArgument = Annotated[
    str | None,
    typer.Argument(metavar="[KIND]", help="As of `check name`; asked for if left out, unless with --all."),
    Option("", ask="Which check was made", kind="check_kind"),
    Unless("everything"),
]
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
    rows, labels = checks_rows.check_states(connection), rule_rows.labels(connection, session.language)
    return Found(rows, remarks=_unnamed(rows, labels))


def _unnamed(states: Rows, labels: Mapping[tuple[str, str], str]) -> list[str]:
    """Say of each check for which nobody is named who should be, and how."""
    return [
        _(
            "Nobody is named for {check} ({article}): {command}",
            check=check_in_words(row, labels),
            article=cited(row["citation"]),
            command=row["remedy"],
        )
        for row in states
        if row["remedy"]
    ]


@check.command("name")
@options(checks_act.name)
def name(
    context: typer.Context,
    kind: KindArgument,
    given: dict[str, Any],
    person: Annotated[
        str | None,
        typer.Argument(metavar="[STAFF]", help="Who makes it; at a branch its head, if left out."),
        Option("", ask="Who makes the check", kind="staff"),
    ] = None,
) -> None:
    """Name who makes a check every day from now on.

    Example: complaintctl check name web_channel li
    """
    session = of(context)
    if not given["unit"]:
        _refuse_any_branch(session, kind, "unit")
        if person is None:
            raise Missing.argument("STAFF").lacking("person")
    enter(session, checks_act.name, kind, person=person, **given)


@check.command("done")
@options(checks_act.done)
def done(context: typer.Context, given: dict[str, Any], kind: OptionalKindArgument = None) -> None:
    """Record that checks were made; for days past they are marked as entered late (补录).

    With several, all are entered or none.

    Example: complaintctl check done branch_box --unit chengguan

    Example: complaintctl check done --all
    """
    session = of(context)
    if not given["everything"]:
        assert kind is not None  # it is asked for
        if not given["units"]:
            _refuse_any_branch(session, kind, "units")
    enter(session, checks_act.done, kind, **given)


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

    A check for which nobody is named was made by nobody: it is said as well. Exits with status 6 where there is either.

    Example: complaintctl check missing --kind branch_box
    """
    days = chosen_span(first, last, session.clock.now().day, "everything")
    rows = checks_rows.missing_checks(connection, days, kind, unit)
    unnamed = _unnamed(checks_rows.check_states(connection, kind, unit), rule_rows.labels(connection, session.language))
    number = len(rows)
    missing = plural("{number} daily check is missing.", "{number} daily checks are missing.", number) if rows else ""
    none = _("No check is missing up to {day}.", day=days[1])
    if unnamed:
        none = _("No check that somebody is named for is missing up to {day}.", day=days[1])
    return Found(rows, none, wrong="\n".join(filter(None, [missing, *unnamed])))


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
    rows = checks_rows.checks_made(connection, days, kind, unit)
    return Found(rows, _("No check is on record from {first} to {last}.", first=days[0], last=days[1]))


def _refuse_any_branch(session: Session, kind: str, field: str) -> None:
    """Raise Missing, which lacks the field of the unit, where each branch has its own check."""
    with session.reading() as connection:
        of_branch = checks_rows.check_kind(connection, kind)["of_branch"]
    if of_branch:
        raise Missing.option("--unit", _(checks_act.WHICH_BRANCH), field)
