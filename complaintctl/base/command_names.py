"""The Chinese names of commands and options, beside the English ones, which rights, logs, JSON and tests go by.

Both work always, whatever is spoken; what is shown is in the language spoken.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from complaintctl.base.language import spoken

_PACKAGE = Path(__file__).parent.parent


@cache
def command_rows() -> Sequence[Mapping[str, str]]:
    """The rows of the table of commands, each by its name with that of its group before it: `unit add`."""
    return list(csv.DictReader((_PACKAGE / "commands.csv").read_text("utf-8").splitlines()))


@cache
def _options() -> Mapping[tuple[str, str], Sequence[str]]:
    rows = csv.DictReader((_PACKAGE / "options.csv").read_text("utf-8").splitlines())
    return {(row["flag"], row["command"]): row["zh"].split("|") for row in rows}


@cache
def commands() -> Mapping[str, str]:
    """The Chinese name of each command, without its group's, by its English one with that."""
    return {row["command"]: row["zh"] for row in command_rows() if row["zh"]}


def chinese_options(flags: Iterable[str], command: str) -> list[str]:
    """The Chinese names of an option by all of its English ones, `--text` and `-o`; the first is the one shown."""
    found = (_options().get((flag, command)) or _options().get((flag, ""), ()) for flag in flags)
    return list(dict.fromkeys(f"--{name}" for names in found for name in names))


def option(flag: str, command: str = "") -> str:
    """An option as it is shown, in the language spoken."""
    return next(iter(chinese_options([flag], command)), flag) if spoken() == "zh" else flag


def command(path: str, language: str = "") -> str:
    """A command, with its group, as it is shown, in a language or in that spoken: `unit add`, 单位 新增."""
    if (language or spoken()) == "en":
        return path
    words = path.split(" ")
    return " ".join(commands().get(" ".join(words[:number]), word) for number, word in enumerate(words, 1))
