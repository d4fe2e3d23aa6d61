"""Commands and groups with pages of ours: help, usage, completion, and a sentence for a mistyped line."""

import re
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from complaintctl.base import command_names
from complaintctl.base.errors import OlderTables, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.disk.input_files import STANDARD_INPUT, receive
from complaintctl.front import served
from complaintctl.front.command_line import takes_value, typed_command, typed_options
from complaintctl.front.typer_words import as_shown, as_typed, blank, help_line, names, paragraphs, path_of, said

_PIECES = (marked("[OPTIONS]"), marked("COMMAND [ARGS]..."))  # of a command line, where no value of ours stands
Section = tuple[str, Sequence[tuple[str, str]]]  # a heading, and lines of a name and what it is


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
        pieces = [_(piece) if piece in _PIECES else blank(piece) for piece in self.collect_usage_pieces(ctx)]
        return " ".join([as_typed(ctx), *pieces]).strip()

    def page(self: Any, ctx: Any, *, all_names: bool = False) -> Page:
        """All that is said of the command; with all its options' names, or those of the language spoken."""
        text, examples = paragraphs(self.help or "")
        found: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for parameter in self.get_params(ctx):
            if line := help_line(parameter, ctx, all_names=all_names):
                found["Arguments" if parameter.param_type_name == "argument" else "Options"].append(line)
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
        command_names.run(path_of(ctx))
        try:
            args = list(typed_options(args, takes_value(self.get_params(ctx))))
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

    def get_help_option(self: Any, ctx: Any) -> Any:
        """The option that shows the help, by its Chinese name too."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option:
            option.opts = [*ctx.help_option_names, *command_names.chinese_options(ctx.help_option_names, "")]
        return option

    def shell_complete(self: Any, ctx: Any, incomplete: str) -> list[Any]:
        """Offer the options and commands that can stand next on the command line, each with what it is."""
        items: list[Any] = super().shell_complete(ctx, incomplete)  # type: ignore[misc]
        shown = {name for each in self.get_params(ctx) for name in (*names(each.opts), *names(each.secondary_opts))}
        for item in items:
            if item.value.startswith("-"):
                item.help = _(item.help or "")
        # Who has begun a name in the other language goes on in that.
        return [item for item in items if incomplete.strip("-") or item.value[:1] != "-" or item.value in shown]

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

    def make_parser(self, ctx: Any) -> Any:
        """As Typer does; a value that is given twice, maybe by both names of its option, is refused, not replaced."""
        parser: Any = super().make_parser(ctx)
        parse = parser.parse_args

        def parse_once(args: list[str]) -> Any:
            found = parse(args)
            for each in self.params:
                if not getattr(each, "is_flag", True) and not each.multiple and found[2].count(each) > 1:
                    raise UsageProblem("{option} is given twice: say which of the two holds.", option=each.opts[0])
            return found

        if not ctx.resilient_parsing:
            parser.parse_args = parse_once
        return parser


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
        return [(self.shown(ctx, name), self.line(ctx, name)) for name in names]

    def line(self, ctx: Any, name: str) -> str:
        """The sentence that says what a command of the group does."""
        command: Any = self.get_command(ctx, name)
        return str(command.get_short_help_str())

    def shown(self, ctx: Any, name: str, language: str = "") -> str:
        """A command of the group by its name in a language, that spoken if none is given."""
        return command_names.command(f"{path_of(ctx)} {name}".strip(), language).rpartition(" ")[2]

    def shell_complete(self: Any, ctx: Any, incomplete: str) -> list[Any]:
        """Offer the commands by their names in the language spoken, or in that in which one is begun; or options."""
        from typer._click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        language = command_names.language_of(incomplete)
        typed = {self.shown(ctx, name, language): name for name in self.list_commands(ctx)}
        begun = {name: english for name, english in typed.items() if name.startswith(incomplete)}
        return [CompletionItem(name, help=self.line(ctx, english)) for name, english in begun.items()]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called, by either of its names; one that is like it is named as it is shown."""
        group = path_of(ctx)
        try:
            return super().resolve_command(ctx, [typed_command(args[0], group), *args[1:]])
        except typer.TyperException as error:
            sentence, stop, like = error.message.partition(". ")
            like = re.sub(r"'(\w+)'", lambda name: f"'{self.shown(ctx, name[1])}'", like)
            error.message = f"{sentence}{stop}{like}"
            raise


def complain(error: typer.TyperException) -> None:
    """Say what is wrong with a command line, and where its help is."""
    context = getattr(error, "ctx", None)
    if parameter := getattr(error, "param", None):
        error.param_hint = as_shown(parameter, context).get_error_hint(context)  # type: ignore[attr-defined]
    sentence = said(error.format_message())
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(sentence, err=True)
        return
    path = as_typed(context) if context else "complaintctl"
    typer.echo(f"complaintctl: {sentence}", err=True)
    typer.echo(_("`{command}` explains it.", command=f"{path} {command_names.option('--help')}"), err=True)
