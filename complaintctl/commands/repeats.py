"""Showing the officer a customer's earlier cases, and asking whether it is the same matter again (Art. 17)."""

from collections.abc import Sequence
from contextlib import suppress

from complaintctl import queries
from complaintctl.casework.intake import Intake
from complaintctl.casework.intake import history as earlier_cases
from complaintctl.commands.ask import agreed, needed
from complaintctl.commands.session import Session, say
from complaintctl.errors import UsageProblem
from complaintctl.language import _, plural
from complaintctl.ledger import Act
from complaintctl.queries import Row
from complaintctl.render.history import history_lines


def history(session: Session, act: Act, filled: Intake) -> tuple[list[Row], list[str]]:
    """The customer's earlier cases, and what is shown of them."""
    earlier = earlier_cases(act, filled)
    labels = queries.labels(act.connection, session.language) if earlier else {}
    return earlier, list(history_lines(earlier, labels))


def not_asked(earlier: Sequence[Row]) -> str:
    """What is said where there is nobody to ask."""
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


def compared(session: Session, filled: Intake) -> Intake:
    """Show the customer's earlier cases and ask whether it is the same matter, and brings anything new (Art. 17)."""
    with session.rehearsing() as act:
        earlier, lines = history(session, act, filled)
    for line in lines:
        say(line)
    same = _same_matter(session, earlier) if earlier else None
    if same is None:
        return filled
    question = _("{case_no} is still open. Does the customer bring anything new", case_no=same["case_no"])
    nothing_new = bool(same["is_open"]) and not agreed("--nothing-new", question)
    return filled._replace(repeat_of=same["case_no"], nothing_new=nothing_new)


def _same_matter(session: Session, earlier: Sequence[Row]) -> Row | None:
    """The earlier case that the officer names, or None if it is another matter."""
    while True:
        answer = needed(None, "--repeat-of", _("Is it the same matter (its case number, or no 否)")).strip()
        if answer.lower() in ("n", "no", "否"):
            return None
        with suppress(UsageProblem):
            number = session.case_number(answer)
            for row in earlier:
                if row["case_no"] == number:
                    return row
        say(_("Answer with the number of one of these cases, or no."))
