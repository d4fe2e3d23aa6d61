"""The register as a file: ledger."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from complaintctl import personal, queries
from complaintctl.casework import access
from complaintctl.commands.output import EncodingOption, may_replace, write_file
from complaintctl.commands.session import Session, of, say
from complaintctl.commands.span import FromOption, ToOption, chosen_span
from complaintctl.errors import UsageProblem
from complaintctl.language import _, plural, speak, spoken
from complaintctl.queries import register as register_queries
from complaintctl.render.register import Register, as_csv, as_records, register

app = typer.Typer()

_FORMS = ("xlsx", "csv", "docx")


@app.command("ledger")
def ledger_book(
    context: typer.Context,
    first: FromOption = None,
    last: ToOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.xlsx|csv|docx", help="Write the register to a file.")
    ] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show the customers' data unmasked; this is recorded, with --reason.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why the customers' data is shown.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if there is one.")] = False,
    encoding: EncodingOption = "utf-8",
) -> None:
    """Write the register (登记簿), one row a case, of the cases received in a period, or of all.

    The customers' data is masked. What was written with --reveal can be read back with `import`.

    Example: complaintctl ledger --from 2026-01-01 --to 2026-12-31 -o 登记簿.xlsx
    """
    session = of(context)
    form = _form(output, encoding)
    begin, end = chosen_span(first, last, session.clock.now().day, "everything")
    if output:
        may_replace(output, force)
    informants = _record(session, output, (begin, end), reason) if reveal else False
    book, hidden = _book(session, begin if first else None, end, reveal, informants)
    if hidden and reveal:
        say(
            plural(
                "{number} report of wrongdoing does not show who made it: 监察室 alone sees that.",
                "{number} reports of wrongdoing do not show who made them: 监察室 alone sees that.",
                hidden,
            )
        )
    if output:
        write_file(output, _as_file(book, form, encoding), private=reveal)
        say(_wrote(len(book.rows), output))
    elif sys.stdout.isatty():
        _paint(book)
    else:
        typer.echo(as_csv(book).encode(encoding), nl=False)


def _form(output: Path | None, encoding: str) -> str:
    """What the file is to be, by its name. Raises UsageProblem."""
    if encoding.lower().replace("-", "") not in ("utf8", "gb18030"):
        raise UsageProblem(_("--encoding {encoding} is neither utf-8 nor gb18030.", encoding=repr(encoding)))
    form = output.suffix.lstrip(".").lower() if output else "csv"
    if form not in _FORMS:
        raise UsageProblem(
            _("A register is written as .xlsx, .csv or .docx: name {path} accordingly.", path=output and output.name)
        )
    return form


def _record(session: Session, output: Path | None, days: tuple[str, str], reason: str | None) -> bool:
    """Put on record that the customers' data is about to be shown; whether that of informants may be.

    Recorded before anything is written, so that nothing leaves the file of which the ledger knows nothing.
    """
    with session.writing() as act:
        access.export(act, file=output.name if output else "", days=days, reason=reason or "")
        return access.of_supervision_office(act)


def _book(session: Session, begin: str | None, end: str, reveal: bool, informants: bool) -> tuple[Register, int]:
    """The register, and of how many cases it does not show who made them though the others are revealed."""
    with session.reading() as connection:
        rows = register_queries.cases(connection, begin or "", end)
        secret = {row["complainant"] for row in rows if row["restricted"] and not informants}
        people = personal.everyone(connection, reveal)
        book = register(
            rows,
            {number: person for number, person in people.items() if number not in secret},
            queries.labels(connection, "zh"),
            title=register_queries.title(connection),
            period=f"{begin} 至 {end}" if begin else f"截至 {end}",
            mark="练习 PRACTICE" if queries.is_practice(connection) else "",
            rule=register_queries.rule_in_force(connection),
        )
    return book, len(secret - {None})


def _as_file(book: Register, form: str, encoding: str) -> bytes:
    if form == "xlsx":
        from complaintctl.render.spreadsheet import MOST_ROWS, as_workbook

        if len(book.rows) > MOST_ROWS:
            raise UsageProblem(
                _("A sheet holds {most} cases: choose a shorter period with --from and --to.", most=MOST_ROWS)
            )
        return as_workbook(book)
    if form == "docx":
        from complaintctl.render.register_document import as_document

        return as_document(book)
    text = as_csv(book)
    # Excel takes UTF-8 for what it is only behind a byte-order mark.
    return text.encode(encoding if encoding.lower() == "gb18030" else "utf-8-sig")


def _paint(book: Register) -> None:
    """A look at the register in the terminal; a Chinese document whatever is spoken."""
    from complaintctl.render import listing
    from complaintctl.render.register import LISTED

    title = "  ".join(part for part in (book.title, book.period, book.mark) if part)
    language = spoken()
    speak("zh")
    rows_left, columns_left = listing.paint(as_records(book), tuple(LISTED.values()), title)
    speak(language)
    if columns_left:
        say(_("Not shown at this width: {columns}.", columns=_(", ").join(columns_left)))
    if rows_left:
        say(_("… and {number} more: choose a period, or write all with -o FILE.xlsx", number=rows_left))


def _wrote(number: int, output: Path) -> str:
    return plural("Wrote {number} case to {path}.", "Wrote {number} cases to {path}.", number, path=output)
