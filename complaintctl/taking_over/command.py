"""Intake of an old register: import."""

import os
import re
import sys
from collections.abc import Collection, Iterable
from itertools import count
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.text import visible
from complaintctl.disk import csv_table, output_file
from complaintctl.disk.csv_table import Row
from complaintctl.front.session import in_terminal, of, say, tell
from complaintctl.privacy.contact_numbers import perhaps_rounded
from complaintctl.privacy.masking import Mask
from complaintctl.tables.output import guarded
from complaintctl.taking_over import act as taking_over_act
from complaintctl.taking_over import headings, workbook
from complaintctl.taking_over import mapping_file as taking_over_mapping_file
from complaintctl.taking_over.column_mapping import ColumnMapping
from complaintctl.taking_over.row_to_case import Complaint

app = typer.Typer()
_REJECTS = re.compile(r"\.rejects(-\d+)?$")  # of the name of a file that gives rejected rows back
Thing = TypeVar("Thing")


@app.command("import")
def import_register(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An .xlsx or CSV file with its columns named in one row.")
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
        str | None, typer.Option(metavar="NAME", help="Which sheet of a workbook; default the first with a register.")
    ] = None,
    create: Annotated[
        bool | None,
        typer.Option(
            "--create/--no-create",
            help="Make the units and people that the register names; default only while there are no units yet.",
        ),
    ] = None,
) -> None:
    """Take in an old register.

    A row already taken in is left out; rows that cannot be taken are written to a file with the reason.

    Example: complaintctl import register.csv --dry-run

    Example: complaintctl import register.csv --encoding gb18030 --rejects rejected.csv
    """
    session = of(context)
    chosen = taking_over_mapping_file.load(mapping_file or taking_over_mapping_file.BUILT_IN)
    rows = _rows(file, chosen, encoding, sheet)
    if rejects_file and rejects_file.resolve() == file.resolve():
        raise UsageProblem(
            "--rejects {file} would overwrite a file that is needed: name another one.", file=rejects_file
        )
    if rejects_file:
        output_file.refuse(rejects_file, guarded(session))
    rejects_file = _free(rejects_file or file.with_name(f"{_REJECTS.sub('', file.stem)}.rejects.csv"))
    with session.rehearsing() if dry_run else session.writing() as act:
        result = taking_over_act.take_in(act, rows, chosen, file.name, _watch, create)
        if result.rejects:
            with output_file.opened(rejects_file, guarded(session), force=False) as rejects:
                rejects.write(csv_table.rejects_csv(result.header, result.rejects))
    tell(_sentence(result, dry_run))
    for note in _notes(result, rejects_file, chosen):
        say(visible(note))
    if result.rejects and not result.accepted and not result.already_there:
        raise UsageProblem("No row of {file} could be taken in: nothing was recorded.", file=file.name)


def _free(file: Path) -> Path:
    """The name of a file that is not there yet; numbered if need be, for an officer may be correcting the first."""
    numbered = (file.with_name(f"{file.stem}-{number}{file.suffix}") for number in count(2))
    return file if not file.is_file() else next(name for name in numbered if not name.exists())


def _rows(file: Path, chosen: ColumnMapping, encoding: str, sheet: str | None) -> list[Row]:
    """Return the rows of a workbook or a CSV file; of a workbook with several sheets it is said which was read."""
    if not workbook.is_workbook(file):
        if sheet is not None:
            raise UsageProblem("{file} is no workbook: it has no sheet {sheet}.", file=file.name, sheet=sheet)
        return csv_table.read(file, encoding)
    found = workbook.read(
        file,
        sheet=sheet,
        password=lambda: _password(file.name),
        date_format=chosen.date_format,
        is_register=lambda rows: headings.first_row(rows, chosen) is not None,
    )
    if found.others and sheet is None:
        others = _(", ").join(found.others)
        say(_("Read the sheet {sheet}; --sheet reads another one, {others}.", sheet=found.name, others=others))
    return found.rows


def _password(name: str) -> str:
    """Return the password of a workbook. Raises UsageProblem where none is set and there is nobody to ask."""
    given = os.environ.get("COMPLAINTCTL_IMPORT_PASSWORD")
    if given:
        return given
    if not in_terminal():
        raise UsageProblem(
            "{file} is under a password: set it as COMPLAINTCTL_IMPORT_PASSWORD, or import in a terminal.", file=name
        )
    answer: str = typer.prompt(_("Password of {file}", file=name), hide_input=True, err=True)
    return answer


