"""Commands made of acts: their options are what the act takes."""

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import typer

from complaintctl.asking.ask import with_required
from complaintctl.base.option import Field, Taken, fields_of
from complaintctl.cases.case_acts import Done
from complaintctl.front.answer import CaseArgument, JsonOption, change
from complaintctl.front.session import Session, of

Command = Callable[..., None]


def does(
    deed: Callable[..., Done],
    taken: Callable[..., object] | None = None,
    completed: Callable[[Session, str, dict[str, Any]], dict[str, Any]] | None = None,
) -> Callable[[Callable[..., object]], Command]:
    """Make a command that does an act on a case: it takes the case, what the act or its class takes, and --json.

    What is required and was not given is asked for; so is what `completed` asks of the case.
    """

    def decorate(described: Callable[..., object]) -> Command:
        @options(taken or deed)
        @wraps(described, assigned=("__name__", "__doc__"))
        def command(context: typer.Context, case: CaseArgument, given: Any, as_json: JsonOption = False) -> None:
            given = with_required(of(context), taken or deed, given)
            given = completed(of(context), case, given) if completed else given
            if taken:
                change(context, as_json, deed, case, taken(**given))
            else:
                change(context, as_json, deed, case, **given)

        return command

    return decorate


def options(taken: Taken) -> Callable[[Command], Command]:
    """Give a command an option for each field of an act or of its class; they reach its parameter `given`, by name."""

    def decorate(command: Command) -> Command:
        fields = fields_of(taken)
        sequences = [name for name, field in fields.items() if field.type == Sequence[str]]

        @wraps(command)
        def called(**values: Any) -> None:
            given = {name: values.pop(name) for name in fields}
            for name in sequences:
                given[name] = given[name] or ()
            command(**values, given=given)

        own = inspect.signature(command, follow_wrapped=False).parameters.values()
        asked = [_parameter(field) for field in fields.values()]
        parameters = [one for each in own for one in (asked if each.name == "given" else [each])]
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return decorate


def _parameter(field: Field) -> inspect.Parameter:
    """The parameter from which Typer makes an option; to Typer what can be asked for is not required."""
    default: Any = field.default
    flag, kind = field.flag, field.type
    if kind is bool:
        default = False
    elif kind == bool | None and not field.option.typed:
        flag = f"{flag}/--no-{flag.removeprefix('--')}"
    elif kind == Sequence[str]:
        kind = list[str] | None
    elif field.is_required and field.option.ask:
        kind = kind | None
    elif field.is_required:
        default = ...
    is_file = kind == Path | None
    option = typer.Option(default, flag, metavar=field.option.metavar, help=field.option.help, allow_dash=is_file)
    return inspect.Parameter(field.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=option, annotation=kind)
