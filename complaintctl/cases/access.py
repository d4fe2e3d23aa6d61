"""Looking at personal data, which is itself an act on record (Art. 6)."""

import sqlite3
from typing import NamedTuple

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.values import required_text
from complaintctl.cases import case_rows, recusal_rows
from complaintctl.cases.case_acts import find_case, occurred_at
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row, is_in


class Record(NamedTuple):
    """An event that says that something is shown, printed or exported, and its case; None if it is of the file."""

    case_no: str | None
    seq: int


def of_supervision_office(act: Act) -> bool:
    """Tell whether who acts belongs to the supervision office (Art. 19)."""
    return recusal_rows.is_of_office(act.connection, act.actor, act.clock.now().day)


def may_look(connection: sqlite3.Connection, case: Row, person: str | None) -> bool:
    """Tell if a person (None: nobody known) may read who made a report of wrongdoing and what it says."""
    read = {"case_no": case["case_no"], "person": person}
    return not case["restricted"] or is_in(connection, "main.may_see_restricted", **read)


def may_know_informant(act: Act, case: Row) -> None:
    """Refuse to show who made a report of wrongdoing to anyone but the supervision office, or to whom it names."""
    if not may_look(act.connection, case, act.actor):
        raise Refused(
            "{case_no} is a report of wrongdoing: who made it is known to 监察室 alone (Art. 13;"
            " Petition Regulations 2022, Art. 30). Ask them what you need to know.",
            **case,
        )


def reason_to_reveal(act: Act, reason: str | None, case: Row | None = None) -> str:
    """Pass the gate before personal data is shown, of a case or of many; return why it is (Art. 6).

    Raises:
        UsageProblem: no reason.
        Refused: who made a report of wrongdoing is known to the supervision office alone.
    """
    if case:
        may_know_informant(act, case)
    if reason is None:
        raise UsageProblem("--reveal shows the customer's data and goes on record: say why with --reason TEXT.")
    return required_text(reason, "--reason")


def export(act: Act, *, file: str, days: tuple[str, str], reason: str) -> Record:
    """Record that the register of some days is about to be written out unmasked; no file is the screen.

    Raises as reason_to_reveal.
    """
    why = reason_to_reveal(act, reason)
    detail = {"form": "register", "file": file, "from": days[0], "to": days[1], "revealed": True, "text": why}
    return Record(None, ledger.append(act, [Fact(None, "exported", act.clock.default_at(), detail)]))


def reveal(act: Act, given: str, reason: str) -> Record:
    """Record that the customer's data of a case is about to be shown unmasked. Raises as reason_to_reveal."""
    case = find_case(act, given)
    detail = {"text": reason_to_reveal(act, reason, case)}
    at = occurred_at(act, None, case["received_at"])
    return Record(case["case_no"], ledger.append(act, [Fact(case["case_no"], "revealed", at, detail)]))


def not_written(act: Act, record: Record, *, file: str, problem: str) -> None:
    """Record that what is on record as shown, printed or exported could not be written out."""
    detail = {"event": record.seq, "output": file, "text": problem}
    if record.case_no is None:
        fact = Fact(None, "export_failed", act.clock.default_at(), detail)
    else:
        at = occurred_at(act, None, case_rows.case(act.connection, record.case_no)["received_at"])
        fact = Fact(record.case_no, "output_failed", at, detail)
    ledger.append(act, [fact])
