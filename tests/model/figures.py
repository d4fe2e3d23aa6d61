"""The return of a month, counted case by case (Art. 22)."""

import statistics
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from model import rules
from model.case import ENDS, Case, Stretch
from model.ledger import day_of, end_of, hours_after, of_kind, such, worked_between


def month(name: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{name}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def overdue_at_end_of(case: Case, day: date) -> bool:
    """Whether an answer was awaited at the end of a day, its limit past."""
    for place, stretch in enumerate(case.stretches):
        if stretch.start <= day and (stretch.stopped_on is None or stretch.stopped_on > day):
            then = case.known_on(end_of(day))
            known = then.stretches[place] if place < len(then.stretches) else stretch
            return (then if known is not stretch else case).running(known, day)[0][0] < day
    return False


def last_report(stretch: Stretch) -> Any:
    return stretch.report.said if stretch.report else {}


def of_month(cases: Iterable[Case], name: str, now: str) -> dict[str, Any]:
    """Each figure of the return for a month, drawn at a time."""
    first, last = month(name)
    cases = list(cases)
    stretches = [(case, stretch) for case in cases for stretch in case.stretches]
    came = [(case, stretch) for case, stretch in stretches if first <= stretch.start <= last]
    left = [(case, stretch) for case, stretch in stretches if stretch.end and first <= stretch.end.day <= last]
    exits = [(case, stretch) for case, stretch in left if stretch.end and stretch.end.kind != "voided"]
    received = [case for case, stretch in came if stretch.is_first]
    opening = sum(stretch.start < first and not (stretch.end and stretch.end.day < first) for _, stretch in stretches)
    ends = [ENDS[stretch.end.kind] for _, stretch in left if stretch.end]
    late = [case.first_broken(stretch) is not None for case, stretch in exits]
    days = [worked_between(stretch.start, stretch.stopped_on) for _, stretch in exits if stretch.stopped_on]
    reports = [last_report(stretch) for _, stretch in exits]
    said = [report.get("satisfaction") for report in reports]
    inside = such((one for case in cases for one in case.entries), lambda one: first <= one.day <= last)
    hand_offs = [
        len(such(of_kind(case.entries, "dispatched", "slip_returned"), lambda one, end=stretch.end: one.seq < end.seq))
        for case, stretch in exits
    ]
    agreed = [
        answer in rules.SATISFIED or stretch.end.kind == "withdrawn"
        for (_, stretch), answer in zip(exits, said, strict=True)
        if stretch.end
    ]
    answered = [
        worked_between(stretch.start, day_of(stretch.answered_at)) for _, stretch in exits if stretch.answered_at
    ]
    promised = [kept for case, stretch in exits if (kept := promise_kept(stretch)) is not None]
    responded = [kept for case in received if (kept := responded_to(case, now)) is not None]
    return {
        "opening": opening,
        "received": len(received),
        "reopened": len(came) - len(received),
        **{kind: ends.count(kind) for kind in ENDS.values()},
        "closing": opening + len(came) - len(left),
        "on_time": late.count(False),
        "late": late.count(True),
        "on_time_rate": share(late.count(False), len(late)),
        "mean_working_days": statistics.mean(days) if days else None,
        "median_working_days": statistics.median(days) if days else None,
        "overdue_now": sum(overdue_at_end_of(case, min(last, case.today)) for case in cases),
        "major": sum(case.is_major for case in received),
        "repeat": sum(case.is_repeat for case in received),
        "anonymous": sum(case.anonymous for case in received),
        "upheld": sum(report.get("fault") in rules.BANKS_FAULT for report in reports),
        "satisfied": sum(answer in rules.SATISFIED for answer in said),
        "compensation_fen": sum(report.get("compensation_fen") or 0 for report in reports),
        "slips": len(of_kind(inside, "dispatched")),
        "slips_returned": len(of_kind(inside, "slip_returned")),
        "supervised": len(of_kind(inside, "supervised")),
        "hand_offs": sum(hand_offs),
        "mean_hand_offs": statistics.mean(hand_offs) if hand_offs else None,
        "ever_late": sum(ever_late(case, stretch) for case, stretch in exits),
        "untrue": sum(report.get("fault") in rules.NOT_THE_BANKS_FAULT for report in reports),
        "agreed": agreed.count(True),
        "agreed_rate": share(agreed.count(True), len(agreed)),
        **{f"said_{answer}": said.count(answer) for answer in ANSWERS},
        "satisfied_rate": share(
            sum(answer in rules.SATISFIED for answer in said), sum(answer in ANSWERS[:3] for answer in said)
        ),
        "closed_rate": share(len(exits), opening + len(came) - ends.count("voided")),
        **{f"answered_band_{n}": share(bands(answered).count(n), len(answered)) for n in (1, 2, 3, 4)},
        "progress_rate": share(promised.count(True), len(promised)),
        "first_response_rate": share(responded.count(True), len(responded)),
        "share": 1.0 if received else None,
        "no_complaint": not received,
        "undated": 0,
        "per_100_staff": 100 * len(received) / rules.STAFF_NUMBER,
        "per_outlet": len(received) / rules.OUTLETS,
        "per_10000_customers": 10_000 * len(received) / rules.CUSTOMERS,
    }


ANSWERS = ("satisfied", "basically_satisfied", "dissatisfied", "declined", "unreachable")


def bands(days: list[int]) -> list[int]:
    """Which band of answers each number of working days falls into, from 1 on."""
    return [1 + sum(number > most for most in rules.ANSWER_BANDS) for number in days]


def promise_kept(stretch: Stretch) -> bool | None:
    """Whether the answer came by the last day that the customer was told to expect it by; None: he was told none.

    None too where the case left unanswered before that day came.
    """
    told = such(of_kind(stretch.entries, "delay_reported"), lambda one: one.said.get("customer_told_at"))
    days = [one.said["expected_on"] for one in sorted(told, key=lambda one: one.seq) if one.said.get("expected_on")]
    if not days or not stretch.end:
        return None
    day = date.fromisoformat(days[-1])
    if stretch.answered_at:
        return day_of(stretch.answered_at) <= day
    return None if stretch.end.day <= day else False


def responded_to(case: Case, now: str) -> bool | None:
    """Whether the customer was contacted within hours of receipt (good practice); None while that may yet be."""
    if case.anonymous:
        return None
    due = hours_after(case.received_at, rules.FIRST_RESPONSE_HOURS)
    contacts = such(case.entries, lambda one: one.said.get("purpose") in rules.TO_THE_CUSTOMER or one.kind == "replied")
    ends = such(case.entries, lambda one: one.kind in ENDS)
    first = min([*contacts, *ends], key=lambda one: (one.at, one.seq), default=None)
    if first and first.at <= due:
        return None if first in ends else True
    return False if due < now else None


def ever_late(case: Case, stretch: Stretch) -> bool:
    place = case.stretches.index(stretch)
    return any(case.first_broken(one) for one in case.stretches[: place + 1])


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
