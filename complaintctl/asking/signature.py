"""Commands made of acts: their options are what the act takes."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from complaintctl.base.option import Field, Option, Taken, Unless, fields_of
from complaintctl.cases.case_acts import Done
from complaintctl.front.answer import CaseArgument, JsonOption, change
from complaintctl.record.ledger import Act

Command = Callable[..., None]


def which_case(
    may: Callable[..., object] | None = None,
    kind: str = "case",
    stands: Callable[[Act, str], Mapping[str, str]] | None = None,
) -> Option:
    """The question for a case on which an act can be done: `may` is its own check, which raises ComplaintError.

    It takes the act, the case and, by their names, other options of the command. `kind`: an open `case`, a
    `closed_case`, or a `case_to_see`, which is either. `stands`: see Option.
    """
    others = list(inspect.signature(may).parameters)[2:] if may else []

    def fits(act: Act, known: Mapping[str, Any], given: str) -> None:
        if may:
            may(act, given, **{name: known[name] for name in others if name in known})

    return Option("", ask="Which case", kind=kind, fits=fits if may else None, stands=stands)


def does(
    deed: Callable[..., Done],
    taken: Callable[..., object] | None = None,
    may: Callable[..., object] | None = None,
    kind: str = "case",
) -> Callable[[Callable[..., object]], Command]:
    """Make a command that does an act on a case: it takes the case, what the act or its class takes, and --json.

    `may` and `kind` as in which_case.
    """
    case_argument = Annotated[CaseArgument, which_case(may, kind)]

    def decorate(described: Callable[..., object]) -> Command:
        @options(taken or deed)
        @wraps(described, assigned=("__name__", "__doc__"))
        def command(context: typer.Context, case: case_argument, given: Any, as_json: JsonOption = False) -> None:
            if taken:
                change(context, as_json, deed, case, taken(**given))
            else:
                change(context, as_json, deed, case, **given)

        return command

    return decorate


def options(taken: Taken, *, asks: bool = True, unless: str = "") -> Callable[[Command], Command]:
    """Give a command an option for each field of an act or of its class; they reach its parameter `given`, by name.

    `asks`: what is missing of them is asked for; else the command does that by questions of its own. `unless`: the
    option with which nothing is needed.
    """

    def decorate(command: Command) -> Command:
        fields = fields_of(taken)
        sequences = [name for name, field in fields.items() if field.type == Sequence[str]]

        @wraps(command)
        def called(**values: Any) -> None:
            given = {name: values.pop(name) for name in fields}
            for name in sequences:
                given[name] = given[name] or ()
            command(**values, given=given)

        called.has_own_page = not asks  # type: ignore[attr-defined]
        own = inspect.signature(command, follow_wrapped=False).parameters.values()
        asked = [_parameter(field, asks, unless) for field in fields.values()]
        parameters = [one for each in own for one in (asked if each.name == "given" else [each])]
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return decorate


def _parameter(field: Field, asks: bool, unless: str) -> inspect.Parameter:
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
    annotation: Any = Annotated[kind, field] if asks else kind  # by which it is asked for (see asked_command.py)
    if unless and field.is_required:
        annotation = Annotated[annotation, Unless(unless)]
    return inspect.Parameter(field.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=option, annotation=annotation)
