"""The words by which an officer gives what an act takes: beside each of its options, or of the fields of its class."""

import csv
import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple


class Option(NamedTuple):
    """A field's option: its help and metavar, the question where it is missing, how it is read and where it is kept.

    `kind` is a kind of code, or `unit`, `staff`, `leader`, `case`, `day`, `when` or `yuan`; a text otherwise.
    `key` is its name in the ledger and `typed` its option, if they are not the field's. `asked`: though it may be left
    out; always, or where the act and what is known call for it. `otherwise` is what holds where it is left out, `says`
    what is told before it is asked; of the act and what is known both. `fits` raises ComplaintError for an answer that
    will not do, given the act, what is known of the other options and the answer; `offers` are the answers there are,
    given the act and what is known. `stands`, of a case: the options by which something of it can be changed, each
    with what stands there, given the act and its number. `puts`: the question and the kind of its answer, where they
    depend on what is known.
    """

    help: str
    metavar: str | None = None
    ask: str = ""
    kind: str = ""
    key: str = ""
    typed: str = ""
    asked: "bool | Callable[[Any, Mapping[str, Any]], bool]" = False
    otherwise: Callable[[Any, Mapping[str, Any]], str] | None = None
    says: Callable[[Any, Mapping[str, Any]], str] | None = None
    fits: Callable[[Any, Mapping[str, Any], str], object] | None = None
    offers: Callable[[Any, Mapping[str, Any]], Sequence[tuple[str, str]]] | None = None
    stands: Callable[[Any, str], Mapping[str, str]] | None = None
    puts: Callable[[Any, Mapping[str, Any]], tuple[str, str]] | None = None


class Unless(NamedTuple):
    """Beside an option or argument: it is needed, unless another option is given."""

    option: str


CustomerTold = Annotated[
    str | None, Option("When the customer was told.", "WHEN", ask="When was the customer told", kind="when")
]
At = Annotated[str | None, Option("When it happened; default now.", "WHEN")]


class Field(NamedTuple):
    """A value that an act takes under one name: the option as it is typed, and its name in the ledger."""

    name: str
    type: Any
    option: Option
    is_required: bool
    flag: str
    key: str
    default: str | None = None


Taken = Callable[..., object] | Mapping[str, Field]  # an act, the class that it takes, or the fields of a table
_TYPES = {"needed": str, "text": str | None, "flag": bool, "yes_or_no": bool | None, "number": int | None,
          "file": Path | None}  # fmt: skip


def fields_in(table: Path, known: Mapping[str, Field] = MappingProxyType({})) -> Mapping[str, Field]:
    """The fields of a table, a row each; whose type is `known` stands among those."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["name"]: known[row["name"]] if row["type"] == "known" else _row_field(row) for row in rows}


def _row_field(row: Mapping[str, str]) -> Field:
    name, typed = row["name"], row.get("typed", "")
    is_asked = row.get("asked") == "yes"
    option = Option(row["help"], row["metavar"] or None, row["question"], row["kind"], row["key"], typed, is_asked)
    flag, is_required = typed or f"--{name.replace('_', '-')}", row["type"] == "needed"
    return Field(name, _TYPES[row["type"]], option, is_required, flag, row["key"] or name, row.get("default") or None)


def completed(fields: Mapping[str, Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every field by its name, None where nothing is given. Raises KeyError for a name that is none of them."""
    if unknown := given.keys() - fields.keys():
        raise KeyError(*sorted(unknown))
    return {**dict.fromkeys(fields), **given}


def fields_of(taken: Taken) -> Mapping[str, Field]:
    """The fields of an act, of the class that it takes, or of a table, by name."""
    if isinstance(taken, Mapping):
        return taken
    parameters = inspect.signature(taken).parameters.values()
    described = (one for one in parameters if hasattr(one.annotation, "__metadata__"))
    return {one.name: _field(one.name, one.annotation, is_required=one.default is one.empty) for one in described}


def _field(name: str, annotation: Any, *, is_required: bool) -> Field:
    option: Option = annotation.__metadata__[0]
    flag = option.typed or f"--{name.replace('_', '-')}"
    return Field(name, annotation.__origin__, option, is_required, flag, option.key or name)
