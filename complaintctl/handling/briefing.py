"""The leaders: briefing them, and their directives (Art. 8(2))."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from complaintctl.base.clock import Moment, no_earlier, parse_day
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked, spoken
from complaintctl.base.option import At, Option
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import directory_rows, recusal, rights, rule_rows
from complaintctl.cases.case_acts import Done, occurred_at, open_case, record
from complaintctl.cases.directory_rows import serving
from complaintctl.handling import rows as handling_rows
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

# What leaders write who say nothing of what is to be done: 已阅, 圈阅, 知悉, 同意 and the like.
_UNCLEAR = re.compile(r"(?:[已请圈]?阅[处示悉知]?|已?知悉|收悉|拟?同意)[。.!！]?")


def may_brief(act: Act, given: str) -> Row:
    """A case of which a leader may be told. Raises as open_case does."""
    return open_case(act, given, _("it cannot be briefed on any more"), "prepare")


def _there_or_away(act: Act, known: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Offer that the leader is away, of who is in charge of petitions: it is then reported to the deputies."""
    leader = directory_rows.member(act.connection, known["to"])["code"]
    if not queries.is_in(act.connection, "leader", code=leader, in_charge=1):
        return ()
    return ("no", _("yes, he was briefed")), ("yes", _("no, he is away: the deputies are briefed"))


def brief(
    act: Act,
    given: str,
    *,
    to: Annotated[str, Option("The leader.", "CODE", "Which leader was briefed", "leader_to_tell")],
    absent: Annotated[
        bool,
        Option("He was not there: brief the two deputies too.", ask="Was he there", asked=True, offers=_there_or_away),
    ] = False,
    method: Annotated[str | None, Option("How: in person, by phone …")] = None,
    at: At = None,
) -> Done:
    """Record that a leader was briefed (Art. 8).

    What was entered wrong is voided by its number in the case: it stays on record and counts no more
    (`brief 1 --void 2`).

    Example: complaintctl brief 1 --to wang

    Example: complaintctl brief 1 --to wang --absent

    Raises:
        Refused: the person is no leader, has retired, or must not be told of a report of wrongdoing; or the case is no
            longer open.
    """
    case = may_brief(act, given)
    moment = occurred_at(act, at, case["opened_at"])
    leader = serving(directory_rows.member(act.connection, to), moment.day)
    if not directory_rows.is_leader(act.connection, leader["code"]):
        raise Refused(
            "{leader} is {role}, no leader: a case is reported to the leader in charge of petitions, or in"
            " their absence to the principal and the business-line leader (Art. 8(2)).",
            leader=leader["name"],
            role=rule_rows.labels(act.connection, spoken())["role", leader["role"]],
        )
    recusal.may(act.connection, case, leader["code"], "told")
    # The role and line they hold now go on record: they may hold others when the case is read again.
    detail = {
        "to": leader["code"],
        "role": leader["role"],
        "line": leader["line"],
        "absent": absent,
        "text": clean_text(method or "", _("The method")),
    }
    record(act, case, "briefed", moment, detail)
    done = marked("{case_no}: {leader} noted as absent.") if absent else marked("{case_no}: {leader} briefed.")
    return Done(case["case_no"], _(done, case_no=case["case_no"], leader=leader["name"]))


def may_direct(act: Act, given: str, by: str | None = None) -> Row:
    """A case that can be directed, by a leader who is named, or was told of it. Raises Refused."""
    case = open_case(act, given, _("it cannot be directed any more"), "prepare")
    if not by and not queries.is_in(act.connection, "leader_told", case_no=case["case_no"]):
        raise Refused(
            "No leader was briefed on {case_no} so far: only who takes the report writes a directive (Art. 8(2))."
            " First: complaintctl brief {case_no} --to CODE",
            **case,
        )
    return case


def direct(
    act: Act,
    given: str,
    *,
    by: Annotated[str, Option("The leader who was briefed.", "CODE", "Which leader wrote it", "leader_told")],
    text: Annotated[str, Option("The directive, word by word.", ask="What does it say")],
    instructs: Annotated[str | None, Option("The unit it instructs.", "UNIT")] = None,
    due: Annotated[str | None, Option("The day it sets.", "DATE")] = None,
    orders_supervision: Annotated[bool, Option("It orders a supervision slip.", typed="--supervise")] = False,
    at: Annotated[
        str | None,
        Option(
            "When it happened; default now.",
            "WHEN",
            "When was it written",
            "when",
            asked=True,
            otherwise=lambda _act, _known: _("now"),
        ),
    ] = None,
) -> Done:
    """Enter a leader's directive in the register (Art. 8).

    What was entered wrong is voided by its number in the case: it stays on record and counts no more
    (`direct 1 --void 2`).

    Example: complaintctl direct 1 --by wang --text "由零售部三日内核实并当面道歉"

    Raises:
        Refused: the leader was not briefed on the case by then, or only found absent; or they have retired.
        UsageProblem: no text, or a due date before the directive.
    """
    case = may_direct(act, given, by)
    member = directory_rows.member(act.connection, by)
    leader = member["code"]
    rights.directs(act, leader)
    recusal.may(act.connection, case, leader, "lead", _("cannot direct it"))
    instructed = directory_rows.unit(act.connection, instructs)["code"] if instructs else None
    if instructed:
        recusal.unit_may_have(act.connection, case, instructed)
    moment = occurred_at(act, at, case["opened_at"])
    told = queries.rows_in(act.connection, "leader_told", case_no=case["case_no"], leader=leader)
    lawful = no_earlier(moment, Moment(min(row["at"] for row in told))) if told else None
    if lawful is None:
        raise Refused(
            "{name} had not been briefed on {case_no} by {time}, or was found absent: only who takes the report"
            " writes a directive (Art. 8(2)). First: complaintctl brief {case_no} --to {leader}",
            leader=leader,
            name=member["name"],
            **case,
            time=moment.text[:16],
        )
    serving(member, lawful.day)
    words = required_text(text, "--text")
    due_on = parse_day(due, "--due") if due else None
    if due_on is not None and due_on < lawful.day:
        raise UsageProblem("--due {due} is before the directive itself, {day}.", due=due_on, day=lawful.day)
    detail = {
        "by": leader,
        "text": words,
        "instructs_unit": instructed,
        "due_on": due_on,
        "orders_supervision": orders_supervision,
    }
    record(act, case, "directed", lawful, detail)
    sentence = _("{case_no}: directive of {leader} entered.", case_no=case["case_no"], leader=member["name"])
    notes = []
    if _UNCLEAR.fullmatch(words):
        notes.append(
            _("The directive says no more than that it was read or agreed to: Art. 8(2) asks what is to be done.")
        )
    silent = handling_rows.silent_leaders(act.connection, case["case_no"])
    if silent:
        notes.append(_("Briefed as well, and without a directive so far: {leaders}.", leaders=_(", ").join(silent)))
    return Done(case["case_no"], sentence, notes)
