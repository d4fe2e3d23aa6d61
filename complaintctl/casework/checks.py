"""The daily checks: who makes them, that they were made, what they found (Arts 8(4), 9(2), 9(3))."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from complaintctl import ledger, queries
from complaintctl.casework import recusal
from complaintctl.casework.common import find_case, label_of, occurred_at
from complaintctl.casework.serving import serving
from complaintctl.citations import cited
from complaintctl.clock import Moment, parse_moment
from complaintctl.errors import Refused, UsageProblem
from complaintctl.language import _
from complaintctl.ledger import Act, Fact
from complaintctl.queries import Row, accountability
from complaintctl.values import required_text


class Checked(NamedTuple):
    """A check as the officer enters it: of which days (default the day it was made on), by whom, what was found."""

    days: Sequence[str] = ()
    by: str | None = None
    found: str | None = None
    case: str | None = None
    briefed: str | None = None
    at: str | None = None


def name(act: Act, kind: str, *, person: str | None, unit: str | None, at: str | None) -> tuple[str, list[str]]:
    """Name who makes a check from now on; return his code and notes.

    A suggestion box is its branch head's, unless another person is named (Art. 9(2)).

    Raises:
        UsageProblem: no person; no branch where each has its own check, or a unit where none has.
        Refused: the person has left, or is named already; the branch is no more.
    """
    check = accountability.check_kind(act.connection, kind)
    moment = occurred_at(act, at)
    place = _place(act, check, unit, moment.day)
    given = person or (place["head"] if place else None)
    if not given:
        raise UsageProblem(_nobody_given(check, place))
    member = serving(queries.member(act.connection, given), moment.day)
    where = place["code"] if place else None
    named = accountability.person_named(act.connection, check["code"], where, moment.day, member["code"])
    if named and named["is_he"]:
        raise Refused("{person} is named for {check} already.", person=member["code"], check=_called(check, place))
    detail = {"check": check["code"], "unit": where, "person": member["code"]}
    ledger.append(act, [Fact(None, "check_named", moment, detail)])
    foreign = where is not None and not accountability.is_of(act.connection, member["code"], where)
    notes = [_("{person} is of {unit}, not of {branch}.", person=member["code"], unit=member["unit"], branch=where)]
    return member["code"], notes if foreign else []


def done(act: Act, kind: str, unit: str | None, checked: Checked) -> tuple[list[str], list[str]]:
    """Record that a check was made, or several of days past, marked as entered late (补录); return days and notes.

    Raises:
        UsageProblem: a day to come; findings of several days at once; a leader told of nothing.
        Refused: the check of that day is on record, and nothing was found; the person briefed is no leader.
    """
    check = accountability.check_kind(act.connection, kind)
    made_at = occurred_at(act, checked.at)
    moments = [_moment(act, day, made_at, checked.at) for day in checked.days] or [(made_at.day, made_at)]
    by = queries.member(act.connection, checked.by or act.actor)["code"]
    finding = _finding(act, checked, by)
    if finding and len(moments) > 1:
        raise UsageProblem("Several days and something found: enter the day it was found on by itself.")
    place = _place(act, check, unit, max(day for day, _at in moments))
    where = place["code"] if place else None
    facts = []
    for day, moment in sorted(dict(moments).items()):
        if not finding and accountability.is_checked(act.connection, check["code"], where, day):
            raise Refused(
                "The check of {check} on {day} is on record: enter it again only if something was found, with"
                " --found TEXT or --case CASE.",
                check=_called(check, place),
                day=day,
            )
        late = day < act.clock.now().day
        detail = {"check": check["code"], "unit": where, "day": day, "by": by, "late_entry": late, **finding}
        facts.append(Fact(None, "checked", moment, detail))
    ledger.append(act, facts)
    days = [fact.detail["day"] for fact in facts]
    return days, list(_notes(act, check, place, days, by, finding))


def _place(act: Act, check: Row, unit: str | None, day: str) -> Row | None:
    """The branch whose check it is; None where the bank has one check for all."""
    if not check["of_branch"]:
        if unit:
            raise UsageProblem("{check} is one check for the whole bank: leave out --unit.", check=label_of(check))
        return None
    if not unit:
        raise UsageProblem(
            "Missing --unit: {check} is looked into at each branch ({article}).",
            check=label_of(check),
            article=cited(check["citation"]),
        )
    row = queries.unit(act.connection, unit)
    if row["kind"] != "branch":
        raise UsageProblem(
            "{unit} {name} is no branch: {check} is looked into at branches.",
            unit=row["code"],
            name=row["name"],
            check=label_of(check),
        )
    return serving(row, day)


def _moment(act: Act, given: str, made_at: Moment, at: str | None) -> tuple[str, Moment]:
    """The day checked, and when: as --at says, else on that day."""
    moment = parse_moment(given, "--day")
    if moment.day > act.clock.now().day:
        raise UsageProblem("--day {given} is in the future: a check is entered after it was made.", given=given)
    if at and moment.day > made_at.day:
        raise UsageProblem(
            "--day {given} is after --at {made_on}: a check is not made before its day.",
            given=given,
            made_on=made_at.day,
        )
    return moment.day, made_at if at or moment.day == made_at.day else Moment(f"{moment.day}T00:00:00+08:00", True)


def _finding(act: Act, checked: Checked, by: str) -> dict[str, str]:
    """What the check found: a complaint, made a case, or what harms the bank's image, told to a leader (Art. 8(4))."""
    case = find_case(act, checked.case, "prepare") if checked.case else None
    if case:
        recusal.may(act.connection, case, by, "prepare")
    finding = {}
    if checked.found is not None:
        finding["text"] = required_text(checked.found, "--found")
    if case:
        finding["case_no"] = case["case_no"]
    if checked.briefed:
        if "text" not in finding:
            raise UsageProblem("Missing --found: say what the leader was told of.")
        leader = queries.member(act.connection, checked.briefed)
        if not queries.is_leader(act.connection, leader["code"]):
            raise Refused(
                "{leader} is no leader to whom findings are reported (Arts 8(2), 8(4)).", leader=leader["code"]
            )
        if case:
            recusal.may(act.connection, case, leader["code"], "told")
        finding["briefed"] = leader["code"]
    return finding


