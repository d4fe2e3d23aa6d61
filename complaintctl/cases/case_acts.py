"""Steps of every act on a case: find it, refuse it, record what was done."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base import command_names
from complaintctl.base.citations import cited
from complaintctl.base.clock import Moment, no_earlier, parse_moment
from complaintctl.base.errors import NotFound, Refused, UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.text import quoted
from complaintctl.base.values import plain
from complaintctl.cases import case_rows, recusal, rights, rule_rows
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Rows

_PAPER = re.compile(r"(?P<kind>[^\W\d_])? ?(?:[〔\[(【](?P<year>\d{4})[〕\])】])? ?(?P<serial>\d{1,6}) ?(?P<sign>号)?")


class Done(NamedTuple):
    """An act done on a case: its number, the sentence that answers, and what to look at again, a sentence each.

    `warnings`: what is to be known before it is recorded; at a terminal the officer agrees to it, which `agreement`,
    the name of an option, says beforehand.
    """

    case_no: str
    sentence: str
    notes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    agreement: str = ""


# What is said of an entry of no case once it is on record, and what to look at again.
Entered = tuple[str, Sequence[str]]


def own_number(given: str, year: str) -> str | None:
    """The full number of a case written as TS-2026-0001, 2026-1, or 1 for `year`; None if it is written otherwise."""
    match = re.fullmatch(r"(?:(?:TS-)?(\d{4})-)?(\d{1,9})", plain(given), re.IGNORECASE)
    return f"TS-{match[1] or year}-{int(match[2]):04}" if match and int(match[2]) else None


def case_number(
    connection: sqlite3.Connection, given: str, year: str, reader: str | None, *, gives_back: bool = False
) -> str:
    """The full number of a case, named by its own, or by that of its slip: 转〔2026〕3号, or 转3, 3号 for `year`.

    Raises:
        UsageProblem: it is no such number, or one of several cases.
        NotFound: no slip has it, but of a case kept from who reads (`gives_back` as in case_rows.is_kept_from).
    """
    if number := own_number(given, year):
        return number
    if not _paper(given):
        said = {"given": quoted(given), "year": year}
        raise UsageProblem(
            "{given} is not a case number: write TS-{year}-0001, {year}-1, 1 for this year, or the number of a slip,"
            " 转〔{year}〕1号.",
            **said,
        )
    papers = [
        row
        for row in numbered_papers(connection, given, year)
        if not case_rows.is_kept_from(connection, row["case_no"], reader, gives_back=gives_back)
    ]
    cases = {row["case_no"] for row in papers}
    if not cases:
        raise NotFound(
            "No slip is numbered {given}; `complaintctl find {given}` looks in texts too.", given=plain(given)
        )
    if len(cases) > 1:
        numbers = _(" or ").join(dict.fromkeys(row["number"] for row in papers))
        raise UsageProblem(
            "{given} is of several cases: write {numbers}, or the case number.", given=given, numbers=numbers
        )
    return str(cases.pop())


def numbered_papers(connection: sqlite3.Connection, given: str, year: str) -> Rows:
    """number and case_no of the slips and other papers that a number means, of `year` unless it says another."""
    match = _paper(given)
    return case_rows.numbered_papers(connection, match["kind"], match["year"] or year, match["serial"]) if match else []


def _paper(given: str) -> re.Match[str] | None:
    """The parts of the number of a paper: bare digits are a case's own number, and none."""
    match = _PAPER.fullmatch(plain(given))
    return match if match and (match["kind"] or match["year"] or match["sign"]) else None


def find_case(act: Act, given: str, part: str | None = "act", *, voided: bool = False) -> sqlite3.Row:
    """The case an officer names, if who acts may take that part in it (see recusal.may); None: its unit may as well.

    `voided`: one that was voided will do, for it is looked at alone. Raises UsageProblem, NotFound, Refused.
    """
    case = named_case(act, given, gives_back=part is None)
    if part:
        recusal.may(act.connection, case, act.actor, part)
    rights.ask_of_case(act, case["case_no"])
    if not voided:
        refuse_voided(act, case)
    return case


def named_case(act: Act, given: str, *, gives_back: bool = False) -> sqlite3.Row:
    """The case an officer names, if it is not kept from who acts. Raises UsageProblem, NotFound."""
    year, reader = act.clock.now().day[:4], act.actor
    number = case_number(act.connection, given, year, reader, gives_back=gives_back)
    return case_rows.case(act.connection, number, reader, gives_back=gives_back)


def refuse_voided(act: Act, case: sqlite3.Row) -> None:
    """Refuse an act on a registration that was voided, naming the case that stands instead. Raises Refused."""
    if case["status"] != "voided":
        return
    instead = case_rows.stands_instead(act.connection, case["case_no"], act.actor)
    if instead:
        raise Refused(
            "{case_no} was voided on {day}: nothing more is done on it. {instead} stands instead: name that one.",
            **end_values(act, case),
            instead=instead,
        )
    raise Refused(
        "{case_no} was voided on {day}: nothing more is done on it. Where there is a complaint after all, it is"
        " registered anew: complaintctl register",
        **end_values(act, case),
    )


