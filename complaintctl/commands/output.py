"""Where an answer goes: a painted or plain table, CSV or JSON; the screen, a pipe or a file."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from complaintctl import queries
from complaintctl.commands.session import Session, case_file, say
from complaintctl.errors import StorageProblem, UsageProblem
from complaintctl.ledger import Act
from complaintctl.render import case as case_page
from complaintctl.render import listing
from complaintctl.render.text import to_json, visible

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="TS-2026-0001, 2026-1, or 1 for this year.")]
AtOption = Annotated[str | None, typer.Option("--at", metavar="WHEN", help="When it happened; default now.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the case as JSON.")]
FormatOption = Annotated[str | None, typer.Option("--format", metavar="table|csv|json", help="Form of the answer.")]
AsJsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
AsCsvOption = Annotated[bool, typer.Option("--csv", help="Short for --format csv.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")]
EncodingOption = Annotated[str, typer.Option("--encoding", help="Of CSV: utf-8 or gb18030.")]


class Answer(NamedTuple):
    """What is said once a change is safely on the disk: the answer, and what is to be done next."""

    text: str
    next_steps: Sequence[str] = ()

    def give(self) -> None:
        """Say it."""
        typer.echo(self.text)
        for line in self.next_steps:
            say(line)


def case_answer(session: Session, act: Act, case_no: str, as_json: bool, sentence: str) -> Answer:
    """After a case was changed: the case as JSON, or a sentence and the duties next."""
    if as_json:
        labels = queries.labels(act.connection, session.language)
        return Answer(to_json(case_page.as_object(case_file(act.connection, case_no), labels)))
    owed = [duty for duty in queries.open_duties(act.connection, case_no) if duty["blocking"]]
    lines = [
        f"  {duty[f'label_{session.language}']} ({duty['article']}"
        f"{', by ' + duty['due_at'][:10] if duty['due_at'] else ''}): {duty['remedy']}"
        for duty in owed
    ]
    return Answer(visible(sentence), ["Next:", *map(visible, lines)] if lines else [])


def choose_format(form: str | None, as_json: bool, as_csv: bool, output: Path | None) -> str:
    """table, csv or json: as asked for, else by the name of the file."""
    chosen = {form, "json" if as_json else None, "csv" if as_csv else None} - {None}
    if len(chosen) > 1:
        raise UsageProblem("Choose one form of answer: --format, --json or --csv.")
    default = output.suffix.lstrip(".").lower() if output else "table"
    wanted = str(chosen.pop()) if chosen else default if default in ("csv", "json") else "table"
    if wanted not in ("table", "csv", "json"):
        raise UsageProblem(f"--format {wanted!r} is none of table, csv, json.")
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
        raise UsageProblem(f"--encoding {encoding!r} is neither utf-8 nor gb18030.")
    if form == "table" and not output and sys.stdout.isatty() and records:
        left_out = listing.paint(records, shown, session.language)
        if left_out:
            say(
                f"… and {left_out} more: narrow the choice, write to a file with -o FILE.csv, or pipe to a pager"
            )
        return
    if form == "json":
        text = listing.as_json(records, columns)
    elif form == "csv":
        text = listing.as_csv(records, columns)
    else:
        text = listing.as_table(records, shown, session.language) if records or not empty else f"{empty}\n"
    data = text.encode(encoding)
    if output:
        # Excel takes UTF-8 for what it is only behind a byte-order mark.
        write_file(output, b"\xef\xbb\xbf" + data if form == "csv" and encoding.lower() != "gb18030" else data)
        say(f"Wrote {len(records)} rows to {output}.")
    else:
        typer.echo(data, nl=False)


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises StorageProblem."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StorageProblem(f"{path} cannot be written: {error.strerror}.") from None
