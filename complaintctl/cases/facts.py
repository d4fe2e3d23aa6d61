"""Facts stated of a case when it is registered, and again whenever it is classified (Arts 9(1), 12, 13, 15, 16)."""

import sqlite3
from collections.abc import Mapping
from typing import Annotated, Any, TypedDict

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import At, Field, Option, fields_of
from complaintctl.base.values import clean_text, parse_amount, plain
from complaintctl.cases import directory_rows, rule_rows

# What is stated when a case is registered, and again when it is classified.
Secondary = Annotated[
    str | None,
    Option("A second category; the first decides the limit.", "CATEGORY", "", "category", "secondary_category"),
]
Unit = Annotated[str | None, Option("The unit complained of.", None, "Unit complained of", "unit", "respondent_unit")]
Subject = Annotated[
    str | None,
    Option("The member of staff complained of.", None, "Member of staff complained of", "staff", "subject_employee"),
]
Amount = Annotated[
    str | None, Option("The amount in dispute.", "YUAN", "Amount in dispute, yuan", "yuan", "amount_fen")
]
GroupSize = Annotated[int | None, Option("How many complain together; a large group is major.", "N")]
Nature = Annotated[str | None, Option("complaint, suggestion, wrongdoing_report, enquiry or thanks.", kind="nature")]
Validity = Annotated[str | None, Option("valid, help_seeking, communicative_enquiry or venting.", kind="validity")]
LegalComplexity = Annotated[
    str | None, Option("Which of the law's limits runs.", "simple|complex", kind="legal_complexity")
]
MediaLevel = Annotated[
    str | None, Option("county, city, province, central or online.", None, "Level of the media", "media_level")
]
MediaStage = Annotated[
    str | None, Option("sign, media_enquiry, media_complaint or published.", None, "Stage of the media", "media_stage")
]
Outlet = Annotated[str | None, Option("The newspaper, station or account.", ask="Newspaper, station or account")]
ServiceChannel = Annotated[
    str | None,
    Option(
        "Channel of the business complained about (JR/T 0169).",
        kind="service_channel_class",
        key="service_channel_class",
    ),
]
BusinessType = Annotated[str | None, Option("Type of the business (JR/T 0169).", kind="business_type")]
Cause = Annotated[str | None, Option("Cause of the complaint (JR/T 0169).", kind="cause")]


class Statement(TypedDict, total=False):
    """Facts as officers state them anew: codes or labels, amounts in yuan; None where nothing is said."""

    category: Annotated[str | None, Option("The category it belongs to.", kind="category")]
    secondary: Secondary
    unit: Unit
    subject: Subject
    amount: Amount
    public_figure: Annotated[bool | None, Option("A public figure is concerned.")]
    hot_topic: Annotated[bool | None, Option("A sensitive topic.")]
    reputation: Annotated[bool | None, Option("May harm the bank's reputation.")]
    group_size: GroupSize
    nature: Nature
    validity: Validity
    anonymous_intent: Annotated[
        str | None,
        Option("How it is meant: benign, malicious or undetermined; with --basis.", kind="anonymous_intent"),
    ]
    basis: Annotated[str | None, Option("On what the intent is judged.")]
    legal_complexity: LegalComplexity
    legal_dispute: Annotated[bool | None, Option("A dispute that has to go to court.")]
    media_level: MediaLevel
    media_stage: MediaStage
    outlet: Outlet
    service_channel: ServiceChannel
    business_type: BusinessType
    cause: Cause
    reason: Annotated[str | None, Option("Why; needed where the limit becomes longer or the case is no longer major.")]
    at: At


_ABOUT = ("basis", "reason", "at")  # of the statement itself, and no facts of the case
_FACTS = [field for field in fields_of(Statement).values() if field.name not in _ABOUT]

# What cannot be taken back: what every case has, and a judgement that has a code for being open.
_LASTING = ("category", "nature", "anonymous_intent")
_TAKEN_BACK = ("none", "无")


def names() -> list[str]:
    """List every name under which a stated fact is kept: those of codes, then flags, then the others."""
    return [field.key for field in sorted(_FACTS, key=_place)]


def _place(field: Field) -> int:
    is_code = field.option.kind not in ("", "unit", "staff", "yuan", "legal_complexity")
    return 0 if is_code else 1 if field.type == bool | None else 2


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
