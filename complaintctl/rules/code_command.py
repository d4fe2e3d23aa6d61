"""The words and codes of the regulation: code list, add, set, retire."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from complaintctl.asking.signature import options
from complaintctl.base.language import _, spoken
from complaintctl.base.option import Option, fields_in
from complaintctl.cases import completion_rows
from complaintctl.front.answer import enter
from complaintctl.front.session import of, tell
from complaintctl.record.ledger import Act
from complaintctl.record.queries import column_of
from complaintctl.rules import code_rows
from complaintctl.rules import codes as rules_codes
from complaintctl.rules.agreement import make_change
from complaintctl.rules.codes import Values
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Output, give, takes_output

app = typer.Typer()
code = typer.Typer(
    no_args_is_help=True, help="The words and codes of the regulation: channels, causes, endings, duties."
)
app.add_typer(code, name="code")


def _codes(act: Act, known: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """The codes of a kind and what they are called."""
    rows = code_rows.listed(act.connection, code_rows.kind_of(act.connection, known["kind"]), everything=False)
    return [(row["code"], row[f"label_{spoken()}"]) for row in rows]


_ASKED = ("needs_slip", "referred", "blocking")
_OFTEN_UNUSED = (*_ASKED, "since", "retired_on")
_COLUMNS = ("kind", "code", "label_zh", "label_en", *_OFTEN_UNUSED, "citation")


def _kinds(select: str) -> Callable[[Act, Mapping[str, Any]], Sequence[tuple[str, str]]]:
    """The kinds of code that a query of completion_rows finds, and what they are called."""
    return lambda act, known: [(kind, code_rows.kind_name(kind)) for kind in column_of(act.connection, select)]


_KIND = typer.Argument(metavar="KIND", help="As `code list` names it: channel, cause, ending …")
KindArgument = Annotated[str, _KIND, Option("", ask="What kind of code", offers=_kinds(completion_rows.KINDS))]
OwnKindArgument = Annotated[
    str, _KIND, Option("", ask="What kind of code", offers=_kinds(completion_rows.EXTENDABLE_KINDS))
]
CodeArgument = Annotated[
    str, typer.Argument(metavar="CODE", help="The code or its label."), Option("", ask="Which code", offers=_codes)
]
_TABLES = Path(__file__).parent
_CHANGED = fields_in(_TABLES / "code.csv")
_NEW, _RETIRED = (fields_in(_TABLES / table, _CHANGED) for table in ("new_code.csv", "retired_code.csv"))


@code.command("list")
@takes_output
def code_list(
    context: typer.Context,
    output: Output,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="One kind of code alone; default all.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that are retired too.")] = False,
) -> None:
    """List the codes, their labels and what a channel or a duty asks for today.

    Example: complaintctl code list channel

    Example: complaintctl code list --all -o codes.csv
    """
    session = of(context)
    with session.reading() as connection:
        wanted = code_rows.kind_of(connection, kind) if kind else None
        rows = code_rows.listed(connection, wanted, everything=everything)
    # The English label is for who adds one: it stands in CSV and JSON, and in an English table.
    people = [key for key in _COLUMNS if key != "label_en" or session.language == "en"]
    used = [key for key in people if key not in _OFTEN_UNUSED or any(row[key] is not None for row in rows)]
    records = [dict(row) for row in rows]
    for record in records:
        # None where it is not asked of such a code.
        record |= {key: bool(record[key]) for key in _ASKED if record[key] is not None}
    readable = partial(_with_kind_name, in_words=session.language == "zh")
    give(session, Listing(" ".join(_COLUMNS), " ".join(used), readable=readable), output, records)


def _with_kind_name(record: Mapping[str, Any], in_words: bool) -> Mapping[str, Any]:
    """Return a code as people read it: in English a kind is called as it is typed."""
    return {**record, "kind": code_rows.kind_name(record["kind"]) if in_words else record["kind"]}


@code.command("add")
@options(_NEW)
def code_add(
    context: typer.Context,
    kind: OwnKindArgument,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A short name to type, such as mobile_app; it stays.")],
    given: Any,
) -> None:
    """Add a code of the bank's own; every command, form and report takes it from that day on (Art. 25).

    A new channel needs a transfer slip and is not sent by another body, until `code set` says otherwise.

    Example: complaintctl code add channel mobile_app --zh 手机银行 --en "mobile app"
    """
    enter(of(context), rules_codes.add, kind, code, given=given)


@code.command("set")
@options(_CHANGED)
def code_set(context: typer.Context, kind: KindArgument, code: CodeArgument, given: Any) -> None:
    """Change what a code is called, or what a channel or a duty asks for; the old stays on record (Arts 25, 26).

    A case keeps what was in force on the day it was received; if cases were received since the day given, says what
    they owe then, and asks. What a code was called before is still understood.

    Example: complaintctl code set channel letter --no-slip --from 2027-01-01

    Example: complaintctl code set cause pricing --zh 服务收费
    """
    _change(context, kind, code, {**given, "retired": 0 if given["in_use"] else None}, yes=given["yes"])


@code.command("retire")
@options(_RETIRED)
def code_retire(context: typer.Context, kind: OwnKindArgument, code: CodeArgument, given: Any) -> None:
    """Retire a code: cases received from that day on do not take it, those of before show it as ever (Arts 25, 26).

    A code that a rule of the regulation names by itself stays.

    Example: complaintctl code retire channel letter --from 2027-01-01
    """
    _change(context, kind, code, {**given, "retired": 1}, yes=True)


def _change(context: typer.Context, kind: str, code: str, given: Values, *, yes: bool) -> None:
    done = make_change(of(context), lambda act, agreed: rules_codes.change(act, kind, code, given, agreed), yes=yes)
    said = {"kind": code_rows.kind_name(done.kind), "code": done.code, "first": done.since}
    for field, new in done.after.items():
        old, name = done.before[field], _(rules_codes.FIELDS[field])
        if not field.startswith("label"):
            old, new = (_("yes") if value else _("no") for value in (old, new))
        tell(_("{kind} {code}, {field}: {old} → {new}, from {first}.", **said, field=name, old=old, new=new))