def label_of(row: sqlite3.Row) -> str:
    """The label of a row of the regulation, in the language spoken."""
    return str(row[f"label_{spoken()}"])


def duty_values(duty: sqlite3.Row) -> dict[str, str]:
    """The values of a sentence about a duty: duty (its label), article."""
    return {"duty": label_of(duty), "article": cited(duty["article"])}


def open_case(act: Act, given: str, refusal: str, part: str | None = "act") -> sqlite3.Row:
    """As find_case, and the case is still open. Raises Refused, naming the command that opens it again.

    `refusal` says in the language spoken what cannot be done to it: it cannot be closed any more.
    """
    case = find_case(act, given, part)
    if not case["is_open"]:
        raise Refused(
            "{case_no} was {status} on {day}: {refusal}. To work on it again: complaintctl reopen {case_no}"
            " --reason TEXT",
            **end_values(act, case),
            refusal=refusal,
        )
    return case


def end_values(act: Act, case: sqlite3.Row) -> dict[str, str]:
    """The values of a sentence about a case that is no longer open: case_no, status (its label), day (since when)."""
    status = rule_rows.labels(act.connection, spoken())["status", case["status"]]
    return {"case_no": case["case_no"], "status": status, "day": case["left_at"][:10]}


def occurred_at(act: Act, given: str | None, not_before: str = "", what: str = "--at") -> Moment:
    """The time when an act happened: as given, else now; a bare day on the day of receipt means a time after it.

    Raises:
        UsageProblem: no such date, or in the future.
        Refused: before `not_before`, such as the receipt of the case (Art. 3: first accept, then handle).
    """
    moment = parse_moment(given, what) if given else act.clock.default_at()
    if moment.text > act.clock.now().text:
        said = {"what": what, "given": given or moment.text}
        raise UsageProblem("{what} {given} is in the future: an act is entered after it happened.", **said)
    lawful = no_earlier(moment, Moment(not_before, True)) if not_before else moment
    if lawful is None:
        said = {"what": what, "time": moment.text[:16], "earliest": not_before[:16]}
        raise Refused(
            "{what} {time} is too early: the case was received, or last acted on, at {earliest}; a complaint is"
            " accepted before it is handled (Art. 3).",
            **said,
        )
    return lawful


def record(
    act: Act, case: sqlite3.Row, kind: str, at: str | Moment | None, detail: Mapping[str, Any], *, not_before: str = ""
) -> sqlite3.Row:
    """Enter one fact of a case, settle the case, and return it as it is now.

    `at`: when it happened, as given, unless it is known already. `not_before` is the receipt or the reopening unless
    a later time is given.

    Raises UsageProblem and Refused as occurred_at does.
    """
    moment = at if isinstance(at, Moment) else occurred_at(act, at, not_before or case["opened_at"])
    return enter(act, Fact(case["case_no"], kind, moment, detail))


def enter(act: Act, *facts: Fact, reason: str = "") -> sqlite3.Row:
    """Enter facts of one case, settle it, and return it as it is now.

    `reason`: why its due date may be another one; else the last fact is.
    """
    case_no = str(facts[-1].case_no)
    ledger.append(act, facts)
    ledger.settle(act, case_no, facts[-1].at, reason or facts[-1].kind)
    return case_rows.case(act.connection, case_no)


def is_left_alone(act: Act, case_no: str) -> bool:
    """Tell whether nobody is asked to look into a case: an enquiry, thanks (Art. 12)."""
    return not queries.is_in(act.connection, "case_looked_into", case_no=case_no)


def due_on(act: Act, case: sqlite3.Row) -> str:
    """Say on what day a case is due now."""
    deadline = case_rows.deadline(act.connection, case["case_no"])
    return (deadline and deadline["due_on"]) or _("not known")


def last_done(act: Act, case: sqlite3.Row) -> str:
    """The time when the last of a case's duties was done, else when it was opened: it does not end before that."""
    done = (duty["done_at"] for duty in case_rows.duties(act.connection, case["case_no"]) if duty["done_at"])
    return str(max([case["opened_at"], *done]))


def refuse_owed(act: Act, case: sqlite3.Row, what: str, refusal: str) -> None:
    """Refuse an end of a case while duties that stand in its way are open.

    `what`: blocking, blocks_withdrawal or blocks_archive.

    `refusal` is the line above what is owed, in the language spoken. Raises Refused: each such duty is named with the
    command that fulfils it, and whether it may be waived.
    """
    owed = [duty for duty in case_rows.open_duties(act.connection, case["case_no"]) if duty[what]]
    lines = []
    for duty in owed:
        lines.append("  " + _("{duty} ({article})", **duty_values(duty)))
        lines.append(f"    {command_names.line(duty['remedy'])}")
        if duty["may_waive"] and what == "blocking":
            said = {"case_no": case["case_no"], "duty": duty[f"label_{spoken()}"] if spoken() == "zh" else duty["duty"]}
            lines.append("    " + _("or: complaintctl close {case_no} --waive {duty} --reason TEXT", **said))
    if lines:
        raise Refused("\n".join([refusal, *lines]))