def _notes(
    act: Act, check: Row, place: Row | None, days: Sequence[str], by: str, finding: dict[str, str]
) -> Iterator[str]:
    where = place["code"] if place else None
    named = accountability.person_named(act.connection, check["code"], where, days[-1], by)
    if named is None:
        yield _(
            "Nobody was named for this check on {day}: complaintctl check name {arguments}",
            day=days[-1],
            arguments=_to_name(check, place),
        )
    elif not named["is_he"]:
        yield _("{named} is named for this check; {by} made it.", named=named["person"], by=by)
    if "text" in finding and not finding.keys() & {"case_no", "briefed"}:
        yield _(
            "What was found is reported to a leader in time, and a complaint registered (Art. 8(4)): enter it once"
            " more with --briefed LEADER or --case CASE when that is done."
        )


def _called(check: Row, place: Row | None) -> str:
    name = label_of(check)
    return _("{check} of {branch}", check=name, branch=place["code"]) if place else name


def _to_name(check: Row, place: Row | None) -> str:
    """The arguments of the command that names who makes a check."""
    return f"{check['code']} STAFF --unit {place['code']}" if place else f"{check['code']} STAFF"


def _nobody_given(check: Row, place: Row | None) -> str:
    missing = _("Missing STAFF: {branch} has no head.", branch=place["code"]) if place else _("Missing STAFF.")
    return _(
        "{missing} Say who makes the check: complaintctl check name {arguments}",
        missing=missing,
        arguments=_to_name(check, place),
    )
