"""Finding a case by what somebody tells of it: find."""

from collections.abc import Sequence
from typing import Annotated

import typer

from complaintctl.base.errors import Refused
from complaintctl.base.language import _
from complaintctl.cases import access, rule_rows
from complaintctl.front.session import of
from complaintctl.front.write_out import written_out
from complaintctl.tables.listing import Listing, Record, labelled
from complaintctl.tables.output import Output, let_out, put, takes_output
from complaintctl.watch import list_command
from complaintctl.watch import rows as watch_rows
from complaintctl.watch.found_cases import SHORTEST, search

app = typer.Typer()


def _found(record: Record) -> Record:
    return {**list_command.readable(record), "found_by": _(", ").join(record["found_by_label"])}


FOUND = Listing(
    f"{list_command.CASES.given} found_by found_by_label",
    "case_no received_at summary status_label unit_name complainant found_by due_on",
    list_command.CASES.labels,
    _found,
)


@app.command("find")
@takes_output
def find(
    context: typer.Context,
    output: Output,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS",
            help="A name, a telephone or its last digits, an identity number, words of the text, a number.",
        ),
    ] = None,
) -> None:
    """Find cases by whatever is known of them, the open ones first.

    By name, telephone or identity number (the last four digits are enough), words of the text, reference of the sender,
    number of a slip or of the case. Several words are taken as one, and where that finds nothing each has to be true.
    A search by personal data goes on record, without the words; asked for at the terminal, they stay out of the
    shell's history as well.

    Example: complaintctl find 0001

    Example: complaintctl find 柜员 态度
    """
    session = of(context)
    if not words:
        from complaintctl.asking.ask import needed

        words = needed(None, "WORDS", _("Name, telephone, identity number, words of the text, or a number")).split()
    with session.reading() as connection:
        result = search(session, connection, words)
        labels = rule_rows.labels(connection, session.language)
        rows = [{**row, "found_by": result.cases[row["case_no"]]} for row in watch_rows.lines(connection, result.cases)]
        records = labelled(rows, labels, **list_command.CASES.labels)
        for record in records:
            record["found_by_label"] = [labels["found_by", by] for by in record["found_by"]]
        shown, _sections = let_out(session, connection, FOUND, output, records)
    entered = None
    if result.personal:  # on record before it is shown
        if session.clock.as_of and not session.mark:
            raise Refused("A search by personal data goes on record as of now: leave out --as-of.")
        with session.writing() as act:
            entered = access.search(act, result.personal, [row["case_no"] for row in rows])
    with written_out(session, entered, output.file):
        put(session, FOUND, output, shown, _nothing(words))


def _nothing(words: Sequence[str]) -> str:
    """The sentence where no case was found; one character alone was not looked for everywhere."""
    if any(1 <= len(word.strip()) < SHORTEST for word in words):
        return _("No case was found. In texts two characters or more are looked for: add the next one.")
    return _("No case was found: try the last four digits of the telephone, a part of the name, or words of the text.")
