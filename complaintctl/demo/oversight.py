"""Beside the cases: the daily checks, what is done about leads for accountability, corrective actions."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from complaintctl import queries
from complaintctl.casework import accountability, checks
from complaintctl.clock import Moment
from complaintctl.demo import bank
from complaintctl.demo.data import TEXTS
from complaintctl.demo.office import Office
from complaintctl.queries import accountability as leads

CHECKED_SINCE = "2026-09-21"  # nobody was named before
FOUND = ("government_website", "2026-10-12")  # a working day
LEADS_READ_ON = ("2026-01-08", "2026-04-09", "2026-07-09", "2026-10-09")


def oversight(office: Office) -> Sequence[Iterator[Moment]]:
    """All that goes on beside the cases, each as a life of its own."""
    return [
        _checked_daily(office, "government_website", "qin"),
        _checked_daily(office, "web_channel", "dong"),
        *(_checked_daily(office, "branch_box", bank.head_of(branch), branch) for branch in bank.BRANCHES),
        _leads_read(office),
        *(_improved(office, **improvement) for improvement in TEXTS["improvements"]),
    ]


def _checked_daily(office: Office, kind: str, person: str, unit: str | None = None) -> Iterator[Moment]:
    """Check each day from when somebody is named; rest days are entered on the next working day, some are forgotten."""
    yield office.some_time(CHECKED_SINCE)
    checks.name(office.officer(), kind, person=person, unit=unit, at=None)
    day = date.fromisoformat(CHECKED_SINCE)
    while True:
        days = []
        while day.isoformat() <= office.now.day:
            if (kind, day.isoformat()) == FOUND:
                finding = checks.Checked(found=TEXTS["found"], briefed=bank.LEADER)
                checks.done(office.act(person), kind, unit, finding)
            elif not office.happens("forgotten"):
                days.append(day.isoformat())
            day += timedelta(days=1)
        if days:
            checks.done(office.act(person), kind, unit, checks.Checked(days=days))
        yield office.later(1, 1)


def _leads_read(office: Office) -> Iterator[Moment]:
    """Let the principal leader decide on the leads each quarter: on the grave ones always, on the others at times."""
    measures = TEXTS["measures"]
    for day in LEADS_READ_ON:
        yield office.some_time(day)
        for lead in leads.leads(office.connection, "2007-01-01", office.now.day, None, None, only_open=True):
            grave = lead["kind"] in ("coerced", "untrue_finding")
            if lead["kind"] in measures and (grave or office.happens("reprimanded")):
                text = measures[lead["kind"]]
                accountability.measure(office.officer(), lead["lead"], text=text, decided_by=bank.DEPUTIES[0], at=None)


def _improved(
    office: Office, day: str, category: str, text: str, owner: str, days: int, outcome: str | None = None
) -> Iterator[Moment]:
    """Open a corrective action, learned from the last complaints of a category, and carry it through or not."""
    yield office.some_time(day)
    cases = [row["case_no"] for row in queries.overview(
        office.connection, everything=True, status=None, unit=None, category=category, channel=None
    )]  # fmt: skip
    due = (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    number = accountability.open_improvement(
        office.officer(), text=text, owner=owner, due=due, cases=cases[-3:], at=None
    )
    if outcome:
        yield office.later(days // 3, days // 2)
        accountability.finish_improvement(office.act(owner), number, text=outcome, at=None)
