"""The objects that a form is filled from: the case, and the acts on it that the paper tells of."""

from collections.abc import Callable, Mapping, Sequence
from sqlite3 import Connection
from typing import Any

from complaintctl.base.values import check_characters
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import rule_rows
from complaintctl.cases.case_json import as_object, event_fields
from complaintctl.cases.whole_case import WholeCase, whole_case
from complaintctl.papers import rows as papers_rows
from complaintctl.papers.act import Printed
from complaintctl.papers.form_fields import Filters, filled_in, form_filters
from complaintctl.privacy.personal import Person
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act

Object = Mapping[str, Any]
Events = Callable[..., Sequence[Object]]


def fields_of(act: Act, printed: Printed, then: Connection, words: set[str], *, blank: bool) -> tuple[Object, Filters]:
    """The fields of the template of a form which is being printed, and the filters for it.

    `then` is the file as it stood at the act that the form is the paper of. `words` are those of the template: the
    duties take longest, and a form seldom names them.
    """
    db, case, customer, now = then, printed.case, printed.customer, act.clock.default_at()
    labels = rule_rows.labels(db, "zh", case["case_no"])
    file = whole_case(db, case["case_no"], customer.mask, customer.person, with_duties="duties" in words)
    seen = as_object(file, labels)

    event = next((each for each in seen["events"] if printed.event and each["seq"] == printed.event["seq"]), None)
    # What was written on the paper itself since: who signed for it, what was said of the report.
    entered = [customer.mask.row(row) for row in queries.rows_in(act.connection, "event", case_no=case["case_no"])]
    since = [{**event_fields(row), "label": labels["event_kind", row["kind"]]} for row in entered]
    voided = {each["entry"] for each in since if each["kind"] == "entry_voided"}

    def events(*kinds: str) -> Sequence[Object]:
        """The case's events of these kinds, oldest first; on no paper one that was entered wrong and voided since."""
        return [event for event in seen["events"] if event["kind"] in kinds and event["seq"] not in voided]

    people = [*reversed(customer.former), customer.person]

    def was(key: str, by: str = "corrected") -> Sequence[Any]:
        """The values of the case before a kind of event changed them; none on a paper as of its act."""
        return [] if printed.event or blank else _former(key, events("registered", "reopened", by), people)

    report = {} if blank else _chosen(event, events("result_reported"))
    seq, head = ledger.head(act.connection)  # the printing is the last entry
    delay = _chosen(event, events("delay_reported", "extended"))
    day, extended = event["recorded_at"][:10] if event else now.day, delay.get("clock") if event is delay else None
    objects = {
        "paper": {
            **papers_rows.paper(db, case["case_no"], day, act.actor, extended),
            "printed_at": now.text,
            "seq": seq,
            "head": head,
            "check_characters": check_characters(case["case_no"]) if blank else "",
        },
        "form": printed.form,
        "number": printed.number,
        "copy_no": printed.copy_no,
        "letter_no": len(events(event["kind"])) if event else 0,
        "blank": blank,
        "choices": lambda kind: [row["label_zh"] for row in rule_rows.choices(db, kind)],
        # A report of wrongdoing once known as one stays one, on the papers of before as well (Art. 13).
        "case": {
            **seen,
            "amount_fen": file.case["amount_fen"],
            "restricted": seen["restricted"] or bool(case["restricted"]),
        },
        "deadline": file.deadline,
        "events": events,
        "was": was,
        "registration": events("registered", "corrected")[-1],
        "facts": events("registered", "classified")[-1],
        "slip": _slip(db, file, event, events, since),
        "report": _report(file, report, since),
        "answer": {} if blank else _answer(db, case["case_no"], event and report, events),
        "delay": delay,
    }
    filters = form_filters(labels, papers_rows.names(db), file.deadline)
    return filled_in(objects, filters, words), filters


def _chosen(event: Object | None, events: Sequence[Object]) -> Object:
    """The act that is printed, if it is one of these, else the last of them."""
    return event if event in events and event else events[-1] if events else {}


