"""The bank's units: its branches, departments and offices."""

from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import setup, table
from complaintctl.commands.answer import Answer, AtOption
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
unit = typer.Typer(no_args_is_help=True, help="Branches, departments and offices.")
app.add_typer(unit, name="unit")


@unit.command("add")
def unit_add(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A short name to type, such as chengguan; it stays.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name on slips and in the register.")],
    kind: Annotated[str, typer.Option(help="branch, department or office, or its label.")] = "branch",
    email: Annotated[str | None, typer.Option(help="Where its overdue list is sent.")] = None,
    head: Annotated[str | None, typer.Option(metavar="STAFF", help="Its head.")] = None,
    line: Annotated[str | None, typer.Option(help="Its business line.")] = None,
    area: Annotated[str | None, typer.Option(help="town or country, or its label.")] = None,
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
    kind: Annotated[str | None, typer.Option(help="branch, department or office, or its label.")] = None,
    email: Annotated[str | None, typer.Option(help="Where its overdue list is sent.")] = None,
    head: Annotated[str | None, typer.Option(metavar="STAFF", help="Its head.")] = None,
    line: Annotated[str | None, typer.Option(help="Its business line.")] = None,
    area: Annotated[str | None, typer.Option(help="town or country, or its label.")] = None,
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
    force: ForceOption = False,
) -> None:
    """List the units.

    Example: complaintctl unit list
    """
    session = of(context)
    with session.reading() as connection:
        labels = queries.labels(connection, session.language)
        records = labelled(regulation.units(connection), labels, kind="unit_kind", area="area", head="staff")
    columns = ("code", "name", "kind", "kind_label", "email", "head", "line", "area", "area_label", "retired_on")
    shown = ("code", "name", "kind_label", "email", "head_label", "line", "area_label", "retired_on")
    answer(
        records, columns, shown, session, form=choose_format(form, as_json, as_csv, output), output=output, force=force
    )


@unit.command("import")
def unit_import(context: typer.Context, file: FileArgument) -> None:
    """Add units from a CSV with the columns code, name, kind, email, head, line, area.

    Example: complaintctl unit import units.csv
    """
    with of(context).writing() as act:
        rows = table.records(file, ("code", "name"), ("kind", "email", "head", "line", "area"))
        for line, row in rows:
            with in_line(file, line):
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
