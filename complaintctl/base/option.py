"""The words by which an officer gives what an act takes: beside each of its options, or of the fields of its class."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple


class Option(NamedTuple):
    """A field's option: its help and metavar, the question where it is missing, how it is read and where it is kept.

    `kind` is a kind of code, or `unit`, `staff` or `yuan`; a text otherwise. `key` is its name in the ledger and
    `typed` its option, if they are not the field's.
    """

    help: str
    metavar: str | None = None
    ask: str = ""
    kind: str = ""
    key: str = ""
    typed: str = ""


CustomerTold = Annotated[str | None, Option("When the customer was told.", "WHEN")]
At = Annotated[str | None, Option("When it happened; default now.", "WHEN")]


class Field(NamedTuple):
    """A value that an act takes under one name: the option as it is typed, and its name in the ledger."""

    name: str
    type: Any
    option: Option
    is_required: bool
    flag: str
    key: str


def fields_of(taken: Callable[..., object]) -> Mapping[str, Field]:
    """The fields of an act, or of the class that it takes, by name; of a TypedDict none is required."""
    if hasattr(taken, "__total__"):
        described = [(name, annotation, False) for name, annotation in taken.__annotations__.items()]
    else:
        parameters = inspect.signature(taken).parameters.values()
        described = [(one.name, one.annotation, one.default is one.empty) for one in parameters]
    found = {}
    for name, annotation, is_required in described:
        for option in getattr(annotation, "__metadata__", ())[:1]:
            flag = option.typed or f"--{name.replace('_', '-')}"
            found[name] = Field(name, annotation.__origin__, option, is_required, flag, option.key or name)
    return found
