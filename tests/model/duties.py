"""What the regulation still asks of a case, and by when: a second count, duty by duty (Arts 8 to 20).

A duty is told with the end of the day by which it is due, or the hour; None where nothing but its blocking the end of
the case sets a time.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from model import rules
from model.case import Case, Stretch
from model.ledger import (
    Entry,
    calendar,
    end_of,
    first_at,
    hours_after,
    of_kind,
    same_working_day,
    such,
    worked_between,
    working,
)

Owed = tuple[str, str | None]
IN_CHARGE = ("petition_leader", "chief_supervisor")


def open_duties(case: Case) -> dict[str, str | None]:
    """What is owed on a case now, with the time by which."""
    if case.stretch.end and case.stretch.end.kind == "voided":
        return {}
    waived = {one.said["duty"] for one in of_kind(case.stretch.entries, "duty_waived")}
    of_case = OPEN if case.is_open else ENDED
    return {name: due for duty in of_case for name, due in duty(case, case.stretch) if name not in waived}


def since_entry(entries: Sequence[Entry], entry: Entry) -> list[Entry]:
    """What was entered after an entry."""
    return [one for one in entries if one.seq > entry.seq]


def due_day(case: Case) -> str | None:
    """The day the case is due, or was promised for where none runs any more."""
    promised = of_kind(case.entries, "deadline_set")
    last = max(promised, key=lambda one: one.seq).said["due_on"]
    return end_of(case.deadline[0] if case.deadline else date.fromisoformat(last))


# ---- Reception (Art. 8) and the customer's knowing (Art. 5) ----


def told(case: Case, entries: list[Entry], since: str) -> str | None:
    """When the leaders were told: who is in charge, or in his absence both deputies (Art. 8(2)).

    A leader whom the case reports is not told of it: it goes to the others as if he were absent (Art. 13).
    """
    briefings = such(of_kind(entries, "briefed"), lambda one: not case.is_kept_from(one.said["to"]))
    present = such(briefings, lambda one: not one.said.get("absent"))
    in_charge = first_at(such(present, lambda one: one.said["role"] in IN_CHARGE))
    absent = first_at(such(briefings, lambda one: one.said.get("absent") and one.said["role"] in IN_CHARGE))
    if case.is_kept_from("sun"):
        absent = since
    deputies = [first_at(of_kind(present, "briefed", role=role)) for role in ("principal_leader", "line_leader")]
    both = max(absent, *deputies) if absent and all(deputies) else None
    return min((at for at in (in_charge, both) if at), default=None)


def brief(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """Every case once, and again when its withdrawal proves coerced (Arts 8(2), 18)."""
    coerced = of_kind(case.entries, "withdrawal_coerced")
    for occasion in [case.entries[0], *coerced]:
        since = case.received_at if occasion.kind == "registered" else occasion.at
        if told(case, since_entry(case.entries, occasion), since) is None:
            at_once = case.is_media and occasion.kind == "registered"
            yield "brief", hours_after(since, rules.MEDIA_HOURS) if at_once else end_of(same_working_day(since))


def approval(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """A report against 监察室 itself waits for a leader whom it does not name (Art. 13)."""
    against = [one.seq for one in case.naming if one.said.get("respondent_unit") == rules.OFFICE]
    if case.restricted_since and against:
        since = max(case.restricted_since, min(against))
        if not such(case.entries, lambda one: one.kind == "directed" and one.seq > since
                    and not case.is_kept_from(one.said["by"])):  # fmt: skip
            yield "approval", None


def direct(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """Who takes the report writes what is to be done, within a working day."""
    present = such(of_kind(case.entries, "briefed"), lambda one: not one.said.get("absent"))
    if present and not of_kind(case.entries, "directed"):
        yield "direct", end_of(working(present[0].day, rules.DIRECTIVE_DAYS))


def directive_day(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """The last day that a leader set is kept by a result report that came after it (Art. 8(2))."""
    set_by = [one for one in stretch.entries if one.kind == "directed" and one.said.get("due_on")]
    if set_by and not (stretch.report and stretch.report.seq > set_by[-1].seq):
        yield "directive_day", end_of(date.fromisoformat(set_by[-1].said["due_on"]))


def acknowledge(case: Case, stretch: Stretch) -> Iterator[Owed]:
    told_so = of_kind(case.entries, "replied") or any(one.contacts("acknowledge") for one in case.stretches)
    if not case.anonymous and not told_so:
        yield "acknowledge", end_of(working(case.received_on, rules.ACKNOWLEDGE_DAYS))


# ---- Slips (Arts 9, 13, 17) ----


def transfer(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """A unit is asked by a numbered slip alone; one that came back is followed by another."""
    looks_itself = case.registration["channel"] not in rules.NEEDS_SLIP and not case.is_against_its_head
    if looks_itself or case.category == rules.CRIME:
        return
    if stretch.slip or stretch.on_the_spot or not case.is_handled:
        return
    if stretch.slips:
        back = stretch.back(stretch.slips[-1])
        assert back
        yield "transfer", end_of(same_working_day(back.at))
    elif case.registration["channel"] == "web" and stretch.is_first:
        yield "transfer", end_of(working(stretch.start, rules.WEB_DISPATCH_DAYS))
    else:
        yield "transfer", end_of(same_working_day(stretch.opened_at))


def lead_department(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """Of a product or a channel the department that manages it leads, no branch (Art. 13), until there is a report."""
    led_by_branch = stretch.slip and stretch.slip.said["to_unit"] in rules.BRANCHES
    if case.category in rules.LED_BY_DEPARTMENT and led_by_branch and not stretch.report:
        yield "lead_department", None


def track(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """A major case, or a repeat, is looked after until the unit has reported (Arts 9(1), 17)."""
    if not (case.is_major or case.is_repeat) or not stretch.slip or stretch.report or case.lies_where_it_must_not:
        return
    looks = stretch.contacts("track")
    due = working(max([stretch.slip, *looks], key=lambda one: one.at).day, rules.TRACKING_DAYS)
    if not looks or due < case.today:
        yield "track", end_of(due)


# ---- The answer and the report (Arts 9 to 14) ----


def looked_into(case: Case, stretch: Stretch) -> bool:
    """Not an enquiry or thanks, which reason and direction end (Art. 12), unless a unit has it nonetheless."""
    return case.is_handled or bool(stretch.slip)


def classify(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """What is not decided yet is classified within its limit (Arts 10, 13)."""
    if case.category == rules.UNDECIDED and looked_into(case, stretch):
        yield "classify", due_day(case)


def needs_report(case: Case, stretch: Stretch) -> bool:
    return bool(stretch.slip) or (case.is_handled and not stretch.on_the_spot)


def reply(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if looked_into(case, stretch) and not case.anonymous and not stretch.replied_at:
        yield "reply", due_day(case)


def result_report(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if needs_report(case, stretch) and not stretch.report:
        yield "result_report", due_day(case)


def result_review(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if stretch.report and not stretch.accepted:
        yield "result_review", None


def source_reply(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if case.referred and not stretch.contacts("source_reply"):
        yield "source_reply", due_day(case)


def media_response(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if case.registration["channel"] == "media" and not stretch.contacts("media_response"):
        yield "media_response", due_day(case)


def violation_finding(case: Case, stretch: Stretch) -> Iterator[Owed]:
    found = such(case.entries, lambda one: one.kind == "investigated" and one.said.get("violation_nature"))
    if case.category == rules.VIOLATION and looked_into(case, stretch) and not found:
        yield "violation_finding", due_day(case)


def after_the_report(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """What follows from the fault, a loss, and what is beyond the unit's authority (Arts 13, 14, 17)."""
    if not stretch.report:
        return
    said = stretch.report.said
    can_be_told = not case.anonymous  # whom nobody can reach is waived, with the reason (Art. 13)
    owes_amends = said["fault"] in rules.BANKS_FAULT and case.category in rules.APOLOGY_FOR
    apologised = said.get("apology") or stretch.contacts("apology")
    if owes_amends and can_be_told and not apologised:
        yield "apology", None
    made_good = said.get("compensation_fen") or stretch.contacts("compensation")
    if owes_amends and said.get("loss_fen") and not made_good:
        yield "compensation", None
    asks_why = said["fault"] == "customer" or said.get("beyond_authority")
    explained = said.get("explanation") or stretch.contacts("explanation")
    if asks_why and can_be_told and not explained:
        yield "explanation", None
    reported_up = such(of_kind(case.entries, "escalated"), lambda one: one.said["to"] in ("leader", "union"))
    if said.get("beyond_authority") and not reported_up:
        yield "report_beyond_authority", None
    dissatisfied = said["fault"] == "customer" and said["satisfaction"] == "dissatisfied"
    answered = stretch.replied_at or stretch.report.at
    helped = escalated(case, "union", lambda one: one.at >= answered)  # which helps to explain
    if case.is_repeat and dissatisfied and not helped:
        yield "report_not_accepted", None


