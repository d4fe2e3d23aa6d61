"""Intake of an old register: import."""

import os
import sys
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.text import visible
from complaintctl.disk import csv_table, new_file, output_file
from complaintctl.disk.csv_table import Row
from complaintctl.disk.input_files import STANDARD_INPUT, parse_toml, read_bytes
from complaintctl.file import run_log
from complaintctl.front.session import Session, in_terminal, of, say, tell
from complaintctl.privacy.contact_numbers import perhaps_rounded
from complaintctl.privacy.masking import Mask
from complaintctl.tables.chosen_file import guarded, opened
from complaintctl.taking_over import workbook
from complaintctl.taking_over.act import Result, take_in
from complaintctl.taking_over.column_mapping import BUILT_IN, ColumnMapping
from complaintctl.taking_over.row_to_case import Complaint
from complaintctl.taking_over.sample import sample

app = typer.Typer()
_NOTES = Path(__file__).with_name("notes.toml")
Thing = TypeVar("Thing")


@app.command("import")
def import_register(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="An .xlsx or CSV file with its columns named in one row; - is standard input.",
            allow_dash=True,
        ),
    ],
    mapping_file: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="TOML", help="Which column is what; default the usual Chinese headers."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check only: nothing is recorded; rejected rows are written out.")
    ] = False,
    rejects_file: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Where rejected rows go; default FILE.rejects.csv, numbered if there is one.",
        ),
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of CSV: auto, utf-8 or gb18030.")] = "auto",
    sheet: Annotated[
        str | None,
        typer.Option(metavar="NAME|all", help="Which sheet of a workbook, or all; default the first with a register."),
    ] = None,
    create: Annotated[
        bool | None,
        typer.Option(
            "--create/--no-create",
            help="Make the units and people that the register names; default only while there are no units yet.",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="What holds for every row that does not say it, such as channel=web."
        ),
    ] = None,
    sample_mapping: Annotated[
        bool, typer.Option("--sample-mapping", help="Import nothing: write a mapping of this file to start from.")
    ] = False,
) -> None:
    """Take in an old register.

    A row already taken in is left out; rows that cannot be taken are written to a file with the reason.

    Example: complaintctl import register.csv --dry-run

    Example: complaintctl import register.csv --set 投诉类别=类别待定 --rejects rejected.csv
    """
    session = of(context)
    mapping = ColumnMapping(mapping_file or BUILT_IN)
    mapping.set_defaults(settings or ())
    rows = _rows(file, mapping, encoding, sheet)
    if sample_mapping:
        with session.asking() as act:
            typer.echo(sample(act, rows, mapping, file.name), nl=False)
        return
    if rejects_file and rejects_file.resolve() == file.resolve():
        raise UsageProblem(
            "--rejects {file} would overwrite a file that is needed: name another one.", file=rejects_file
        )
    if rejects_file:
        output_file.refuse(rejects_file, guarded(session))
    if rejects_file or file != STANDARD_INPUT:  # else the rejected rows go to standard output
        rejects_file = rejects_file or csv_table.rejects_of(file)
        if rejects_file.is_file():  # an officer may be correcting the first
            rejects_file = new_file.free_name(rejects_file, rejects_file.stem)
    session.stop_rehearsal()
    with session.rehearsing() if dry_run else session.writing() as act:
        result = take_in(act, rows, mapping, file.name, _watch, create)
        if result.rejects:
            given_back = csv_table.rejects_csv(result.header, result.rejects)
            with opened(guarded(session), rejects_file, force=False) as rejects:
                rejects.write(given_back) if rejects else typer.echo(given_back, nl=False)
    if rejects_file and result.rejects and result.accepted and not dry_run:  # else nothing is recorded
        _note_rejects(session, rejects_file)
    counted = {"before": result.already_there, "rejected": len(result.rejects)}
    (tell if rejects_file else say)(_sentence("rehearsed" if dry_run else "imported", len(result.accepted), **counted))
    for note in _notes(result, mapping, rejects_file or file):
        say(visible(note))
    if result.rejects and not result.accepted and not result.already_there:
        raise UsageProblem("No row of {file} could be taken in: nothing was recorded.", file=file.name)


