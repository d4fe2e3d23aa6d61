"""The registration of a case as it stands by now, and what of it can be corrected (Arts 3, 6)."""

import json
import sys
from collections.abc import Collection, Mapping
from typing import Any

from complaintctl.base.language import spoken
from complaintctl.base.text import excerpt
from complaintctl.base.values import plain
from complaintctl.cases import case_rows, facts, rule_rows
from complaintctl.cases.case_words import value_in_words
from complaintctl.intake import rows as intake_rows
from complaintctl.intake.statement import FIELDS
from complaintctl.privacy import personal
from complaintctl.privacy.masking import Masking
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

_EXCERPT = 24
_OF_A_CORRECTION = ("corrected", "text", "approved_by", "imported")
_WHERE_STATED = ("representatives", "source_kind")  # asked for by no channel, and of few cases


def as_shown(act: Act, case_no: str, typed: Mapping[str, Any]) -> Collection[str]:
    """The options by which nothing new is typed, but what is shown of it: masked, and perhaps its beginning alone."""
    shown = [to_correct(act, case_no), to_correct(act, case_no, most=sys.maxsize)]
    return [
        name
        for name, value in typed.items()
        if isinstance(value, str) and plain(value) in [plain(stands.get(name, "")) for stands in shown]
    ]


def registration(act: Act, case: Row) -> dict[str, Any]:
    """The registration of a case as the ledger keeps it."""
    detail = json.loads(intake_rows.registration(act.connection, case["case_no"])["detail"])
    kept = {key: value for key, value in detail.items() if key not in _OF_A_CORRECTION}
    return {**kept, "received_at": case["received_at"]}


def to_correct(act: Act, case_no: str, most: int = _EXCERPT) -> Mapping[str, str]:
    """The options that fit a case, by its channel or for something that stands there, each with that, masked.

    Of texts the first characters, so many at the `most`.
    """
    db, case = act.connection, case_rows.case(act.connection, case_no)
    customer = personal.read(db, case["complainant"])._asdict()
    stands = {**registration(act, case), **customer, "anonymous": bool(case["anonymous"])}
    asked = facts.asked_fields(db, case["channel"], case["received_on"], stands.get("source_agency") or "")
    left_out = facts.every_asked_field(db) - asked | {*_WHERE_STATED}
    labels, mask = rule_rows.labels(db, spoken()), Masking(db, act.actor).of(case_no)

    def shown(key: str) -> str:
        said = value_in_words(key, stands.get(key), labels)
        return said if key in customer else excerpt(mask.text(said), most)

    return {name: shown(field.key) for name, field in FIELDS.items() if name not in left_out or stands.get(field.key)}
