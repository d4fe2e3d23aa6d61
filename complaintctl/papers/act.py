"""Printing a form of a case: what it is about, what it may show, and that it was printed (Arts 6, 8, 9)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from complaintctl.base.errors import ComplaintError, Refused, UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.cases import recusal, rule_rows
from complaintctl.cases.access import Record, reason_to_reveal
from complaintctl.cases.case_acts import find_case, occurred_at
from complaintctl.papers import rows as papers_rows
from complaintctl.papers.customer_on_paper import (
    OnPaper,
    customer_on_paper,
    refuse_incomplete,
    refuse_without_addressee,
)
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row

BLANK = ("blank", "空白单")  # the names, among the forms, of a result report to fill in by hand


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
    event: Row | None  # the act it is the paper of, and tells as of; None: it tells how the case stands
    number: str | None  # of that act
    copy_no: int | None  # None for a look at it on the screen, which is no copy
    customer: OnPaper


def print_form(act: Act, given: str, order: Order) -> Printed:
    """Put on record that a form is printed, and return what it is to show.

    Each form, and of a numbered one each number, is counted by itself: a second copy says that it is one (Art. 6).

    Raises:
        Refused: the case has not come so far; who made a report of wrongdoing is not to be shown; the form would go
            to a unit that it must not reach, its slip being of a time when that was not known (Art. 13); or it would
            go to nobody, or to a customer without what he needs.
        UsageProblem: personal data is to be shown without a reason, or a number or blank asked for where none is.
        NotFound: no such form or case.
    """
    form = papers_rows.form(act.connection, order.kind)
    case = find_case(act, given, voided=True)
    _may_be_blank(form, order.blank)
    reason = reason_to_reveal(act, order.reason, case) if order.reveal else None
    refuse_without_addressee(act, case, form)
    event = None if order.blank else _subject(act, case, form["code"], order.number)
    if order.on_paper:
        refuse_incomplete(act, form)
    number = event["number"] if event else None
    if form["goes_to"] == "unit":
        slip = event["seq"] if event and event["kind"] in ("dispatched", "supervised") else None
        for unit in recusal.barred_addressees(act.connection, case["case_no"], slip):
            recusal.unit_may_have(act.connection, case, unit)
    of_this = {"case_no": case["case_no"], "form": form["code"], "blank": order.blank}
    # Two letters without a number, such as two notices of a delay, are told apart by their acts: the last is printed.
    since = event["seq"] if event else 0
    every = queries.rows_in(act.connection, "printed_copy", **of_this)
    copies = [row for row in every if row["slip_no"] == number and row["seq"] > since]
    copy_no = len(copies) + 1 if order.on_paper else None
    until = event["until_seq"] if event else None
    customer = customer_on_paper(act, case, form, until, reveal=order.reveal, document=order.on_paper)
    detail = {
        "form": form["code"],
        "slip_no": number,
        "copy_no": copy_no,
        "blank": order.blank,
        "revealed": order.reveal,
        "shown": customer.shown or None,
        "text": reason,
    }
    at = occurred_at(act, None, case["received_at"])
    record = Record(case["case_no"], ledger.append(act, [Fact(case["case_no"], "printed", at, detail)]))
    return Printed(record, case, form, event, number, copy_no, customer)


def printable(act: Act, known: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """The forms on which a case can be printed now, with their titles; a blank report while there is no other."""
    case, found = find_case(act, known["case"], voided=True), []
    for form in papers_rows.forms(act.connection):
        title = form[f"title_{spoken()}"]
        if _can_be_printed(act, case, form, known["blank"], known["number"]):
            found.append((form["code"], title))
        elif case["is_open"] and _can_be_printed(act, case, form, True, None):
            found.append((BLANK[0], _("{form} (blank, to fill in by hand)", form=title)))
    return found


def _can_be_printed(act: Act, case: Row, form: Row, blank: bool, number: str | None) -> bool:
    """Tell whether a case has come so far that it can be printed on a form."""
    with suppress(ComplaintError):
        _may_be_blank(form, blank)
        refuse_without_addressee(act, case, form)
        if not blank:
            _subject(act, case, form["code"], number)
        return True
    return False


def _may_be_blank(form: Row, blank: bool) -> None:
    if blank and form["code"] != "result":
        raise UsageProblem("--blank is for the result report, which a unit fills in by hand.")


def _subject(act: Act, case: Row, kind: str, number: str | None) -> Row | None:
    """The last act that the form is the paper of, or the one of that number; None: it tells how the case stands."""
    acts = papers_rows.acts(act.connection, kind, case["case_no"])
    if number and not any(row["number_key"] for row in acts):
        raise UsageProblem(
            "--slip names a transfer slip, a supervision slip or a result report; this form has no number."
        )
    if kind == "endorsed" and not case["is_referred"]:
        raise Refused("{case_no} was not sent by another body: no leader's endorsement came with it.", **case)
    if not acts:
        return None
    done = [row for row in acts if row["seq"]]
    if not done:
        what = rule_rows.labels(act.connection, spoken())["event_kind", acts[0]["kind"]]
        sentence = _(
            "{case_no} has nothing to print on this form yet ({what}): {command}",
            **case,
            what=what,
            command=f"complaintctl {acts[0]['remedy']}".replace("CASE", case["case_no"]),
        )
        hint = _("One to fill in by hand is printed with --blank.") if kind == "result" else ""
        raise Refused(f"{sentence}\n{hint}".strip())
    # 转〔2026〕3号 may be written 3 or 3号.
    wanted = (number or "").removesuffix("号")
    for row in reversed(done):
        called = row["number"] or ""
        if number is None or (called and wanted in (called.removesuffix("号"), called[:-1].split("〕")[-1])):
            return row
    known = ", ".join(row["number"] or "-" for row in done)
    raise Refused("{case_no} has no {number}; it has {known}.", **case, number=number, known=known)
