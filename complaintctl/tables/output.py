"""The way out of a listing: a painted or plain table, CSV or JSON; the screen, a pipe or a file."""

import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from complaintctl.base.errors import FoundWrong, UsageProblem
from complaintctl.base.language import _, marked, plural
from complaintctl.base.text import quoted
from complaintctl.cases import rule_rows
from complaintctl.front.session import Session, of, say
from complaintctl.tables.chosen_file import ForceOption, guarded, opened
from complaintctl.tables.listing import TEXTS, Listing, Record, Section, as_csv, as_json, as_sections, labelled

_TABLE = marked("table")
FormatOption = Annotated[str | None, typer.Option("--format", metavar="table|csv|json", help="Form of the answer.")]
AsJsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
AsCsvOption = Annotated[bool, typer.Option("--csv", help="Short for --format csv.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")]
EncodingOption = Annotated[str, typer.Option("--encoding", help="Of CSV: utf-8 or gb18030.")]


class Output(NamedTuple):
    """The place and the form of an answer: table, csv or json; to a file, that `force` replaces, or the screen."""

    form: str = "table"
    file: Path | None = None
    force: bool = False
    encoding: str = "utf-8"
    is_asked: bool = False  # by --format, --json, --csv or -o

    @property
    def is_painted(self) -> bool:
        """Tell whether people see it on a screen."""
        return self.form == "table" and not self.file and sys.stdout.isatty()


class Found(NamedTuple):
    """The rows of a listing, the sentence said in a table that has none, and those said after it, if not empty.

    With `wrong`, what was looked for and should not be, the command fails once the rows are given.
    """

    rows: Sequence[Any]
    empty: str = ""
    remarks: Sequence[str] = ()
    wrong: str = ""


def takes_output(command: Callable[..., None], further: Sequence[str] = ()) -> Callable[..., None]:
    """Give a command the options of a listing, which may have `further` forms; it gets them as `output`, an Output.

    Raises UsageProblem as choose_format does.
    """

    def with_output(
        *,
        form: FormatOption = None,
        as_json: AsJsonOption = False,
        as_csv: AsCsvOption = False,
        output: OutputOption = None,
        force: ForceOption = False,
        encoding: EncodingOption = "utf-8",
        **given: Any,
    ) -> None:
        is_asked = bool(form or as_json or as_csv or output)
        chosen = choose_format(form, as_json, as_csv, output, further)
        command(**given, output=Output(chosen, output, force, encoding, is_asked))

    own = [parameter for parameter in signature(command).parameters.values() if parameter.name != "output"]
    form, *others, _given = signature(with_output).parameters.values()
    forms = typer.Option("--format", metavar="|".join(["table|csv|json", *further]), help="Form of the answer.")
    return _documented(with_output, command, [*own, form.replace(annotation=Annotated[str | None, forms]), *others])


def lists(listing: Listing) -> Callable[[Callable[..., Found]], Callable[..., None]]:
    """Make a command of a query: a function of a Session, an open connection and options that returns a Found.

    Its rows are labelled and given in the form and to the place that the options of a listing ask for. The command of a
    group lists where none of its own commands is called.
    """

    def command_of(query: Callable[..., Found]) -> Callable[..., None]:
        def command(context: typer.Context, output: Output, **options: Any) -> None:
            if context.invoked_subcommand is None:
                session = of(context)
                with session.reading() as connection:
                    found = query(session, connection, **options)
                    rows, left_out = _on_screen(session, connection, listing, output, found.rows)
                    rows = labelled(rows, rule_rows.labels(connection, session.language), **listing.labels)
                    records, _sections = let_out(session, connection, listing, output, rows)
                put(session, listing, output, records, found.empty, left_out=left_out)
                remark_below = _(listing.remark) if records and output.form == "table" else ""
                for remark in filter(None, [*found.remarks, remark_below]):
                    say(remark)
                if found.wrong:
                    raise FoundWrong(found.wrong)

        _session, _connection, *options = signature(query).parameters.values()
        context, output, _options = signature(command).parameters.values()
        return takes_output(_documented(command, query, [context, output, *options]))

    return command_of


def _on_screen(
    session: Session, connection: sqlite3.Connection, listing: Listing, output: Output, rows: Sequence[Any]
) -> tuple[Sequence[Any], int]:
    """The rows that fit on a screen of those that who looks may be told of, and the number of the others.

    Chosen before they are labelled and masked, which takes longer than to find them.
    """
    if not output.is_painted:
        return rows, 0
    from complaintctl.tables.painting import screenful

    told = session.told_of(connection, rows) if "case_no" in listing.columns else rows
    return told[: screenful()], max(len(told) - screenful(), 0)


def _documented(
    command: Callable[..., None], origin: Callable[..., Any], parameters: Sequence[Parameter]
) -> Callable[..., None]:
    """Let a command be shown by Typer with the help of a function, and take these parameters."""
    command.__doc__ = origin.__doc__
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return command


