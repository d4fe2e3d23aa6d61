"""Registering a complaint: a case of its own, or noted on the open one that it repeats (Arts 3, 8, 9, 17)."""

from collections.abc import Mapping
from typing import Any

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import completed
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import recusal, rights
from complaintctl.cases.case_acts import end_values, enter, find_case, occurred_at, record
from complaintctl.cases.facts import restricted_kinds
from complaintctl.intake import rows as intake_rows
from complaintctl.intake import series
from complaintctl.intake.statement import FIELDS, customer, nameless, receipt, stated
from complaintctl.intake.warnings import merge_warnings, registration_warnings
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Rows


def register(act: Act, given: Mapping[str, Any]) -> tuple[str, list[str], Rows]:
    """Register a complaint, given by the names of complaint.csv; its number, what to look at again, earlier cases.

    The number is the next of the year of receipt. With `answered` the customer was answered on the spot
    (Art. 8(1)), at the time of receipt. With `nothing_new` there is no new case: the complaint is noted on the open
    one it repeats, whose number is returned (Art. 17).

    Raises:
        UsageProblem: input that cannot be read or contradicts itself, or a receipt in the future or before the
            calendar begins.
        Refused: more representatives than a group may send, a first receiver who had left, or a case to be merged into
            that is closed or asks for less.
        NotFound: an unknown code, unit, person or case.
    """
    given = nameless(completed(FIELDS, given))
    received, person = receipt(act, given["received_at"]), customer(given)
    complaint, day = stated(act, given, received), received.day
    earlier = earlier_cases(act, person, complaint.get("respondent_unit"), day)
    by_category = queries.is_in(act.connection, "category", code=complaint["category"], nameless=1)
    anonymous = personal.is_anonymous(person, bool(given["anonymous"]), by_category)
    if given["nothing_new"]:
        if not given["repeat_of"]:
            raise UsageProblem("--nothing-new needs --repeat-of: say which open case the customer raises again.")
        complaint["answered"] = clean_text(given["answered"] or "", _("The answer given on the spot"))
        merged = _merge(act, given["repeat_of"], given["received_at"], complaint)
        return merged, list(merge_warnings(act, merged, person, complaint)), earlier

    complaint |= series.place(act, given["repeat_of"], received) if given["repeat_of"] else {}
    complaint |= {"anonymous": anonymous} if person == Person() else personal.add(act, person)
    case_no = ledger.next_number(act, "register", int(day[:4]))
    entered = [Fact(case_no, "registered", received, complaint)]
    if given["answered"]:
        reply = required_text(given["answered"], _("The answer given on the spot"))
        entered.append(Fact(case_no, "replied", received, {"text": reply, "on_the_spot": True}))
    enter(act, *entered, reason="registered")
    rights.ask_of_case(act, case_no)  # it is their unit's, or their unit receives it
    notes = registration_warnings(act, complaint, day, person, anonymous, case_no)
    return case_no, list(notes), earlier


# ---- A customer who comes again (Art. 17) ----
def earlier_cases(act: Act, person: Person, unit: str | None, day: str) -> Rows:
    """The same customer's cases received up to `day`, newest first, so far as who acts may know of them (Art. 13).

    The same is who has the same identity number or phone, or who has the same name and complains of the same unit.
    """
    same, namesakes = personal.earlier_customers(act.connection, person)
    return intake_rows.earlier_cases(act.connection, same, namesakes, unit, day, act.actor)


def _merge(act: Act, given: str, received_at: str | None, facts: Mapping[str, Any]) -> str:
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
