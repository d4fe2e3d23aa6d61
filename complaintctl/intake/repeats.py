"""A customer who comes again: their earlier cases, the series they make, and what brings nothing new (Art. 17)."""

from collections.abc import Mapping
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.cases import case_rows, recusal
from complaintctl.cases.case_acts import case_number, end_values, find_case, occurred_at, record
from complaintctl.cases.facts import restricted_kinds, restricted_nature
from complaintctl.intake import rows as intake_rows
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Rows


def earlier_cases(act: Act, person: Person, unit: str | None, day: str) -> Rows:
    """The same customer's cases received up to `day`, newest first.

    The same is who has the same identity number or phone, or who has the same name and complains of the same unit.
    Reports of wrongdoing are left out unless who acts may know who made them (Art. 13).
    """
    same, namesakes = personal.earlier_customers(act.connection, person)
    return intake_rows.earlier_cases(act.connection, same, namesakes, unit, day, act.actor)


def series(act: Act, given: str | None, received: Moment) -> dict[str, Any]:
    """Place a new case in the series of the case it repeats: that case, the first of the series, the number in it.

    What repeats a report of wrongdoing is one too, so that it does not reach whom the first one reports (Art. 13).

    Raises:
        UsageProblem: that case was received later.
        NotFound: there is no such case.
    """
    if not given:
        return {}
    earlier = case_rows.case(act.connection, case_number(given, act.clock.now().day[:4]))
    if earlier["received_at"] > received.text:
        raise UsageProblem(
            "--repeat-of {case_no} was received later, on {day}: name the earlier case.",
            **earlier,
            day=earlier["received_on"],
        )
    known = intake_rows.series(act.connection, earlier["case_no"])
    place = {"repeat_of": earlier["case_no"], "repeat_root": known["root"], "repeat_no": known["repeats"] + 1}
    return place | ({"nature": restricted_nature(act.connection)} if earlier["restricted"] else {})


def merge(act: Act, given: str, received_at: str | None, facts: Mapping[str, Any]) -> str:
    """Note on an open case that the customer raised the matter again with nothing new; return its number.

    Its clocks run on as they do (Art. 17; Order 2020 No. 3, Art. 18). Whatever was stated goes on record.

    Raises:
        Refused: the case is closed, or was received or reopened after this; another body sent this, which has to be
            replied to (Art. 10); or this reports wrongdoing, and the case does not (Art. 13).
    """
    case = find_case(act, given, "prepare")
    for person in (facts["first_receiver"], facts["escorted_by"]):
        if person:
            recusal.may(act.connection, case, person, "prepare")
    if not case["is_open"]:
        raise Refused(
            "{case_no} was {status} on {day}: what is raised again after that is a new case. Leave out"
            " --nothing-new: register … --repeat-of {case_no} (Art. 17).",
            **end_values(act, case),
        )
    new_case = _(" Leave out --nothing-new: register … --repeat-of {case_no} (Art. 17).", **case)
    sender = [name for name in ("source_agency", "source_due_on") if facts[name] and facts[name] != case[name]]
    if facts["source_kind"] and (sender or not case["is_referred"]):
        other = _(
            "Another body sent this one, which has to be replied to in its own time (Art. 10):"
            " it is more than {case_no} asks.",
            **case,
        )
        raise Refused(other + new_case)
    if not case["restricted"] and (facts["category"], facts.get("nature")) in restricted_kinds(act.connection):
        report = _(
            "This is a report of wrongdoing, and {case_no} is none: it must not reach whom it reports (Art. 13).",
            **case,
        )
        raise Refused(report + new_case)
    received = occurred_at(act, received_at, case["opened_at"], "--received-at")
    detail = {"text": facts["summary"], **{key: value for key, value in facts.items() if key != "summary"}}
    record(act, case, "repeated", received, detail)
    return str(case["case_no"])