def _sentence(result: taking_over_act.Result, dry_run: bool) -> str:
    others = {"before": result.already_there, "rejected": len(result.rejects)}
    if dry_run:
        return plural(
            "{number} complaint would be imported, {before} imported before, {rejected} rejected."
            " Nothing was recorded: this was a dry run.",
            "{number} complaints would be imported, {before} imported before, {rejected} rejected."
            " Nothing was recorded: this was a dry run.",
            len(result.accepted),
            **others,
        )
    return plural(
        "{number} complaint imported, {before} imported before, {rejected} rejected.",
        "{number} complaints imported, {before} imported before, {rejected} rejected.",
        len(result.accepted),
        **others,
    )


def _notes(result: taking_over_act.Result, rejects_file: Path, chosen: ColumnMapping) -> Iterable[str]:
    if result.rejects:
        first = result.rejects[0]
        yield plural(
            "{number} row rejected: {file} gives each with its line and the reason.",
            "{number} rows rejected: {file} gives each with its line and the reason.",
            len(result.rejects),
            file=rejects_file,
        )
        yield _("The first, line {line}: {reason}", line=first.row.line, reason=first.reason)
    if masked := sum(reject.masked for reject in result.rejects):
        yield plural(
            "{number} row holds masked data, which is nobody's: what is to be read back is written with"
            " `complaintctl ledger --reveal --reason TEXT`.",
            "{number} rows hold masked data, which is nobody's: what is to be read back is written with"
            " `complaintctl ledger --reveal --reason TEXT`.",
            masked,
        )
    if result.differing:
        yield plural(
            "{number} row differs from its case in this file, line {lines}: it was left out, for an import changes no"
            " case.",
            "{number} rows differ from their cases in this file, lines {lines}: they were left out, for an import"
            " changes no case.",
            len(result.differing),
            lines=_(", ").join(map(str, result.differing)),
        )
    if moved := sum(any("stated_on" in step.detail for step in row.history) for row in result.accepted):
        yield plural(
            "{number} row with handling dated before receipt: entered on the day of receipt, as the mapping says.",
            "{number} rows with handling dated before receipt: entered on the day of receipt, as the mapping says.",
            moved,
        )
    if reopened := sum(bool(row.registration["stated_reopenings"]) for row in result.accepted):
        yield plural(
            "{number} case was reopened in the old register, which does not say when: it counts as received and closed"
            " once, so returns of that time differ.",
            "{number} cases were reopened in the old register, which does not say when: each counts as received and"
            " closed once, so returns of that time differ.",
            reopened,
        )
    if undated := sum(any(step.detail.get("undated") for step in row.history) for row in result.accepted):
        yield plural(
            "{number} case is said to be closed without a day, of its end or of a reply: returns count it as closed on"
            " the day of receipt, and neither as on time nor as late, nor in the days it took.",
            "{number} cases are said to be closed without a day, of their end or of a reply: returns count them as"
            " closed on the day of receipt, and neither as on time nor as late, nor in the days they took.",
            undated,
        )
    if rounded := [row.line for row in result.accepted if perhaps_rounded(row.person.id_no)]:
        yield _(
            "Lines {lines}: an identity number ends in 000 and fails its check digit, as if rounded by a spreadsheet."
            " Compare it with the original.",
            lines=_(", ").join(map(str, rounded)),
        )
    if telling := sum(map(_tells_of_customer, result.accepted)):
        yield plural(
            "{number} row holds the customer's name or a phone, identity or card number in its texts: that is hidden"
            " where they are shown, but the ledger keeps it for good.",
            "{number} rows hold the customer's name or a phone, identity or card number in their texts: that is hidden"
            " where they are shown, but the ledger keeps it for good.",
            telling,
        )
    if units := _(", ").join(fact.detail["unit"] for fact in result.made if fact.kind == "unit_added"):
        yield _("Units made: {names}. Look at them with `complaintctl unit list`.", names=units)
    if people := _(", ").join(fact.detail["name"] for fact in result.made if fact.kind == "staff_added"):
        yield _("People made: {names}. Look at them with `complaintctl staff list`.", names=people)
    for column, number in result.passed_over.items():
        yield plural(
            "In {number} row {column} says another thing than the column that was taken for the same: compare it.",
            "In {number} rows {column} says another thing than the column that was taken for the same: compare them.",
            number,
            column=column,
        )
    if result.unused:
        columns = _(", ").join(result.unused)
        yield (
            _("Columns not taken in, for the mapping does not name them: {columns}.", columns=columns)
            if chosen.own
            else _("Columns not taken in: {columns}.", columns=columns)
        )


def _tells_of_customer(complaint: Complaint) -> bool:
    mask = Mask(hidden=complaint.person)
    return any(map(mask.alters, (complaint.registration, *(step.detail for step in complaint.history))))


def _watch(things: Collection[Thing], label: str) -> Iterable[Thing]:
    """Return the things, one by one, with a progress bar if a terminal is there to show it."""
    if not sys.stderr.isatty():
        return things
    from rich.console import Console
    from rich.progress import track

    return track(things, label, console=Console(stderr=True), transient=True)
