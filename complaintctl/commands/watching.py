"""Watching one case: show, why. Nothing heavy here: an officer waits for it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import recusal
from complaintctl.commands.answer import CaseArgument
from complaintctl.commands.session import Session, case_file, of, tell
from complaintctl.language import _
from complaintctl.render.case_object import as_object
from complaintctl.render.case_page import as_text
from complaintctl.render.text import to_json

app = typer.Typer()


@app.command("show")
def show(
    context: typer.Context,
    case: CaseArgument,
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
    with _revealed(session, case, reason) if reveal else nullcontext():
        with session.reading(case) as connection:
            _refuse_recused(session, connection, case)
            number = session.case_number(case)
            file = case_file(connection, number, None if reveal else session.masking(connection).of(number))
            labels = queries.labels(connection, session.language, number)
        if as_json:
            tell(to_json(as_object(file, labels)))
        else:
            typer.echo(as_text(file, labels, session.language, session.mark), nl=False)


@contextmanager
def _revealed(session: Session, case: str, reason: str | None) -> Iterator[None]:
    """Put on record that the customer's data is shown in the block."""
    from complaintctl.casework import access
    from complaintctl.commands.ask import needed
    from complaintctl.commands.write_out import written_out

    why = needed(reason, "--reason", _("Why is the customer's data to be shown"))
    with session.writing() as act:
        record = access.reveal(act, case, why)
    with written_out(session, record, None):
        yield


@app.command("why")
def why(context: typer.Context, case: CaseArgument) -> None:
    """Explain a due date day by day.

    Example: complaintctl why 1
    """
    from complaintctl.render.days import as_count

    session = of(context)
    with session.reading(case) as connection:
        _refuse_recused(session, connection, case)
        number = session.case_number(case)
        row, deadline = queries.case(connection, number), queries.deadline(connection, number)
        clocks, days = queries.clocks(connection, number), queries.clock_days(connection, number)
    assert deadline is not None
    typer.echo(as_count(row, deadline, clocks, days, session.language, session.mark), nl=False)


def _refuse_recused(session: Session, connection: sqlite3.Connection, case: str) -> None:
    """Refuse to show a report of wrongdoing to whom it reports (Art. 13)."""
    looker = session.looker(connection)
    if looker is not None:
        recusal.may(connection, queries.case(connection, session.case_number(case)), looker, "look")
