"""The daily checks: who makes them, that they were made, what they found (Arts 8(4), 9(2), 9(3))."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from complaintctl.base.clock import Moment, parse_moment
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.option import At, Option
from complaintctl.base.values import required_text
from complaintctl.cases import directory_rows, recusal, rights
from complaintctl.cases.case_acts import Entered, find_case, occurred_at
from complaintctl.cases.directory_rows import serving
from complaintctl.checks import rows as checks_rows
from complaintctl.checks.which_check import Check, check_of
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact

WHICH_BRANCH = marked("Whose suggestion box (each branch has its own)")
BranchUnit = Annotated[str | None, Option("The branch, for a suggestion box.", "UNIT", WHICH_BRANCH, "unit")]
_Made = tuple[Check, str, Sequence[str]]  # who made it, and the days


def name(act: Act, kind: str, *, person: str | None, unit: BranchUnit = None, at: At = None) -> Entered:
    """Name who makes a check from now on.

    A suggestion box is its branch head's, unless another person is named (Art. 9(2)).

    Raises:
        UsageProblem: no person; no branch where each has its own check, or a unit where none has.
        Refused: the person has left, or is named already; the branch is no more.
    """
    moment = occurred_at(act, at)
    check = check_of(act, kind, unit, moment.day)
    branch, given = check.key["unit"], person or check.head
    if not given:
        missing = _("Missing STAFF.")
        if branch:
            name = directory_rows.name_of(act.connection, "unit", branch)
            missing = _("Missing STAFF: {branch} has no head.", branch=name)
        sentence = marked("{missing} Say who makes the check: {command}")
        raise UsageProblem(sentence, missing=missing, command=f"complaintctl check name {check.to_name}")
    member = serving(directory_rows.member(act.connection, given), moment.day)
    code = member["code"]
    named = checks_rows.person_named(act.connection, **check.key, day=moment.day, person=code)
    if named and named["is_they"]:
        raise Refused("{person} is named for {check} already.", person=member["name"], check=check.name)
    ledger.append(act, [Fact(None, "check_named", moment, {**check.key, "person": code})])
    notes = []
    if branch and not queries.is_in(act.connection, "staff", code=code, unit=branch):
        of = {"unit": member["unit"], "branch": branch}
        said = {key: directory_rows.name_of(act.connection, "unit", unit) for key, unit in of.items()}
        notes.append(_("{person} is of {unit}, not of {branch}.", person=member["name"], **said))
    return _("{person} makes the check of {check}.", person=member["name"], check=check.name), notes


def done(
    act: Act,
    kind: str | None,
    *,
    units: Annotated[
        Sequence[str],
        Option("The branch, for a suggestion box; may be repeated.", "UNIT", WHICH_BRANCH, "unit", typed="--unit"),
    ] = (),
    everything: Annotated[
        bool, Option("Each check not yet on record, by whoever is named for it; of one KIND if given.", typed="--all")
    ] = False,
    days: Annotated[
        Sequence[str], Option("The day it was made for; may be repeated; default today.", "DATE", typed="--day")
    ] = (),
    by: Annotated[str | None, Option("Who made it; default you.", "STAFF")] = None,
    found: Annotated[str | None, Option("What was found; default nothing.", "TEXT")] = None,
    case: Annotated[str | None, Option("The case made of it.", "CASE")] = None,
    briefed: Annotated[str | None, Option("The leader told of it (Art. 8(4)).", "STAFF")] = None,
    at: At = None,
) -> Entered:
    """Record that checks were made, or of days past, marked as entered late (补录).

    Raises:
        UsageProblem: a day to come; findings of several days or checks at once; a leader told of nothing.
        Refused: the check of that day is on record, and nothing was found; the person briefed is no leader; no check is
            left that is not on record.
    """
    made_at = occurred_at(act, at)
    moments = dict([_moment(act, day, made_at, at) for day in days] or [(made_at.day, made_at)])
    maker = directory_rows.member(act.connection, by or act.actor)["code"]
    finding = _finding(act, found, case, briefed, maker)
    made: list[_Made]
    if everything:
        made = _not_on_record(act, kind, units, moments, by and maker)
    else:
        assert kind is not None
        branches: Sequence[str | None] = units or [None]
        made = [(check_of(act, kind, unit, max(moments)), maker, sorted(moments)) for unit in branches]
    if finding and (len(made) > 1 or len(moments) > 1):
        raise UsageProblem("Several checks or days and something found: enter that one by itself.")
    sentences, notes = list[str](), list[str]()
    for check, person, its_days in made:
        _refuse_anew(act, check, its_days, finding)
        details = [{**check.key, "day": day, "by": person, "late_entry": day < act.clock.now().day, **finding}
                   for day in its_days]  # fmt: skip
        ledger.append(act, [Fact(None, "checked", moments[detail["day"]], detail) for detail in details])
        sentences.append(_("{check} checked: {days}.", check=check.name, days=_(", ").join(its_days)))
        notes += _notes(act, check, its_days[-1], person, finding)
    return "\n".join(sentences), notes


def _not_on_record(
    act: Act, kind: str | None, units: Sequence[str], days: Mapping[str, Moment], by: str | None
) -> list[_Made]:
    """Each check that somebody is named for and who acts may enter, with who makes it and its days not on record."""
    if units:
        raise UsageProblem("--all is each check at each branch: leave out --unit.")
    made, states = list[_Made](), checks_rows.check_states(act.connection, kind)
    if not any(row["person"] for row in states):
        raise Refused(
            "Nobody is named who makes the checks, so nothing is entered: name them with complaintctl check name, or"
            " enter each by itself with who made it: complaintctl check done KIND --by STAFF"
        )
    for row in states:
        on_record = checks_rows.days_checked(act.connection, row["check"], row["unit"])
        missing = sorted(day for day in days if day not in on_record and day >= (row["first_day"] or day))
        if row["person"] and missing and _may_enter(act, row["check"], row["unit"], missing[-1]):
            made.append((check_of(act, row["check"], row["unit"], missing[-1]), by or row["person"], missing))
    if not made:
        raise Refused(
            "No check is left to enter of {days}: what somebody is named for is on record. `complaintctl check` shows"
            " how each stands.",
            days=_(", ").join(sorted(days)),
        )
    return made


def _may_enter(act: Act, check: str, unit: str | None, day: str) -> bool:
    """Tell whether who acts enters a check of a day: named for it, or of the unit, or of all."""
    try:
        _ask(act, check, unit, day)
    except Refused:
        return False
    return True


def _ask(act: Act, check: str, unit: str | None, day: str) -> None:
    """Let who is named for a check enter it, and who acts for its unit. Raises Refused."""
    named = checks_rows.person_named(act.connection, check, unit, day, act.actor)
    if not (named and named["is_they"]):
        rights.ask_of_unit(act, unit)


def _refuse_anew(act: Act, check: Check, days: Sequence[str], finding: Mapping[str, Any]) -> None:
    """Refuse to enter a check that is on record, unless something was found; and for who may not."""
    _ask(act, **check.key, day=days[-1])
    on_record = [day for day in checks_rows.days_checked(act.connection, **check.key) if day in days]
    if on_record and not finding:
        raise Refused(
            "The check of {check} on {day} is on record: enter it again only if something was found, with"
            " --found TEXT or --case CASE.",
            check=check.name,
            day=on_record[0],
        )


def _moment(act: Act, given: str, made_at: Moment, at: str | None) -> tuple[str, Moment]:
    """The day checked, and when: as --at says, else on that day."""
    moment = parse_moment(given, "--day")
    if moment.day > act.clock.now().day:
        raise UsageProblem("--day {given} is in the future: a check is entered after it was made.", given=given)
    if at and moment.day > made_at.day:
        sentence = marked("--day {given} is after --at {made_on}: a check is not made before its day.")
        raise UsageProblem(sentence, given=given, made_on=made_at.day)
    return moment.day, made_at if at or moment.day == made_at.day else Moment(f"{moment.day}T00:00:00+08:00", True)


def _finding(act: Act, found: str | None, given: str | None, briefed: str | None, by: str) -> dict[str, Any]:
    """Detail a finding: a complaint, made a case, or what harms the bank's image, told to a leader (Art. 8(4))."""
    finding = {}
    case = find_case(act, given, "prepare") if given else None
    if case:
        recusal.may(act.connection, case, by, "prepare")
        finding["case_no"] = case["case_no"]
    if found is not None:
        finding["text"] = required_text(found, "--found")
    if briefed:
        if found is None:
            raise UsageProblem("Missing --found: say what the leader was told of.")
        leader = directory_rows.member(act.connection, briefed)
        finding["briefed"] = leader["code"]
        if not directory_rows.is_leader(act.connection, finding["briefed"]):
            sentence = marked("{leader} is no leader to whom findings are reported (Arts 8(2), 8(4)).")
            raise Refused(sentence, leader=leader["name"])
        if case:
            recusal.may(act.connection, case, finding["briefed"], "told")
    return finding


def _notes(act: Act, check: Check, day: str, by: str, finding: dict[str, Any]) -> Iterator[str]:
    named = checks_rows.person_named(act.connection, **check.key, day=day, person=by)
    if named is None:
        nobody = marked("Nobody was named for this check on {day}: {command}")
        yield _(nobody, day=day, command=f"complaintctl check name {check.to_name}")
    elif not named["is_they"]:
        people = {"named": named["person"], "by": by}
        said = {key: directory_rows.name_of(act.connection, "staff", code) for key, code in people.items()}
        yield _("{named} is named for this check; {by} made it.", **said)
    if finding.keys() == {"text"}:
        yield _(
            "What was found is reported to a leader in time, and a complaint registered (Art. 8(4)): enter it once"
            " more with --briefed LEADER or --case CASE when that is done."
        )
