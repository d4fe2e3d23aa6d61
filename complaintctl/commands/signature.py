"""The options of a command, taken from the class of its act's fields."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any

import typer

from complaintctl.casework.option import Field, fields_of


def options(taken: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each field of a class; their values reach its parameter `given`, by name."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        fields = fields_of(taken)

        @wraps(command)
        def called(**values: Any) -> None:
            given = {name: values.pop(name) for name in fields}
            command(**values, given=given)

        parameters = list(_parameters(command, fields.values()))
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return decorate


def _parameters(command: Callable[..., None], fields: Iterable[Field]) -> Iterator[inspect.Parameter]:
    for parameter in inspect.signature(command).parameters.values():
        if parameter.name == "given":
            yield from map(_parameter, fields)
        else:
            yield parameter


def _parameter(field: Field) -> inspect.Parameter:
    """The parameter from which Typer makes an option; what is required is asked for, and has none to Typer either."""
    default, flag, kind = None, field.flag, field.type
    if kind is bool:
        default = False
    elif kind == bool | None:
        flag = f"{flag}/--no-{flag.removeprefix('--')}"
    elif kind == Sequence[str]:
        kind = list[str] | None
    elif field.is_required:
        kind = kind | None
    option = typer.Option(default, flag, metavar=field.option.metavar, help=field.option.help)
    return inspect.Parameter(field.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=option, annotation=kind)
