"""Words and characters: text that is safe to show, days in words, money."""

import json
import re
from datetime import date
from typing import Any
from unicodedata import east_asian_width, normalize

# Control characters, and the bidirectional overrides that can make one text look like another.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# What a key of the keyboard or a colour leaves in a text: a control character and the letters that belong to it.
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_NO_CHARACTERS = re.compile(r"[\ufffe\uffff]")  # which XML cannot hold
_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = "January February March April May June July August September October November December".split()


def visible(text: object) -> str:
    """Text with nothing in it that a terminal would obey: line breaks become spaces, control characters `\\x1b`."""
    return _UNSAFE.sub(lambda match: " " if match[0] in "\r\n\t" else _escape(match[0]), str(text))


def visible_lines(text: str) -> str:
    """As visible, but its line breaks are kept."""
    return "\n".join(visible(line) for line in text.split("\n"))


def printable(text: str) -> str:
    """Text for a paper, as it would be stored: control characters are left out, its line breaks are kept."""
    plain = _NO_CHARACTERS.sub("\ufffd", _SEQUENCE.sub("", text))
    kept = _UNSAFE.sub(lambda match: match[0] if match[0] == "\n" else " " if match[0] in "\r\t" else "", plain)
    return normalize("NFC", kept).strip()


def printable_throughout(value: Any) -> Any:
    """A value, of whatever depth, with every text in it as a paper can bear it."""
    if isinstance(value, str):
        return printable(value)
    if hasattr(value, "keys"):  # a mapping, or a row of the file
        return {key: printable_throughout(value[key]) for key in value.keys()}  # noqa: SIM118 - a row iterates its values
    return [printable_throughout(each) for each in value] if isinstance(value, list) else value


def _escape(character: str) -> str:
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"


def to_json(value: Any) -> str:
    """JSON, indented, characters as they are but for those that a terminal would obey."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub(
        r"[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]",
        lambda match: f"\\u{ord(match[0]):04x}",
        written,
    )


def shortened(command: str) -> str:
    """A command line for people: past a line's length its blanks are left out, as the command asks for them."""
    return command if len(command) <= 110 else re.split(r" --\S+ [A-Z]+\b", command, maxsplit=1)[0] + " …"


def padded(text: str, width: int) -> str:
    """Text with blanks behind it to so many cells of a terminal, a wide character taking two."""
    cells = sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * (width - cells)


def day_in_words(day: str, language: str) -> str:
    """An ISO day with its weekday: `Saturday 2026-02-14`, `2026-02-14 周六`."""
    name = _WEEKDAYS[language][date.fromisoformat(day).weekday()]
    return f"{day} {name}" if language == "zh" else f"{name} {day}"


def day_aloud(day: str, today: str, language: str) -> str:
    """An ISO day as people say it: `Saturday 14 February`, `周六 2月14日`; with its year where that is not today's."""
    when = date.fromisoformat(day)
    name, other_year = _WEEKDAYS[language][when.weekday()], day[:4] != today[:4]
    if language == "zh":
        return f"{name} " + (f"{when.year}年" if other_year else "") + f"{when.month}月{when.day}日"
    return f"{name} {when.day} {_MONTHS[when.month - 1]}" + (f" {when.year}" if other_year else "")


def day_in_short(day: str, language: str) -> str:
    """An ISO day in a few characters: `Sat 14 Feb`, `周六 2月14日`."""
    when = date.fromisoformat(day)
    name = _WEEKDAYS[language][when.weekday()]
    if language == "zh":
        return f"{name} {when.month}月{when.day}日"
    return f"{name[:3]} {when.day} {_MONTHS[when.month - 1][:3]}"


def minute(moment: str | None) -> str:
    """An ISO moment to the minute, as people write it; a day if it has no time of day, or its end."""
    if not moment:
        return ""
    return moment[:10] if moment[11:19] in ("00:00:00", "23:59:59") else moment[:16].replace("T", " ")


def yuan(fen: int | None) -> str:
    """Fen as yuan with two decimals; empty if there is no amount."""
    return "" if fen is None else f"{fen // 100}.{fen % 100:02}"
