"""Typer's own words and pages, in the language spoken: help, usage, and what it says of a mistyped command."""

import inspect
import re
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from complaintctl.base.errors import OlderTables
from complaintctl.base.language import _, marked
from complaintctl.disk.input_files import STANDARD_INPUT, receive
from complaintctl.front import served

Section = tuple[str, Sequence[tuple[str, str]]]  # a heading, and lines of a name and what it is

_PIECES = (marked("[OPTIONS]"), marked("COMMAND [ARGS]..."))  # of a command line, where no value of ours stands


def said(sentence: str) -> str:
    """A sentence of Typer's in the language spoken; one that is not known stays as it is.

    What Typer says, as far as this program lets it, is recognised by its form and said again.
    """
    for known in _said_by_typer():
        form = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(known))
        match = re.fullmatch(form, sentence, re.DOTALL)
        if match:
            return _(known, **{name: said(value) for name, value in match.groupdict().items()})
    return sentence


@cache
def _said_by_typer() -> Sequence[str]:
    return (files("complaintctl") / "front" / "said_by_typer.txt").read_text("utf-8").splitlines()


class Page(NamedTuple):
    """The words about a command, in the language spoken: of its help, and of its page in docs/commands."""

    command_line: str
    text: Sequence[str]  # what it does, in paragraphs
    sections: Sequence[Section]  # its commands, arguments, options
    examples: Sequence[str]  # as they are typed


class _Page:
    """A command whose help and usage are pages of ours."""

    def get_usage(self: Any, ctx: Any) -> str:
        """The usage line."""
        return _("Usage: {command}", command=self.command_line(ctx))

    def command_line(self: Any, ctx: Any) -> str:
        """The command and what it takes; what has to be given without brackets."""
        pieces = " ".join(_(piece) if piece in _PIECES else piece for piece in self.collect_usage_pieces(ctx))
        return re.sub(r"\{(\w+)\}", r"\1", f"{ctx.command_path} {pieces}".rstrip())

    def page(self: Any, ctx: Any) -> Page:
        """All that is said of the command."""
        text, examples = paragraphs(self.help or "")
        found: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for parameter in self.get_params(ctx):
            given, record = parameter.help or "", parameter.get_help_record(ctx)
            if record:
                kind = "Arguments" if parameter.param_type_name == "argument" else "Options"
                name = record[0].replace("<str>", "TEXT").replace("<int>", "N")
                added = record[1].removeprefix(given).strip(" []")  # by Typer, which sets it in brackets
                more = f"[{'; '.join(said(part) for part in added.split('; '))}]" if added else ""
                found[kind].append((name, f"{_(given)} {more}".strip()))
        sections = [*self.sections(ctx), *((said(kind), lines) for kind, lines in found.items() if lines)]
        return Page(self.command_line(ctx), text, sections, examples or self.examples(ctx))

    def get_help(self: Any, ctx: Any) -> str:
        """The help page: usage, what the command does, its arguments and options, examples."""
        from complaintctl.front.help import help_page

        width = min(shutil.get_terminal_size().columns, 100)
        page = self.page(ctx)
        return help_page(self.get_usage(ctx), page.text, page.sections, page.examples, width)

    def parse_args(self: Any, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; what is wrong with the options names the command whose help explains them.

        What is sent to standard input is taken in, if an option or argument names that.
        """
        try:
            if served.seal():
                served.refuse_sealed(self, ctx, args)
            left = list(super().parse_args(ctx, args))  # type: ignore[misc]
        except typer.TyperException as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise
        files = (ctx.params.get(each.name) for each in self.params if getattr(each.type, "allow_dash", False))
        given = [each for file in files for each in (file if isinstance(file, list | tuple) else [file])]
        if str(STANDARD_INPUT) in map(str, given) and not ctx.resilient_parsing:
            _receive(ctx)
        return left

    def shell_complete(self: Any, ctx: Any, incomplete: str) -> list[Any]:
        """Offer the options and commands that can stand next on the command line, each with what it is."""
        items: list[Any] = super().shell_complete(ctx, incomplete)  # type: ignore[misc]
        for item in items:
            if item.value.startswith("-"):
                item.help = _(item.help or "")
        return items

    def get_short_help_str(self: Any, limit: int = 45) -> str:
        """Say in a sentence what the command does."""
        text = paragraphs(self.help or "")[0]
        return text[0] if text else ""

    def sections(self, ctx: Any) -> Sequence[Section]:
        """List what stands before the options."""
        return ()

    def examples(self, ctx: Any) -> Sequence[str]:
        """Examples where its own text has none."""
        return ()


def _receive(context: Any) -> None:
    """Take in what is sent to standard input; who may not give the command is refused before."""
    from complaintctl.front.session import of

    with suppress(OlderTables), of(context).reading():
        pass
    receive()


class Command(_Page, TyperCommand):
    """A command with a page of ours."""


class Group(_Page, TyperGroup):
    """A group of commands with a page of ours."""

    def sections(self, ctx: Any) -> Sequence[Section]:
        """The group's commands."""
        return [(_("Commands"), self.lines(ctx, self.list_commands(ctx)))]

    def examples(self, ctx: Any) -> Sequence[str]:
        """One of each of its first two commands."""
        commands = [self.get_command(ctx, name) for name in self.list_commands(ctx)[:2]]
        return [paragraphs(command.help or "")[1][0] for command in commands if command]

    def lines(self, ctx: Any, names: Iterable[str]) -> list[tuple[str, str]]:
        """Each command and what it does."""
        commands = ((name, self.get_command(ctx, name)) for name in names)
        return [(name, command.get_short_help_str()) for name, command in commands if command]


def paragraphs(text: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a help text in the language spoken, and the examples at its end, as they are typed.

    What an act raises, which may stand below them, is none of its help.
    """
    said = inspect.cleandoc(text).partition("\nRaises:")[0]
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", said) if part.strip()]
    examples = [part.removeprefix("Example: ") for part in parts if part.startswith("Example: ")]
    return [_(part) for part in parts if not part.startswith("Example: ")], examples


def complain(error: typer.TyperException) -> None:
    """Say what is wrong with a command line, and where its help is."""
    context = getattr(error, "ctx", None)
    sentence = said(error.format_message())
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(sentence, err=True)
        return
    help_option = context.help_option_names[-1] if context else "--help"
    path = context.command_path if context else "complaintctl"
    typer.echo(f"complaintctl: {sentence}", err=True)
    typer.echo(_("`{command}` explains it.", command=f"{path} {help_option}"), err=True)
