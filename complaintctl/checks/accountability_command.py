"""Accountability leads and the measures taken on them; corrective actions."""

import json
import sqlite3
from typing import Annotated

import typer

from complaintctl.asking.ask import needed, needed_code
from complaintctl.base.language import _, marked
from complaintctl.cases import directory_rows
from complaintctl.checks import accountability as checks_accountability
from complaintctl.checks import rows as checks_rows
from complaintctl.front.answer import Answer, AtOption
from complaintctl.front.session import Session, of, tell
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
    " decided_by_label measured_on citation",
    "lead kind_label day unit_name person_label case_no text measure measured_on",
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
    wanted = (directory_rows.given_code(connection, *each) for each in (("lead_kind", kind), ("unit", unit)))
    rows = checks_rows.leads(connection, *days, *wanted, only_open=only_open)
    return Found(rows, _("No lead from {first} to {last}.", first=days[0], last=days[1]))


@accountability.command("add")
def add_lead(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="refusal 推诿、搪塞, aggravated 致使事态扩大, leak 泄露投诉信息 or other_fact 其他."
        ),
    ],
    text: Annotated[str | None, typer.Option(help="What happened.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="The unit it concerns.")] = None,
    person: Annotated[str | None, typer.Option(metavar="STAFF", help="The person it concerns.")] = None,
    case: Annotated[str | None, typer.Option(metavar="CASE", help="The case it comes from.")] = None,
    at: AtOption = None,
) -> None:
    """Enter a lead (线索) that the program cannot find by itself.

    Example: complaintctl accountability add refusal --unit chengguan --case 1 --text "两次让客户改日再来"
    """
    session = of(context)
    words = needed(text, "--text", _("What happened"))
    with session.writing() as act:
        lead = checks_accountability.open_lead(act, kind, text=words, unit=unit, person=person, case=case, at=at)
    tell(_("Lead {lead} entered.", lead=lead))


@accountability.command("measure")
def measure(
    context: typer.Context,
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="As the list shows it, such as late:TS-2026-0001:3.")],
    text: Annotated[str | None, typer.Option("--measure", metavar="TEXT", help="What was decided.")] = None,
    decided_by: Annotated[str | None, typer.Option("--decided-by", metavar="STAFF", help="Who decided it.")] = None,
    at: AtOption = None,
) -> None:
    """Record a measure taken on a lead (线索); a lead may have several.

    Example: complaintctl accountability measure missing_checks:web_channel:2026-10:li --measure "批评教育"
    --decided-by sun
    """
    session = of(context)
    words = needed(text, "--measure", _("What was decided"))
    decider = needed_code(session, "staff", decided_by, "--decided-by", _("Who decided it"))
    with session.writing() as act:
        name, notes = checks_accountability.measure(act, lead, text=words, decided_by=decider, at=at)
    Answer(_("Measure on {lead} recorded.", lead=name), notes=notes).give()


@improvement.command("add")
def add_improvement(
    context: typer.Context,
    text: Annotated[str | None, typer.Option(help="What is to be improved.")] = None,
    owner: Annotated[str | None, typer.Option(metavar="STAFF", help="Who sees to it.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="By when.")] = None,
    case: Annotated[
        list[str] | None, typer.Option(metavar="CASE", help="The complaint it was learned from; may be repeated.")
    ] = None,
    at: AtOption = None,
) -> None:
    """Open a corrective action.

    Example: complaintctl improvement add --text "修订挂失操作手册" --owner wang --due 2026-12-31 --case 1 --case 4
    """
    session = of(context)
    words = needed(text, "--text", _("What is to be improved"))
    person = needed_code(session, "staff", owner, "--owner", _("Who sees to it"))
    day = needed(due, "--due", _("By when"))
    cases = case or [needed_code(session, "case", None, "--case", _("From which case was it learned"))]
    with session.writing() as act:
        number = checks_accountability.open_improvement(act, text=words, owner=person, due=day, cases=cases, at=at)
    tell(_("{action_no} opened.", action_no=number))


@improvement.command("done")
def finish_improvement(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="改〔2026〕1号, or 1号 or 1 for this year.")],
    text: Annotated[str | None, typer.Option(help="What was done, and what came of it.")] = None,
    at: AtOption = None,
) -> None:
    """Record that a corrective action is done.

    Example: complaintctl improvement done 1 --text "新手册已下发各支行"
    """
    session = of(context)
    words = needed(text, "--text", _("What was done"))
    with session.writing() as act:
        done = checks_accountability.finish_improvement(act, number, text=words, at=at)
    tell(_("{action_no} done.", action_no=done))


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
    none = _("No corrective action is on record.") if everything else _("No corrective action is open.")
    return Found(
        [{**row, "cases": json.loads(row["cases"])} for row in map(dict, rows)],
        _("No corrective action is late.") if late else none,
    )
