"""Texts of officers that others read: neither a customer's number nor his name stands in them (Arts 6, 22)."""

import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from complaintctl import personal
from complaintctl.errors import Refused
from complaintctl.language import _, marked
from complaintctl.queries import regulation

_HIDDEN = "＊＊＊"
_NAME = marked("the name of a customer")
_NUMBERS = {"phone": marked("a phone number"), "other": marked("an identity or card number")}
# What stands in a register in a name's place, or says nobody's name; and names that are words of every day as well.
_EVERYDAY = (
    *(
        "匿名",
        "不详",
        "不明",
        "未知",
        "未留名",
        "无名",
        "群众",
        "客户",
        "储户",
        "投诉人",
        "本人",
        "代理人",
        "先生",
        "女士",
    ),
    *("高峰", "平安", "和平", "方便", "安全", "安心", "高兴", "时间", "文明", "金融", "成功", "元旦", "国庆", "中秋"),
)
_MASKED = re.compile(r"[*＊某]|XX", re.IGNORECASE)


class _Found(NamedTuple):
    start: int
    end: int
    kind: str  # to be translated


def check(connection: sqlite3.Connection, text: str, what: str) -> None:
    """See that nothing of a customer stands in a text. Raises Refused, naming the kind of data and not the data."""
    found = list(_found(connection, text))
    if found:
        places = [_("{kind} (character {place})", kind=_(each.kind), place=each.start + 1) for each in found]
        raise Refused(
            _(
                "{what} holds {kinds}, which whoever reads the analysis must not see (Arts 6, 22): leave it out, or"
                " name the case by its number.",
                what=what,
                kinds=_(", ").join(places),
            )
        )


def masked(connection: sqlite3.Connection, text: str) -> str:
    """The text with stars for the numbers and the names of customers in it, as an older program let them be entered."""
    for each in reversed(list(_found(connection, text))):
        text = text[: each.start] + _HIDDEN + text[each.end :]
    return text


def _found(connection: sqlite3.Connection, text: str) -> Iterator[_Found]:
    """What of customers stands in a text, from its beginning on, nothing twice."""
    numbers = [_Found(*each.span(), _NUMBERS[kind]) for kind, each in personal.numbers_in(text)]
    names = {name for name in personal.names_of_customers(connection) if len(name) > 1 and name in text}
    spans: list[_Found] = []
    if names:
        # A customer's name is not meant where it is that of a member of staff or a unit, or a part of one.
        others = [row["name"] for row in (*regulation.staff(connection), *regulation.units(connection))]
        allowed = [span for word in (*others, *_EVERYDAY) for span in _spans(word, text)]
        spans = [
            _Found(start, end, _NAME)
            for name in names
            if not _MASKED.search(name)
            for start, end in _spans(name, text)
            if not any(first <= start and end <= last for first, last in allowed)
        ]
    last = 0
    for each in sorted([*numbers, *spans], key=lambda each: (each.start, -each.end)):
        if each.start >= last:
            yield each
            last = each.end


def _spans(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in a text; one in Latin letters only as a whole word."""
    pattern = re.escape(word)
    if re.search(r"[A-Za-z]", word):
        pattern = rf"(?<![A-Za-z]){pattern}(?![A-Za-z])"
    return (each.span() for each in re.finditer(pattern, text))
