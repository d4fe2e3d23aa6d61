"""The register in the form it is asked for: a workbook, a document, CSV, JSON or a table."""

from collections.abc import Iterator
from contextlib import contextmanager

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural, speak, spoken
from complaintctl.front.session import say
from complaintctl.register.page import LISTED, Register, as_csv, as_json, as_records


def as_file(book: Register, form: str, encoding: str) -> bytes:
    """Return the register as a file of that form. Raises UsageProblem if a sheet does not hold it."""
    if form == "xlsx":
        from complaintctl.register.register_xlsx import MOST_ROWS, as_workbook, cut_cells

        if len(book.rows) > MOST_ROWS:
            raise UsageProblem(
                "A sheet holds {most} cases: choose a shorter period with --from and --to.", most=MOST_ROWS
            )
        if cut := [f"{case_no} {heading}" for case_no, heading in cut_cells(book)]:
            say(
                plural(
                    "{number} text is longer than a cell of a workbook and ends there with an ellipsis: {places}."
                    " A .csv has it whole.",
                    "{number} texts are longer than a cell of a workbook and end there with an ellipsis: {places}."
                    " A .csv has them whole.",
                    len(cut),
                    places=_(", ").join(cut),
                )
            )
        return as_workbook(book)
    if form == "docx":
        from complaintctl.register.register_docx import as_document

        return as_document(book)
    # Excel takes UTF-8 for what it is only behind a byte-order mark.
    return as_text(book, form).encode("utf-8-sig" if form == "csv" and encoding.lower() != "gb18030" else encoding)


def as_text(book: Register, form: str) -> str:
    """Return the register as CSV, JSON or a plain table."""
    if form == "csv":
        return as_csv(book)
    if form == "json":
        return as_json(book)
    from complaintctl.tables import listing

    with _in_chinese():
        return listing.as_sections([listing.Section(_title(book), as_records(book), tuple(LISTED.values()))])


def _title(book: Register) -> str:
    return "  ".join(part for part in (book.title, book.period, book.mark) if part)


@contextmanager
def _in_chinese() -> Iterator[None]:
    """The register is a Chinese document whatever is spoken."""
    language = spoken()
    speak("zh")
    try:
        yield
    finally:
        speak(language)


def paint(book: Register) -> None:
    """Return a look at the register in the terminal."""
    from complaintctl.tables import listing, painting

    with _in_chinese():
        section = listing.Section(_title(book), as_records(book), tuple(LISTED.values()))
        rows_left, columns_left = painting.paint(section)
    if columns_left:
        say(_("Not shown at this width: {columns}.", columns=_(", ").join(columns_left)))
    if rows_left:
        say(_("… and {number} more: choose a period, or write all with -o FILE.xlsx", number=rows_left))
