"""The values that options and arguments take: codes of the regulation, units, staff, cases of the file."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from complaintctl.cases import completion_rows, rule_rows
from complaintctl.record import queries
from complaintctl.record.queries import Rows

# What is typed, and its label in Chinese and English.
Offer = tuple[str, str, str]
# Words that are always the same; or what reads them in the file, given today's date and what is begun of the word.
Source = tuple[str, ...] | Callable[[sqlite3.Connection, str, str], Iterable[Offer]]


def _rows(read: Callable[[sqlite3.Connection], Rows]) -> Source:
    return lambda connection, _today, _begun: map(tuple, read(connection))


def _select(sql: str) -> Source:
    return _rows(partial(queries.rows_of, sql=sql))


def _codes(kind: str) -> Source:
    return _rows(partial(rule_rows.choices, kind=kind))


def _cases(are_open: bool) -> Source:
    """Return cases, each by that form of its number which is begun: TS-2026-0001, 2026-1, or 1 for this year."""

    def offers(connection: sqlite3.Connection, today: str, begun: str) -> Iterable[Offer]:
        for number, zh, en in completion_rows.cases(connection, are_open=are_open):
            _letters, year, rest = number.split("-")
            forms = [number, f"{year}-{int(rest)}", *([f"{int(rest)}"] if year == today[:4] else [])]
            yield next((form for form in forms if form.startswith(begun)), number), zh, en

    return offers


def _rules(connection: sqlite3.Connection, _today: str, _begun: str) -> Iterable[Offer]:
    for row in rule_rows.rules(connection, None):
        yield row["key"], row["label_zh"] or row["value"], row["label_en"] or row["value"]


_UNITS, _STAFF, _LEADERS = (
    _select(sql) for sql in (completion_rows.UNITS, completion_rows.STAFF, completion_rows.LEADERS)
)
_OPEN, _CLOSED = _cases(True), _cases(False)

CASES, PEOPLE = (_OPEN, _CLOSED), (_STAFF, _LEADERS)

# By the option or argument, of one command if it is named before it; by what it is called in the help, in capitals.
SOURCES: Mapping[str, Source] = {
    **dict.fromkeys(("UNIT", "unit", "unit/set/code"), _UNITS),
    **dict.fromkeys(("STAFF", "subject", "person", "handler", "first_receiver", "verified_by", "actor"), _STAFF),
    **dict.fromkeys(("investigate/by", "staff/set/code"), _STAFF),
    **dict.fromkeys(("brief/to", "direct/by", "briefed", "authorised_by", "approved_by"), _LEADERS),
    **{"CASE": _OPEN, "reopen/case": _CLOSED, "archive/case": _CLOSED},
    **{kind: _codes(kind) for kind in ("channel", "category", "status", "fault", "satisfaction", "role", "nature")},
    **{kind: _codes(kind) for kind in ("validity", "anonymous_intent", "media_level", "media_stage", "business_type")},
    **{"secondary": _codes("category"), "cause": _codes("cause"), "ending": _codes("ending")},
    **{"clock": _codes("time_limit")},
    **{"service_channel": _codes("service_channel_class"), "source_kind": _codes("referring_body")},
    **{"escalate/to": _codes("escalation_target"), "escalate/stage": _codes("escalation_stage")},
    **{"supervise/reason": _codes("supervision_reason"), "purpose": _codes("contact_purpose")},
    **{"slip/kind": _select(completion_rows.FORMS), "waive": _select(completion_rows.WAIVABLE_DUTIES), "key": _rules},
    **{f"check/{name}/kind": _codes("check_kind") for name in ("name", "done", "missing", "list")},
    **{
        "accountability/list/kind": _codes("lead_kind"),
        "accountability/add/kind": _rows(completion_rows.kinds_by_hand),
    },
    **dict.fromkeys(("unit/add/kind", "unit/set/kind"), _codes("unit_kind")),
    **dict.fromkeys(("code/list/kind", "code/set/kind"), _select(completion_rows.KINDS)),
    **dict.fromkeys(("code/add/kind", "code/retire/kind"), _select(completion_rows.EXTENDABLE_KINDS)),
    **dict.fromkeys(("code/set/code", "code/retire/code"), _select(completion_rows.CODES)),
    **{"area": _codes("area"), "encoding": ("utf-8", "gb18030")},
}


def source_of(parameter: Any, path: str) -> Source | None:
    """Find where a parameter of the command at that path gets its values, if they can be offered."""
    metavar = (parameter.metavar or "").strip("[]")
    if "|" in metavar:
        return tuple(metavar.split("|"))
    names = (f"{path}/{parameter.name}", parameter.name, metavar)
    return next((SOURCES[name] for name in names if name in SOURCES), None)


def offers(source: Source, connection: sqlite3.Connection, today: str, begun: str) -> Iterable[Offer]:
    """Return what a source offers on that day to someone who has begun to type a word."""
    return [(word, "", "") for word in source] if isinstance(source, tuple) else source(connection, today, begun)
