"""Printing a form of a case: what it is about, what it may show, and that it was printed (Arts 6, 8, 9)."""

import json
from typing import NamedTuple

from complaintctl import ledger, personal, queries
from complaintctl.casework import recusal
from complaintctl.casework.access import Record, reason_to_reveal
from complaintctl.casework.common import find_case, occurred_at
from complaintctl.errors import Refused, UsageProblem
from complaintctl.language import _, spoken
from complaintctl.ledger import Act, Fact
from complaintctl.masking import Mask, Masking
from complaintctl.personal import Person
from complaintctl.queries import Row, forms
from complaintctl.queries import recusal as recusal_queries

# The acts that a form is the paper of, and the command that does the first of them; the other forms are about the case.
_ABOUT = {
    "transfer": (("dispatched",), "transfer {case} --to UNIT"),
    "supervise": (("supervised",), "supervise {case} --reason REASON"),
    "result": (("result_reported",), "resolve {case}"),
    "reply": (("replied",), "resolve {case}"),
    "delay": (("delay_reported", "extended"), "delay {case} --reason TEXT"),
}
_NUMBERED = ("transfer", "supervise", "result")


class Order(NamedTuple):
    """A form to be printed, as the officer asks for it."""

    kind: str
    number: str | None = None  # of the slip or the report, where a case has several
    blank: bool = False  # a result report to fill in by hand
    reveal: bool = False
    reason: str | None = None
    on_paper: bool = True


class Printed(NamedTuple):
    """A form on record as printed: what it is of, and how much of the customer it shows."""

    record: Record
    case: Row
    form: Row
    event: Row | None  # the act it is the paper of
    copy_no: int | None  # None for a look at it on the screen, which is no copy
    person: Person
    mask: Mask


def print_form(act: Act, given: str, order: Order) -> Printed:
    """Put on record that a form is printed, and return what it is to show.

    Each form, and of a numbered one each number, is counted by itself: a second copy says that it is one (Art. 6).

    Raises:
        Refused: the case has not come so far; who made a report of wrongdoing is not to be shown; or the form would go
            to a unit that it must not reach, its slip being of a time when that was not known (Art. 13).
        UsageProblem: personal data is to be shown without a reason, or a number or blank asked for where none is.
        NotFound: no such form or case.
    """
    form = forms.form(act.connection, order.kind)
    case = find_case(act, given)
    if order.blank and form["code"] != "result":
        raise UsageProblem(_("--blank is for the result report, which a unit fills in by hand."))
    reason = reason_to_reveal(act, order.reason, case) if order.reveal else None
    event = None if order.blank else _subject(act, case, form["code"], order.number)
    if form["goes_to"] == "unit":
        _not_to_the_reported(act, case, event)
    number = number_of(event)
    copy_no = 1 + forms.copies(act.connection, case["case_no"], form["code"], number, order.blank)
    detail = {
        "form": form["code"],
        "slip_no": number,
        "copy_no": copy_no if order.on_paper else None,
        "blank": order.blank,
        "revealed": order.reveal,
        "text": reason,
    }
    at = occurred_at(act, None, case["received_at"])
    record = Record(case["case_no"], ledger.append(act, [Fact(case["case_no"], "printed", at, detail)]))
    person = _customer(act, case, form, order.reveal)
    masking = Masking(act.connection, act.actor)
    is_shown = order.reveal and not (case["restricted"] and form["goes_to"] == "unit")
    mask = masking.of_form(case["case_no"], person) if is_shown else masking.of(case["case_no"])
    return Printed(record, case, form, event, copy_no if order.on_paper else None, person, mask)


def _not_to_the_reported(act: Act, case: Row, event: Row | None) -> None:
    """Refuse to print what goes to a unit for one that the case must not reach."""
    slip = event["seq"] if event and event["kind"] in ("dispatched", "supervised") else None
    for unit in recusal_queries.barred_addressees(act.connection, case["case_no"], slip):
        recusal.unit_may_have(act.connection, case, unit)


def number_of(event: Row | None) -> str | None:
    """The number of the slip or report that an event tells of."""
    detail = json.loads(event["detail"]) if event else {}
    return detail.get("slip_no") or detail.get("report_no")


def _subject(act: Act, case: Row, kind: str, number: str | None) -> Row | None:
    """The last act that the form is the paper of, or the one of that number."""
    if number and kind not in _NUMBERED:
        raise UsageProblem(
            _("--slip names a transfer slip, a supervision slip or a result report; this form has no number.")
        )
    if kind == "endorsed" and not case["is_referred"]:
        raise Refused(
            _("{case_no} was not sent by another body: no leader's endorsement came with it.", case_no=case["case_no"])
        )
    if kind not in _ABOUT:
        return None
    kinds, command = _ABOUT[kind]
    events = [row for row in queries.events(act.connection, case["case_no"]) if row["kind"] in kinds]
    if not events:
        raise _not_yet(act, case, kind, kinds[0], command.format(case=case["case_no"]))
    named = [row for row in events if number is None or _is_called(number_of(row), number)]
    if named:
        return named[-1]
    known = ", ".join(number_of(row) or "-" for row in events)
    raise Refused(_("{case_no} has no {number}; it has {known}.", case_no=case["case_no"], number=number, known=known))


def _is_called(number: str | None, given: str) -> bool:
    """转〔2026〕3号 may be written 3 or 3号."""
    return number is not None and given.removesuffix("号") in (number.removesuffix("号"), number[:-1].split("〕")[-1])


def _not_yet(act: Act, case: Row, kind: str, event_kind: str, command: str) -> Refused:
    """What the case lacks before the form can be printed, and the command that supplies it."""
    what = queries.labels(act.connection, spoken())["event_kind", event_kind]
    sentence = _(
        "{case_no} has nothing to print on this form yet ({what}): complaintctl {command}",
        case_no=case["case_no"],
        what=what,
        command=command,
    )
    hint = _("One to fill in by hand is printed with --blank.") if kind == "result" else ""
    return Refused(f"{sentence}\n{hint}".strip())


def _customer(act: Act, case: Row, form: Row, reveal: bool) -> Person:
    """As much of the customer as the reader of the form needs (Art. 6).

    What leaves the office has no identity number and no address, for nobody needs them to reply; and what goes to a
    unit never says who made a report of wrongdoing (Art. 13; Petition Regulations 2022, Art. 30).
    """
    if case["restricted"] and (not reveal or form["goes_to"] == "unit"):
        return Person()
    person = personal.read(act.connection, case["complainant"], reveal)
    return person if form["goes_to"] == "file" else person._replace(id_no=None, address=None)
