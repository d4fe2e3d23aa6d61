"""Leads for accountability and the measures taken on them (Arts 13, 23, 24); corrective actions (Arts 7, 22)."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import NotFound, Refused, UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.option import At, Option
from complaintctl.base.values import plain, required_text
from complaintctl.cases import completion_rows, directory_rows, recusal, rights, rule_rows
from complaintctl.cases.case_acts import Entered, find_case, label_of, occurred_at
from complaintctl.cases.directory_rows import serving
from complaintctl.checks import rows as checks_rows
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact


def without_measure(act: Act, known: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """The leads of this year on which no measure was taken, and what each is of; of no case kept from who acts."""
    today, kept = act.clock.now().day, recusal.kept_from(act.connection, act.actor)
    rows = checks_rows.leads(act.connection, (f"{today[:4]}-01-01", today), only_open=True)
    labels = rule_rows.labels(act.connection, spoken())
    return [
        (row["lead"], "  ".join(filter(None, [labels["lead_kind", row["kind"]], row["day"], row["case_no"]])))
        for row in rows
        if row["case_no"] not in kept
    ]


def to_be_done(act: Act, known: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """The corrective actions that are not done, and what is to be improved."""
    return [(row["action_no"], row["text"]) for row in checks_rows.improvements(act.connection, everything=False)]


def open_lead(
    act: Act,
    kind: str,
    *,
    text: Annotated[str, Option("What happened.", ask="What happened")],
    unit: Annotated[str | None, Option("The unit it concerns.", "UNIT", "Which unit does it concern", "unit")] = None,
    person: Annotated[str | None, Option("The person it concerns.", "STAFF")] = None,
    case: Annotated[str | None, Option("The case it comes from.", "CASE")] = None,
    at: At = None,
) -> Entered:
    """Enter a lead that no view finds: a refusal, a leak … (Arts 6, 8, 23).

    Raises UsageProblem: a kind that is found by itself; or it concerns neither unit nor person nor case.
    """
    code = rule_rows.code(act.connection, "lead_kind", kind, act.clock.now().day)
    by_hand = {row["code"]: label_of(row) for row in completion_rows.kinds_by_hand(act.connection)}
    if code not in by_hand:
        label = rule_rows.labels(act.connection, spoken())["lead_kind", code]
        known = _(", ").join(by_hand.values() if spoken() == "zh" else map(" ".join, by_hand.items()))
        raise UsageProblem(
            "Leads of the kind {code} are found by themselves. Those entered by hand: {known}.", code=label, known=known
        )
    if not (unit or person or case):
        problem = UsageProblem("Whom or what does it concern? Name it with --unit, --person or --case.")
        raise problem.lacking("unit")
    member = directory_rows.member(act.connection, person) if person else None
    concerned = find_case(act, case, "prepare", voided=True) if case else None
    detail = {
        "kind": code,
        "text": required_text(text, "--text"),
        "unit": directory_rows.given_code(act.connection, "unit", unit) or (member["unit"] if member else None),
        "person": member["code"] if member else None,
        "case_no": concerned["case_no"] if concerned else None,
    }
    moment = occurred_at(act, at, concerned["received_at"] if concerned else "")
    seq = ledger.append(act, [Fact(None, "lead_opened", moment, detail)])
    return _("Lead {lead} entered.", lead=f"{code}:{seq}"), ()  # its name in the view accountability_lead


def measure(
    act: Act,
    given: str,
    *,
    text: Annotated[str, Option("What was decided.", "TEXT", "What was decided", typed="--measure")],
    decided_by: Annotated[str, Option("Who decided it.", "STAFF", "Who decided it", "staff")],
    at: At = None,
) -> Entered:
    """Record a measure taken on a lead, one of possibly several (Arts 13, 23, 24).

    The lead goes on record as it stands: what it was found by may be made good later, the measure stays.

    Raises:
        NotFound: no such lead.
        UsageProblem: a case was named that has several.
        Refused: the measure would be older than what it is taken for.
    """
    lead = checks_rows.lead(act.connection, given, act.actor, act.clock.now().day[:4])
    moment, name = occurred_at(act, at), lead["lead"]
    if moment.day < lead["day"]:
        raise Refused(
            "--at {day} is too early: {lead} is of {lead_day}.", day=moment.day, lead=name, lead_day=lead["day"]
        )
    decider = directory_rows.member(act.connection, decided_by)["code"]
    if lead["case_no"]:
        recusal.may(act.connection, find_case(act, lead["case_no"], "prepare", voided=True), decider, "prepare")
    detail = {"lead": name, "text": required_text(text, "--measure"), "decided_by": decider}
    detail |= {f"lead_{name}": lead[name] for name in ("kind", "day", "text")}
    detail |= {name: lead[name] for name in ("unit", "person", "case_no")}
    ledger.append(act, [Fact(None, "measure_taken", moment, detail)])
    notes = []
    if queries.is_in(act.connection, "accountability_lead", lead=name, person=decider):
        notes.append(_("{decider} decided on a lead that names them: have another decide.", decider=decider))
    return _("Measure on {lead} recorded.", lead=name), notes


def open_improvement(
    act: Act,
    *,
    text: Annotated[str, Option("What is to be improved.", ask="What is to be improved")],
    owner: Annotated[str, Option("Who sees to it.", "STAFF", "Who sees to it", "staff")],
    due: Annotated[str, Option("By when.", "DATE", "By when", "day")],
    case: Annotated[
        Sequence[str],
        Option(
            "The complaint it was learned from; may be repeated.",
            "CASE",
            "From which case was it learned",
            "case_to_see",
        ),
    ],
    at: At = None,
) -> Entered:
    """Open a corrective action, learned from at least one case (Arts 7, 22).

    Raises:
        UsageProblem: due before it is opened.
        Refused: the owner has left; a case was received later.
    """
    learned_from = [find_case(act, given, "prepare", voided=True) for given in case]
    owned_by = directory_rows.member(act.connection, owner)
    for each in learned_from:
        recusal.may(act.connection, each, owned_by["code"], "told")
    moment = occurred_at(act, at, max(each["received_at"] for each in learned_from))
    due_on = parse_day(due, "--due")
    if due_on < moment.day:
        said = {"due_on": due_on, "day": moment.day}
        raise UsageProblem("--due {due_on} is before {day}, the day the action is opened.", **said)
    detail = {
        "text": required_text(text, "--text"),
        "owner": serving(owned_by, moment.day)["code"],
        "due_on": due_on,
        "cases": list(dict.fromkeys(each["case_no"] for each in learned_from)),
    }
    number = ledger.next_number(act, "improvement", int(moment.day[:4]))
    ledger.append(act, [Fact(None, "improvement_opened", moment, {"action_no": number, **detail})])
    return _("{action_no} opened.", action_no=number), ()


def finish_improvement(
    act: Act,
    given: str,
    *,
    text: Annotated[str, Option("What was done, and what came of it.", ask="What was done")],
    at: At = None,
) -> Entered:
    """Record that a corrective action is done, and what came of it; 改〔2026〕3号 may be written 3号 or 3 in its year.

    Raises:
        NotFound: no such action.
        Refused: it is done already, or would be before it was opened.
    """
    actions = {action["action_no"]: action for action in checks_rows.improvements(act.connection)}
    meant = [number for number in actions if plain(number) == plain(given)]
    if short := re.fullmatch(r"0*(\d+)号?", plain(given)):
        of_this_year = [act.clock.now().day[:4], short[1]]
        meant = [number for number in actions if re.findall(r"\d+", number) == of_this_year]
    if not meant:
        remedy = _("`complaintctl improvement list --all` shows all.")
        raise NotFound.named(_("corrective action"), given, actions, remedy)
    rights.ask_of_unit(act, directory_rows.member(act.connection, actions[meant[0]]["owner"])["unit"])
    said = {"action_no": meant[0], "opened_on": actions[meant[0]]["opened_at"][:10]}
    if done_at := actions[meant[0]]["done_at"]:
        raise Refused("{action_no} was done on {day} already.", day=done_at[:10], **said)
    moment = occurred_at(act, at)
    if moment.day < said["opened_on"]:
        raise Refused("--at {day} is too early: {action_no} was opened on {opened_on}.", day=moment.day, **said)
    detail = {"action_no": meant[0], "text": required_text(text, "--text")}
    ledger.append(act, [Fact(None, "improvement_done", moment, detail)])
    return _("{action_no} done.", **said), ()
