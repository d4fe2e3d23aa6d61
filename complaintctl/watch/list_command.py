"""Watching many cases: list, todo."""

import sqlite3
from itertools import chain
from typing import Annotated

import typer

from complaintctl.base import command_names
from complaintctl.base.language import _
from complaintctl.base.text import minute
from complaintctl.calendar.calendar_end import undated_sentence
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.front.session import Session, of, say
from complaintctl.record import queries
from complaintctl.tables.date_range import FromOption, ToOption, chosen_span
from complaintctl.tables.listing import Listing, Record, labelled
from complaintctl.tables.output import Found, Output, let_out, lists, put, takes_output
from complaintctl.watch import approvals, overdue_page, todo_page
from complaintctl.watch import rows as watch_rows
from complaintctl.watch.found_cases import with_text

app = typer.Typer()


def readable(record: Record) -> Record:
    """A case as people read it; the year of its receipt is that of its number."""
    due_on = overdue_page.with_target(record["due_on"] or _("due not known"), record)
    return {**record, "received_at": minute(record["received_at"])[5:], "due_on": due_on}


def _duty(record: Record) -> Record:
    due = minute(record["due_at"]) or "-"
    due = _("{due} provisional", due=due) if record["provisional"] else due
    due = overdue_page.with_target(due, record)
    return {**record, "due_at": due, "remedy": command_names.hint(record["remedy"])}


CASES = Listing(
    "case_no received_on channel channel_label category category_label status status_label unit unit_name complainant"
    " due_on due_rule due_rule_label provisional is_major is_repeat is_open target_reached received_at summary"
    " respondent_unit respondent_unit_label",
    "case_no received_at summary category_label status_label unit_name respondent_unit_label complainant due_on"
    " is_major",
    {"channel": "channel", "category": "category", "status": "status", "respondent_unit": "unit"},
    readable,
)
DUTIES = Listing(
    "case_no duty label article due_at done_at blocking remedy unit unit_name person provisional target_reached",
    "due_at case_no label article unit_name person_label blocking remedy",
    readable=_duty,
)


@app.command("list")
@lists(CASES)
def list_cases(
    session: Session,
    connection: sqlite3.Connection,
    everything: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    status: Annotated[str | None, typer.Option(help="Only cases of this status.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="CODE", help="Only cases of this unit.")] = None,
    category: Annotated[str | None, typer.Option(help="Only cases of this category.")] = None,
    channel: Annotated[str | None, typer.Option(help="Only cases of this channel.")] = None,
    respondent: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only cases in which this unit is complained of.")
    ] = None,
    first: FromOption = None,
    last: ToOption = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="Only cases in whose texts this stands.")] = None,
) -> Found:
    """List the open cases, or all; --from and --to go by the day of receipt.

    Example: complaintctl list --unit chengguan --text 手续费

    Example: complaintctl list --all --status 已办结 -o closed.csv
    """
    given = {"status": status, "unit": unit, "category": category, "channel": channel}
    wanted = {kind: directory_rows.given_code(connection, kind, name) for kind, name in given.items()}
    wanted["respondent_unit"] = directory_rows.given_code(connection, "unit", respondent)
    is_past = status and queries.is_in(connection, "complaint", status=wanted["status"], is_open=False)
    rows = watch_rows.overview(
        connection,
        everything=everything or bool(is_past),
        days=chosen_span(first, last, session.clock.now().day, "everything") if first or last else None,
        cases=with_text(connection, session.masking(connection), text) if text else None,
        **wanted,
    )
    return Found(rows, empty=_("No cases."))


@app.command("todo")
@takes_output
def todo(
    context: typer.Context,
    output: Output,
    unit: Annotated[str | None, typer.Option(metavar="CODE", help="Only what this unit owes.")] = None,
    person: Annotated[str | None, typer.Option(metavar="CODE", help="Only what this person owes.")] = None,
    seen: Annotated[
        str | None, typer.Option(metavar="SEQ|all", help="What was approved in your name and you have seen.")
    ] = None,
) -> None:
    """List what the regulation still asks, with its article and the command that fulfils it.

    On a screen case by case, the most urgent last; in a file or a pipe the most urgent first.

    Example: complaintctl todo --unit chengguan

    Example: complaintctl todo --seen all
    """
    session = of(context)
    if seen is not None:
        with session.writing() as act:
            sentences = approvals.see(act, seen)
        for sentence in sentences:
            say(sentence)
    with session.reading() as connection:
        whose, who = (directory_rows.given_code(connection, *wanted) for wanted in (("unit", unit), ("staff", person)))
        rows = session.told_of(connection, watch_rows.todo(connection, whose, who, session.looker(connection)))
        cases = todo_page.most_urgent(rows) if output.is_painted else {}
        shown = chain.from_iterable(cases.values()) if cases else rows
        labels, masking = rule_rows.labels(connection, session.language), session.masking(connection)
        records, _sections = let_out(session, connection, DUTIES, output, labelled(shown, labels, person="staff"))
        matters, remark = watch_rows.matters(connection, masking, cases), undated_sentence(connection)
    if cases:
        todo_page.paint(records, matters, len({row["case_no"] for row in rows}) - len(cases), session.mark)
    else:
        put(session, DUTIES, output, records, _("Nothing is owed."))
    if remark:
        say(remark)
