"""Voiding a registration that should not be there: a mistaken or a double one (Art. 6)."""

from typing import Annotated

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.option import At, Option
from complaintctl.base.values import required_text
from complaintctl.cases import case_rows, directory_rows, recusal
from complaintctl.cases.case_acts import Done, last_done, named_case, occurred_at, open_case, record, refuse_voided
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def may_void(act: Act, given: str) -> Row:
    """A case that can be voided. Raises as open_case does."""
    return open_case(act, given, _("it cannot be voided any more"))


def void(
    act: Act,
    given: str,
    *,
    reason: Annotated[str, Option("Why it should not be there.", ask="Why should it not be there")],
    approved_by: Annotated[str, Option("The leader.", "CODE", "Which leader approved it", "leader")],
    instead: Annotated[str | None, Option("The case that stands, where this one is its double.", "CASE")] = None,
    at: At = None,
) -> Done:
    """Void a mistaken or double registration.

    Its number stays, struck through in the register, and nothing more is done on it. What the customer withdraws, and
    what is out of scope, is not voided but withdrawn or closed.

    Example: complaintctl void 1 --reason "同一投诉重复登记" --approved-by wang

    Raises:
        Refused: the case is not open any more, the approver is no leader or the party, it would be voided before
            something that was done on it, or the case that stands instead was voided itself.
        UsageProblem: no reason, or it is to stand instead of itself.
        NotFound: no such case or person.
    """
    case = may_void(act, given)
    moment = occurred_at(act, at, last_done(act, case))
    no_leader = marked("{person} is no leader: a registration is voided with the approval of a leader.")
    detail = {
        "text": required_text(reason, "--reason"),
        "approved_by": recusal.leader(act, case, approved_by, moment.day, no_leader, _("cannot void it")),
        "instead": _instead(act, case, instead) if instead else None,
    }
    notes = []
    if case["lead_unit"]:
        unit = directory_rows.unit(act.connection, case["lead_unit"])["name"]
        notes.append(_("Its slip lies with {unit}: tell them that there is nothing to be done.", unit=unit))
    for later in case_rows.followers(act.connection, case["case_no"]):
        if later["repeat_of"] == case["case_no"]:
            note = _(
                "{other} repeats it. What it repeats now, or none: complaintctl correct {other} --repeat-of CASE"
                " --reason TEXT (Art. 17).",
                other=later["case_no"],
            )
            notes.append(note)
    if queries.is_in(act.connection, "case_breach", case_no=case["case_no"]):
        notes.append(_("It was late already, which stays a lead: complaintctl accountability list (Arts 6, 23)."))
    record(act, case, "voided", moment, detail)
    if detail["instead"]:
        return Done(case["case_no"], _("{case_no} voided; {instead} stands instead.", **case, **detail), notes)
    return Done(case["case_no"], _("{case_no} voided.", **case), notes)


def _instead(act: Act, case: Row, given: str) -> str:
    """The number of the case that stands. Raises UsageProblem, Refused and NotFound as `void` does."""
    stands = named_case(act, given)
    if stands["case_no"] == case["case_no"]:
        raise UsageProblem("--instead names the other case, which stands: {case_no} is the one that is voided.", **case)
    refuse_voided(act, stands)
    return str(stands["case_no"])
