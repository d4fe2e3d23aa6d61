"""The lines of a column of the register that holds several acts, as they are written into it and read back from it.

    2026-11-23 10:05 孙惊蛰，分管信访工作的领导，不在：电话

Time, name, what goes with it, and after a colon free text to the end of the line.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from complaintctl.base.values import plain

ABSENT = "不在"  # a leader who was to be briefed (Art. 8(2))

_LINE = re.compile(r"(\d{4}-\d\d-\d\d(?: \d\d:\d\d)?) ([^，：]+)((?:，[^，：]*)*)(?:：(.*))?")
# In a name the signs that separate would be read as such: their plain forms stand for them.
_PLAIN = str.maketrans("，：、[]\n", ",:,() ")


class Line(NamedTuple):
    """One act: when, who or which unit, what goes with it, and in which words."""

    at: str
    name: str
    notes: Sequence[str] = ()
    text: str = ""

    def __str__(self) -> str:
        told = "，".join((self.name, *(note for note in self.notes if note)))
        return f"{self.at} {told}" + (f"：{self.text}" if self.text else "")


def read_lines(cell: str) -> list[Line | str]:
    """Return the acts of a cell, a line each; whatever in it is no act stays as it is."""
    found: list[Line | str] = []
    for text in filter(None, map(str.strip, cell.split("\n"))):
        if match := _LINE.fullmatch(text):
            at, name, notes, words = match.groups()
            found.append(Line(at, name.strip(), [note for note in notes.split("，") if note], words or ""))
        else:
            found.append(text)
    return found


def plain_name(name: str) -> str:
    """Return a name with nothing in it that separates names from each other, or from what goes with them."""
    return " ".join(name.translate(_PLAIN).split())


def named(name: str, code: str, shared: bool) -> str:
    """Return the name of a unit or a person in the register: with the code where several share the name."""
    return f"{plain_name(name)}[{code}]" if shared else plain_name(name)


def code_and_name(text: str) -> tuple[str, str]:
    """Return code and name of who is called so; without a code the name stands for it."""
    match = re.fullmatch(r"(.+)\[(.+)\]", text)
    return (plain(match[2]), match[1]) if match else (plain(text), text)


def stamp(moment: str | None) -> str:
    """Return an ISO moment to the minute; a day if it is the start of one."""
    if not moment:
        return ""
    return moment[:10] if moment[11:19] in ("", "00:00:00") else moment[:16].replace("T", " ")
