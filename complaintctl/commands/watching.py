"""Watching one case: show, why. Nothing heavy here: an officer waits for it."""

from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import access
from complaintctl.commands.answer import CaseArgument
from complaintctl.commands.session import case_file, of, tell
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
        bool, typer.Option("--reveal", help="Show the customer's data unmasked; this is recorded.")
    ] = False,
) -> None:
    """Show a case, what is owed and what was done.

    Example: complaintctl show 1

    Example: complaintctl show 2026-1 --json
    """
    session = of(context)
    if reveal:
        with session.writing() as act:
            access.reveal(act, case)
    with session.reading(case) as connection:
        file = case_file(connection, session.case_number(case), reveal)
        labels = queries.labels(connection, session.language, file.case["case_no"])
    if as_json:
        tell(to_json(as_object(file, labels)))
    else:
        typer.echo(as_text(file, labels, session.language, session.mark), nl=False)


@app.command("why")
def why(context: typer.Context, case: CaseArgument) -> None:
    """Explain a due date day by day.

    Example: complaintctl why 1
    """
    from complaintctl.render.days import as_count

    session = of(context)
    with session.reading(case) as connection:
        number = session.case_number(case)
        row, deadline = queries.case(connection, number), queries.deadline(connection, number)
        clocks, days = queries.clocks(connection, number), queries.clock_days(connection, number)
    assert deadline is not None
    typer.echo(as_count(row, deadline, clocks, days, session.language, session.mark), nl=False)
