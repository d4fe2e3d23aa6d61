"""The values that options and arguments take: codes of the regulation, units, staff, cases of the file."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from complaintctl.base import command_names
from complaintctl.cases import completion_rows, rule_rows
from complaintctl.front.session import Session
from complaintctl.front.typer_words import blank
from complaintctl.record import queries
from complaintctl.record.queries import Rows

# What is typed, and its label in Chinese and English.
Offer = tuple[str, str, str]
# Words that are always the same; or what reads them in the file.
Source = tuple[str, ...] | Callable[[sqlite3.Connection], Iterable[Offer]]


def _rows(read: Callable[[sqlite3.Connection], Rows]) -> Source:
    return lambda connection: map(tuple, read(connection))


def _select(sql: str) -> Source:
    return _rows(partial(queries.rows_of, sql=sql))


def _rules(connection: sqlite3.Connection) -> Iterable[Offer]:
    for row in rule_rows.rules(connection, None):
        yield row["key"], row["label_zh"] or row["value"], row["label_en"] or row["value"]


_LISTS: Mapping[str, Source] = {
    "units": _select(completion_rows.UNITS),
    "staff": _select(completion_rows.STAFF),
    "leaders": _select(completion_rows.LEADERS),
    "open_cases": _rows(completion_rows.open_cases),
    "closed_cases": _rows(completion_rows.closed_cases),
    "forms": _select(completion_rows.FORMS),
    "waivable_duties": _select(completion_rows.WAIVABLE_DUTIES),
    "rules": _rules,
    "leads_by_hand": _rows(completion_rows.kinds_by_hand),
    "kinds": _select(completion_rows.KINDS),
    "extendable_kinds": _select(completion_rows.EXTENDABLE_KINDS),
    "every_code": _select(completion_rows.CODES),
    "encodings": ("utf-8", "gb18030"),
}
CASES, PEOPLE = (_LISTS["open_cases"], _LISTS["closed_cases"]), (_LISTS["staff"], _LISTS["leaders"])

_CODES = {kind: _rows(partial(rule_rows.choices, kind=kind)) for kind in command_names.sources()}
SOURCES: Mapping[str, Source] = {
    name: _LISTS.get(source, _CODES[source]) for source, names in command_names.sources().items() for name in names
}


def source_of(parameter: Any, path: str) -> Source | None:
    """Find where a parameter of the command at that path gets its values, if they can be offered."""
    metavar = (parameter.metavar or "").strip("[]")
    if "|" in metavar:
        return tuple(blank(metavar).split("|"))
    names = (f"{path}/{parameter.name}", parameter.name, metavar)
    return next((SOURCES[name] for name in names if name in SOURCES), None)


def loaded(source: Source, session: Session, connection: sqlite3.Connection) -> Sequence[Offer]:
    """Read all that a source offers; of cases those that who types is told of."""
    if isinstance(source, tuple):
        return words_of(source)
    found = list(source(connection))
    kept = session.untold(connection, {number for number, _zh, _en in found}) if source in CASES else ()
    return [offer for offer in found if offer[0] not in kept]


def words_of(source: tuple[str, ...]) -> Sequence[Offer]:
    """Words that are always the same, as offers."""
    return [(word, "", "") for word in source]


def offered(source: Source, found: Iterable[Offer], today: str, begun: str) -> Iterable[Offer]:
    """Return what a source was found to offer, to someone who has begun to type a word.

    Cases by that form of their number which is begun: TS-2026-0001, 2026-1, or 1 for this year.
    """
    if source not in CASES:
        return found
    return ((_form(number, today, begun), zh, en) for number, zh, en in found)


def _form(number: str, today: str, begun: str) -> str:
    if number.startswith(begun):
        return number
    _letters, year, rest = number.split("-")
    forms = (f"{year}-{int(rest)}", f"{int(rest)}" if year == today[:4] else number)
    return next((form for form in forms if form.startswith(begun)), number)
