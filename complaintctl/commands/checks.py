"""The daily checks: check, check name, done, missing, list."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from complaintctl import queries
from complaintctl.casework import checks
from complaintctl.citations import cited
from complaintctl.commands.answer import Answer, AtOption
from complaintctl.commands.ask import needed_code
from complaintctl.commands.output import (
    AsCsvOption,
    AsJsonOption,
    EncodingOption,
    ForceOption,
    FormatOption,
    OutputOption,
    answer,
    choose_format,
)
from complaintctl.commands.session import Session, of, say
from complaintctl.commands.span import FromOption, ToOption, chosen_span
from complaintctl.language import _, marked
from complaintctl.ledger import Act
from complaintctl.queries import accountability
from complaintctl.render.listing import labelled

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

_STATE = (
    *("check", "check_label", "unit", "unit_name", "person", "person_label", "first_day", "last_day", "missing_days"),
    *("remedy", "citation"),
)
_STATE_SHOWN = ("check_label", "unit_name", "person_label", "first_day", "last_day", "missing_days")
_MISSING = ("day", "check", "check_label", "unit", "unit_name", "person", "person_label", "citation")
_MISSING_SHOWN = ("day", "check_label", "unit_name", "person_label", "citation")
_LIST = (
    *("day", "check", "check_label", "unit", "unit_name", "by", "by_label", "recorded_at", "late_entry", "found"),
    *("case_no", "briefed", "briefed_label", "unreported"),
)
_LIST_SHOWN = (
    *("day", "check_label", "unit_name", "by_label", "late_entry", "found", "case_no", "briefed_label"),
    "unreported",
)


@check.callback(invoke_without_command=True)
def state(
    context: typer.Context,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    encoding: EncodingOption = "utf-8",
) -> None:
    """The daily checks: government website, web complaints, suggestion boxes (Arts 8(4), 9).

    Without a command: how each of them stands, who makes it, the last one, how many days are missing.

    Example: complaintctl check

    Example: complaintctl check done branch_box --unit chengguan
    """
    if context.invoked_subcommand is not None:
        return
    session = of(context)
    chosen = choose_format(form, as_json, as_csv, output)
    with session.reading() as connection:
        rows = accountability.check_states(connection)
        labels = queries.labels(connection, session.language)
    records = labelled(rows, labels, check="check_kind", person="staff")
    answer(records, _STATE, _STATE_SHOWN, session, form=chosen, output=output, force=force, encoding=encoding)
    for row in records:
        if row["remedy"]:
            say(_unnamed(row))


def _unnamed(row: Mapping[str, Any]) -> str:
    """What is said of a check for which nobody is named."""
    said = {"check": row["check_label"], "article": cited(row["citation"]), "command": row["remedy"]}
    if row["unit"]:
        return _("Nobody is named for {check} at {unit} ({article}): {command}", unit=row["unit_name"], **said)
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
        code, notes = checks.name(act, kind, person=who, unit=branch, at=at)
        said = {**_names(act, session, kind, branch), "person": queries.member(act.connection, code)["name"]}
    at_branch = marked("{person} makes the check of {check} at {unit}.")
    sentence = at_branch if branch else marked("{person} makes the check of {check}.")
    Answer(_(sentence, **said), notes=notes).give()


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
    made = checks.Checked(days=day or (), by=by, found=found, case=case, briefed=briefed, at=at)
    with session.writing() as act:
        days, notes = checks.done(act, kind, branch, made)
        said = {**_names(act, session, kind, branch), "days": _(", ").join(days)}
    sentence = marked("{check} at {unit} checked: {days}.") if branch else marked("{check} checked: {days}.")
    Answer(_(sentence, **said), notes=notes).give()


@check.command("missing")
def missing(
    context: typer.Context,
    first: FromOption = None,
    last: ToOption = None,
    kind: OneKindOption = None,
    unit: OneUnitOption = None,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    encoding: EncodingOption = "utf-8",
) -> None:
    """List the days on which a check was not made, from the first on unless --from says otherwise.

    Example: complaintctl check missing --kind branch_box
    """
    session = of(context)
    chosen = choose_format(form, as_json, as_csv, output)
    span = chosen_span(first, last, session.clock.now().day, "everything")
    with session.reading() as connection:
        code = accountability.check_kind(connection, kind)["code"] if kind else None
        branch = queries.unit(connection, unit)["code"] if unit else None
        rows = accountability.missing_checks(connection, *span, code, branch)
        labels = queries.labels(connection, session.language)
    records = labelled(rows, labels, check="check_kind", person="staff")
    empty = _("No check is missing up to {day}.", day=span[1])
    answer(
        records,
        _MISSING,
        _MISSING_SHOWN,
        session,
        form=chosen,
        output=output,
        force=force,
        encoding=encoding,
        empty=empty,
    )


@check.command("list")
def list_checks(
    context: typer.Context,
    first: FromOption = None,
    last: ToOption = None,
    kind: OneKindOption = None,
    unit: OneUnitOption = None,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    encoding: EncodingOption = "utf-8",
) -> None:
    """List the checks made and what they found, this month's unless --from says otherwise.

    Example: complaintctl check list --from 2026-10-01 --to 2026-10-31
    """
    session = of(context)
    chosen = choose_format(form, as_json, as_csv, output)
    span = chosen_span(first, last, session.clock.now().day, "month")
    with session.reading() as connection:
        code = accountability.check_kind(connection, kind)["code"] if kind else None
        branch = queries.unit(connection, unit)["code"] if unit else None
        rows = accountability.checks_made(connection, *span, code, branch)
        labels = queries.labels(connection, session.language)
    records = labelled(rows, labels, check="check_kind", by="staff", briefed="staff")
    empty = _("No check is on record from {first} to {last}.", first=span[0], last=span[1])
    answer(
        records, _LIST, _LIST_SHOWN, session, form=chosen, output=output, force=force, encoding=encoding, empty=empty
    )


def _names(act: Act, session: Session, kind: str, branch: str | None) -> dict[str, str]:
    """What the check and the branch are called."""
    label = accountability.check_kind(act.connection, kind)[f"label_{session.language}"]
    return {"check": label, "unit": queries.unit(act.connection, branch)["name"] if branch else ""}


def _branch(session: Session, kind: str, unit: str | None) -> str | None:
    """The branch given; asked for where each has its own check."""
    with session.reading() as connection:
        of_branch = accountability.check_kind(connection, kind)["of_branch"]
    if not of_branch:
        return unit
    return needed_code(session, "unit", unit, "--unit", _("Whose suggestion box (each branch has its own)"))
