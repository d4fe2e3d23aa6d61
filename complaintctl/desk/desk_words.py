"""The words of a line typed at the desk: what may come next, and what of it may be kept."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from typing import Any, NamedTuple
from unicodedata import normalize

from complaintctl.asking.question import LEAVE
from complaintctl.base import command_names
from complaintctl.base.clock import Clock, parse_moment
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.spoken_days import EITHER, in_full
from complaintctl.front.command_line import plain_dashes, takes_value, typed_command, typed_options, without_program
from complaintctl.front.sources import CASES, PEOPLE, Source, source_of

# What is no command of the program, by its names.
HELP, CLEAR, FIND = ("help", "帮助"), ("clear", "清屏"), ("查",)
_CASE = re.compile(r"(TS-)?\d{4}-\d{1,6}|[^\W\d]?(〔\d{4}〕)?\d{1,4}号?", re.IGNORECASE)  # its own number, a slip's
_COMMAND_AND_CASE = re.compile(r"([\u4e00-\u9fff]+)(\d.*|TS-.*|[^\W\d]〔.*)", re.IGNORECASE)

Named = Iterable[tuple[str, str]]
Known = Callable[[Source, str], Named]  # what a source offers to who has begun to type, each with its name


class Line(NamedTuple):
    """A line as far as it is typed: the words of the command, the command itself, the words after them."""

    name: list[str]
    command: Any
    rest: list[str]


def meant(words: Sequence[str]) -> list[str]:
    """Return the program's words for those of a line: `1` shows case 1, `查 王` finds, `help show` is that page.

    A case's number may follow a Chinese command without a blank, and be spoken of as `1号`.
    """
    first, rest = normalize("NFKC", words[0]), list(words[1:])
    begun = _COMMAND_AND_CASE.fullmatch(first)
    if begun and (begun[1] in FIND or typed_command(begun[1]) != begun[1]):
        first, rest = begun[1], [begun[2], *rest]
    if not rest and _CASE.fullmatch(first):
        return ["show", first.removesuffix("号") if first[0].isdecimal() else first]
    if first in HELP:
        return [*rest, "--help"]
    return ["find" if first in FIND else first, *rest]


def parsed(front: Any, words: Sequence[str]) -> Line:
    """Find the command that words call; None while they call none, or a group that wants another word."""
    first = [typed_command(word) for word in words[:1]]
    command = command_of(front, first[0]) if first else None
    group = getattr(command, "commands", None)
    if not group:
        return Line(first, command, _options_of(command, words[1:]))
    second = [typed_command(word, first[0]) for word in words[1:2]]
    command = group.get(second[0]) if second else None
    return Line([*first, *second], command, _options_of(command, words[2:]))


def _options_of(command: Any, words: Sequence[str]) -> list[str]:
    """The words after a command, its options written with a Chinese keyboard's signs as it knows them."""
    return list(typed_options(words, takes_value(command.params))) if command else list(words)


@cache
def command_of(front: Any, name: str) -> Any:
    """A command, put together once and not at each key."""
    return front.get_command(None, name)


def next_words(front: Any, words: Sequence[str], typed: str, known: Known) -> Iterator[tuple[str, str]]:
    """Yield what may come after these whole words and begins as typed, each with what it is."""
    typed = plain_dashes(typed)
    names_too = parsed(front, words).command is not None and not typed.startswith("-")
    for word, name in _next_words(front, words, typed, known):
        # Values by any part of them or of their name, which may be easier to type.
        if word.startswith(typed) or (names_too and not word.startswith("-") and typed in f"{word} {name}"):
            yield word, name


def _next_words(front: Any, words: Sequence[str], typed: str, known: Known) -> Iterator[tuple[str, str]]:
    if not words:
        at_desk = HELP, CLEAR, LEAVE
        commands = ((command_names.command(name, command_names.language_of(typed)), name) for name in front.commands)
        names = [*commands, *((name, name) for name in chain.from_iterable(at_desk))]
        # Asked for what it does, a command is loaded: those alone that may be meant.
        yield from ((shown, _sentence(command_of(front, name))) for shown, name in names if shown.startswith(typed))
        return
    line = parsed(front, words)
    if line.command is None:
        group = command_of(front, words[0]) if len(words) == 1 else None
        start, language = typed_command(words[0]), command_names.language_of(typed)
        for name, command in getattr(group, "commands", {}).items():
            yield command_names.command(f"{start} {name}", language).rpartition(" ")[2], _sentence(command)
        return
    parts = list(_parts(line))
    for waiting in [parameter for parameter, _option, value in parts if value is None]:
        yield from _values(line, waiting, typed, known)
        return
    left = [parameter for parameter in line.command.params if all(given is not parameter for given, *_rest in parts)]
    options = [parameter for parameter in left if parameter.param_type_name == "option"]
    for argument in [parameter for parameter in left if parameter not in options][:1]:
        yield from _values(line, argument, typed, known)
    for option in options:
        is_chinese = command_names.language_of(typed.strip("-")) == "zh"
        spoken_names = [name for name in option.opts if name.isascii() != is_chinese] or option.opts
        begun = (name for name in spoken_names if name.startswith(typed))
        yield next(begun, spoken_names[0]), _(option.help or "")


def kept(front: Any, words: Sequence[str], known: Known) -> list[str]:
    """Return the words that hold nobody's data: the command, the case, codes, units, days, switches."""
    line = parsed(front, without_program(words))
    if line.command is None:
        return line.name[:1] if line.name and line.name[0] in front.commands else []
    safe = list(line.name)
    for parameter, option, value in _parts(line):
        if value == "" or (parameter and value and _is_safe(line, parameter, value, known)):
            safe += filter(None, (option, value))
    return safe


def _parts(line: Line) -> Iterator[tuple[Any, str, str | None]]:
    """Each parameter in a line, the option as it was typed, and its value, in the line's order.

    No parameter stands for a word too many, no option for an argument; the value of a switch is empty, and None that
    of an option which waits for one.
    """
    arguments = (parameter for parameter in line.command.params if parameter.param_type_name == "argument")
    words = iter(line.rest)
    options = {name: one for one in line.command.params for name in (*one.opts, *one.secondary_opts) if name[:1] == "-"}
    for word in words:
        name, equals, value = word.partition("=")
        if name not in options:
            yield next(arguments, None), "", word
        elif options[name].is_flag:
            yield options[name], name, ""
        else:
            yield options[name], name, value if equals else next(words, None)


def _is_safe(line: Line, parameter: Any, value: str, known: Known) -> bool:
    if parameter.metavar in ("WHEN", "DATE"):
        with suppress(UsageProblem):
            return bool(parse_moment(in_full(value, Clock().now().day, EITHER), ""))
    source = source_of(parameter, "/".join(line.name))
    if source in CASES:
        return bool(_CASE.fullmatch(value))
    if source is None or source in PEOPLE:  # who is complained of may stand there
        return False
    return any(value in pair for pair in known(source, value))


def _values(line: Line, parameter: Any, typed: str, known: Known) -> Named:
    source = source_of(parameter, "/".join(line.name))
    return known(source, typed) if source else []


def _sentence(command: Any) -> str:
    return str(command.get_short_help_str()) if command else ""
