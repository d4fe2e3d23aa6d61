"""The Chinese names of commands and options, beside the English ones, which rights, logs, JSON and tests go by.

Both work always, whatever is spoken; what is shown is in the language spoken: see `line`.
"""

import csv
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from shutil import get_terminal_size
from typing import TextIO

from complaintctl.base.language import _, is_at_desk, marked, spoken
from complaintctl.base.text import cells

_PACKAGE = Path(__file__).parent.parent
_PROGRAM = "complaintctl"
_ROOM = 110  # cells of a line in a file or a pipe
_ARGUMENTS = ("case", "code", "key", "kind", "page", "person")  # of commands, as sources.csv names them
_DEPARTMENT = marked("DEPARTMENT")  # a blank of the remedy of a duty
# Of a sentence: a command line between backquotes, an option, a stop that ends a command line, a word.
_PIECE = re.compile(
    r"`(?P<quoted>[^`]+)`|(?P<option>(?<![A-Za-z0-9_-])--?[a-z][a-z-]*(?![A-Za-z0-9_-]))|(?P<stop>[，。；：！？、（）“”])"
    r"|(?P<word>\"[^\"]*\"|'[^']*'|[A-Za-z0-9_{][!-~]*)"
)
_HAN = re.compile("[\u4e00-\u9fff]")


# The command that runs; and what its file calls codes, units and people, by kind and code: no two of a kind share one.
_running = ""
_names: Mapping[tuple[str, str], str] = {}


def run(command: str) -> None:
    """From now on speak of the options of a command, by its English name with its group's."""
    global _running
    _running = command
    _sentence.cache_clear()


def name_values(names: Mapping[tuple[str, str], str]) -> None:
    """From now on name codes, units and people on command lines as these, by kind and code."""
    global _names
    _names = names
    _sentence.cache_clear()


@cache
def command_rows() -> Sequence[Mapping[str, str]]:
    """The rows of the table of commands, each by its name with that of its group before it: `unit add`."""
    return list(csv.DictReader((_PACKAGE / "commands.csv").read_text("utf-8").splitlines()))


@cache
def _options() -> Mapping[tuple[str, str], Sequence[str]]:
    rows = csv.DictReader((_PACKAGE / "options.csv").read_text("utf-8").splitlines())
    return {(row["flag"], row["command"]): row["zh"].split("|") for row in rows}


@cache
def example_names() -> Mapping[tuple[str, str], str]:
    """The Chinese names of codes, units and people in the examples: those shipped and those of an invented bank."""
    rows = csv.DictReader((_PACKAGE / "front" / "example_names.csv").read_text("utf-8").splitlines())
    return {(row["kind"], row["code"]): row["name"] for row in rows}


@cache
def chinese_names() -> Mapping[str, Sequence[str]]:
    """The Chinese names of each command, without its group's, by its English one with that; the first is the shown."""
    return {row["command"]: row["zh"].split("|") for row in command_rows() if row["zh"]}


@cache
def commands() -> Mapping[str, str]:
    """The Chinese name by which each command is shown, by its English one with its group's."""
    return {path: names[0] for path, names in chinese_names().items()}


@cache
def sources() -> Mapping[str, Sequence[str]]:
    """The options and arguments that take the values of a list or the codes of a kind, by the name of that.

    Each by its name, of one command if that stands before it: `escalate/to`; in capitals by what help calls it.
    """
    rows = csv.DictReader((_PACKAGE / "sources.csv").read_text("utf-8").splitlines())
    return {row["source"]: row["taken_by"].split() for row in rows}


@cache
def kinds() -> Mapping[str, str]:
    """The kind of the codes that an option or argument takes, which may be those of units, staff, forms or duties."""
    lists = {
        "units": "unit",
        "leaders": "staff",
        "forms": "form",
        "waivable_duties": "duty",
        "leads_by_hand": "lead_kind",
    }
    return {name: lists.get(source, source) for source, names in sources().items() for name in names}


def kind_of(path: str, name: str) -> str:
    """The kind of the codes that an option or argument takes, by its flag or name; empty if it takes none."""
    name = name.strip("-").replace("-", "_")
    return kinds().get(f"{path.replace(' ', '/')}/{name}") or kinds().get(name, "")


def blank_of(metavar: str, kind: str) -> str:
    """A blank by what it takes: a CODE of staff and units is a person and a unit."""
    return {"staff": "STAFF", "unit": "UNIT"}.get(kind, metavar) if metavar == "CODE" else metavar


def chinese_options(flags: Iterable[str], command: str) -> list[str]:
    """The Chinese names of an option by all of its English ones, `--text` and `-o`; the first is the one shown."""
    found = (_options().get((flag, command)) or _options().get((flag, ""), ()) for flag in flags)
    return list(dict.fromkeys(f"--{name}" for names in found for name in names))


