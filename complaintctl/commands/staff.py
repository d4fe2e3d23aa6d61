"""The people who handle complaints."""

from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import setup, table
from complaintctl.commands.answer import Answer, AtOption
from complaintctl.commands.ask import needed_code
from complaintctl.commands.csv_rows import FileArgument, in_line
from complaintctl.commands.output import (
    AsCsvOption,
    AsJsonOption,
    ForceOption,
    FormatOption,
    OutputOption,
    answer,
    choose_format,
)
from complaintctl.commands.session import of, tell
from complaintctl.language import _, plural
from complaintctl.queries import regulation
from complaintctl.render.listing import labelled

app = typer.Typer()
staff = typer.Typer(no_args_is_help=True, help="The people who handle complaints.")
app.add_typer(staff, name="staff")


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
    force: ForceOption = False,
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
    answer(
        records, columns, shown, session, form=choose_format(form, as_json, as_csv, output), output=output, force=force
    )


@staff.command("import")
def staff_import(context: typer.Context, file: FileArgument) -> None:
    """Add staff from a CSV with the columns code, name, unit, role, login, email, phone, line.

    Example: complaintctl staff import staff.csv
    """
    with of(context).writing() as act:
        rows = table.records(file, ("code", "name", "unit"), ("role", "login", "email", "phone", "line"))
        for line, row in rows:
            with in_line(file, line):
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
