"""A help page: plain text, wide characters counted as the two cells they take."""

import re
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TextIO

from complaintctl.base import command_names
from complaintctl.base.language import _, is_at_desk
from complaintctl.base.text import cells

_FIRST_COLUMN = 26
# A word of Latin letters, a Chinese date, a slip's number, a short word that stands alone, or one Han character, with
# the brackets before it and the stops after it.
_WORD = re.compile(
    r"\s+|[（“\[]*(?:--\w[\w-]*|\d+年(?:\d+月)?(?:\d+日)?|\w?〔\d+〕\d+号|(?<!\w)[\u4e00-\u9fff]{2,4}(?![\w〔])|[!-~]+|[^\s!-~])"
    r"[,;:!?)\]，。；：！？、）”…]*"
)
_ARGUMENT = re.compile(r'\s+|(?:"[^"]*"|\S)+')


Lines = Sequence[tuple[str, str]]  # of a name, and what it is


def help_page(
    usage: str, text: Sequence[str], sections: Sequence[tuple[str, Lines]], examples: Sequence[str], width: int
) -> str:
    """The page, no line of it wider than `width` cells but for examples, which are to be copied whole."""
    lines = wrapped(usage, width, hanging=4)
    for paragraph in text:
        lines += ["", *(f"  {line}" for line in wrapped(paragraph, width - 2))]
    for heading, named in sections:
        lines += ["", _("{heading}:", heading=heading), *definitions(named, width)]
    if examples:
        lines += ["", _("{heading}:", heading=_("Examples")), *(f"  {example}" for example in examples)]
    return "\n".join(lines)


def definitions(lines: Lines, width: int) -> Iterator[str]:
    column = min(_FIRST_COLUMN, max(cells(name) for name, _text in lines)) + 4
    for name, text in lines:
        first, *others = wrapped(text, width - column) or [""]
        if cells(name) + 4 > column:
            yield f"  {name}"
            yield f"{'':{column}}{first}".rstrip()
        else:
            yield f"  {name}{' ' * (column - 2 - cells(name))}{first}".rstrip()
        yield from (f"{'':{column}}{line}" for line in others)


def fitted(text: str, stream: TextIO, *, is_page: bool = False) -> str:
    """Text for the terminal that a stream is, which would break lines anywhere: those with a command between words.

    Of a page every line that is too long is, and goes on further to the right.
    """
    width, hanging = shutil.get_terminal_size().columns, 2 if is_page else 0
    command = _command_line(is_at_desk())
    if not stream.isatty() or not (is_page or command.search(text)):
        return text
    lines = []
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        is_broken = cells(line) > width and (is_page or command.search(line))
        lines += [f"{'':{indent}}{part}" for part in wrapped(line, width - indent, hanging)] if is_broken else [line]
    return "\n".join(lines)


def wrapped(text: str, width: int, hanging: int = 0) -> list[str]:
    """Text in lines of at most `width` cells, broken at spaces and between Han characters; a stop never begins one."""
    lines, line = [], ""
    pieces = enumerate(_command_line(is_at_desk()).split(text))
    for word in (word for place, piece in pieces for word in (_ARGUMENT if place % 2 else _WORD).findall(piece)):
        if line.strip() and cells(line) + cells(word.rstrip()) > width:
            lines.append(line.rstrip())
            line = " " * hanging
        if line.strip() or word.strip():
            line += word
    return [*lines, line.rstrip()] if line.strip() else lines


def parts(text: str) -> list[str]:
    """The parts of a text between which a line may be broken."""
    return _WORD.findall(text)


@cache
def _command_line(at_desk: bool) -> re.Pattern[str]:
    """A command line with the stop after it; at the desk, where the program has no name, it begins with a command's.

    Of the words and quoted texts within, Chinese ones too, none is broken.
    """
    names = ["complaintctl"]
    if at_desk:
        names += {name for path, zh in command_names.commands().items() if " " not in path for name in (path, zh)}
    return re.compile(rf"((?<!\w)(?:{'|'.join(names)}) [^`，。；：）]*[`，。；：）]*)")
