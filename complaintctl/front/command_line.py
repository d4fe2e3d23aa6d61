"""A line as it is typed at the desk or sent to a served session: its words."""

import os
import shlex
from collections.abc import Sequence

from complaintctl.base.errors import UsageProblem


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
