"""The bank's directory: its units, and the people who handle complaints."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from complaintctl.asking.signature import options
from complaintctl.bank import directory
from complaintctl.base.errors import ComplaintError
from complaintctl.base.language import _, plural
from complaintctl.base.option import Option, fields_in
from complaintctl.cases import directory_rows
from complaintctl.disk import csv_table
from complaintctl.front.answer import enter
from complaintctl.front.session import Session, of, tell
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Found, lists

app = typer.Typer()
unit = typer.Typer(no_args_is_help=True, help="Branches, departments and offices.")
staff = typer.Typer(no_args_is_help=True, help="The people who handle complaints.")
app.add_typer(unit, name="unit")
app.add_typer(staff, name="staff")

UNITS = Listing(
    "code name kind kind_label email head line area area_label retired_on merged_into",
    "code name kind_label email head_label line area_label retired_on merged_into",
    {"kind": "unit_kind", "area": "area", "head": "staff"},
)
STAFF = Listing(
    "code name unit unit_name role role_label login email phone line retired_on shared_login ssh_key",
    "code person_name unit_name role_label login shared_login email phone line left_on",
    {"role": "role"},
    lambda record: {**record, "person_name": record["name"], "left_on": record["retired_on"]},
)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file; - is standard input.", allow_dash=True)]

_TABLES = Path(__file__).parent
_UNIT, _STAFF = fields_in(_TABLES / "unit.csv"), fields_in(_TABLES / "staff.csv")
_NEW_UNIT, _NEW_STAFF = fields_in(_TABLES / "new_unit.csv", _UNIT), fields_in(_TABLES / "new_staff.csv", _STAFF)
# The columns that a CSV of units or staff may have besides.
_OF_UNITS, _OF_STAFF = "kind email head line area".split(), "role login email phone line".split()


@unit.command("add")
@options(_NEW_UNIT)
def unit_add(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help="A short name to type, such as chengguan, or its name; it stays."),
        Option("", ask="Name of the unit, on slips and in the register"),
    ],
    given: Any,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Its name on slips and in the register; default the code.")
    ] = None,
) -> None:
    """Add a unit; without a short name to type it is typed by its name.

    Example: complaintctl unit add 城关支行

    Example: complaintctl unit add retail 零售业务部 --kind department --line 零售
    """
    enter(of(context), directory.add_unit, code, name or code, **given)


@unit.command("set")
@options(_UNIT)
def unit_set(
    context: typer.Context,
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="Its code or name."), Option("", ask="Which unit", kind="unit")
    ],
    given: Any,
) -> None:
    """Change what is known of a unit, or retire it.

    What is not given stays; an empty text empties it.

    Example: complaintctl unit set chengguan --name 城关中心支行

    Example: complaintctl unit set hexi --retired 2026-12-31 --merged-into chengguan
    """
    enter(of(context), directory.set_unit, code, **given)


@unit.command("list")
@lists(UNITS)
def unit_list(session: Session, connection: sqlite3.Connection) -> Found:
    """List the units.

    Example: complaintctl unit list
    """
    return Found(directory_rows.units(connection))


@unit.command("import")
def unit_import(context: typer.Context, file: FileArgument) -> None:
    """Add units from a CSV with the columns code, name, kind, email, head, line, area.

    Example: complaintctl unit import units.csv
    """
    added = _import(context, file, directory.add_unit, "code name".split(), _OF_UNITS, kind="branch")
    tell(plural("{number} unit added.", "{number} units added.", added))


@staff.command("add")
@options(_NEW_STAFF)
def staff_add(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help="A short name to type, such as wang, or their name; it stays."),
        Option("", ask="Name of the person, on slips and in the register"),
    ],
    given: Any,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Their name on slips and in the register; default the code.")
    ] = None,
) -> None:
    """Add a member of staff; without a short name to type they are typed by their name.

    Example: complaintctl staff add wang 王五 --unit supervision --role petition_leader

    Example: complaintctl staff add 王五 --unit supervision
    """
    enter(of(context), directory.add_staff, code, name or code, **given)


@staff.command("set")
@options(_STAFF)
def staff_set(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help="Their code or name."),
        Option("", ask="Which member of staff", kind="staff"),
    ],
    given: Any,
) -> None:
    """Change what is known of a member of staff, or retire them.

    What is not given stays; an empty text empties it.

    Example: complaintctl staff set wang --role principal_leader

    Example: complaintctl staff set qian --retired 2026-12-31
    """
    enter(of(context), directory.set_staff, code, **given)


@staff.command("list")
@lists(STAFF)
def staff_list(session: Session, connection: sqlite3.Connection) -> Found:
    """List the staff.

    Example: complaintctl staff list
    """
    return Found(directory_rows.staff(connection))


@staff.command("import")
def staff_import(
    context: typer.Context,
    file: FileArgument,
    approved_by: Annotated[str | None, typer.Option(metavar="CODE", help=_STAFF["approved_by"].option.help)] = None,
) -> None:
    """Add staff from a CSV with the columns code, name, unit, role, login, email, phone, line.

    Example: complaintctl staff import staff.csv
    """
    add = partial(directory.add_staff, approved_by=approved_by)
    added = _import(context, file, add, "code name unit".split(), _OF_STAFF, role="officer")
    tell(plural("{number} member of staff added.", "{number} members of staff added.", added))


def _import(
    context: typer.Context,
    file: Path,
    add: Callable[..., object],
    required: Sequence[str],
    optional: Sequence[str],
    **defaults: str,
) -> int:
    """Add each row of a CSV file and return how many. Raises, naming the line, what adding it raises."""
    with of(context).writing() as act:
        rows = csv_table.records(file, required, optional)
        for line, row in rows:
            try:
                add(act, **row | {column: row[column] or default for column, default in defaults.items()})
            except ComplaintError as error:
                said = {"file": file.name, "line": line, "problem": error}
                raise type(error)(_("{file}, line {line}: {problem} Nothing was added.", **said)) from None
    return len(rows)
