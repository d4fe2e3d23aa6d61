"""The series of complaints of a customer who comes again with the same matter (Art. 17)."""

from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.errors import UsageProblem
from complaintctl.cases.case_acts import named_case, refuse_voided
from complaintctl.cases.facts import restricted_nature
from complaintctl.intake import rows as intake_rows
from complaintctl.record.ledger import Act


def place(act: Act, given: str, received: Moment, placed: str | None = None) -> dict[str, Any]:
    """Place a case in the series of the case it repeats: that case, the first of the series, the number in it.

    `placed` is the case where it has a place already.

    What repeats a report of wrongdoing is one too, so that it does not reach whom the first one reports (Art. 13).

    Raises:
        UsageProblem: that case was received later.
        Refused: it was voided.
        NotFound: there is none.
    """
    earlier = named_case(act, given)
    refuse_voided(act, earlier)
    if earlier["received_at"] > received.text:
        raise UsageProblem(
            "--repeat-of {case_no} was received later, on {day}: name the earlier case.",
            **earlier,
            day=earlier["received_on"],
        )
    known = intake_rows.series(act.connection, earlier["case_no"], placed)
    found = {"repeat_of": earlier["case_no"], "repeat_root": known["root"], "repeat_no": known["repeats"] + 1}
    return found | ({"nature": restricted_nature(act.connection)} if earlier["restricted"] else {})
