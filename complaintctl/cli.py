"""The program's front: global options, and each command loaded only when it is called."""

import csv
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command_from_info, get_group_from_info

from complaintctl import __version__
from complaintctl.asking.asked_command import Command, Group
from complaintctl.base import command_names
from complaintctl.base.clock import Clock
from complaintctl.base.command_names import command_rows
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import LANGUAGES, _, marked, speak
from complaintctl.base.spoken_days import taken_for_now
from complaintctl.front import framework, served
from complaintctl.front.command_line import chosen_language, locale_language, typed_command
from complaintctl.front.failures import sentence_and_status, silence_unwritable
from complaintctl.front.framework import Section
from complaintctl.front.typer_words import give_chinese_names

# The commands in the order of the day's work, and the module of complaintctl that holds each. The others
# are not even imported: the officer waits for one command with a customer at the counter.
_HEADINGS = (marked("Set up"), marked("Take in"), marked("Mend"), marked("Handle"), marked("Finish"), marked("Watch"),
             marked("Account"), marked("Keep"))  # fmt: skip
WORK: dict[str, dict[str, str]] = {heading: {} for heading in _HEADINGS}
for _row in command_rows():
    if _row["module"]:  # else it stands in the module of its group
        WORK[_row["section"]][_row["command"]] = _row["module"]
INTERRUPTED = 130  # what Typer makes of Ctrl-C, without a word
COMMANDS = {name: module for section in WORK.values() for name, module in section.items()}


@cache
def first_sentences() -> Mapping[str, str]:
    """The sentence on each command, as its help begins in English; `make pages` writes the table."""
    table = (Path(__file__).parent / "front" / "first_sentences.csv").read_text("utf-8")
    return {row["command"]: row["sentence"] for row in csv.DictReader(table.splitlines())}


class Front(framework.Group):
    """Loads a command's module when it is called, and turns every failure into a sentence and an exit status."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.teach: Callable[[Any, str], None] = lambda _command, _path: None  # what to offer a shell that completes
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # by whose names a mistyped one is guessed

    def get_params(self, ctx: Any) -> list[Any]:
        """The options before a command, with those that Typer adds last."""
        give_chinese_names(self)
        return super().get_params(ctx)

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands' names, in the order of the day's work."""
        return list(COMMANDS)

    def line(self, ctx: Any, name: str) -> str:
        """The first sentence of a command's help, from the table of them: to load them all takes too long."""
        return _(first_sentences()[name]) if name in first_sentences() else super().line(ctx, name)

    def sections(self, ctx: Any) -> Sequence[Section]:
        """The commands, grouped by the day's work."""
        return [(_(heading), self.lines(ctx, names)) for heading, names in WORK.items()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, English or Chinese, or None."""
        cmd_name = typed_command(cmd_name)
        if cmd_name not in COMMANDS:
            return None
        module, command = import_module(f"complaintctl.{COMMANDS[cmd_name]}").app, None
        how: dict[str, Any] = {"pretty_exceptions_short": False, "rich_markup_mode": None}
        for alone in module.registered_commands:
            if alone.name == cmd_name:
                alone.cls = Command
                command = get_command_from_info(alone, **how)
        for group in module.registered_groups:
            if group.name == cmd_name:
                for under in group.typer_instance.registered_commands:
                    under.cls = Command
                group.cls = Group
                command = get_group_from_info(group, suggest_commands=True, **how)
        give_chinese_names(command, cmd_name)
        self.teach(command, cmd_name)
        return command

    def main(self, args: Sequence[str] | None = None, *others: Any, **more: Any) -> Any:
        """Run the program in the language of whoever calls it; every failure becomes a sentence and an exit status."""
        speak(locale_language())
        command_names.name_values({})  # of no file yet
        with sentence_and_status():
            words = sys.argv[1:] if args is None else args
            if "_COMPLAINTCTL_COMPLETE" in os.environ or "--install-completion" in words:
                from complaintctl.front import completion

                self.teach = completion.attach
                words = [*completion.prepare(self), *words]
            language, settings = chosen_language(words)
            speak(language)
            status = super().main(args, *others, **{**more, "standalone_mode": False, "obj": settings}) or 0
            if status == INTERRUPTED:
                raise KeyboardInterrupt
            sys.exit(status)


app = typer.Typer(
    cls=Front,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"complaintctl {__version__}")
        raise typer.Exit


def _is_from_environment(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "ENVIRONMENT"


@app.callback()
def front(
    context: typer.Context,
    db: Annotated[
        Path | None, typer.Option(envvar="COMPLAINTCTL_DB", metavar="PATH", help="The case file.", readable=False)
    ] = None,
    actor: Annotated[
        str | None, typer.Option(envvar="COMPLAINTCTL_ACTOR", metavar="CODE", help="Who acts; default by your login.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", envvar="COMPLAINTCTL_AS_OF", metavar="DATE", help="The day or time to take for now."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            envvar="COMPLAINTCTL_LANG", metavar="zh|en", help="The language of all that is said; default the locale's."
        ),
    ] = None,
    clock_is_right: Annotated[
        bool,
        typer.Option(
            "--clock-is-right",
            help="Enter at this computer's time, though it is before the last entry or long after it; once.",
        ),
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Complaints and petitions of one bank: its regulation, its clocks, its ledger. 客户投诉(信访)处理.

    Example: complaintctl todo

    Example: complaintctl --lang zh show 1
    """
    if lang and lang not in LANGUAGES:
        raise UsageProblem("--lang {lang!r} is neither zh nor en.", lang=lang)
    if context.invoked_subcommand == "serve" and _is_from_environment(context, "as_of"):
        as_of = None  # which a client may have set
    clock = Clock(taken_for_now(as_of), is_right=clock_is_right)
    settings = context.obj
    if seal := served.seal():  # whatever the environment says
        db, actor, clock, settings = seal.path, seal.actor, Clock(seal.as_of), seal.settings
    from complaintctl.front.session import Session  # not on the way of --help

    context.obj = session = Session(db, actor, clock, lang)
    if settings is not None:
        session.settings = settings  # read already
    if context.invoked_subcommand not in ("config", "doctor"):  # which say themselves what is wrong with it
        assert session.settings is not None  # read even where nothing of it is needed: no typo passes silently


def main() -> None:
    """Run the program; text that the terminal cannot show is written as escapes rather than failing."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(prog_name="complaintctl")
    finally:
        silence_unwritable()  # else the interpreter tries once more, and ends with a status of its own
