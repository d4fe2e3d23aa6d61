"""Watching one case: show, why. Nothing heavy here: an officer waits for it."""

import sqlite3
import sys
from contextlib import ExitStack
from typing import Annotated

import typer

from complaintctl.base.language import _
from complaintctl.base.text import to_json
from complaintctl.cases import case_rows, rights, rule_rows
from complaintctl.cases.case_acts import case_number
from complaintctl.cases.case_json import as_object
from complaintctl.cases.whole_case import whole_case
from complaintctl.front.answer import CaseToSeeArgument
from complaintctl.front.help import fitted
from complaintctl.front.session import Session, of, tell
from complaintctl.watch.case_page import as_text

app = typer.Typer()


@app.command("show")
def show(
    context: typer.Context,
    case: CaseToSeeArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Print the case as JSON.")] = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show the customer's data unmasked; this is recorded, with --reason.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why the customer's data is shown.")] = None,
) -> None:
    """Show a case, what is owed and what was done.

    Example: complaintctl show 1

    Example: complaintctl show 2026-1 --json
    """
    session = of(context)
    with ExitStack() as shown:
        if reveal:  # on record before it is shown
            from complaintctl.asking.ask import needed
            from complaintctl.cases import access
            from complaintctl.front.write_out import written_out

            why = needed(reason, "--reason", _("Why is the customer's data to be shown"))
            with session.writing() as act:
                record = access.reveal(act, case, why)
            shown.enter_context(written_out(session, record, None))
        with session.reading(case) as connection:
            number = looked_at(session, connection, case)
            masking = session.masking(connection)
            file = whole_case(connection, number, masking.revealing() if reveal else masking.of(number))
            labels = rule_rows.labels(connection, session.language, number)
        if as_json:
            tell(to_json(as_object(file, labels)))
        else:
            page = as_text(file, labels, session.language, session.mark)
            typer.echo(fitted(page, sys.stdout, is_page=True), nl=False)


@app.command("why")
def why(context: typer.Context, case: CaseToSeeArgument) -> None:
    """Explain a due date day by day.

    Example: complaintctl why 1
    """
    from complaintctl.calendar.days_page import as_count

    session = of(context)
    with session.reading(case) as connection:
        number = looked_at(session, connection, case)
        row, deadline = case_rows.case(connection, number), case_rows.deadline(connection, number)
        clocks, days = case_rows.clocks(connection, number), case_rows.clock_days(connection, number)
    assert deadline is not None
    page = as_count(row, deadline, clocks, days, session.language, session.mark)
    typer.echo(fitted(page, sys.stdout, is_page=True), nl=False)


def looked_at(session: Session, connection: sqlite3.Connection, case: str) -> str:
    """The number of a case that may be shown: of a report of wrongdoing whom it reports is not told (Art. 13)."""
    looker = session.looker(connection)
    number = case_number(connection, case, session.clock.now().day[:4], looker)
    row = case_rows.case(connection, number, looker)
    rights.ask_of_look(connection, looker, number)
    return str(row["case_no"])