def _former(key: str, events: Sequence[Object], people: Sequence[Person]) -> Sequence[Any]:
    """The values that a fact of a case had before its present one, the first one first."""
    if key in Person._fields:
        values = [getattr(person, key) for person in people]
    elif key == "due_on":  # of this stretch of the case
        opened = max(each["seq"] for each in events if each["kind"] in ("registered", "reopened"))
        values = [each["due_on"] for each in events if each["seq"] > opened and "due_on" in each]
    else:
        received = {"received_at": events[0]["at"]}
        values = [{**received, **each}.get(key) for each in events if each["kind"] != "reopened"]
    return [value for value in dict.fromkeys(values[:-1]) if value is not None and value != values[-1]]


def _slip(db: Connection, file: WholeCase, event: Object | None, events: Events, since: Sequence[Object]) -> Object:
    """The transfer or supervision slip that is printed, else the last transfer, with the transfer it reminds of."""
    transfers = [row for row in file.slips if row["kind"] == "transfer"]
    printed = [row for row in file.slips if event and row["seq"] == event["seq"]]
    if not printed + transfers:
        return {}
    row = (transfers + printed)[-1]
    act = next(each for each in events("dispatched", "supervised") if each["seq"] == row["seq"])
    earlier = [slip for slip in file.slips if slip["seq"] <= row["seq"]]
    original = next((slip for slip in reversed(earlier) if slip["kind"] == "transfer"), None)
    issued_on = row["issued_at"][:10]
    until = min(issued_on, (file.deadline and file.deadline["stopped_on"]) or issued_on)  # an answer ends it (Art. 10)
    late = original and calendar_rows.working_days_between(db, original["due_on"], until)
    signed = (each for each in since if each["kind"] == "signed" and each.get("slip_no") == row["slip_no"])
    return {
        **dict(row),
        **act,
        "working_days": calendar_rows.working_days_between(db, issued_on, row["due_on"]),
        "signed": next(signed, None),
        "count": sum(slip["kind"] == "supervise" for slip in earlier) if row["kind"] == "supervise" else None,
        "original": original,
        "days_late": max(late or 0, 0),
    }


def _report(file: WholeCase, report: Object, since: Sequence[Object]) -> Object:
    """A result report, its unit, the slips of that unit, and what 监察室 said of it: the first word after it."""
    seq = report.get("seq", file.events[-1]["seq"])
    slips = [row for row in file.slips if row["seq"] < seq]
    # The unit that the case lay with when the report was made; without a slip, the one complained of.
    lay = [row["to_unit"] for row in slips if row["kind"] == "transfer" and not row["returned_at"]]
    unit = lay[-1] if lay else file.case["respondent_unit"]
    reviews = (each for each in since if each["kind"] in ("result_accepted", "result_returned") and each["seq"] > seq)
    return {
        **report,
        "seq": seq,
        "unit": unit,
        "slips": [row for row in slips if row["to_unit"] == unit],
        "review": next(reviews, None) if report else None,
    }


def _answer(db: Connection, case_no: str, report: Object | None, events: Events) -> Object:
    """The reply that a report tells of, else the last: how long it took, and why it was late (Art. 10)."""
    replies = [each for each in events("replied") if not report or each["seq"] < report["seq"]]
    if not replies:
        return {}
    reply = replies[-1]
    made = next(
        row
        for row in queries.rows_in(db, "reply_made", case_no=case_no)
        if row["seq"] == reply.get("corrects", reply["seq"])
    )
    delays = events("delay_reported", "extended")
    reasons = [each["text"] for each in delays if each["kind"] == "delay_reported" and each["seq"] > made["opened_seq"]]
    told = [each["at"] for each in events("contacted") if each.get("purpose") == "explain_delay"]
    told += [each.get("customer_told_at") or "" for each in delays]
    return {
        **dict(made),
        **reply,
        "delay_reason": reasons[-1] if reasons else None,
        "delay_told_at": max(told, default=None),
    }
