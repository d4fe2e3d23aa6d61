"""A year of complaints and of what goes on beside them, each lived through to its end by the program's own verbs."""

import heapq
import sqlite3
from datetime import date, timedelta
from random import Random

from complaintctl.bank import directory
from complaintctl.base.clock import Clock, Moment
from complaintctl.checks import accountability
from complaintctl.checks import act as checks_act
from complaintctl.checks import rows as checks_rows
from complaintctl.demo.invented_bank import BANK, BRANCHES, DEPUTIES, FOUNDER, LEADER, TEXTS, Life, Office, one_of
from complaintctl.demo.life import life
from complaintctl.demo.plans import draw_year
from complaintctl.record import views
from complaintctl.record.ledger import PRACTICE, Act
from complaintctl.rules import rule_changes
from complaintctl.watch import rows as watch_rows

SEED = 7
FOUNDED = Moment("2025-10-13T09:00:00+08:00")
END = Moment("2026-10-16T00:00:00+08:00")
CHECKED_SINCE = "2026-09-21"  # nobody was named before
FOUND = ("government_website", "2026-10-12")  # a working day
LEADS_READ_ON = ("2026-01-08", "2026-04-09", "2026-07-09", "2026-10-09")


def build(connection: sqlite3.Connection) -> None:
    """Fill a case file just laid out with the bank, and live its year: each life goes on at the moment it asked for."""
    chance = Random(SEED)  # noqa: S311 - the same year every time
    act = Act(connection, Clock(FOUNDED), FOUNDER, chance.randbytes, PRACTICE)
    directory.found(act, bank=BANK["name"], officer=BANK["staff"][0]["name"], practice=True)
    for unit in BANK["units"]:
        directory.add_unit(act, **unit)
    for member in BANK["staff"][1:]:
        directory.add_staff(act, **member)
    for category, department in BANK["leading"].items():
        rule_changes.set_rule(act, f"lead_unit.{category}", department)
    office = Office(act, chance)
    checkers = [("government_website", "qin", None), ("web_channel", "dong", None)]
    checkers += [("branch_box", one_of(branch, "unit_head"), branch) for branch in BRANCHES]
    lives = [life(office, plan) for plan in draw_year(office)]
    lives += [_checked_daily(office, *checker) for checker in checkers]
    lives += [_leads_read(office), *(_improved(office, **improvement) for improvement in TEXTS["improvements"])]
    queue = [(next(one).text, number, one) for number, one in enumerate(lives)]
    heapq.heapify(queue)
    while queue and queue[0][0] < END.text:
        text, number, one = heapq.heappop(queue)
        office.now = Moment(text)
        views.set_clock(connection, office.now)
        if following := next(one, None):
            heapq.heappush(queue, (following.text, number, one))


def _checked_daily(office: Office, kind: str, person: str, unit: str | None) -> Life:
    """Check each day from when somebody is named; rest days are entered on the next working day, some are forgotten."""
    yield office.some_time(CHECKED_SINCE)
    checks_act.name(office.officer(), kind, person=person, unit=unit)
    day, units = date.fromisoformat(CHECKED_SINCE), [unit] if unit else []
    while True:
        days = []
        while day.isoformat() <= office.now.day:
            if (kind, day.isoformat()) == FOUND:
                checks_act.done(office.act(person), kind, units=units, found=TEXTS["found"], briefed=LEADER)
            elif not office.happens("forgotten"):
                days.append(day.isoformat())
            day += timedelta(days=1)
        if days:
            checks_act.done(office.act(person), kind, units=units, days=days)
        yield office.later(1, 1)


def _leads_read(office: Office) -> Life:
    """Let the principal leader decide on the leads each quarter: on the grave ones always, on the others at times."""
    measures = TEXTS["measures"]
    for day in LEADS_READ_ON:
        yield office.some_time(day)
        for lead in checks_rows.leads(office.connection, ("2007-01-01", office.now.day), only_open=True):
            kind, grave = lead["kind"], lead["kind"] in ("coerced", "untrue_finding")
            if kind in measures and (grave or office.happens("reprimanded")):
                act = office.officer()
                accountability.measure(act, lead["lead"], text=measures[kind], decided_by=DEPUTIES[0])


def _improved(
    office: Office, number: str, day: str, category: str, text: str, owner: str, days: int, outcome: str | None = None
) -> Life:
    """Open a corrective action, learned from the last complaints of a category, and carry it through or not."""
    yield office.some_time(day)
    overview = watch_rows.overview(office.connection, everything=True, category=category)
    cases = [row["case_no"] for row in overview[-3:]]
    due = (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    accountability.open_improvement(office.officer(), text=text, owner=owner, due=due, case=cases)
    if outcome:
        yield office.later(days // 3, days // 2)
        accountability.finish_improvement(office.act(owner), number, text=outcome)
