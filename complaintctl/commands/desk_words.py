"""The words of a line typed at the desk: what may come next, and what of it may be kept."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from complaintctl.clock import parse_moment
from complaintctl.commands.framework import paragraphs
from complaintctl.commands.question import Named
from complaintctl.commands.sources import CASES, PEOPLE, Source, source_of
from complaintctl.errors import UsageProblem
from complaintctl.language import _

DESK_WORDS = ("help", "exit")  # what is no command of the program
_CASE = re.compile(r"(TS-)?\d{4}-\d{1,6}|\d{1,4}", re.IGNORECASE)

Known = Callable[[Source, str], Named]  # what a source offers to who has begun to type, each with its name


class Line(NamedTuple):
    """A line as far as it is typed: the words of the command, the command itself, the words after them."""

    name: list[str]
    command: Any
    rest: list[str]


def read(front: Any, words: Sequence[str]) -> Line:
    """The command that words call; None for its command while they call none, or a group that wants another word."""
    command: Any = front.get_command(None, words[0]) if words else None
    group = getattr(command, "commands", None)
    if not group:
        return Line(list(words[:1]), command, list(words[1:]))
    return Line(list(words[:2]), group.get(words[1]) if len(words) > 1 else None, list(words[2:]))


def without_program(words: Sequence[str]) -> Sequence[str]:
    """The words without the program's name, as it writes itself what is to be done next."""
    return words[1:] if words[:1] == ["complaintctl"] else words


def next_words(front: Any, words: Sequence[str], typed: str, known: Known) -> Iterator[tuple[str, str]]:
    """What may come after these whole words and begins as typed, each with what it is."""
    names_too = read(front, words).command is not None and not typed.startswith("-")
    for word, name in _next_words(front, words, typed, known):
        # Values by any part of them or of their name, which may be easier to type.
        if word.startswith(typed) or (names_too and not word.startswith("-") and typed in f"{word} {name}"):
            yield word, name


def _next_words(front: Any, words: Sequence[str], typed: str, known: Known) -> Iterator[tuple[str, str]]:
    if not words:
        names = (name for name in (*front.commands, *DESK_WORDS) if name.startswith(typed))
        # Asked for what it does, a command is loaded: those alone that may be meant.
        yield from ((name, _first_sentence(front.get_command(None, name))) for name in names)
        return
    line = read(front, words)
    if line.command is None:
        group = front.get_command(None, words[0]) if len(words) == 1 else None
        yield from ((name, _first_sentence(command)) for name, command in getattr(group, "commands", {}).items())
        return
    before = line.rest[-1] if line.rest else ""
    if _takes_value(line.command, before):
        yield from _values(line, _option(line.command, before), typed, known)
        return
    for argument in _arguments(line.command)[_given(line) :][:1]:
        yield from _values(line, argument, typed, known)
    for option in _options(line.command):
        if option.opts[0] not in line.rest:
            yield option.opts[0], _(option.help or "")


def kept(front: Any, words: Sequence[str], known: Known) -> list[str]:
    """The words that hold nobody's data: the command, the case, codes of the regulation and units, days, switches."""
    line = read(front, without_program(words))
    if line.command is None:
        return line.name[:1] if line.name and line.name[0] in front.commands else []
    safe, rest, arguments = list(line.name), list(line.rest), _arguments(line.command)
    while rest:
        word = rest.pop(0)
        option, equals, value = word.partition("=")
        if _takes_value(line.command, option):
            value = value if equals else rest.pop(0) if rest else ""
            if _is_safe(line, _option(line.command, option), value, known):
                safe += [option, value]
        elif _option(line.command, option):
            safe += [option]
        elif arguments and _is_safe(line, arguments.pop(0), word, known):
            safe += [word]
    return safe


def _is_safe(line: Line, parameter: Any, value: str, known: Known) -> bool:
    if parameter.metavar in ("WHEN", "DATE"):
        with suppress(UsageProblem):
            return bool(parse_moment(value, ""))
    source = source_of(parameter, "/".join(line.name))
    if source in CASES:
        return bool(_CASE.fullmatch(value))
    if source is None or source in PEOPLE:  # who is complained of may stand there
        return False
    return any(value in pair for pair in known(source, value))


def _given(line: Line) -> int:
    """How many arguments stand in a line: the words that are neither an option nor an option's value."""
    before = ["", *line.rest]
    return sum(
        not word.startswith("-") and not _takes_value(line.command, last)
        for last, word in zip(before, line.rest, strict=False)
    )


def _values(line: Line, parameter: Any, typed: str, known: Known) -> Named:
    source = source_of(parameter, "/".join(line.name))
    return known(source, typed) if source else []


def _options(command: Any) -> list[Any]:
    return [parameter for parameter in command.params if parameter.param_type_name == "option"]


def _arguments(command: Any) -> list[Any]:
    return [parameter for parameter in command.params if parameter.param_type_name == "argument"]


def _option(command: Any, word: str) -> Any:
    return next((one for one in _options(command) if word in (*one.opts, *one.secondary_opts)), None)


def _takes_value(command: Any, word: str) -> bool:
    option = _option(command, word)
    return option is not None and not option.is_flag


def _first_sentence(command: Any) -> str:
    text = paragraphs(command.help or "")[0] if command else []
    return text[0] if text else ""