def _note_rejects(session: Session, file: Path) -> None:
    """Note in the run log where customers' data was written, so that it can be named as long as it lies there."""
    with run_log.noted(session.path, session.clock, run_log.begun("import", session.clock.now()), "rejects") as step:
        step.text = str(file.absolute())
    if step.not_noted:
        say(step.not_noted)


def _rows(file: Path, mapping: ColumnMapping, encoding: str, sheet: str | None) -> list[Row]:
    """Return the rows of a workbook or a CSV file; which sheet was read is said where there are several."""
    data = read_bytes(file)
    if not workbook.is_workbook(data):
        if sheet is not None:
            raise UsageProblem("{file} is no workbook: it has no sheet {sheet}.", file=file.name, sheet=sheet)
        return csv_table.read(file, encoding, data)
    rows, which = workbook.read(file.name, data, mapping, sheet, partial(_password, file.name))
    if which:
        say(which)
    return rows


def _password(name: str) -> str:
    """Return the password of a workbook. Raises UsageProblem where none is set and there is nobody to ask."""
    given = os.environ.get("COMPLAINTCTL_IMPORT_PASSWORD")
    if not given and not in_terminal():
        raise UsageProblem(
            "{file} is under a password: set it as COMPLAINTCTL_IMPORT_PASSWORD, or import in a terminal.", file=name
        )
    return given or str(typer.prompt(_("Password of {file}", file=name), hide_input=True, err=True))


def _notes(result: Result, mapping: ColumnMapping, rejects_file: Path) -> Iterator[str]:
    """Yield what an officer should look at, a sentence each: of the places of rows, or of names."""
    rejects, accepted, made = result.rejects, result.accepted, result.made
    steps = [(row.place, step.detail) for row in accepted for step in row.history]
    noted = {
        "rejected": [reject.row.place for reject in rejects],
        "first_rejected": [reject.row.place for reject in rejects[:1]],
        "masked": [reject.row.place for reject in rejects if reject.masked],
        "differing": result.differing,
        "moved": {place for place, detail in steps if "stated_on" in detail},
        "reopened": [row.place for row in accepted if row.registration["stated_reopenings"]],
        "undated": {place for place, detail in steps if detail.get("undated")},
        "in_words": [row.place for row in accepted if row.registration["stated_source_due"]],
        "rounded": [row.place for row in accepted if perhaps_rounded(row.person.id_no)],
        "telling": [row.place for row in accepted if _tells_of_customer(row)],
        "units": [fact.detail["unit"] for fact in made if fact.kind == "unit_added"],
        "people": [fact.detail["name"] for fact in made if fact.kind == "staff_added"],
    }
    first = {"line": rejects[0].row.place, "reason": rejects[0].reason} if rejects else {}
    for name, things in noted.items():
        if things:
            named = _(", ").join(map(str, things))
            yield _sentence(name, len(things), file=rejects_file, lines=named, names=named, **first)
    if (curable := sum(reject.curable for reject in rejects)) and not mapping.own:
        yield _sentence("curable", curable)
    for column, number in result.passed_over.items():
        yield _sentence("passed_over", number, column=column)
    if result.unused:
        yield _sentence("not_mapped" if mapping.own else "not_known", 1, columns=_(", ").join(result.unused))


def _tells_of_customer(complaint: Complaint) -> bool:
    texts = (complaint.registration, *(step.detail for step in complaint.history))
    return any(map(Mask(hidden=[complaint.person]).alters, texts))


def _sentence(name: str, number: int, **values: object) -> str:
    """Say a sentence of `notes.toml`."""
    said = parse_toml(_NOTES.read_text("utf-8"))[name]
    return plural(said["one"], said["many"], number, **values) if "many" in said else _(said["one"], **values)


def _watch(things: Collection[Thing], label: str) -> Iterable[Thing]:
    """Return the things, one by one, with a progress bar if a terminal is there to show it."""
    if not sys.stderr.isatty():
        return things
    from rich.console import Console
    from rich.progress import track

    return track(things, label, console=Console(stderr=True), transient=True)
