"""Watching many cases: list, todo."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from complaintctl import queries
from complaintctl.casework.calendar_end import undated_sentence
from complaintctl.commands.output import (
    AsCsvOption,
    AsJsonOption,
    EncodingOption,
    ForceOption,
    FormatOption,
    OutputOption,
    answer,
    choose_format,
)
from complaintctl.commands.session import of, say
from complaintctl.language import _
from complaintctl.queries import handling
from complaintctl.render.listing import labelled
from complaintctl.render.text import minute, shortened

app = typer.Typer()

_LIST = (
    "case_no",
    "received_on",
    "channel",
    "channel_label",
    "category",
    "category_label",
    "status",
    "status_label",
    "unit",
    "unit_name",
    "complainant",
    "due_on",
    "due_rule",
    "due_rule_label",
    "provisional",
    "is_major",
    "is_repeat",
    "is_open",
)
_LIST_SHOWN = (
    "case_no",
    "received_on",
    "category_label",
    "status_label",
    "unit_name",
    "complainant",
    "due_on",
    "is_major",
)
_TODO = (
    "case_no",
    "duty",
    "label",
    "article",
    "due_at",
    "done_at",
    "blocking",
    "remedy",
    "unit",
    "unit_name",
    "person",
    "provisional",
)
_TODO_SHOWN = ("due_at", "case_no", "label", "article", "unit_name", "person", "blocking", "remedy")


@app.command("list")
def list_cases(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    status: Annotated[str | None, typer.Option(help="Only cases of this status.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="CODE", help="Only cases of this unit.")] = None,
    category: Annotated[str | None, typer.Option(help="Only cases of this category.")] = None,
    channel: Annotated[str | None, typer.Option(help="Only cases of this channel.")] = None,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    encoding: EncodingOption = "utf-8",
) -> None:
    """List the open cases, or all.

    Example: complaintctl list --unit chengguan

    Example: complaintctl list --all --status 已办结 -o closed.csv
    """
    session = of(context)
    chosen = choose_format(form, as_json, as_csv, output)
    with session.reading() as connection:
        state = queries.code(connection, "status", status) if status else None
        rows = queries.overview(
            connection,
            everything=everything or state in ("closed", "withdrawn", "archived"),
            status=state,
            unit=queries.unit(connection, unit)["code"] if unit else None,
            category=queries.code(connection, "category", category) if category else None,
            channel=queries.code(connection, "channel", channel) if channel else None,
        )
        labels = queries.labels(connection, session.language)
    records = [
        {**record, "due_rule_label": record[f"due_rule_{session.language}"]}
        for record in labelled(rows, labels, channel="channel", category="category", status="status")
    ]
    if chosen == "table":
        records = [{**record, "due_on": record["due_on"] or _("due not known")} for record in records]
    answer(
        records,
        _LIST,
        _LIST_SHOWN,
        session,
        form=chosen,
        output=output,
        force=force,
        encoding=encoding,
        empty=_("No cases."),
    )


@app.command("todo")
def todo(
    context: typer.Context,
    unit: Annotated[str | None, typer.Option(metavar="CODE", help="Only what this unit owes.")] = None,
    person: Annotated[str | None, typer.Option(metavar="CODE", help="Only what this person owes.")] = None,
    form: FormatOption = None,
    as_json: AsJsonOption = False,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    encoding: EncodingOption = "utf-8",
) -> None:
    """List what the regulation still asks, the most urgent first.

    Each line has its article and the command that fulfils it.

    Example: complaintctl todo --unit chengguan

    Example: complaintctl todo --person zhang
    """
    session = of(context)
    chosen = choose_format(form, as_json, as_csv, output)
    with session.reading() as connection:
        rows = handling.todo(
            connection,
            queries.unit(connection, unit)["code"] if unit else None,
            queries.member(connection, person)["code"] if person else None,
        )
        undated = undated_sentence(connection)
        labels = queries.labels(connection, session.language)
    records = [{**record, "label": record[f"label_{session.language}"]} for record in labelled(rows, labels)]
    if chosen == "table":
        records = [
            {
                **record,
                "due_at": _due(record),
                "remedy": shortened(record["remedy"]),
            }
            for record in records
        ]
    answer(
        records,
        _TODO,
        _TODO_SHOWN,
        session,
        form=chosen,
        output=output,
        force=force,
        encoding=encoding,
        empty=_("Nothing is owed."),
    )
    if undated:
        say(undated)


def _due(duty: Mapping[str, Any]) -> str:
    due = minute(duty["due_at"]) or "-"
    return _("{due} provisional", due=due) if duty["provisional"] else due
