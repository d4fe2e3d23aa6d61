"""Looking at personal data, which is itself an act on record (Art. 6)."""

from complaintctl import ledger
from complaintctl.casework.common import find_case, occurred_at
from complaintctl.ledger import Act, Fact


def reveal(act: Act, given: str) -> str:
    """Record that the customer's data is about to be shown unmasked; return the case number."""
    case = find_case(act, given)
    ledger.append(act, [Fact(case["case_no"], "revealed", occurred_at(act, None, case["received_at"]), {})])
    return str(case["case_no"])