def option(flag: str, command: str = "") -> str:
    """An option as it is shown, in the language spoken; of the command that runs, if none is named."""
    return next(iter(chinese_options([flag], command or _running)), flag) if spoken() == "zh" else flag


def command(path: str, language: str = "") -> str:
    """A command, with its group, as it is shown, in a language or in that spoken: `unit add`, 单位 新增."""
    if (language or spoken()) == "en":
        return path
    words = path.split(" ")
    return " ".join(commands().get(" ".join(words[:number]), word) for number, word in enumerate(words, 1))


def language_of(begun: str) -> str:
    """The language in which a word is begun; that spoken, where nothing is."""
    return spoken() if not begun else "en" if begun.isascii() else "zh"


def line(text: str) -> str:
    """Speak a command line, or a sentence with such lines and options in it, as it may be typed in this language.

    Commands and options have their names, codes their labels, people and units theirs; blanks are named. At the desk
    the program has none.
    """
    return _without_program(text if spoken() == "en" else _sentence(text))


def _without_program(said: str) -> str:
    return re.sub(rf"{_PROGRAM} (?!{{version}})", "", said) if is_at_desk() else said


def example(text: str) -> str:
    """Speak an example of a help text, in which codes, units and people are called as in every example."""
    return _without_program(text if spoken() == "en" else _PIECE.sub(_Speaker(names=example_names()).piece, text))


def hint(command: str, stream: TextIO | None = None, indent: int = 4) -> str:
    """A command line for people; where a line has no room for it, without its blanks: the command asks for them.

    A line has the room of the terminal that the stream is, standard output if none is given.
    """
    said, is_terminal = line(command), (stream or sys.stdout).isatty()
    room = get_terminal_size().columns - indent if is_terminal else _ROOM
    return said if cells(said) <= room else line(re.split(r" --\S+ [A-Z]+\b", command, maxsplit=1)[0] + " …")


def value(text: object) -> object:
    """A value of a sentence: an option or a command line is spoken, anything else stays as it is."""
    is_command = isinstance(text, str) and (text.startswith(f"{_PROGRAM} ") or (text, "") in _options())
    return line(str(text)) if is_command else text


@lru_cache(1000)
def _sentence(text: str) -> str:
    return _PIECE.sub(_Speaker().piece, text)


class _Speaker:
    """Goes through the words of a sentence: `path` is the command whose line it is in, None outside of lines."""

    def __init__(self, path: str | None = None, names: Mapping[tuple[str, str], str] | None = None) -> None:
        self.path, self.flag, self.begins = path, "", path == ""
        self.names = _names if names is None else names

    def piece(self, match: re.Match[str]) -> str:
        """Speak one piece."""
        if match["quoted"]:
            inside = _Speaker("" if _is_line(match["quoted"]) else None, self.names)
            return f"`{_PIECE.sub(inside.piece, match['quoted'])}`"
        if match["option"]:
            self.flag = match["option"]
            return _apart(option(self.flag, self.path or ""), match)
        if match["stop"]:
            self.path = None
        return _apart(self._word(match["word"]), match) if match["word"] else match[0]

    def _word(self, word: str) -> str:
        flag, self.flag = self.flag, ""
        if word == _PROGRAM:
            self.path, self.begins = "", True
        elif self.begins and (longer := f"{self.path} {word}".strip()) in commands():
            self.path = longer
            return commands()[longer]
        elif word[0].isupper() and (flag or self.path is not None):
            word = blank_of(word, kind_of(self.path or _running, flag))
            blank, rest = re.match(r"([A-Z|@]+)(.*)", word, re.DOTALL).groups()  # type: ignore[union-attr]
            return _(blank) + rest if _(word) == word else _(word)
        elif self.path is not None:
            self.begins = self.begins and not self.path  # it may follow an option before the command
            return self._named(flag, word)
        return word

    def _named(self, flag: str, word: str) -> str:
        """Name a code, unit or person that stands on a command line, as it may be typed; another word stays.

        `flag`: the option before it, empty for an argument.
        """
        path = (self.path or "").replace(" ", "/")
        arguments = [kinds().get(f"{path}/{name}", "") for name in _ARGUMENTS]
        taken = [kind_of(path, flag)] if flag else arguments
        found = next(filter(None, (self.names.get((kind, word)) for kind in taken)), word)
        return f'"{found}"' if found != word and re.search(r"[\s\"'`$&|;<>()*?!\\#]", found) else found


def _apart(said: str, match: re.Match[str]) -> str:
    """Set a Chinese name that was English apart from the Chinese words it stands between."""
    if said == match[0] or said.isascii():
        return said
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return f"{' ' if _HAN.match(before) else ''}{said}{' ' if _HAN.match(after) else ''}"


def _is_line(text: str) -> bool:
    """Tell whether a command line is one of this program, and not of another one: find . -name x."""
    first, *rest = text.split()
    return first == _PROGRAM or (first in commands() and not any(re.match("-[a-z]{2}", word) for word in rest))
