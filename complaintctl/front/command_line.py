"""A line as it is typed: its words, and the Chinese names of commands and options among them."""

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

from complaintctl.base import command_names
from complaintctl.base.errors import UsageProblem
from complaintctl.base.values import plain

# A dash of a Chinese keyboard: full-width, or one half of the long one that a single key writes.
_DASHES = re.compile("^[-－\u2010-\u2015\u2212\u2500]{1,4}")


def split(line: str, *, is_windows: bool = os.name == "nt") -> list[str]:
    r"""Split a line into words as a shell does; on Windows a backslash stands in paths: C:\表\1.csv.

    Raises ValueError if a quotation mark is missing.
    """
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    if is_windows:
        lexer.escape = ""
    return list(lexer)


def without_program(words: Sequence[str]) -> Sequence[str]:
    """Leave out the program's name, with which it writes itself what is to be done next."""
    return words[1:] if words[:1] == ["complaintctl"] else words


def words_of(line: str) -> list[str]:
    """The words of a whole line, without the program's name. Raises UsageProblem if a quotation mark is missing."""
    try:
        return list(without_program(split(line)))
    except ValueError:
        raise UsageProblem("A quotation mark is missing: close the text with the same one it begins with.") from None


def typed_command(word: str, group: str = "") -> str:
    """The English name of a command of a group, or of the program, by either of its names, full-width or not."""
    word = plain(word)
    start = f"{group} " if group else ""
    for path, name in command_names.commands().items():
        if name == word and path.startswith(start) and " " not in path.removeprefix(start):
            return path.removeprefix(start)
    return word


def typed_options(words: Iterable[str], takes_value: Mapping[str, bool]) -> Iterator[str]:
    """The words of a command line, options written with full-width characters as the program knows them.

    `takes_value`: its options, and whether a value follows each, which stays as it is.
    """
    is_value = False
    for word in words:
        if is_value or word.isascii() or not _DASHES.match(word):
            name = word
            is_value = not is_value and takes_value.get(word, False)
        else:
            written, equals, value = re.match("([^=＝]*)([=＝]?)(.*)", word, re.DOTALL).groups()  # type: ignore[union-attr]
            bare = plain(_DASHES.sub("", written))
            known = [f"{dashes}{bare}" for dashes in ("--", "-") if f"{dashes}{bare}" in takes_value]
            name = (f"{known[0]}={value}" if equals else known[0]) if known else word
            is_value = not equals and takes_value.get(name, False)
        yield name
