"""Texts of officers that others read: neither a customer's number nor their name stands in them (Arts 6, 22)."""

import json
import sqlite3
from collections.abc import Iterator

from complaintctl.base.errors import Refused
from complaintctl.base.language import _, marked, spoken
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.privacy import personal
from complaintctl.privacy.customer_in_text import names_in, spans_of
from complaintctl.privacy.masking import Masking
from complaintctl.privacy.personal_numbers import numbers_in

_HIDDEN = "＊＊＊"
_NAME = marked("the name of a customer")
_PHONE, _OTHER_NUMBER = marked("a phone number"), marked("an identity or card number")
# Names that are words of every day as well.
_EVERYDAY = "高峰 平安 和平 方便 安全 安心 高兴 时间 文明 金融 成功 元旦 国庆 中秋".split()


_Found = tuple[int, int, str]  # where it starts and ends, and its kind, to be translated


def check(connection: sqlite3.Connection, text: str, what: str) -> None:
    """See that nothing of a customer stands in a text. Raises Refused, naming the kind of data and not the data."""
    found = _found(connection, text)
    if found:
        places = [_("{kind} (character {place})", kind=_(kind), place=start + 1) for start, _end, kind in found]
        raise Refused(
            "{what} holds {kinds}, which whoever reads the analysis must not see (Arts 6, 22): leave it out, or"
            " name the case by its number.",
            what=what,
            kinds=_(", ").join(places),
        )


def masked(connection: sqlite3.Connection, text: str | None) -> str:
    """Return a text with stars for numbers and names of customers in it, as an older program let them be entered."""
    text = text or ""
    for start, end, _kind in reversed(_found(connection, text)):
        text = text[:start] + _HIDDEN + text[end:]
    return text


def doubts(connection: sqlite3.Connection, after: int) -> Iterator[str]:
    """Say in which texts entered after an event of the ledger a customer seems to stand; not of a register taken in."""
    masking, kinds = Masking(connection, None), dict[str, None]()
    for row in connection.execute("SELECT case_no, kind, detail FROM event WHERE seq > :after", {"after": after}):
        detail = json.loads(row["detail"])
        if "imported" in detail:
            continue
        if row["kind"] == "corrected":  # the rest of the registration was looked at when it was entered
            detail = {key: detail.get(key) for key in (*detail["corrected"], "text")}
        cases, texts = [row["case_no"]], detail
        if row["case_no"] is None:  # the rest of what is said of the file is of units, staff and rules
            cases, texts = [detail.get("case_no"), *detail.get("cases", ())], {"text": detail.get("text")}
        if masking.names_customer(cases, texts):
            kinds[row["kind"]] = None
    if kinds:
        labels = rule_rows.labels(connection, spoken())
        yield _(
            "The text of {events} seems to hold a phone, identity or card number, or the customer's name: it is hidden"
            " where the text is shown, but the ledger keeps it for good. Leave such data out of texts.",
            events=_(", ").join(labels["event_kind", kind] for kind in kinds),
        )


def _found(connection: sqlite3.Connection, text: str) -> list[_Found]:
    """Return what of customers stands in a text, from its beginning on, nothing twice."""
    numbers = [(each.start, each.end, _PHONE if each.is_phone else _OTHER_NUMBER) for each in numbers_in(text)]
    names = [
        (start, end, _NAME)
        for known in personal.names_of_customers(connection)
        if known[0] in text
        for name in names_in(known)
        for start, end in spans_of(name, text)
    ]
    if names:
        # A customer's name is not meant where it is that of a member of staff or a unit, or a part of one.
        others = [row["name"] for row in (*directory_rows.staff(connection), *directory_rows.units(connection))]
        allowed = [span for word in (*others, *_EVERYDAY) for span in spans_of(word, text)]
        names = [each for each in names if not any(a <= each[0] and each[1] <= z for a, z in allowed)]
    found = list[_Found]()
    for each in sorted([*numbers, *names], key=lambda each: (each[0], -each[1])):
        if not found or each[0] >= found[-1][1]:
            found.append(each)
    return found
