"""Leads for accountability and the measures taken on them (Arts 13, 23, 24); corrective actions (Arts 7, 22)."""

import re
from collections.abc import Sequence

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import NotFound, Refused, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.values import plain, required_text
from complaintctl.cases import completion_rows, directory_rows, recusal, rule_rows
from complaintctl.cases.case_acts import find_case, label_of, occurred_at
from complaintctl.cases.directory_rows import serving
from complaintctl.checks import rows as checks_rows
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row


def open_lead(
    act: Act, kind: str, *, text: str, unit: str | None, person: str | None, case: str | None, at: str | None
) -> str:
    """Enter a lead that no view finds: a refusal, a leak … (Arts 6, 8, 23); return its name.

    Raises:
        UsageProblem: a kind that is found by itself; or it concerns neither unit nor person nor case.
    """
    code = rule_rows.code(act.connection, "lead_kind", kind, act.clock.now().day)
    by_hand = completion_rows.kinds_by_hand(act.connection)
    if code not in {row["code"] for row in by_hand}:
        known = _(", ").join(f"{row['code']} {label_of(row)}" for row in by_hand)
        raise UsageProblem(
            "Leads of the kind {code} are found by themselves. Those entered by hand: {known}.", code=code, known=known
        )
    if not (unit or person or case):
        raise UsageProblem("Whom or what does it concern? Name it with --unit, --person or --case.")
    member = directory_rows.member(act.connection, person) if person else None
    concerned = find_case(act, case, "prepare") if case else None
    detail = {
        "kind": code,
        "text": required_text(text, "--text"),
        "unit": directory_rows.unit(act.connection, unit)["code"] if unit else member["unit"] if member else None,
        "person": member["code"] if member else None,
        "case_no": concerned["case_no"] if concerned else None,
    }
    moment = occurred_at(act, at, concerned["received_at"] if concerned else "")
    seq = ledger.append(act, [Fact(None, "lead_opened", moment, detail)])
    return f"{code}:{seq}"  # its name in the view accountability_lead


def measure(act: Act, given: str, *, text: str, decided_by: str, at: str | None) -> tuple[str, list[str]]:
    """Record a measure taken on a lead, one of possibly several (Arts 13, 23, 24); return the lead's name and notes.

    The lead goes on record as it stands: what it was found by may be made good later, the measure stays.

    Raises:
        NotFound: no such lead.
        Refused: the measure would be older than what it is taken for.
    """
    lead = checks_rows.lead(act.connection, given)
    moment = occurred_at(act, at)
    if moment.day < lead["day"]:
        raise Refused(
            "--at {day} is too early: {lead} is of {lead_day}.", day=moment.day, lead=lead["lead"], lead_day=lead["day"]
        )
    decider = directory_rows.member(act.connection, decided_by)["code"]
    if lead["case_no"]:
        recusal.may(act.connection, find_case(act, lead["case_no"], "prepare"), decider, "prepare")
    detail = {"lead": lead["lead"], "text": required_text(text, "--measure"), "decided_by": decider}
    detail |= {f"lead_{name}": lead[name] for name in ("kind", "day", "text")}
    detail |= {name: lead[name] for name in ("unit", "person", "case_no")}
    ledger.append(act, [Fact(None, "measure_taken", moment, detail)])
    notes = [_("{decider} decided on a lead that names him: have another decide.", decider=decider)]
    return str(lead["lead"]), notes if checks_rows.is_led_to(act.connection, lead["lead"], decider) else []


def open_improvement(act: Act, *, text: str, owner: str, due: str, cases: Sequence[str], at: str | None) -> str:
    """Open a corrective action, learned from at least one case (Arts 7, 22); return its number.

    Raises:
        UsageProblem: no case, or due before it is opened.
        Refused: the owner has left; a case was received later.
    """
    if not cases:
        raise UsageProblem("Missing --case: name the complaint it was learned from; --case may be repeated (Art. 7).")
    learned_from = [find_case(act, given, "prepare") for given in cases]
    owned_by = directory_rows.member(act.connection, owner)
    for case in learned_from:
        recusal.may(act.connection, case, owned_by["code"], "told")
    moment = occurred_at(act, at, max(case["received_at"] for case in learned_from))
    due_on = parse_day(due, "--due")
    if due_on < moment.day:
        raise UsageProblem(
            "--due {due_on} is before {day}, the day the action is opened.", due_on=due_on, day=moment.day
        )
    detail = {
        "text": required_text(text, "--text"),
        "owner": serving(owned_by, moment.day)["code"],
        "due_on": due_on,
        "cases": list(dict.fromkeys(case["case_no"] for case in learned_from)),
    }
    number = ledger.next_number(act, "improvement", int(moment.day[:4]))
    ledger.append(act, [Fact(None, "improvement_opened", moment, {"action_no": number, **detail})])
    return number


def finish_improvement(act: Act, given: str, *, text: str, at: str | None) -> str:
    """Record that a corrective action is done, and what came of it; return its number.

    Raises:
        Refused: it is done already, or would be before it was opened.
    """
    action = _improvement(act, given)
    number, opened_on = str(action["action_no"]), action["opened_at"][:10]
    if action["done_at"]:
        raise Refused("{action_no} was done on {day} already.", action_no=number, day=action["done_at"][:10])
    moment = occurred_at(act, at)
    if moment.day < opened_on:
        sentence = marked("--at {day} is too early: {action_no} was opened on {opened_on}.")
        raise Refused(sentence, day=moment.day, action_no=number, opened_on=opened_on)
    detail = {"action_no": number, "text": required_text(text, "--text")}
    ledger.append(act, [Fact(None, "improvement_done", moment, detail)])
    return number


def _improvement(act: Act, given: str) -> Row:
    """An action by its number; 改〔2026〕3号 may be written 3号 or 3 in its year. Raises NotFound."""
    year = act.clock.now().day[:4]
    actions = {action["action_no"]: action for action in checks_rows.improvements(act.connection)}
    short = re.fullmatch(r"0*(\d+)号?", plain(given))
    for number, action in actions.items():
        serial = re.findall(r"\d+", number)[-1]
        of_year = short is not None and short[1] == serial and action["opened_at"][:4] == year
        if of_year or plain(number) == plain(given):
            return action
    remedy = _("`complaintctl improvement list --all` shows all.")
    raise NotFound.named(_("corrective action"), given, actions, remedy)
