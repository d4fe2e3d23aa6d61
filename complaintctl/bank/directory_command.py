"""The bank's directory: its units, and the people who handle complaints."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.asking.ask import needed_code
from complaintctl.bank import directory
from complaintctl.base.errors import ComplaintError
from complaintctl.base.language import _, plural
from complaintctl.cases import directory_rows
from complaintctl.disk import csv_table
from complaintctl.front.answer import Answer, AtOption
from complaintctl.front.session import Session, of, tell
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Found, lists

app = typer.Typer()
unit = typer.Typer(no_args_is_help=True, help="Branches, departments and offices.")
staff = typer.Typer(no_args_is_help=True, help="The people who handle complaints.")
app.add_typer(unit, name="unit")
app.add_typer(staff, name="staff")

UNITS = Listing(
    "code name kind kind_label email head line area area_label retired_on",
    "code name kind_label email head_label line area_label retired_on",
    {"kind": "unit_kind", "area": "area", "head": "staff"},
)
STAFF = Listing(
    "code name unit unit_name role role_label login email phone line retired_on",
    "code name unit_name role_label login email phone line retired_on",
    {"role": "role"},
)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")]

# Of units.
KindOption = Annotated[str | None, typer.Option("--kind", help="branch, department or office, or its label.")]
ListAddressOption = Annotated[str | None, typer.Option("--email", help="Where its overdue list is sent.")]
HeadOption = Annotated[str | None, typer.Option("--head", metavar="STAFF", help="Its head.")]
LineOption = Annotated[str | None, typer.Option("--line", help="Its business line.")]
AreaOption = Annotated[str | None, typer.Option("--area", help="town or country, or its label.")]
# Of staff.
UnitOption = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Where they work.")]
LoginOption = Annotated[str | None, typer.Option("--login", help="Their user name on the computer.")]
EmailOption = Annotated[str | None, typer.Option("--email", help="Their e-mail address.")]
PhoneOption = Annotated[str | None, typer.Option("--phone", help="Their office phone.")]
LeadsOption = Annotated[str | None, typer.Option("--line", help="The business line that a line leader leads.")]


@unit.command("add")
def unit_add(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A short name to type, such as chengguan; it stays.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name on slips and in the register.")],
    kind: KindOption = "branch",
    email: ListAddressOption = None,
    head: HeadOption = None,
    line: LineOption = None,
    area: AreaOption = None,
    at: AtOption = None,
) -> None:
    """Add a unit.

    Example: complaintctl unit add chengguan 城关支行

    Example: complaintctl unit add retail 零售业务部 --kind department --line 零售
    """
    with of(context).writing() as act:
        added = directory.add_unit(act, code, name, at, kind=kind, email=email, head=head, line=line, area=area)
    tell(_("Unit {unit} added.", unit=added))


@unit.command("set")
def unit_set(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Its code or name.")],
    name: Annotated[str | None, typer.Option(help="Its new name; slips issued before keep the old one.")] = None,
    kind: KindOption = None,
    email: ListAddressOption = None,
    head: HeadOption = None,
    line: LineOption = None,
    area: AreaOption = None,
    retired: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day it is no more; it stays on record.")
    ] = None,
    at: AtOption = None,
) -> None:
    """Change what is known of a unit, or retire it.

    What is not given stays; an empty text empties it.

    Example: complaintctl unit set chengguan --name 城关中心支行

    Example: complaintctl unit set hexi --retired 2026-12-31
    """
    values = {"name": name, "kind": kind, "email": email, "head": head, "line": line, "area": area}
    with of(context).writing() as act:
        changed, notes = directory.set_unit(act, code, at, **values, retired_on=retired)
    Answer(_("Unit {unit} changed.", unit=changed), notes=notes).give()


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
    added = _import(context, file, directory.add_unit, "code name", "kind email head line area", kind="branch")
    tell(plural("{number} unit added.", "{number} units added.", added))


@staff.command("add")
def staff_add(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A short name to type, such as wang; it stays.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Their name on slips and in the register.")],
    unit: UnitOption = None,
    role: Annotated[
        str,
        typer.Option(
            help="officer, supervision, unit_head, petition_leader, principal_leader, line_leader,"
            " chief_supervisor, counsel or auditor."
        ),
    ] = "officer",
    login: LoginOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    line: LeadsOption = None,
    at: AtOption = None,
) -> None:
    """Add a member of staff.

    Example: complaintctl staff add wang 王五 --unit supervision --role petition_leader
    """
    session = of(context)
    where = needed_code(session, "unit", unit, "--unit", _("In which unit do they work"))
    values = {"unit": where, "role": role, "login": login, "email": email, "phone": phone, "line": line}
    with session.writing() as act:
        added = directory.add_staff(act, code, name, at, **values)
    tell(_("{person} added to the staff.", person=added))


@staff.command("set")
def staff_set(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Their code or name.")],
    name: Annotated[str | None, typer.Option(help="Their new name.")] = None,
    unit: UnitOption = None,
    role: Annotated[str | None, typer.Option(help="As in `staff add`.")] = None,
    login: LoginOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    line: LeadsOption = None,
    retired: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day they serve no more; they stay on record.")
    ] = None,
    at: AtOption = None,
) -> None:
    """Change what is known of a member of staff, or retire them.

    What is not given stays; an empty text empties it.

    Example: complaintctl staff set wang --role principal_leader

    Example: complaintctl staff set qian --retired 2026-12-31
    """
    values = {"name": name, "unit": unit, "role": role, "login": login, "email": email, "phone": phone, "line": line}
    with of(context).writing() as act:
        changed, notes = directory.set_staff(act, code, at, **values, retired_on=retired)
    Answer(_("{person} changed.", person=changed), notes=notes).give()


@staff.command("list")
@lists(STAFF)
def staff_list(session: Session, connection: sqlite3.Connection) -> Found:
    """List the staff.

    Example: complaintctl staff list
    """
    return Found(directory_rows.staff(connection))


@staff.command("import")
def staff_import(context: typer.Context, file: FileArgument) -> None:
    """Add staff from a CSV with the columns code, name, unit, role, login, email, phone, line.

    Example: complaintctl staff import staff.csv
    """
    added = _import(context, file, directory.add_staff, "code name unit", "role login email phone line", role="officer")
    tell(plural("{number} member of staff added.", "{number} members of staff added.", added))


def _import(
    context: typer.Context, file: Path, add: Callable[..., str], required: str, optional: str, **defaults: str
) -> int:
    """Add each row of a CSV file and return how many. Raises, naming the line, what adding it raises."""
    with of(context).writing() as act:
        rows = csv_table.records(file, required.split(), optional.split())
        for line, row in rows:
            try:
                add(act, **row | {column: row[column] or default for column, default in defaults.items()})
            except ComplaintError as error:
                said = {"file": file.name, "line": line, "problem": error}
                raise type(error)(_("{file}, line {line}: {problem} Nothing was added.", **said)) from None
    return len(rows)
