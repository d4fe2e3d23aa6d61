"""The daily checks: who makes them, that they were made, what they found (Arts 8(4), 9(2), 9(3))."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from complaintctl.base.citations import cited
from complaintctl.base.clock import Moment, parse_moment
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.values import required_text
from complaintctl.cases import directory_rows, recusal
from complaintctl.cases.case_acts import find_case, label_of, occurred_at
from complaintctl.cases.directory_rows import serving
from complaintctl.checks import rows as checks_rows
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row


class Checked(NamedTuple):
    """A check as the officer enters it: of which days (default the day it was made on), by whom, what was found."""

    days: Sequence[str] = ()
    by: str | None = None
    found: str | None = None
    case: str | None = None
    briefed: str | None = None
    at: str | None = None


class _Check(NamedTuple):
    """A check as it is made: its kind, and the branch whose it is; none where the bank has one check for all."""

    kind: Row
    branch: Row | None

    @property
    def key(self) -> dict[str, Any]:
        """The check and its unit, by their codes."""
        return {"check": self.kind["code"], "unit": self.branch["code"] if self.branch else None}

    @property
    def names(self) -> dict[str, str]:
        """The check and its branch as they are called."""
        return {"check": label_of(self.kind), "unit": self.branch["name"] if self.branch else ""}

    @property
    def label(self) -> str:
        """Its label, with the branch."""
        kind = label_of(self.kind)
        return _("{check} of {branch}", check=kind, branch=self.branch["code"]) if self.branch else kind

    @property
    def to_name(self) -> str:
        """The arguments of the command that names who makes it."""
        return f"{self.kind['code']} STAFF" + (f" --unit {self.branch['code']}" if self.branch else "")


def name(act: Act, kind: str, *, person: str | None, unit: str | None, at: str | None) -> tuple[str, list[str]]:
    """Name who makes a check from now on; return what to say of it, and notes.

    A suggestion box is its branch head's, unless another person is named (Art. 9(2)).

    Raises:
        UsageProblem: no person; no branch where each has its own check, or a unit where none has.
        Refused: the person has left, or is named already; the branch is no more.
    """
    moment = occurred_at(act, at)
    check = _check(act, kind, unit, moment.day)
    branch = check.key["unit"]
    given = person or (check.branch["head"] if check.branch else None)
    if not given:
        missing = _("Missing STAFF: {branch} has no head.", branch=branch) if branch else _("Missing STAFF.")
        sentence = marked("{missing} Say who makes the check: complaintctl check name {arguments}")
        raise UsageProblem(sentence, missing=missing, arguments=check.to_name)
    member = serving(directory_rows.member(act.connection, given), moment.day)
    code = member["code"]
    named = checks_rows.person_named(act.connection, **check.key, day=moment.day, person=code)
    if named and named["is_they"]:
        raise Refused("{person} is named for {check} already.", person=code, check=check.label)
    ledger.append(act, [Fact(None, "check_named", moment, {**check.key, "person": code})])
    is_foreign = branch is not None and not checks_rows.is_of(act.connection, code, branch)
    notes = [_("{person} is of {unit}, not of {branch}.", person=code, unit=member["unit"], branch=branch)]
    at_branch = marked("{person} makes the check of {check} at {unit}.")
    sentence = at_branch if branch else marked("{person} makes the check of {check}.")
    return _(sentence, person=member["name"], **check.names), notes if is_foreign else []


def done(act: Act, kind: str, unit: str | None, checked: Checked) -> tuple[str, list[str]]:
    """Record that a check was made, or several of days past, marked as entered late (补录); return as `name` does.

    Raises:
        UsageProblem: a day to come; findings of several days at once; a leader told of nothing.
        Refused: the check of that day is on record, and nothing was found; the person briefed is no leader.
    """
    made_at = occurred_at(act, checked.at)
    moments = dict([_moment(act, day, made_at, checked.at) for day in checked.days] or [(made_at.day, made_at)])
    by = directory_rows.member(act.connection, checked.by or act.actor)["code"]
    finding = _finding(act, checked, by)
    if finding and len(checked.days) > 1:
        raise UsageProblem("Several days and something found: enter the day it was found on by itself.")
    check, days = _check(act, kind, unit, max(moments)), sorted(moments)
    on_record = [day for day in days if checks_rows.is_checked(act.connection, **check.key, day=day)]
    if on_record and not finding:
        raise Refused(
            "The check of {check} on {day} is on record: enter it again only if something was found, with"
            " --found TEXT or --case CASE.",
            check=check.label,
            day=on_record[0],
        )
    today = act.clock.now().day
    details = [{**check.key, "day": day, "by": by, "late_entry": day < today, **finding} for day in days]
    ledger.append(act, [Fact(None, "checked", moments[detail["day"]], detail) for detail in details])
    sentence = marked("{check} at {unit} checked: {days}.") if check.branch else marked("{check} checked: {days}.")
    return _(sentence, days=_(", ").join(days), **check.names), list(_notes(act, check, days[-1], by, finding))


def _check(act: Act, kind: str, unit: str | None, day: str) -> _Check:
    """Find a check and the branch whose it is. Raises UsageProblem, NotFound, Refused."""
    check = checks_rows.check_kind(act.connection, kind)
    label = label_of(check)
    if not check["of_branch"]:
        if unit:
            raise UsageProblem("{check} is one check for the whole bank: leave out --unit.", check=label)
        return _Check(check, None)
    if not unit:
        article = cited(check["citation"])
        sentence = marked("Missing --unit: {check} is looked into at each branch ({article}).")
        raise UsageProblem(sentence, check=label, article=article)
    row = directory_rows.unit(act.connection, unit)
    if row["kind"] != "branch":
        sentence = marked("{unit} {name} is no branch: {check} is looked into at branches.")
        raise UsageProblem(sentence, unit=row["code"], name=row["name"], check=label)
    return _Check(check, serving(row, day))


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
    """Detail a finding: a complaint, made a case, or what harms the bank's image, told to a leader (Art. 8(4))."""
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
        leader = directory_rows.member(act.connection, checked.briefed)
        if not directory_rows.is_leader(act.connection, leader["code"]):
            raise Refused(
                "{leader} is no leader to whom findings are reported (Arts 8(2), 8(4)).", leader=leader["code"]
            )
        if case:
            recusal.may(act.connection, case, leader["code"], "told")
        finding["briefed"] = leader["code"]
    return finding


def _notes(act: Act, check: _Check, day: str, by: str, finding: dict[str, str]) -> Iterator[str]:
    named = checks_rows.person_named(act.connection, **check.key, day=day, person=by)
    if named is None:
        nobody = marked("Nobody was named for this check on {day}: complaintctl check name {arguments}")
        yield _(nobody, day=day, arguments=check.to_name)
    elif not named["is_they"]:
        yield _("{named} is named for this check; {by} made it.", named=named["person"], by=by)
    if "text" in finding and not finding.keys() & {"case_no", "briefed"}:
        yield _(
            "What was found is reported to a leader in time, and a complaint registered (Art. 8(4)): enter it once"
            " more with --briefed LEADER or --case CASE when that is done."
        )
