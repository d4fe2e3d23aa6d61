"""Looking at personal data, which is itself an act on record (Art. 6)."""

import sqlite3

from complaintctl import ledger
from complaintctl.casework.common import find_case, occurred_at
from complaintctl.errors import Refused
from complaintctl.language import _
from complaintctl.ledger import Act, Fact
from complaintctl.queries import Row, recusal
from complaintctl.values import required_text


def of_supervision_office(act: Act) -> bool:
    """Whether who acts belongs to the supervision office (Art. 19)."""
    return recusal.is_of_office(act.connection, act.actor, act.clock.now().day)


def may_look(connection: sqlite3.Connection, case: Row, person: str | None) -> bool:
    """Whether a person, None for nobody known, may read who made a report of wrongdoing and what was written in it."""
    return not case["restricted"] or (
        person is not None and recusal.may_see_restricted(connection, case["case_no"], person)
    )


def may_know_informant(act: Act, case: Row) -> None:
    """Refuse to show who made a report of wrongdoing to anyone but the supervision office, or to whom it names."""
    if not may_look(act.connection, case, act.actor):
        raise Refused(
            _(
                "{case_no} is a report of wrongdoing: who made it is known to 监察室 alone (Art. 13;"
                " Petition Regulations 2022, Art. 30). Ask them what you need to know.",
                case_no=case["case_no"],
            )
        )


def export(act: Act, *, file: str, days: tuple[str, str], reason: str) -> None:
    """Record that the register of some days is about to be written out unmasked (Art. 6); no file is the screen.

    Raises:
        UsageProblem: no reason.
    """
    why = required_text(reason, "--reason")
    detail = {"form": "register", "file": file, "from": days[0], "to": days[1], "revealed": True, "text": why}
    ledger.append(act, [Fact(None, "exported", act.clock.default_at(), detail)])


def reveal(act: Act, given: str) -> str:
    """Record that the customer's data is about to be shown unmasked; return the case number.

    Raises:
        Refused: who made a report of wrongdoing is known to the supervision office alone.
    """
    case = find_case(act, given)
    may_know_informant(act, case)
    ledger.append(act, [Fact(case["case_no"], "revealed", occurred_at(act, None, case["received_at"]), {})])
    return str(case["case_no"])
