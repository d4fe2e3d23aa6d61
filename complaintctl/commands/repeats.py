"""Showing the officer a customer's earlier cases (Art. 17)."""

from collections.abc import Sequence

from complaintctl import queries
from complaintctl.casework.intake import Intake
from complaintctl.casework.intake import history as earlier_cases
from complaintctl.commands.session import Session
from complaintctl.language import plural
from complaintctl.ledger import Act
from complaintctl.queries import Row
from complaintctl.render.history import history_lines


def history(session: Session, act: Act, filled: Intake) -> tuple[list[Row], list[str]]:
    """The customer's earlier cases, and what is shown of them."""
    earlier = earlier_cases(act, filled)
    labels = queries.labels(act.connection, session.language) if earlier else {}
    return earlier, list(history_lines(earlier, labels))


def not_asked(earlier: Sequence[Row]) -> str:
    """What is said where nobody was asked whether it is the same matter."""
    still_open = any(row["is_open"] for row in earlier)
    if still_open:
        return plural(
            "The customer has an earlier case: where it is the same matter, --repeat-of CASE links the new one to it,"
            " and --nothing-new beside it notes on the open case what brings nothing new (Art. 17).",
            "The customer has earlier cases: where it is the same matter, --repeat-of CASE links the new one to it,"
            " and --nothing-new beside it notes on the open case what brings nothing new (Art. 17).",
            len(earlier),
        )
    return plural(
        "The customer has an earlier case: where it is the same matter, --repeat-of CASE links the new one to it"
        " (Art. 17).",
        "The customer has earlier cases: where it is the same matter, --repeat-of CASE links the new one to it"
        " (Art. 17).",
        len(earlier),
    )
