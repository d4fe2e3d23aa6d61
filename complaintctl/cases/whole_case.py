"""A case with all that is on record of it, gathered for showing as who looks may see it."""

import json
from collections.abc import Sequence
from sqlite3 import Connection, Row
from typing import Any, NamedTuple

from complaintctl.cases import case_rows, rule_rows
from complaintctl.privacy import attachments, personal
from complaintctl.privacy.masking import Mask
from complaintctl.privacy.personal import CONFIDENTIAL, Person
from complaintctl.record import queries


class WholeCase(NamedTuple):
    """All the file knows of a case: its row, deadline, clocks, duties, slips, legs, events, attachments, customer."""

    case: Row
    deadline: Row | None
    clocks: Sequence[Row]
    duties: Sequence[Row]
    slips: Sequence[Row]
    legs: Sequence[Row]
    events: Sequence[Row]
    attachments: Sequence[Row]
    person: Person
    grounds: Sequence[Row]  # on which it is major


def whole_case(
    connection: Connection,
    case_no: str,
    mask: Mask,
    person: Person | None = None,
    *,
    with_duties: bool = True,
) -> WholeCase:
    """Everything about a case, for showing; with a mask, but that of a reveal, nothing of the customer.

    `person` is what a paper shows of them. Of who made a report of wrongdoing it does not even show what is masked
    (Art. 13).
    """
    case = case_rows.case(connection, case_no)
    told: dict[str, Any] = {"case": dict(case)}  # with texts, in which the customer may stand
    for view in ("slip", "leg", "event"):
        told[f"{view}s"] = [dict(row) for row in queries.rows_in(connection, view, case_no=case_no)]
    told["attachments"] = [dict(row) for row in attachments.of_case(connection, case_no)]
    told = mask.row(told)

    by_seq = {event["seq"]: event for event in told["events"]}
    for event in told["events"]:
        if event["kind"] == "corrected":
            event["detail"] = _with_former_customer(connection, event["detail"], mask)
        elif event["kind"] == "entry_voided":
            detail = json.loads(event["detail"])
            entry = by_seq[detail["entry"]]
            voided = {"voided_at": event["at"], "voided_for": detail["text"]}
            entry["detail"] = json.dumps({**json.loads(entry["detail"]), **voided}, ensure_ascii=False)
    if person is None:
        person = Person() if mask.secret else personal.read(connection, case["complainant"], reveal=mask.reveals)
    return WholeCase(
        **told,
        deadline=case_rows.deadline(connection, case_no),
        clocks=case_rows.clocks(connection, case_no),
        duties=case_rows.duties(connection, case_no) if with_duties else (),
        person=person,
        grounds=[row for row in rule_rows.major_grounds(connection) if case[row["code"]]],
    )


def _with_former_customer(connection: Connection, detail: str, mask: Mask) -> str:
    """The details of a correction, with all that was known of the customer before, as far as it may be shown."""
    told = json.loads(detail)
    former, parts = told["corrected"].pop("complainant", None), told["corrected"].pop("customer", ())
    if mask.secret:
        known = Person(*[CONFIDENTIAL] * len(Person._fields))
    else:
        known = personal.read(connection, former, reveal=mask.reveals)
    told["corrected"] |= {part: said for part, said in known._asdict().items() if part in parts}
    return json.dumps(told, ensure_ascii=False)
