"""Where a listing goes: a painted or plain table, CSV or JSON; the screen, a pipe or a file."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from complaintctl.commands.ask import agreed
from complaintctl.commands.session import Session, in_terminal, say
from complaintctl.errors import StorageProblem, UsageProblem
from complaintctl.language import _, plural
from complaintctl.render import listing
from complaintctl.render.columns import TEXTS
from complaintctl.render.listing import Section
from complaintctl.system_errors import system_reason

FormatOption = Annotated[str | None, typer.Option("--format", metavar="table|csv|json", help="Form of the answer.")]
AsJsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
AsCsvOption = Annotated[bool, typer.Option("--csv", help="Short for --format csv.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")]
EncodingOption = Annotated[str, typer.Option("--encoding", help="Of CSV: utf-8 or gb18030.")]


def choose_format(
    form: str | None, as_json: bool, as_csv: bool, output: Path | None, further: Sequence[str] = ()
) -> str:
    """table, csv, json or one of the `further` forms: as asked for, else by the name of the file."""
    forms = ("table", "csv", "json", *further)
    chosen = {form, "json" if as_json else None, "csv" if as_csv else None} - {None}
    if len(chosen) > 1:
        raise UsageProblem(_("Choose one form of answer: --format, --json or --csv."))
    default = output.suffix.lstrip(".").lower() if output else "table"
    wanted = str(chosen.pop()) if chosen else default if default in forms else "table"
    if output and wanted == "table" and not form and default in ("xlsx", "xls", "docx", "pdf", "html"):
        raise UsageProblem(_("{file} would hold plain text: name it .csv, .json or .txt.", file=output.name))
    if wanted not in forms:
        raise UsageProblem(_("--format {given} is none of {forms}.", given=repr(wanted), forms=_(", ").join(forms)))
    return wanted


def answer(
    records: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    shown: Sequence[str],
    session: Session,
    *,
    form: str,
    output: Path | None = None,
    encoding: str = "utf-8",
    empty: str = "",
    sections: Sequence[Section] = (),
) -> None:
    """Give a listing: `columns` to programs, `shown` to people; `empty` says in a table that there is nothing.

    People see the `sections` instead, if there are any.
    """
    if encoding.lower().replace("-", "") not in ("utf8", "gb18030"):
        raise UsageProblem(_("--encoding {given} is neither utf-8 nor gb18030.", given=repr(encoding)))
    if TEXTS.intersection(columns):
        with session.reading() as connection:
            records = session.masking(connection).records(records, TEXTS)
    if form == "table" and not output and sys.stdout.isatty() and records:
        _paint(sections or [Section("", records, shown)], session.mark)
        return
    if form == "json":
        text = listing.as_json(records, columns)
    elif form == "csv":
        text = listing.as_csv(records, columns)
    else:
        shown_sections = sections or [Section("", records, shown)]
        table = listing.as_sections(shown_sections) if records or not empty else f"{empty}\n"
        text = f"{session.mark}\n{table}" if session.mark else table
    data = text.encode(encoding)
    if output:
        # Excel takes UTF-8 for what it is only behind a byte-order mark.
        write_file(output, b"\xef\xbb\xbf" + data if form == "csv" and encoding.lower() != "gb18030" else data)
        say(plural("Wrote {number} row to {file}.", "Wrote {number} rows to {file}.", len(records), file=output))
    else:
        typer.echo(data, nl=False)


def may_replace(path: Path, force: bool) -> None:
    """Ask before a file is replaced that is there already, unless `force`.

    Raises:
        UsageProblem: there is one, and nobody to ask.
        StorageProblem: an office program has it open, and would later write over what is written now.
    """
    for sign in (f"~${path.name}", f".~lock.{path.name}#"):
        if os.path.exists(path.with_name(sign)):  # noqa: PTH110 - never fails
            raise StorageProblem(_("{path} is open in another program: close it there first.", path=path))
    if force or not os.path.exists(path):  # noqa: PTH110
        return
    if not in_terminal():
        raise UsageProblem(_("{path} exists already: name another file, or replace it with --force.", path=path))
    if not agreed("--force", _("{path} exists already. Replace it?", path=path)):
        raise typer.Abort


def _paint(sections: Sequence[Section], mark: str) -> None:
    rows_left, columns_left = 0, list[str]()
    for section in sections:
        title = " ".join(filter(None, (mark, section.title)))
        more, hidden = listing.paint(section.records, section.columns, title)
        rows_left, columns_left = rows_left + more, [*columns_left, *hidden]
    if columns_left:
        say(_("Not shown at this width: {columns}.", columns=_(", ").join(dict.fromkeys(columns_left))))
    if rows_left:
        say(
            _(
                "… and {number} more: narrow the choice, write to a file with -o FILE.csv, or pipe to a pager",
                number=rows_left,
            )
        )


def write_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all; a device or a pipe is written to, never replaced. Raises StorageProblem.

    What is `private`, for it says who the customers are, can be read by none but its owner (Art. 6).
    """
    real = path.resolve()  # what a link stands for is replaced, not the link
    beside = real.with_name(f".{real.name}.{os.getpid()}.new")
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        if private:
            beside.touch(0o600)
        beside.write_bytes(data)
        beside.replace(real)
    except OSError as error:
        with suppress(OSError):  # where nothing can be made, there is nothing to remove
            beside.unlink()
        raise StorageProblem(
            _("{file} cannot be written: {problem}.", file=path, problem=system_reason(error))
        ) from None
