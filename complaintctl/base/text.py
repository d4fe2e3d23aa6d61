"""Words and characters: text that is safe to show, and pages of it; days in words, money."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width, normalize

from complaintctl.base.language import _, spoken

# Control characters, and the bidirectional overrides that can make one text look like another.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# What a key of the keyboard or a colour leaves in a text: a control character and the letters that belong to it.
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_NO_CHARACTERS = re.compile(r"[\ufffe\uffff]")  # which XML cannot hold
_WEEKDAYS = "一二三四五六日"
_PAGES = Path(__file__).parent.parent / "pages"


def visible(text: object) -> str:
    """Text with nothing in it that a terminal would obey: line breaks become spaces, control characters `\\x1b`."""

    def shown(match: re.Match[str]) -> str:
        sign = ord(match[0])
        return " " if match[0] in "\r\n\t" else f"\\x{sign:02x}" if sign < 256 else f"\\u{sign:04x}"

    return _UNSAFE.sub(shown, str(text))


def quoted(given: object) -> str:
    """A text that was typed or read, set in a sentence: in the quotation marks of the language spoken."""
    return f"“{visible(given)}”" if spoken() == "zh" and isinstance(given, str) else repr(given)


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


def to_json(value: Any) -> str:
    """JSON, indented, characters as they are but for those that a terminal would obey."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", written)


def excerpt(text: str, most: int) -> str:
    """The first characters of a text, so many at the most."""
    return text if len(text) <= most else f"{text[:most]}…"


def cells(text: str) -> int:
    """The cells of a terminal that a text takes, a wide character two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, width: int) -> str:
    """Text with blanks behind it to so many cells of a terminal."""
    return text + " " * (width - cells(text))


def clipped(text: str, width: int) -> str:
    """As much of a text as so many cells hold, with … where something was left out."""
    if cells(text) <= width:
        return text
    while cells(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def day_in_words(day: str, language: str) -> str:
    """An ISO day with its weekday: `Saturday 2026-02-14`, `2026-02-14 周六`."""
    when = date.fromisoformat(day)
    return f"{day} 周{_WEEKDAYS[when.weekday()]}" if language == "zh" else f"{when:%A} {day}"


def day_aloud(day: str, today: str, language: str, *, short: bool = False) -> str:
    """An ISO day as people say it: `Saturday 14 February`, `周六 2月14日`; with its year where that is not today's."""
    when, other_year = date.fromisoformat(day), day[:4] != today[:4]
    if language == "zh":
        year = f"{when.year}年" if other_year else ""
        return f"周{_WEEKDAYS[when.weekday()]} {year}{when.month}月{when.day}日"
    said = f"{when:%a} {when.day} {when:%b}" if short else f"{when:%A} {when.day} {when:%B}"
    return said + (f" {when.year}" if other_year else "")


def minute(moment: str | None) -> str:
    """An ISO moment to the minute, as people write it; a day if it has no time of day, or its end."""
    if not moment:
        return ""
    return moment[:10] if moment[11:19] in ("00:00:00", "23:59:59") else moment[:16].replace("T", " ")


def in_units(size: int) -> str:
    """A number of bytes as people read it."""
    if size < 1000:
        return f"{size} B"
    power = min((len(str(size)) - 1) // 3, 4)
    return f"{size / 1000**power:.1f} {('kB', 'MB', 'GB', 'TB')[power - 1]}"


def yuan(fen: int | None) -> str:
    """Fen as yuan with two decimals, for programs; empty if there is no amount."""
    return "" if fen is None else f"{fen // 100}.{fen % 100:02}"


def money(fen: int | None, language: str = "") -> str:
    """Fen as people read an amount: `60,000.00 yuan`, `60,000.00元`; empty if there is none."""
    unit = "元" if (language or spoken()) == "zh" else " yuan"
    return "" if fen is None else f"{fen // 100:,}.{fen % 100:02}{unit}"


def filled(template: str, **values: Any) -> str:
    """Fill in a template; a value that it names must be there."""
    return str(_templates().get_template(template).render(values)).lstrip()


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        extensions=["jinja2.ext.do"],
        autoescape=select_autoescape(["html", "svg", "xml"]),
        finalize=lambda value: value if isinstance(value, Markup) else visible(value),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"_": _}
    return environment
