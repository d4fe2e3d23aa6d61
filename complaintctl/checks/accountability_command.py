"""Accountability leads and the measures taken on them; corrective actions."""

import json
import sqlite3
from typing import Annotated, Any, cast

import typer

from complaintctl.asking.signature import options
from complaintctl.base.language import _, marked, plural
from complaintctl.base.option import Option
from complaintctl.checks import accountability as checks_accountability
from complaintctl.checks import rows as checks_rows
from complaintctl.front.answer import enter
from complaintctl.front.session import Session, of
from complaintctl.record.queries import Row
from complaintctl.tables.date_range import FromOption, ToOption, chosen_span
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Found, lists

app = typer.Typer()
accountability = typer.Typer(
    no_args_is_help=True, help="Leads for accountability (责任追究线索), never findings of guilt (Arts 23, 24)."
)
improvement = typer.Typer(no_args_is_help=True, help="Corrective actions learned from complaints (Arts 7, 22).")
app.add_typer(accountability, name="accountability")
app.add_typer(improvement, name="improvement")

LEADS = Listing(
    "lead kind kind_label day unit unit_name person person_label case_no text measures measure decided_by"
    " decided_by_label measured_on citation number",
    "number lead kind_label day unit_name person_label case_no text measure measured_on",
    {"kind": "lead_kind", "person": "staff", "decided_by": "staff"},
    remark=marked("These are leads to be looked into, not findings of guilt (Arts 23, 24)."),
)
ACTIONS = Listing(
    "action_no text owner owner_label opened_at due_on cases is_late done_at outcome",
    "action_no text owner_label due_on is_late cases outcome",
    {"owner": "staff"},
)


@accountability.command("list")
@lists(LEADS)
def list_leads(
    session: Session,
    connection: sqlite3.Connection,
    first: FromOption = None,
    last: ToOption = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Only leads of this unit.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only this kind of lead.")] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only leads on which no measure was taken.")] = False,
) -> Found:
    """List the leads (线索) to be looked into, this year's unless --from says otherwise; none is a finding of guilt.

    Example: complaintctl accountability list --open
    """
    days = chosen_span(first, last, session.clock.now().day, "year")
    rows = checks_rows.leads(connection, days, kind, unit, only_open=only_open)
    return Found(
        [{**row, "text": _told(row)} for row in rows], _("No lead from {first} to {last}.", first=days[0], last=days[1])
    )


def _told(row: Row) -> str | None:
    """The text of a lead in words, where the view has a number or a day."""
    if row["kind"] == "missing_checks":
        return plural("{number} day", "{number} days", int(row["text"]))
    if row["kind"] == "late" and row["text"]:
        return _("the reason was reported on {day}", day=row["text"])
    return cast("str | None", row["text"])


@accountability.command("add")
@options(checks_accountability.open_lead)
def add_lead(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="refusal 推诿、搪塞, aggravated 致使事态扩大, leak 泄露投诉信息 or other_fact 其他."
        ),
        Option("", ask="What kind of lead"),
    ],
    given: dict[str, Any],
) -> None:
    """Enter a lead (线索) that the program cannot find by itself.

    Example: complaintctl accountability add refusal --unit chengguan --case 1 --text "两次让客户改日再来"
    """
    enter(of(context), checks_accountability.open_lead, kind, **given)


@accountability.command("measure")
@options(checks_accountability.measure)
def measure(
    context: typer.Context,
    lead: Annotated[
        str,
        typer.Argument(metavar="LEAD", help="Its number in this year's list, its name there, or its case."),
        Option("", ask="Which lead", offers=checks_accountability.without_measure),
    ],
    given: dict[str, Any],
) -> None:
    """Record a measure taken on a lead (线索); a lead may have several.

    Example: complaintctl accountability measure 3 --measure "批评教育" --decided-by sun
    """
    enter(of(context), checks_accountability.measure, lead, **given)


@improvement.command("add")
@options(checks_accountability.open_improvement)
def add_improvement(context: typer.Context, given: dict[str, Any]) -> None:
    """Open a corrective action.

    Example: complaintctl improvement add --text "修订挂失操作手册" --owner wang --due 2026-12-31 --case 1 --case 4
    """
    enter(of(context), checks_accountability.open_improvement, **given)


@improvement.command("done")
@options(checks_accountability.finish_improvement)
def finish_improvement(
    context: typer.Context,
    number: Annotated[
        str,
        typer.Argument(metavar="NUMBER", help="改〔2026〕1号, or 1号 or 1 for this year."),
        Option("", ask="Which corrective action", offers=checks_accountability.to_be_done),
    ],
    given: dict[str, Any],
) -> None:
    """Record that a corrective action is done.

    Example: complaintctl improvement done 1 --text "新手册已下发各支行"
    """
    enter(of(context), checks_accountability.finish_improvement, number, **given)


@improvement.command("list")
@lists(ACTIONS)
def list_improvements(
    session: Session,
    connection: sqlite3.Connection,
    everything: Annotated[bool, typer.Option("--all", help="Those done as well.")] = False,
    late: Annotated[bool, typer.Option("--late", help="Only those past their date.")] = False,
) -> Found:
    """List the corrective actions still to be done, the one due first leading.

    Example: complaintctl improvement list --late
    """
    rows = checks_rows.improvements(connection, everything=everything, only_late=late)
    empty = _("No corrective action is on record.") if everything else _("No corrective action is open.")
    empty = _("No corrective action is late.") if late else empty
    return Found([{**row, "cases": json.loads(row["cases"])} for row in rows], empty)
