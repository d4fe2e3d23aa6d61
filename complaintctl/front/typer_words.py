"""The words that Typer has for a command, its names, blanks and sentences, in the language spoken."""

import copy
import inspect
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from complaintctl.base import command_names
from complaintctl.base.language import _, is_at_desk, marked, spoken
from complaintctl.base.text import quoted

_CHOICES = (marked("simple"), marked("complex"))  # words of blanks, which the tables of options have not in words


def said(sentence: str) -> str:
    """A sentence of Typer's in the language spoken; one that is not known stays as it is.

    What Typer says, as far as this program lets it, is recognised by its form and said again.
    """
    for known in _said_by_typer():
        form = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(known))
        match = re.fullmatch(form, sentence, re.DOTALL)
        if match:
            return _(known, **{name: _value(value) for name, value in match.groupdict().items()})
    return sentence


def _value(text: str) -> str:
    """A value of Typer's as it is shown: an option by its name, what was typed in quotation marks of the language."""
    if re.fullmatch(r"'[^']*'(, '[^']*')+", text):
        return _(", ").join(map(_value, text.split(", ")))
    if typed := re.fullmatch(r"'(.*)'", text):
        return quoted(typed[1]) if not typed[1].startswith("-") else command_names.option(typed[1])
    if text.startswith("--"):
        return _(", ").join(map(command_names.option, text.split(", ")))
    return said(text)


@cache
def _said_by_typer() -> Sequence[str]:
    return (files("complaintctl") / "front" / "said_by_typer.txt").read_text("utf-8").splitlines()


def give_chinese_names(command: Any, path: str = "") -> None:
    """Let the options of a command, and of those below it, be typed by their Chinese names too."""
    for parameter in command.params:
        if parameter.param_type_name == "option":
            for flags in (parameter.opts, parameter.secondary_opts):
                flags += [name for name in command_names.chinese_options(flags, path) if name not in flags]
    for name, below in getattr(command, "commands", {}).items():
        if below:  # those of the program itself are loaded when they are called
            give_chinese_names(below, f"{path} {name}".strip())


def path_of(ctx: Any) -> str:
    """The English name of the command of a context, with its group, without the program: `unit add`."""
    names = list[str]()
    while ctx.parent:
        names.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return " ".join(names)


def as_typed(ctx: Any) -> str:
    """The command of a context as it is typed, with the program but at the desk, in the language spoken."""
    program = "" if is_at_desk() else ctx.find_root().info_name
    return f"{program} {command_names.command(path_of(ctx))}".strip()


def as_shown(parameter: Any, ctx: Any, *, all_names: bool = False) -> Any:
    """An option or argument with its names and its blank in the language spoken, or with all its names."""
    shown = copy.copy(parameter)
    is_argument = parameter.param_type_name == "argument"
    if is_argument or not parameter.is_flag:
        metavar = re.sub("<int[^>]*>", "N", parameter.make_metavar(ctx).replace("<str>", "TEXT"))
        kind = command_names.kind_of(path_of(ctx), parameter.name)
        shown.metavar = blank(command_names.blank_of(metavar, kind) if spoken() == "zh" else metavar)
    if is_argument:
        return shown
    if not all_names:
        shown.opts, shown.secondary_opts = names(parameter.opts), names(parameter.secondary_opts)
    return shown


def help_line(parameter: Any, ctx: Any, *, all_names: bool = False) -> tuple[str, str] | None:
    """An option or argument by its names, and its help with what Typer adds to it; None for one that is hidden."""
    shown = as_shown(parameter, ctx, all_names=all_names)
    given, record = shown.help or "", shown.get_help_record(ctx)
    if not record:
        return None
    added = record[1].removeprefix(given).strip(" []")  # by Typer, which sets it in brackets
    more = f"[{'; '.join(said(_named(part, parameter, ctx)) for part in added.split('; '))}]" if added else ""
    return record[0], f"{_(given)} {more}".strip()


def _named(added: str, parameter: Any, ctx: Any) -> str:
    """Say what Typer adds to the help of an option, its default called as it is typed in the language spoken."""
    word, colon, value = added.partition(": ")
    if word != "default" or spoken() == "en":
        return added
    kind = command_names.kind_of(path_of(ctx), parameter.name)
    flag = command_names.option(f"--{value}", path_of(ctx)).lstrip("-")
    return f"{word}{colon}{command_names.example_names().get((kind, value), flag)}"


def names(options: Sequence[str]) -> list[str]:
    """The names of an option that are shown in the language spoken, the short one among them."""
    chinese = [name for name in options if not name.isascii()][:1]
    english = [name for name in options if name.isascii()]
    return [*(name for name in english if name[:2] != "--"), *chinese] if spoken() == "zh" and chinese else english


def blank(metavar: str) -> str:
    """Name what is to be filled in, in the language spoken; the brackets around it stay: [CASE]."""
    before, name, after = re.fullmatch(r"([\[{]?)(.*?)([\]}]?(?:\.\.\.)?)", metavar).groups()  # type: ignore[union-attr]
    said = _(name) if _(name) != name else "|".join(map(_, name.split("|")))
    return said if before == "{" else f"{before}{said}{after}"


def paragraphs(text: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a help text in the language spoken, and the examples at its end, as they are typed.

    What an act raises, which may stand below them, is none of its help.
    """
    help_text = inspect.cleandoc(text).partition("\nRaises:")[0]
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", help_text) if part.strip()]
    examples = [part.removeprefix("Example: ") for part in parts if part.startswith("Example: ")]
    said = [_(part) for part in parts if not part.startswith("Example: ")]
    return said, [command_names.example(example) for example in examples]