# ---- Supervision and delay (Art. 10) ----


def delay(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """Late: why, and the word to the customer, each until the day it holds to; then again.

    Of a case answered late both had to hold on the day of the answer.
    """
    broken = case.first_broken(stretch)
    asked = stretch.stopped_on or case.today
    for name, held in (("delay_reason", case.reasons), ("delay_told", case.words)):
        if broken and not any(day >= asked for day in held) and not (name == "delay_told" and case.anonymous):
            yield name, end_of(max([broken, *held]))


def supervise(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """A slip to the unit that has the case: late unexplained, major and near its limit, ordered, sent back."""
    if not stretch.slip or case.lies_where_it_must_not:
        return
    slips = of_kind(stretch.entries, "supervised")
    held = any(day >= case.today for day in case.reasons)
    wanted = []
    if case.deadline and case.is_overdue and not held:
        wanted.append(not such(slips, lambda one: one.day > max([case.deadline[0], *case.reasons])))
    elif case.deadline and case.is_major and not case.is_overdue:
        wanted.append(worked_between(case.today, case.deadline[0]) <= 1 and not slips)
    for ordered in of_kind(case.entries, "directed", orders_supervision=True):
        wanted.append(not of_kind(since_entry(case.entries, ordered), "supervised"))
    returned = such(stretch.entries, lambda one: one.kind == "result_returned")
    if returned and not stretch.report:
        wanted.append(not such(slips, lambda one: one.seq > returned[-1].seq))
    if slips and not stretch.report and not held:
        wanted.append(date.fromisoformat(slips[-1].said["due_on"]) < case.today)
    if any(wanted):
        yield "supervise", None


# ---- Upward and outward (Arts 13, 15, 16, 20) ----


def escalated(case: Case, target: str, test: Callable[[Entry], object] = lambda one: True) -> list[Entry]:
    return such(of_kind(case.entries, "escalated", to=target), test)


def report_major(case: Case, stretch: Stretch) -> Iterator[Owed]:
    for target in ("union", "regulator"):
        if case.is_major and not escalated(case, target):
            yield f"report_{target}", end_of(same_working_day(case.since(lambda then: then.is_major)))


def final_report(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """A major case is reported on at its end as well (Art. 20)."""
    for target in ("union", "regulator"):
        final = escalated(case, target, lambda one: one.said.get("stage") == "final" and one.seq > stretch.opening.seq)
        ended = [one.at for one in (stretch.accepted, stretch.end) if one]
        if case.is_major and ended and not final and not case.archived:
            yield f"final_{target}", end_of(same_working_day(min(ended)))


def report_media(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if case.facts.get("media_level") in rules.UNION_TOLD_OF:
        since = case.since(lambda then: then.facts.get("media_level") in rules.UNION_TOLD_OF)
        if not escalated(case, "union", lambda one: one.at >= since):  # what it was told before is another matter
            yield "report_media", hours_after(since, rules.MEDIA_HOURS)


def counsel(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """Counsel after a leader (Art. 16)."""
    leader = first_at(such(of_kind(case.entries, "briefed"), lambda one: not one.said.get("absent")))
    consulted = escalated(case, "counsel", lambda one: one.at >= (leader or ""))
    if case.facts.get("legal_dispute") and leader and not consulted:
        yield "counsel", None


# ---- Those who come again, withdraw, ask for a review (Arts 17, 18; Order 2020 No. 3) ----


def repeat(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if not case.is_repeat or not looked_into(case, stretch):
        return
    if not such(of_kind(case.entries, "investigated"), lambda one: one.said.get("repeat_cause")):
        yield "repeat_cause", due_day(case)
    if not of_kind(case.entries, "investigated"):
        yield "fresh_investigation", due_day(case)


def verify_withdrawal(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if stretch.withdrawal:
        yield "verify_withdrawal", end_of(working(stretch.withdrawal.day, rules.VERIFY_DAYS))


def review_answer(case: Case, stretch: Stretch) -> Iterator[Owed]:
    asked = of_kind(case.entries, "review_requested")
    answers = of_kind(case.entries, "review_answered")
    if len(asked) > len(answers):
        yield "review_answer", end_of(calendar(asked[-1].day, rules.REVIEW_DAYS))


def promise(case: Case, stretch: Stretch) -> Iterator[Owed]:
    """The customer hears again by the day that the last word with him promised."""
    words = such(case.entries, lambda one: one.kind in ("replied", "review_answered")
                 or (one.kind == "contacted" and one.said["purpose"] in rules.TO_THE_CUSTOMER))  # fmt: skip
    last = max(words, key=lambda one: (one.at, one.seq), default=None)
    if last and last.said.get("promised_on") and not case.archived:
        yield "promise", end_of(date.fromisoformat(last.said["promised_on"]))


def archive(case: Case, stretch: Stretch) -> Iterator[Owed]:
    if not case.archived:
        yield "archive", None


OPEN = [
    approval, brief, supervise, direct, directive_day, acknowledge, transfer, lead_department, track, classify, reply,
    result_report, result_review, source_reply, media_response, violation_finding, after_the_report, delay,
    report_major, final_report, report_media, counsel, repeat, verify_withdrawal, review_answer, promise,
]  # fmt: skip
ENDED = [archive, review_answer, final_report, promise]
