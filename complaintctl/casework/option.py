"""The words by which an officer gives a field of an act, beside the field in the class that the act takes."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple


class Option(NamedTuple):
    """A field's option: its help and metavar, the question where it is missing, how it is read and where it is kept.

    `kind` is a kind of code, or `unit`, `staff` or `yuan`; a text otherwise. `key` is its name in the ledger, if that
    is not the field's.
    """

    help: str
    metavar: str | None = None
    ask: str = ""
    kind: str = ""
    key: str = ""


At = Annotated[str | None, Option("When it happened; default now.", "WHEN")]


class Field(NamedTuple):
    """A field of the class that an act takes."""

    name: str
    type: Any
    option: Option
    is_required: bool

    @property
    def flag(self) -> str:
        """The option as it is typed."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def key(self) -> str:
        """Its name in the ledger."""
        return self.option.key or self.name


def fields_of(taken: type) -> Mapping[str, Field]:
    """The fields of the class that an act takes, by name; of a TypedDict none is required."""
    optional = getattr(taken, "_field_defaults", taken.__annotations__)
    return {
        name: Field(name, kind.__origin__, kind.__metadata__[0], name not in optional)
        for name, kind in taken.__annotations__.items()
    }
