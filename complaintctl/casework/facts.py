"""What is stated of a case when it is registered, and again whenever it is classified (Arts 9(1), 12, 13, 15, 16)."""

import sqlite3
from collections.abc import Mapping
from typing import Any, TypedDict

from complaintctl import queries
from complaintctl.errors import NotFound, UsageProblem
from complaintctl.language import _
from complaintctl.queries.facts import stated_grounds
from complaintctl.values import clean_text, parse_amount, plain


class Stated(TypedDict, total=False):
    """Facts as officers type them: codes or labels, amounts in yuan; None where nothing is said."""

    category: str | None
    secondary: str | None
    unit: str | None
    subject: str | None
    amount: str | None
    public_figure: bool | None
    hot_topic: bool | None
    reputation: bool | None
    group_size: int | None
    nature: str | None
    validity: str | None
    anonymous_intent: str | None
    legal_complexity: str | None
    legal_dispute: bool | None
    media_level: str | None
    media_stage: str | None
    outlet: str | None
    service_channel: str | None
    business_type: str | None
    cause: str | None


# The options that take a code: the kind of code, and the name under which the ledger keeps it.
_CODED = {
    "category": ("category", "category"),
    "nature": ("nature", "nature"),
    "secondary": ("category", "secondary_category"),
    "validity": ("validity", "validity"),
    "anonymous_intent": ("anonymous_intent", "anonymous_intent"),
    "media_level": ("media_level", "media_level"),
    "media_stage": ("media_stage", "media_stage"),
    "service_channel": ("service_channel_class", "service_channel_class"),
    "business_type": ("business_type", "business_type"),
    "cause": ("cause", "cause"),
}

# What cannot be taken back: what every case has, and a judgement that has a code for being open.
_LASTING = ("category", "nature", "anonymous_intent")
_TAKEN_BACK = ("none", "无")


def names(connection: sqlite3.Connection) -> list[str]:
    """List every name under which a stated fact is kept."""
    return [
        *(name for _, name in _CODED.values()),
        *_flags(connection),
        *("respondent_unit", "subject_employee", "amount_fen", "group_size", "legal_complexity", "outlet"),
    ]


def _flags(connection: sqlite3.Connection) -> list[str]:
    return [*stated_grounds(connection), "legal_dispute"]


def read(connection: sqlite3.Connection, given: Mapping[str, Any], day: str) -> dict[str, Any]:
    """The facts that are given, by the names of the ledger: codes, fen, numbers of people, yes or no.

    `day`: on which the case was received; a code has to serve then (Art. 26).

    An optional code, and the outlet, may be `none` (无): the fact is taken back, its value is None.

    Raises:
        UsageProblem: an amount, a number or a complexity that cannot be read.
        NotFound: an unknown code, unit or person.
    """
    facts: dict[str, Any] = {flag: given[flag] for flag in _flags(connection) if given.get(flag) is not None}
    for option, (kind, name) in _CODED.items():
        if given.get(option):
            taken_back = plain(given[option]).lower() in _TAKEN_BACK and option not in _LASTING
            facts[name] = None if taken_back else queries.code(connection, kind, given[option], day)
    if given.get("unit"):
        facts["respondent_unit"] = queries.unit(connection, given["unit"])["code"]
    if given.get("subject"):
        facts["subject_employee"] = queries.member(connection, given["subject"])["code"]
    if given.get("amount"):
        facts["amount_fen"] = parse_amount(given["amount"], "--amount")
    if given.get("group_size") is not None:
        facts["group_size"] = number_of_people(given["group_size"], "--group-size")
    if given.get("legal_complexity"):
        facts["legal_complexity"] = one_of(
            connection, "legal_complexity", given["legal_complexity"], "--legal-complexity"
        )
    if given.get("outlet"):
        outlet = clean_text(given["outlet"], _("The outlet"))
        facts["outlet"] = None if plain(outlet).lower() in _TAKEN_BACK else outlet
    return facts


def check(facts: Mapping[str, Any]) -> None:
    """Whether facts can stand together. Raises UsageProblem."""
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
        return queries.code(connection, kind, given)
    except NotFound:
        words = [f"{row['code']} ({row['label_zh']})" for row in queries.choices(connection, kind)]
        raise UsageProblem(
            "{option} {given} is neither {allowed}.", option=option, given=repr(given), allowed=_(" nor ").join(words)
        ) from None