def choose_format(
    form: str | None, as_json: bool, as_csv: bool, output: Path | None, further: Sequence[str] = ()
) -> str:
    """table, csv, json or one of the `further` forms: as asked for, else by the name of the file."""
    forms = ("table", "csv", "json", *further)
    chosen = {form, "json" if as_json else None, "csv" if as_csv else None} - {None}
    if len(chosen) > 1:
        raise UsageProblem("Choose one form of answer: --format, --json or --csv.")
    chosen = {"table" if each == _(_TABLE) else each for each in chosen}
    default = output.suffix.lstrip(".").lower() if output else "table"
    wanted = str(chosen.pop()) if chosen else default if default in forms else "table"
    if output and wanted == "table" and not form and default in ("xlsx", "xls", "docx", "pdf", "html"):
        raise UsageProblem("{file} would hold plain text: name it .csv, .json or .txt.", file=output.name)
    if wanted not in forms:
        known = _(", ").join(map(_, forms))
        raise UsageProblem("--format {given} is none of {forms}.", given=quoted(wanted), forms=known)
    return wanted


def give(
    session: Session,
    listing: Listing,
    output: Output,
    records: Sequence[Record],
    empty: str = "",
    sections: Sequence[Section] = (),
    *,
    private: bool = True,
    headings: Mapping[str, str] | None = None,
) -> None:
    """Give the records of a listing; `empty` says in a table that there is nothing.

    People see them as they read them, or the `sections` if there are any; `headings` are those of columns that the
    file itself names. A file is its owner's alone, unless nothing in it is `private`.
    """
    with session.reading() if _is_of_cases(listing) else nullcontext() as connection:
        records, sections = let_out(session, connection, listing, output, records, sections)
    put(session, listing, output, records, empty, sections, private=private, headings=headings)


def let_out(
    session: Session,
    connection: sqlite3.Connection | None,
    listing: Listing,
    output: Output,
    records: Sequence[Record],
    sections: Sequence[Section] = (),
) -> tuple[Sequence[Record], Sequence[Section]]:
    """Leave of records and sections what who looks may be told, texts masked, as the form has them.

    Apart from `put`, so that the file need not be opened a second time: to open it takes longer than most queries.
    """
    columns = listing.columns
    refuse_encoding(output.encoding)
    if output.form == "table":
        records = [listing.readable(record) for record in records]
    if connection and _is_of_cases(listing):
        if "case_no" in columns:
            records = session.told_of(connection, records)
            sections = [section._replace(records=session.told_of(connection, section.records)) for section in sections]
        records = session.masking(connection).records(records, TEXTS.intersection(columns))
        if "cases" in columns:  # masked first, as each of them asks for it
            records = _of_cases_told(session, connection, records)
    return records, sections


def _of_cases_told(session: Session, connection: sqlite3.Connection, records: Sequence[Record]) -> Sequence[Record]:
    """Leave of records that name several cases those that who looks may be told of, and no record of others alone."""
    untold = session.untold(connection, {case_no for record in records for case_no in record["cases"]})
    told = [{**record, "cases": [each for each in record["cases"] if each not in untold]} for record in records]
    return [record for record in told if record["cases"]]


def refuse_encoding(given: str) -> None:
    """Refuse an encoding in which no answer is given. Raises UsageProblem."""
    if given.lower().replace("-", "") not in ("utf8", "gb18030"):
        raise UsageProblem("--encoding {given} is neither utf-8 nor gb18030.", given=quoted(given))


def _is_of_cases(listing: Listing) -> bool:
    return "case_no" in listing.columns or not TEXTS.isdisjoint(listing.columns)


def put(
    session: Session,
    listing: Listing,
    output: Output,
    records: Sequence[Record],
    empty: str = "",
    sections: Sequence[Section] = (),
    *,
    private: bool = True,
    headings: Mapping[str, str] | None = None,
    left_out: int = 0,
) -> None:
    """Put records that are let out to the screen or into a file, `left_out` beside them; the rest as in give."""
    form, columns = output.form, listing.columns
    sections = sections or [Section("", records, listing.shown, headings or {})]
    if output.is_painted and records:
        from complaintctl.tables.painting import paint_sections

        paint_sections(sections, session.mark, left_out)
        return
    if form == "json":
        text = as_json(records, columns)
    elif form == "csv":
        text = as_csv(records, columns)
    else:
        table = as_sections(sections) if records or not empty else f"{empty}\n"
        text = f"{session.mark}\n{table}" if session.mark else table
    if not output.file:
        to_screen(text, form, output.encoding)
        return
    # Excel takes UTF-8 for what it is only behind a byte-order mark.
    data = text.encode("utf-8-sig" if form == "csv" and output.encoding.lower() != "gb18030" else output.encoding)
    with opened(guarded(session), output.file, output.force, private=private) as file:
        assert file
        file.write(data)
    said = {"file": output.file}
    say(plural("Wrote {number} row to {file}.", "Wrote {number} rows to {file}.", len(records), **said))


def to_screen(text: str, form: str, encoding: str) -> None:
    """Write an answer to standard output: for people in the encoding of their terminal, for programs in UTF-8.

    Unless another is asked for.
    """
    is_for_people = encoding.lower() != "gb18030" and (form == "table" or sys.stdout.isatty())
    typer.echo(text if is_for_people else text.encode(encoding), nl=False)
