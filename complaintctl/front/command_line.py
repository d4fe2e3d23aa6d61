"""A line as it is typed: its words, the Chinese names of commands and options among them, its language."""

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from complaintctl.base import command_names
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import LANGUAGES
from complaintctl.base.values import plain
from complaintctl.disk import config

# A dash of a Chinese keyboard: full-width, or one half of the long one that a single key writes.
_DASHES = re.compile("^[-－\u2010-\u2015\u2212\u2500]{1,4}")


def split(line: str, *, is_windows: bool = os.name == "nt") -> list[str]:
    r"""Split a line into words as a shell does; on Windows a backslash stands in paths: C:\表\1.csv.

    Raises ValueError if a quotation mark is missing.
    """
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    lexer.whitespace += "\u3000"  # the blank of a Chinese keyboard
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
    """The English name of a command of a group, or of the program, by any of its names, full-width or not."""
    word = plain(word)
    start = f"{group} " if group else ""
    for path, names in command_names.chinese_names().items():
        if word in names and path.startswith(start) and " " not in path.removeprefix(start):
            return path.removeprefix(start)
    return word


def plain_dashes(word: str) -> str:
    """An option that is begun, its dashes those that the program knows."""
    return word if word.isascii() else _DASHES.sub("--", word)


def takes_value(parameters: Iterable[Any]) -> dict[str, bool]:
    """The options among a command's parameters by all their names, and whether a value follows each."""
    options = [each for each in parameters if each.param_type_name == "option"]
    return {name: not each.is_flag for each in options for name in (*each.opts, *each.secondary_opts)}


def typed_options(words: Iterable[str], known: Mapping[str, bool]) -> Iterator[str]:
    """The words of a command line, options written with full-width characters as the program knows them.

    `known`: its options, and whether a value follows each, which stays as it is.
    """
    is_value = False
    for word in words:
        if is_value or word.isascii() or not _DASHES.match(word):
            name = word
            is_value = not is_value and known.get(word, False)
        else:
            written, equals, value = re.match("([^=＝]*)([=＝]?)(.*)", word, re.DOTALL).groups()  # type: ignore[union-attr]
            bare = plain(_DASHES.sub("", written))
            found = [f"{dashes}{bare}" for dashes in ("--", "-") if f"{dashes}{bare}" in known]
            name = (f"{found[0]}={value}" if equals else found[0]) if found else word
            is_value = not equals and known.get(name, False)
        yield name


def locale_language() -> str:
    """The language of the locale: Chinese where it is, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def chosen_language(words: Sequence[str]) -> tuple[str, Mapping[str, Any] | None]:
    """The language asked for: --lang among the words typed, COMPLAINTCTL_LANG, the configuration, or the locale's.

    And the settings, if they had to be read for it. A configuration that cannot be used is said to be so once the
    command is known: `config` must run to mend it.
    """
    names = dict.fromkeys(("--lang", *command_names.chinese_options(["--lang"], "")), True)
    words = list(typed_options(words, names))
    stated = [after for word in words for name, equals, after in [word.partition("=")] if name in names and equals]
    stated += [after for word, after in pairwise(words) if word in names]
    given = [name for name in (*stated, os.environ.get("COMPLAINTCTL_LANG")) if name in LANGUAGES]
    if given:
        return given[0], None
    try:
        settings = config.load()
    except UsageProblem:
        return locale_language(), None
    return settings.get("lang") or locale_language(), settings
