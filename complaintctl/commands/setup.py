"""Set-up: init, unit, staff."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from complaintctl import db, queries
from complaintctl.casework import setup, workdays
from complaintctl.commands.answer import Answer, AtOption
from complaintctl.commands.ask import needed_code
from complaintctl.commands.output import AsCsvOption, AsJsonOption, FormatOption, OutputOption, answer, choose_format
from complaintctl.commands.session import login_name, of, say, tell
from complaintctl.errors import ComplaintError, UsageProblem
from complaintctl.language import _, marked, plural
from complaintctl.ledger import Act
from complaintctl.queries import regulation
from complaintctl.render.listing import labelled

app = typer.Typer()
unit = typer.Typer(no_args_is_help=True, help="Branches, departments and offices.")
staff = typer.Typer(no_args_is_help=True, help="The people who handle complaints.")
app.add_typer(unit, name="unit")
app.add_typer(staff, name="staff")

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")]


@app.command("init")
def init(
    context: typer.Context,
    bank: Annotated[str | None, typer.Option(metavar="NAME", help="The bank's name.")] = None,
    officer: Annotated[str | None, typer.Option(metavar="NAME", help="Your name.")] = None,
    practice: Annotated[
        bool, typer.Option("--practice", help="A practice file, whose clock can be set with --as-of.")
    ] = False,
) -> None:
    """Make a new case file, with 监察室 and you in it.

    Example: complaintctl init --bank 某某农村商业银行 --officer 李四
    """
    session = of(context)
    session.check_clock(practice)
    login = session.actor_option or login_name()
    with db.create(session.path) as connection:
        act = Act(connection, session.clock, login)
        connection.execute("PRAGMA defer_foreign_keys = ON")
        setup.found(act, bank=bank, officer=officer or login, practice=practice)
        workdays.fill(act)
        span = queries.calendar_span(connection)
    made = marked("Practice file made: {file}") if practice else marked("Case file made: {file}")
    tell(_(made, file=session.path))
    say(
        _(
            "You are {login} of 监察室. The schedule of working days is known to {day}.",
            login=login,
            day=span["known_to"],
        )
    )


@unit.command("add")
def unit_add(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A short name to type, such as chengguan; it stays.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name on slips and in the register.")],
    kind: Annotated[str, typer.Option(help="branch, department or office.")] = "branch",
    email: Annotated[str | None, typer.Option(help="Where its overdue list is sent.")] = None,
    head: Annotated[str | None, typer.Option(metavar="STAFF", help="Its head.")] = None,
    line: Annotated[str | None, typer.Option(help="Its business line.")] = None,
    area: Annotated[str | None, typer.Option(help="town or country.")] = None,
    at: AtOption = None,
) -> None:
    """Add a unit.

    Example: complaintctl unit add chengguan 城关支行

    Example: complaintctl unit add retail 零售业务部 --kind department --line 零售
    """
    with of(context).writing() as act:
        added = setup.add_unit(act, code, name, kind=kind, email=email, head=head, line=line, area=area, at=at)
    tell(_("Unit {unit} added.", unit=added))


@unit.command("set")
def unit_set(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Its code or name.")],
    name: Annotated[str | None, typer.Option(help="Its new name; slips issued before keep the old one.")] = None,
    kind: Annotated[str | None, typer.Option(help="branch, department or office.")] = None,
    email: Annotated[str | None, typer.Option(help="Where its overdue list is sent.")] = None,
    head: Annotated[str | None, typer.Option(metavar="STAFF", help="Its head.")] = None,
    line: Annotated[str | None, typer.Option(help="Its business line.")] = None,
    area: Annotated[str | None, typer.Option(help="town or country.")] = None,
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
    with of(context).writing() as act:
        changed, notes = setup.set_unit(
            act, code, at, name=name, kind=kind, email=email, head=head, line=line, area=area, retired_on=retired
        )
    Answer(_("Unit {unit} changed.", unit=changed), notes=notes).give()


@unit.command("list")
def unit_list(
    context: typer.Context,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
) -> None:
    """List the units.

    Example: complaintctl unit list
    """
    session = of(context)
    with session.reading() as connection:
        records = labelled(regulation.units(connection), {})
    columns = ("code", "name", "kind", "email", "head", "line", "area", "retired_on")
    answer(records, columns, columns, session, form=choose_format(form, as_json, as_csv, output), output=output)


@unit.command("import")
def unit_import(context: typer.Context, file: FileArgument) -> None:
    """Add units from a CSV with the columns code, name, kind, email, head, line, area.

    Example: complaintctl unit import units.csv
    """
    with of(context).writing() as act:
        rows = _rows(file, ("code", "name"), ("kind", "email", "head", "line", "area"))
        for number, row in enumerate(rows, 2):
            with _line(file, number):
                setup.add_unit(
                    act,
                    row["code"],
                    row["name"],
                    kind=row["kind"] or "branch",
                    email=row["email"],
                    head=row["head"],
                    line=row["line"],
                    area=row["area"] or None,
                )
    tell(plural("{number} unit added.", "{number} units added.", len(rows)))


@staff.command("add")
def staff_add(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A short name to type, such as wang; it stays.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="His name on slips and in the register.")],
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Where he works.")] = None,
    role: Annotated[
        str,
        typer.Option(
            help="officer, supervision, unit_head, petition_leader, principal_leader, line_leader,"
            " chief_supervisor, counsel or auditor."
        ),
    ] = "officer",
    login: Annotated[str | None, typer.Option(help="His user name on the computer.")] = None,
    email: Annotated[str | None, typer.Option(help="His e-mail address.")] = None,
    phone: Annotated[str | None, typer.Option(help="His office phone.")] = None,
    line: Annotated[str | None, typer.Option(help="The business line that a line leader leads.")] = None,
    at: AtOption = None,
) -> None:
    """Add a member of staff.

    Example: complaintctl staff add wang 王五 --unit supervision --role petition_leader
    """
    session = of(context)
    where = needed_code(session, "unit", unit, "--unit", _("In which unit does he work"))
    with session.writing() as act:
        added = setup.add_staff(
            act, code, name, unit=where, role=role, login=login, email=email, phone=phone, line=line, at=at
        )
    tell(_("{person} added to the staff.", person=added))


@staff.command("set")
def staff_set(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="His code or name.")],
    name: Annotated[str | None, typer.Option(help="His new name.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Where he works.")] = None,
    role: Annotated[str | None, typer.Option(help="As in `staff add`.")] = None,
    login: Annotated[str | None, typer.Option(help="His user name on the computer.")] = None,
    email: Annotated[str | None, typer.Option(help="His e-mail address.")] = None,
    phone: Annotated[str | None, typer.Option(help="His office phone.")] = None,
    line: Annotated[str | None, typer.Option(help="The business line that a line leader leads.")] = None,
    retired: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day he serves no more; he stays on record.")
    ] = None,
    at: AtOption = None,
) -> None:
    """Change what is known of a member of staff, or retire him.

    What is not given stays; an empty text empties it.

    Example: complaintctl staff set wang --role principal_leader

    Example: complaintctl staff set qian --retired 2026-12-31
    """
    with of(context).writing() as act:
        changed, notes = setup.set_staff(
            act,
            code,
            at,
            name=name,
            unit=unit,
            role=role,
            login=login,
            email=email,
            phone=phone,
            line=line,
            retired_on=retired,
        )
    Answer(_("{person} changed.", person=changed), notes=notes).give()


@staff.command("list")
def staff_list(
    context: typer.Context,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
) -> None:
    """List the staff.

    Example: complaintctl staff list
    """
    session = of(context)
    with session.reading() as connection:
        records = labelled(regulation.staff(connection), queries.labels(connection, session.language), role="role")
    columns = (
        "code",
        "name",
        "unit",
        "unit_name",
        "role",
        "role_label",
        "login",
        "email",
        "phone",
        "line",
        "retired_on",
    )
    shown = ("code", "name", "unit_name", "role_label", "login", "email", "phone", "line", "retired_on")
    answer(records, columns, shown, session, form=choose_format(form, as_json, as_csv, output), output=output)


@staff.command("import")
def staff_import(context: typer.Context, file: FileArgument) -> None:
    """Add staff from a CSV with the columns code, name, unit, role, login, email, phone, line.

    Example: complaintctl staff import staff.csv
    """
    with of(context).writing() as act:
        rows = _rows(file, ("code", "name", "unit"), ("role", "login", "email", "phone", "line"))
        for number, row in enumerate(rows, 2):
            with _line(file, number):
                setup.add_staff(
                    act,
                    row["code"],
                    row["name"],
                    unit=row["unit"],
                    role=row["role"] or "officer",
                    login=row["login"],
                    email=row["email"],
                    phone=row["phone"],
                    line=row["line"],
                )
    tell(plural("{number} member of staff added.", "{number} members of staff added.", len(rows)))


@contextmanager
def _line(file: Path, number: int) -> Iterator[None]:
    """Says in which line of a file a failure lies."""
    try:
        yield
    except ComplaintError as error:
        said = {"file": file.name, "line": number, "problem": error}
        raise type(error)(_("{file}, line {line}: {problem} Nothing was added.", **said)) from None


def _rows(file: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV, every column present; UTF-8, with or without byte-order mark, or GB18030."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageProblem(_("{file} cannot be read: {problem}.", file=file, problem=error.strerror)) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in required if name not in (reader.fieldnames or ())]
    if missing:
        raise UsageProblem(
            _("{file} lacks {columns}: its first line names the columns.", file=file, columns=", ".join(missing))
        )
    return [{name: row.get(name) or "" for name in (*required, *optional)} for row in reader]
