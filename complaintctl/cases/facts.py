"""Facts stated of a case when it is registered, and again whenever it is classified (Arts 9(1), 12, 13, 15, 16)."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import Field, fields_in
from complaintctl.base.values import clean_text, parse_amount, plain
from complaintctl.cases import directory_rows, rule_rows

# What officers state anew: codes or labels, amounts in yuan; None where nothing is said.
FIELDS = fields_in(Path(__file__).with_name("facts.csv"))
_ABOUT = ("basis", "reason", "at")  # of the statement itself, and no facts of the case
_FACTS = [field for field in FIELDS.values() if field.name not in _ABOUT]

# What cannot be taken back: what every case has, and a judgement that has a code for being open.
_LASTING = ("category", "nature", "anonymous_intent")
_TAKEN_BACK = ("none", "无")


def names() -> list[str]:
    """List every name under which a stated fact is kept: those of codes, then flags, then the others."""
    uncoded = ("", "unit", "staff", "yuan", "legal_complexity")
    kept = sorted(_FACTS, key=lambda field: (field.option.kind in uncoded, field.type != bool | None))
    return [field.key for field in kept]


def read(connection: sqlite3.Connection, given: Mapping[str, Any], day: str) -> dict[str, Any]:
    """Read the facts that are given, by the names of the ledger: codes, fen, numbers of people, yes or no.

    `day`: on which the case was received; a code has to serve then (Art. 26).

    An optional code, and the outlet, may be `none` (无): the fact is taken back, its value is None.

    Raises:
        UsageProblem: an amount, a number or a complexity that cannot be read.
        NotFound: an unknown code, unit or person.
    """
    said = [field for field in _FACTS if given.get(field.name) not in (None, "")]
    return {field.key: _read(connection, field, given[field.name], day) for field in said}


def _read(connection: sqlite3.Connection, field: Field, value: Any, day: str) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return number_of_people(value, field.flag)
    match field.option.kind:
        case "unit" | "staff":
            return directory_rows.given_code(connection, field.option.kind, value)
        case "yuan":
            return parse_amount(value, field.flag)
        case "legal_complexity":
            return one_of(connection, "legal_complexity", value, field.flag)
        case kind:
            text = value if kind else clean_text(value, _("The outlet"))
            if field.name not in _LASTING and plain(text).lower() in _TAKEN_BACK:
                return None
            return rule_rows.code(connection, kind, text, day) if kind else text


def check(facts: Mapping[str, Any]) -> None:
    """Refuse facts that cannot stand together. Raises UsageProblem."""
    if facts["category"] == facts.get("secondary_category"):
        raise UsageProblem(
            "--secondary {category} is the category itself: name another one, or none. The first decides the limit"
            " (Art. 13).",
            category=facts["category"],
        )


def number_of_people(number: int, option: str) -> int:
    """The number, if it can be one of people. Raises UsageProblem."""
    if number < 1:
        raise UsageProblem("{option} {number} is no number of people: write 1 or more.", option=option, number=number)
    return number


def one_of(connection: sqlite3.Connection, kind: str, given: str, option: str) -> str:
    """Read one of the few words of an option, by code or label. Raises UsageProblem, which names them all."""
    try:
        return rule_rows.code(connection, kind, given)
    except NotFound:
        words = [f"{row['code']} ({row['label_zh']})" for row in rule_rows.choices(connection, kind)]
        raise UsageProblem(
            "{option} {given} is neither {allowed}.", option=option, given=repr(given), allowed=_(" nor ").join(words)
        ) from None
