"""Where a listing goes: a painted or plain table, CSV or JSON; the screen, a pipe or a file."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from complaintctl.commands.ask import agreed
from complaintctl.commands.session import Session, in_terminal, say
from complaintctl.errors import StorageProblem, UsageProblem
from complaintctl.language import _, plural
from complaintctl.render import listing

FormatOption = Annotated[str | None, typer.Option("--format", metavar="table|csv|json", help="Form of the answer.")]
AsJsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
AsCsvOption = Annotated[bool, typer.Option("--csv", help="Short for --format csv.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")]
EncodingOption = Annotated[str, typer.Option("--encoding", help="Of CSV: utf-8 or gb18030.")]


def choose_format(form: str | None, as_json: bool, as_csv: bool, output: Path | None) -> str:
    """table, csv or json: as asked for, else by the name of the file."""
    chosen = {form, "json" if as_json else None, "csv" if as_csv else None} - {None}
    if len(chosen) > 1:
        raise UsageProblem(_("Choose one form of answer: --format, --json or --csv."))
    default = output.suffix.lstrip(".").lower() if output else "table"
    wanted = str(chosen.pop()) if chosen else default if default in ("csv", "json") else "table"
    if output and not (form or as_json or as_csv) and default in ("xlsx", "xls", "docx", "pdf", "html"):
        raise UsageProblem(_("{file} would hold plain text: name it .csv, .json or .txt.", file=output.name))
    if wanted not in ("table", "csv", "json"):
        raise UsageProblem(_("--format {given} is none of table, csv, json.", given=repr(wanted)))
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
) -> None:
    """Give a listing: `columns` to programs, `shown` to people; `empty` says in a table that there is nothing."""
    if encoding.lower().replace("-", "") not in ("utf8", "gb18030"):
        raise UsageProblem(_("--encoding {given} is neither utf-8 nor gb18030.", given=repr(encoding)))
    if form == "table" and not output and sys.stdout.isatty() and records:
        rows_left, columns_left = listing.paint(records, shown, session.mark)
        if columns_left:
            say(_("Not shown at this width: {columns}.", columns=_(", ").join(columns_left)))
        if rows_left:
            say(
                _(
                    "… and {number} more: narrow the choice, write to a file with -o FILE.csv, or pipe to a pager",
                    number=rows_left,
                )
            )
        return
    if form == "json":
        text = listing.as_json(records, columns)
    elif form == "csv":
        text = listing.as_csv(records, columns)
    else:
        table = listing.as_table(records, shown) if records or not empty else f"{empty}\n"
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


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises StorageProblem."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StorageProblem(_("{file} cannot be written: {problem}.", file=path, problem=error.strerror)) from None
