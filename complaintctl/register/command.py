"""The register as a file: ledger."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.asking.ask import needed
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.cases import access, rule_rows
from complaintctl.disk import output_file
from complaintctl.front import served
from complaintctl.front.session import Session, of, say
from complaintctl.front.write_out import written_out
from complaintctl.privacy import personal
from complaintctl.register import rows as register_rows
from complaintctl.register.page import Register, register
from complaintctl.register.register_formats import as_file, as_text, paint
from complaintctl.tables.chosen_file import ForceOption, guarded, opened
from complaintctl.tables.date_range import FromOption, ToOption, chosen_span
from complaintctl.tables.output import (
    AsCsvOption,
    AsJsonOption,
    EncodingOption,
    choose_format,
    refuse_encoding,
    to_screen,
)

app = typer.Typer()

_DOCUMENTS = ("xlsx", "docx")
_FILES = ("csv", "json", *_DOCUMENTS)


@app.command("ledger")
def ledger_book(
    context: typer.Context,
    first: FromOption = None,
    last: ToOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.xlsx|csv|docx|json", help="Write the register to a file."),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="table|csv|json|xlsx|docx",
            help="Form of the answer; default a table in a terminal, CSV in a pipe, and what the file's name says.",
        ),
    ] = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show the customers' data unmasked; this is recorded, with --reason.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why the customers' data is shown.")] = None,
    force: ForceOption = False,
    encoding: EncodingOption = "utf-8",
) -> None:
    """Write the register (登记簿), one row a case, of the cases received in a period, or of all.

    The customers' data is masked. What was written with --reveal can be read back with `import`.

    Example: complaintctl ledger --from 2026-01-01 --to 2026-12-31 -o 登记簿.xlsx
    """
    session = of(context)
    kept = guarded(session)
    if output:
        output_file.refuse(output, kept)
    asked = choose_format(form, as_json, as_csv, None, _DOCUMENTS) if form or as_json or as_csv else None
    chosen = _form(asked, output, encoding)
    begin, end = chosen_span(first, last, session.clock.now().day, "everything")
    with opened(kept, output, force) as file:
        record = None
        if reveal:  # recorded before anything is written: nothing leaves the file of which the ledger knows nothing
            why = needed(reason, "--reason", _("Why is the customers' data to be shown"))
            with session.writing() as act:
                name = output.name if output else ""
                record = access.export(act, file=name, days=(begin, end), reason=why)
        with written_out(session, record, output):
            book, hidden = _book(session, begin if first else None, end, reveal)
            if hidden and reveal:
                say(
                    plural(
                        "{number} report of wrongdoing does not show who made it: `complaintctl show CASE --reveal"
                        " --reason TEXT` does, to 监察室 alone.",
                        "{number} reports of wrongdoing do not show who made them: `complaintctl show CASE --reveal"
                        " --reason TEXT` does, to 监察室 alone.",
                        hidden,
                    )
                )
            if file:
                file.write(as_file(book, chosen, encoding))
            elif chosen == "table" and sys.stdout.isatty():
                paint(book)
            elif chosen in _DOCUMENTS:
                typer.echo(as_file(book, chosen, encoding), nl=False)
            else:
                to_screen(as_text(book, chosen), chosen, encoding)
    if output:
        say(plural("Wrote {number} case to {path}.", "Wrote {number} cases to {path}.", len(book.rows), path=output))


def _form(asked: str | None, output: Path | None, encoding: str) -> str:
    """Choose the form of the answer: as asked, else by the name of the file, else as fits where it goes."""
    refuse_encoding(encoding)
    if not output:
        if asked in _DOCUMENTS and not served.takes_document():
            raise UsageProblem("--format {form} is written to a file: name it with -o FILE.{form}.", form=asked)
        return asked or ("table" if sys.stdout.isatty() else "csv")
    ending = output.suffix.lstrip(".").lower()
    if (ending in _FILES and asked not in (None, ending)) or (ending not in _FILES and not asked):
        raise UsageProblem(
            "A register is written as .xlsx, .csv, .docx or .json: name {path} accordingly.", path=output.name
        )
    return asked or ending


def _book(session: Session, begin: str | None, end: str, reveal: bool) -> tuple[Register, int]:
    """The register, and of how many cases it does not show who made them: of no report of wrongdoing (Art. 13)."""
    with session.reading() as connection:
        masking = session.masking(connection)
        rows = session.told_of(connection, register_rows.cases(connection, begin or "", end))
        cases = [(row, masking.of(row["case_no"])) for row in rows]
        secret = {row["complainant"] for row, mask in cases if mask.secret}
        people = personal.everyone(connection, reveal)
        book = register(
            [(masking.revealing() if reveal and not mask.secret else mask).row(row) for row, mask in cases],
            {number: person for number, person in people.items() if number not in secret},
            rule_rows.labels(connection, "zh"),
            rule_rows.major_grounds(connection),
            title=register_rows.title(connection),
            period=f"{begin} 至 {end}" if begin else f"截至 {end}",
            mark="练习" if rule_rows.is_practice(connection) else "",
            rule=f"{rule_rows.policy(connection, 'regulation')}({rule_rows.policy(connection, 'regulation_status')})",
        )
    return book, len(secret - {None})
