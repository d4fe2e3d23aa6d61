"""Text in the cells of spreadsheets: kept from being taken for a number or a formula, and read back as it was."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from complaintctl.base.text import visible

# The most that a spreadsheet keeps in a cell, in UTF-16 units: what is longer comes from a broken file.
LONGEST_CELL = 32_767

# How programs keep a spreadsheet from taking an identity number for a number, or a text for a formula.
_FORCED_TEXT = re.compile(r'="(.*)"|\'([=+\-@＝＋－＠\'\d].*)', re.DOTALL)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Digits of which a spreadsheet would drop the first, or round the last.
_LONG_NUMBER = re.compile(r"0\d+|\d{12,}[Xx]?")

# What a key or a colour of a terminal leaves in a text: a register leaves it out or, once, showed it as it is written.
_SHOWN_CONTROL = re.compile(r"(?:(?:\x1b|\\x1b)\[|\x9b|\\x9b)[0-?]*[ -/]*[@-~]|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}")


def cell_text(cell: str) -> str:
    """The text of a cell: no space around it, and without the marks that force a spreadsheet to take it for text."""
    text = cell.strip()
    if text[:1] in ("=", "'") and (forced := _FORCED_TEXT.fullmatch(text)):
        text = (forced[1] or forced[2] or "").strip()
    return unicodedata.normalize("NFC", text)


def neutral(text: str) -> str:
    """Keep a text from being taken for a formula: it gets an apostrophe then, which cell_text takes off."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def neutral_rows(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Return rows for a CSV file: flags as 1 and 0, what is several values as one text, texts visible and neutral."""
    rows = [[" ".join(cell) if isinstance(cell, list) else cell for cell in row] for row in rows]
    return [[_neutral_cell(cell) for cell in row] for row in rows]


def _neutral_cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return neutral(cell if cell.isprintable() else visible(cell))
    return int(cell) if isinstance(cell, bool) else cell


def computable(text: str) -> str:
    """Return text as it was before `neutral` kept it from being computed."""
    return text[1:] if text[:1] == "'" and text.startswith(_FORMULA, 1) else text


def forced(text: str) -> str:
    """Return a text for a CSV file in a spreadsheet: neutral, its long numbers kept whole, and read back as it is."""
    return f"'{text}" if _LONG_NUMBER.fullmatch(text) or text.startswith(_FORMULA) else literal(text)


def literal(text: str) -> str:
    """Return a text for a cell of text: marked only if cell_text would take a mark off that is part of it."""
    return f"'{text}" if _FORCED_TEXT.fullmatch(text) else text


def fitting(text: str) -> str:
    """Return as much of a text as a cell can hold; an ellipsis stands for the rest."""
    if len(text) <= LONGEST_CELL // 2 or len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_CELL - 2].decode("utf-16-le", "ignore") + "…"


def bare(text: str) -> str:
    """Return text without blanks and control characters, however a register shows them."""
    text = _SHOWN_CONTROL.sub("", text).rstrip("…")
    return "".join(character for character in text if unicodedata.category(character)[0] not in "CZ")
