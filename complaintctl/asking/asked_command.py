"""Commands and groups that ask at a terminal for whatever is missing, in one place; elsewhere it is a usage error."""

import inspect
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from complaintctl.base import command_names
from complaintctl.base.errors import ANYTHING, ComplaintError, Missing, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import Field, Option, Unless
from complaintctl.base.spoken_days import in_full, side_of
from complaintctl.front import commands, framework, served
from complaintctl.front.typer_words import blank, path_of

_DATES = ("WHEN", "DATE")  # what an option for one is called


def _in_terminal() -> bool:
    from complaintctl.front.session import in_terminal  # not on the way of --help

    return in_terminal()


def _written(given: Any, today: str, side: int) -> Any:
    return in_full(given, today, side) if isinstance(given, str) else [in_full(each, today, side) for each in given]


class Wanted(NamedTuple):
    """A value that a command takes: its place on the command line, the words of its question, if it is needed."""

    parameter: Any
    option: Option
    is_needed: bool

    @property
    def name(self) -> str:
        """The value's name among those of the command."""
        return str(self.parameter.name)

    @property
    def question(self) -> str:
        """The question for it; where none is declared, its help."""
        return _(self.option.ask or self.parameter.help or "").rstrip(".。")

    def problem(self) -> UsageProblem:
        """The failure where nobody is there to be asked."""
        if self.parameter.param_type_name == "argument":
            return Missing.argument(blank(self.parameter.metavar.strip("[]")))
        return Missing.option(command_names.option(self.parameter.opts[0]), self.question, self.name)

    @property
    def is_agreement(self) -> bool:
        """Tell whether it is a flag that is given or not, and no choice of two."""
        return getattr(self.parameter, "is_bool_flag", False) and not self.parameter.secondary_opts

    @property
    def is_sealed(self) -> bool:
        """Tell whether it is a file in a served session, which names none of its server."""
        return served.seal() is not None and is_path(self.parameter)

    def is_missing(self, given: Mapping[str, Any]) -> bool:
        """Tell whether nothing was given for it."""
        return given.get(self.name) in (None, (), [])

    def says_something(self, given: Mapping[str, Any]) -> bool:
        """Tell whether something was given for it, and no flag left as it is."""
        return not self.is_missing(given) and not (self.is_agreement and not given[self.name])


def is_path(parameter: Any) -> bool:
    """Tell whether a parameter names a file."""
    return hasattr(parameter.type, "allow_dash")


class Command(framework.Command):
    """A command that asks for what it needs and was not given, and then for what its act says it lacks."""

    def wanted(self, given: Mapping[str, Any]) -> dict[str, Wanted]:
        """All that can be asked for: each argument it needs, and what has an Option or Field beside its type.

        The case comes first, for it decides what else is asked.
        """
        parameters, found = {parameter.name: parameter for parameter in self.params}, {}
        for name, declared in inspect.signature(self.callback).parameters.items():  # type: ignore[arg-type]
            is_needed = bool(name in parameters and parameters[name].required)
            for words in getattr(declared.annotation, "__metadata__", ()):  # of several the last holds
                if isinstance(words, Field):
                    is_needed = words.is_required
                    found[name] = Wanted(parameters[name], words.option, is_needed)
                elif isinstance(words, Option):
                    found[name] = Wanted(parameters[name], words, is_needed)
                elif isinstance(words, Unless):
                    found[name] = found[name]._replace(is_needed=not given.get(words.option))
            if is_needed and name not in found:
                kind = "case_to_see" if name == "case" else ""
                found[name] = Wanted(parameters[name], Option("", kind=kind), is_needed)
        return dict(sorted(found.items(), key=lambda item: item[0] != "case"))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; at a terminal nothing is required that is asked for."""
        asks = _in_terminal() and not ctx.resilient_parsing
        let_go = [each.parameter for each in self.wanted({}).values() if asks and each.parameter.required]
        for parameter in let_go:
            parameter.required = False
        try:
            return super().parse_args(ctx, args)
        finally:
            for parameter in let_go:
                parameter.required = True

    def invoke(self, ctx: Any) -> Any:
        """Run the command once everything is there that it needs; a day is taken as people say it."""
        for parameter in self.params:
            if parameter.metavar in _DATES and (given := ctx.params[parameter.name]):
                ctx.params[parameter.name] = _written(given, ctx.obj.clock.now().day, side_of(str(parameter.name)))
        wanted = self.wanted(ctx.params)
        missing = [each for each in wanted.values() if each.is_needed and each.is_missing(ctx.params)]
        unasked = [each for each in missing if each.is_sealed or not _in_terminal()]
        if unasked:
            raise unasked[0].problem()
        run, answers = partial(super().invoke, ctx), dict[str, str]()
        if missing:
            from complaintctl.asking import asked_values

            asked_values.complete(ctx, wanted, answers)
        while True:
            try:
                if not all(wanted[name].is_agreement for name in answers) and self.shows_page(ctx):
                    from complaintctl.asking import asked_values

                    if not asked_values.is_agreed(ctx, wanted, answers, run):
                        return None  # it had nothing to record, and is done
                return run()
            except ComplaintError as error:
                lacking = [each for name, each in wanted.items() if name in error.lacks]
                is_sealed = any(each.is_sealed for each in lacking)
                if is_sealed or not (lacking or error.lacks == (ANYTHING,)) or not _in_terminal():
                    raise
                from complaintctl.asking import asked_values

                asked_values.cure(ctx, wanted, answers, error)

    def shows_page(self, ctx: Any) -> bool:
        """Tell whether the answers are shown before they are recorded, and the command has no page of its own."""
        return commands.records(path_of(ctx)) and not getattr(self.callback, "has_own_page", False)


class Group(framework.Group):
    """A group that offers its commands at a terminal where none is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; the command that is chosen runs as if it had been typed."""
        if not args and self.no_args_is_help and _in_terminal() and not ctx.resilient_parsing:
            from complaintctl.asking.field import ask
            from complaintctl.asking.question import Question

            names = self.list_commands(ctx)
            lines = zip(names, self.lines(ctx, names), strict=True)
            choices = [(name, f"{shown}  {line}") for name, (shown, line) in lines]
            args = [ask(Question("command", _("What is to be done"), choices), is_at_stake=False)]
        return super().parse_args(ctx, args)
