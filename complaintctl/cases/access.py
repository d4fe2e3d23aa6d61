"""Looking at personal data, which is itself an act on record (Art. 6)."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import case_rows, rights
from complaintctl.cases.case_acts import find_case, occurred_at
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row, is_in


class Record(NamedTuple):
    """An event that says that something is shown, printed or exported, and its case; None if it is of the file."""

    case_no: str | None
    seq: int


def may_look(connection: sqlite3.Connection, case: Row, person: str | None) -> bool:
    """Tell if a person (None: nobody known) may read who made a report of wrongdoing and what it says."""
    read = {"case_no": case["case_no"], "person": person}
    return not case["restricted"] or is_in(connection, "main.may_see_restricted", **read)


def reason_to_reveal(act: Act, reason: str | None, case: Row | None = None) -> str:
    """Pass the gate before personal data is shown, of a case or of many; return why it is (Art. 6).

    Raises UsageProblem: no reason; and Refused: who reported wrongdoing is known to the supervision office alone, or
    who acts may not look at a customer's data, or export it.
    """
    if case:
        _ask(act, case)
    else:
        rights.ask(act.connection, act.actor, "export")
    if reason is None:
        raise UsageProblem("--reveal shows the customer's data and goes on record: say why with --reason TEXT.")
    return required_text(reason, "--reason")


def _ask(act: Act, case: Row) -> None:
    """Pass the gate before anything unmasked of a case leaves. Raises Refused."""
    if not may_look(act.connection, case, act.actor):
        raise Refused(
            "{case_no} is a report of wrongdoing: who made it is known to 监察室 alone (Art. 13;"
            " Petition Regulations 2022, Art. 30). Ask them what you need to know.",
            **case,
        )
    rights.ask_of_case(act, case["case_no"], "reveal")


def export(act: Act, *, file: str, days: tuple[str, str], reason: str) -> Record:
    """Record that the register of some days is about to be written out unmasked; no file is the screen.

    Raises as reason_to_reveal.
    """
    why = reason_to_reveal(act, reason)
    detail = {"form": "register", "file": file, "from": days[0], "to": days[1], "revealed": True, "text": why}
    return Record(None, ledger.append(act, [Fact(None, "exported", act.clock.default_at(), detail)]))


def search(act: Act, by: Sequence[str], cases: Sequence[str]) -> Record:
    """Record a search by personal data: by which kinds of it, never the words, and the cases found."""
    detail = {"by": list(by), "found_cases": list(cases)}
    return Record(None, ledger.append(act, [Fact(None, "searched", act.clock.default_at(), detail)]))


def reveal(act: Act, given: str, reason: str) -> Record:
    """Record that the customer's data of a case is about to be shown unmasked. Raises as reason_to_reveal."""
    case = find_case(act, given, voided=True)
    detail = {"text": reason_to_reveal(act, reason, case)}
    at = occurred_at(act, None, case["received_at"])
    return Record(case["case_no"], ledger.append(act, [Fact(case["case_no"], "revealed", at, detail)]))


def take_out(act: Act, given: str, attachment: int, reason: str | None) -> Record:
    """Record that an attachment of a case is about to be taken out: no mask hides what it shows. Raises Refused.

    It is what the case is worked by, so a reason may be given and need not.
    """
    case = find_case(act, given, voided=True)
    _ask(act, case)
    detail = {"attachment": attachment, "text": clean_text(reason or "", "--reason")}
    at = occurred_at(act, None, case["received_at"])
    return Record(case["case_no"], ledger.append(act, [Fact(case["case_no"], "revealed", at, detail)]))


def not_written(act: Act, record: Record, *, file: str, problem: str) -> None:
    """Record that what is on record as shown, printed or exported could not be written out."""
    detail, at = {"event": record.seq, "output": file, "text": problem}, act.clock.default_at()
    if record.case_no:
        at = occurred_at(act, None, case_rows.case(act.connection, record.case_no)["received_at"])
    kind = "output_failed" if record.case_no else "export_failed"
    ledger.append(act, [Fact(record.case_no, kind, at, detail)])
