"""Transfer: where a slip may go, when 监察室 rules, what to look at again (Arts 3, 4, 9, 10)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, NamedTuple

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.option import At, Option
from complaintctl.base.values import clean_text
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_rows, directory_rows, recusal, rule_rows
from complaintctl.cases.case_acts import enter, occurred_at, open_case
from complaintctl.cases.directory_rows import serving
from complaintctl.handling import rows as handling_rows
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row, Rows


def transfer(
    act: Act,
    given: str,
    *,
    to: Annotated[str, Option("The unit that is to handle it.", "UNIT", "Which unit is to handle it", "unit")],
    assist: Annotated[
        Sequence[str], Option("A unit that assists; may be repeated.", "UNIT", "Which unit assists", "unit")
    ] = (),
    handler: Annotated[str | None, Option("Who handles it there.", "STAFF")] = None,
    note: Annotated[str | None, Option("What the unit is asked to do.", ask="What is the unit asked to do")] = None,
    via: Annotated[str | None, Option("How the slip was sent: intranet, fax, by hand …")] = None,
    ruling: Annotated[
        str | None,
        Option("Who is responsible and why, once units have disputed it (Art. 4).", ask="Who is responsible and why"),
    ] = None,
    at: At = None,
) -> tuple[str, str, list[str]]:
    """Transfer a case by a numbered slip that carries its due date (Art. 9); return case, slip number and notes.

    Raises:
        Refused: a report of wrongdoing would reach whom it reports (Art. 13); the handler is the party (Art. 10); the
            case lies there already, or has its result report; units dispute it and 监察室 has not ruled (Art. 4); who
            is named has retired; or it is dated before the slip that it follows.
    """
    case = may_transfer(act, given)
    legs = queries.rows_in(act.connection, "leg", case_no=case["case_no"])
    returned = queries.rows_in(act.connection, "event", case_no=case["case_no"], kind="result_returned")
    # Not before the case was last given to a unit, or came from it.
    moved = [leg["ended_at"] or leg["issued_at"] for leg in legs[-1:]] + [row["at"] for row in returned[-1:]]
    moment = occurred_at(act, at, max([case["opened_at"], *moved]))
    unit, *assisting = (
        serving(directory_rows.unit(act.connection, name), moment.day) for name in (to, *dict.fromkeys(assist))
    )
    codes = [row["code"] for row in assisting]
    person = serving(directory_rows.member(act.connection, handler), moment.day) if handler else None
    may_go_to(act, case, unit, codes)
    if person:
        recusal.may(act.connection, case, person["code"], "handle", _("cannot handle it"))
    words = clean_text(ruling or "", _("The ruling"))
    if not words:
        _refuse_undecided(act, case)
    notes = list(_warnings(act, case, legs, unit, person, moment.day, words))
    deadline = case_rows.deadline(act.connection, case["case_no"])
    slip_no = ledger.next_number(act, "transfer", int(moment.day[:4]))
    detail = {
        "slip_no": slip_no,
        "to_unit": unit["code"],
        "assisting_units": codes or None,
        "handler": person["code"] if person else None,
        "due_on": deadline["due_on"] if deadline else None,
        "via": clean_text(via or "", _("The way it was sent")),
        "ruling": words,
        "text": clean_text(note or "", _("The note")),
    }
    enter(act, Fact(case["case_no"], "dispatched", moment, detail), reason="transferred")
    return case["case_no"], slip_no, notes


class Handed(NamedTuple):
    """The cases of a unit: number, slip number and notes of each that went on; why each other was left out."""

    sent: list[tuple[str, str, list[str]]]
    left_out: list[str]


def transfer_all(act: Act, of: str, *, to: str | None = None, **options: Any) -> Handed:
    """Transfer every open case that lies with a unit and waits for its result, by a slip each (Arts 9, 13).

    They go to the unit named, else to the one that took over its work, the same units assisting. A case that may not go
    there is left out, and said which and why.

    Raises:
        UsageProblem: nobody says to which unit.
        Refused: nothing lies with the unit, or none of its cases may go there.
    """
    unit = directory_rows.unit(act.connection, of)
    if not (successor := to or unit["merged_into"]):
        raise UsageProblem(
            "Nobody took over the work of {name}: name the unit its cases go to with --to UNIT, or once for all with"
            " complaintctl unit set {unit} --retired DATE --merged-into UNIT",
            unit=unit["code"],
            name=unit["name"],
        )
    receiving = serving(directory_rows.unit(act.connection, successor), act.clock.now().day)["code"]
    handed = Handed([], [])
    for case in handling_rows.cases_waiting_at(act.connection, unit["code"]):
        assisting = handling_rows.assisting_units(act.connection, case["case_no"], receiving)
        try:
            sent = transfer(
                act, case["case_no"], to=receiving, **{**options, "assist": options.get("assist") or assisting}
            )
            handed.sent.append(sent)
        except Refused as refusal:
            handed.left_out.append(_("{case_no} is left out: {refusal}", **case, refusal=refusal))
    if not handed.sent:
        none = _("No open case that waits for a result lies with {unit}.", unit=unit["name"])
        raise Refused("\n".join(handed.left_out) or none)
    return handed


def may_transfer(act: Act, given: str) -> Row:
    """A case that can be given to a unit. Raises Refused: it is no longer open, or has its result report."""
    case = open_case(act, given, _("it cannot be transferred any more"))
    if case["reported_at"]:
        raise Refused(
            "{case_no} has the result report of {day}; to have it handled again: complaintctl review {case_no}"
            " --return --reason TEXT",
            **case,
            day=case["reported_at"][:10],
        )
    return case


def may_go_to(act: Act, case: Row, unit: Row, assisting: Sequence[str]) -> None:
    """Refuse units that a case may not go to, or not from where it is (Arts 9, 10, 13).

    Raises:
        Refused: it lies there already, or must not reach one of the units.
        UsageProblem: a unit would assist itself.
    """
    if queries.is_in(act.connection, "complaint", case_no=case["case_no"], lead_unit=unit["code"]):
        raise Refused(
            "{case_no} lies with {unit} already: a second slip to the same unit would say nothing new.",
            **case,
            unit=unit["name"],
        )
    if unit["code"] in assisting:
        raise UsageProblem("{unit} cannot assist itself: name other units with --assist.", unit=unit["name"])
    for code in (unit["code"], *assisting):
        recusal.unit_may_have(act.connection, case, code)
    recusal.not_back_to_the_partys_box(act, case, unit)


def _refuse_undecided(act: Act, case: Row) -> None:
    """Refuse to pass on without a ruling what units dispute (Art. 4)."""
    if queries.is_in(act.connection, "ruling_due", case_no=case["case_no"]):
        disputes = queries.rows_in(act.connection, "slip_dispute", case_no=case["case_no"])
        raise Refused(
            plural(
                "{case_no} was returned {number} time, by {units}: 监察室 has to rule who is responsible (Art. 4)."
                " Give the ruling with --ruling TEXT.",
                "{case_no} was returned {number} times, by {units}: 监察室 has to rule who is responsible (Art. 4)."
                " Give the ruling with --ruling TEXT.",
                len(disputes),
                **case,
                units=_(" and ").join(_disputing(act, disputes)),
            )
        )


def _disputing(act: Act, disputes: Rows) -> Iterable[str]:
    """Name each unit that disputed a case."""
    units = dict.fromkeys(row["unit"] for row in disputes)
    return (directory_rows.name_of(act.connection, "unit", unit) for unit in units)


def _not_the_unit_complained_of(act: Act, case: Row, unit: Row) -> Iterator[str]:
    """Say that a case goes to another branch than it complains of, or than goes on with that one's work (Arts 4, 9).

    Not where that one must not have it; a department may be the one that leads (Art. 13).
    """
    complained_of, barred = case["respondent_unit"], {"case_no": case["case_no"], "unit": case["respondent_unit"]}
    if complained_of is None or queries.is_in(act.connection, "barred_unit", **barred):
        return
    row = directory_rows.unit(act.connection, complained_of)
    if unit["kind"] == "branch" and unit["code"] not in (complained_of, row["merged_into"]):
        said = {"unit": unit["name"], "other": row["name"]}
        yield _("{unit} is not the unit complained of, which is {other}: look whether it is to handle it.", **said)


def _warnings(act: Act, case: Row, legs: Rows, unit: Row, handler: Row | None, day: str, ruling: str) -> Iterator[str]:
    """Say what to look at again when a case is handed on, a sentence each (Arts 3, 10)."""
    if not ruling:
        yield from _not_the_unit_complained_of(act, case, unit)
    if legs and legs[-1]["ended_at"] is None:
        former = directory_rows.unit(act.connection, legs[-1]["unit"])["name"]
        said = {"slip_no": legs[-1]["slip_no"], "former": former, "unit": unit["name"]}
        yield _("Slip {slip_no} at {former} no longer leads: the case goes on to {unit}.", **said)
    if len(legs) >= int(rule_rows.policy(act.connection, "redispatches_noted", case["received_on"])):
        yield _("This is re-dispatch number {number}: keep the hand-offs few (Art. 3).", number=len(legs)) + (
            "" if ruling else _(" Let 监察室 rule whose it is: the next slip takes --ruling TEXT (Art. 4).")
        )
    if handler is None and queries.is_in(act.connection, "headed_by_party", case_no=case["case_no"], unit=unit["code"]):
        yield _(
            "{head} heads {unit} and is complained of: Art. 10 asks for someone there who is not the party. Name"
            " them with the next slip's --handler, or send it to 监察室.",
            head=directory_rows.name_of(act.connection, "staff", unit["head"]),
            unit=unit["name"],
        )
    who = {"unit": unit["code"], "person": handler["code"]} if handler else {}
    if handler and not queries.is_in(act.connection, "responsible_person", **who):
        said = {"unit": unit["name"], "person": handler["name"]}
        yield _("{person} is not the head of {unit}: Art. 10 asks for the person responsible there.", **said)
    deadline = case_rows.deadline(act.connection, case["case_no"])
    due = deadline and deadline["due_on"]
    left = calendar_rows.working_days_between(act.connection, day, due) if due else None
    if left is not None and left < 0:
        yield _("The case is overdue: it was due on {day} (Art. 10).", day=due)
    elif left == 0:
        yield _("Less than one working day is left: the case is due on {day} (Art. 10).", day=due)
