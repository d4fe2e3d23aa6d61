"""Registering a complaint (Arts 3, 8, 9)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases.case_acts import enter
from complaintctl.intake import repeats
from complaintctl.intake.statement import FIELDS, customer, receipt, stated
from complaintctl.intake.warnings import merge_warnings, registration_warnings
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Rows


class Registered(NamedTuple):
    """A complaint that was registered: its number, what to look at again, the customer's earlier cases (Art. 17)."""

    case_no: str
    notes: Sequence[str]
    earlier: Rows


def register(act: Act, given: Mapping[str, Any]) -> Registered:
    """Register a complaint, given by the names of complaint.csv.

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
    given = {**dict.fromkeys(FIELDS), **given}
    received, person = receipt(act, given["received_at"]), customer(given)
    complaint = stated(act, given, received)
    earlier = repeats.earlier_cases(act, person, complaint.get("respondent_unit"), received.day)
    nameless = queries.is_in(act.connection, "category", code=complaint["category"], nameless=1)
    anonymous = personal.is_anonymous(person, bool(given["anonymous"]), nameless)
    if given["nothing_new"]:
        if not given["repeat_of"]:
            raise UsageProblem("--nothing-new needs --repeat-of: say which open case the customer raises again.")
        complaint["answered"] = clean_text(given["answered"] or "", _("The answer given on the spot"))
        merged = repeats.merge(act, given["repeat_of"], given["received_at"], complaint)
        return Registered(merged, list(merge_warnings(act, merged, person, complaint)), earlier)

    complaint |= repeats.series(act, given["repeat_of"], received)
    complaint |= {"anonymous": anonymous} if person == Person() else personal.add(act, person)
    case_no = ledger.next_number(act, "register", int(received.day[:4]))
    entered = [Fact(case_no, "registered", received, complaint)]
    if given["answered"]:
        reply = required_text(given["answered"], _("The answer given on the spot"))
        entered.append(Fact(case_no, "replied", received, {"text": reply, "on_the_spot": True}))
    enter(act, *entered, reason="registered")
    notes = registration_warnings(act, complaint, received, person, anonymous, case_no)
    return Registered(case_no, list(notes), earlier)
