"""Beside the cases: the daily checks, what is done about leads for accountability, corrective actions."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from complaintctl.base.clock import Moment
from complaintctl.checks import accountability
from complaintctl.checks import act as checks_act
from complaintctl.checks import rows as checks_rows
from complaintctl.demo import invented_bank
from complaintctl.demo.data import TEXTS
from complaintctl.demo.office import Office
from complaintctl.watch import rows as watch_rows

CHECKED_SINCE = "2026-09-21"  # nobody was named before
FOUND = ("government_website", "2026-10-12")  # a working day
LEADS_READ_ON = ("2026-01-08", "2026-04-09", "2026-07-09", "2026-10-09")


def oversight(office: Office) -> Sequence[Iterator[Moment]]:
    """All that goes on beside the cases, each as a life of its own."""
    return [
        _checked_daily(office, "government_website", "qin"),
        _checked_daily(office, "web_channel", "dong"),
        *(
            _checked_daily(office, "branch_box", invented_bank.head_of(branch), branch)
            for branch in invented_bank.BRANCHES
        ),
        _leads_read(office),
        *(_improved(office, **improvement) for improvement in TEXTS["improvements"]),
    ]


def _checked_daily(office: Office, kind: str, person: str, unit: str | None = None) -> Iterator[Moment]:
    """Check each day from when somebody is named; rest days are entered on the next working day, some are forgotten."""
    yield office.some_time(CHECKED_SINCE)
    checks_act.name(office.officer(), kind, person=person, unit=unit, at=None)
    day = date.fromisoformat(CHECKED_SINCE)
    while True:
        days = []
        while day.isoformat() <= office.now.day:
            if (kind, day.isoformat()) == FOUND:
                finding = checks_act.Checked(found=TEXTS["found"], briefed=invented_bank.LEADER)
                checks_act.done(office.act(person), kind, unit, finding)
            elif not office.happens("forgotten"):
                days.append(day.isoformat())
            day += timedelta(days=1)
        if days:
            checks_act.done(office.act(person), kind, unit, checks_act.Checked(days=days))
        yield office.later(1, 1)


def _leads_read(office: Office) -> Iterator[Moment]:
    """Let the principal leader decide on the leads each quarter: on the grave ones always, on the others at times."""
    measures = TEXTS["measures"]
    for day in LEADS_READ_ON:
        yield office.some_time(day)
        for lead in checks_rows.leads(office.connection, "2007-01-01", office.now.day, None, None, only_open=True):
            grave = lead["kind"] in ("coerced", "untrue_finding")
            if lead["kind"] in measures and (grave or office.happens("reprimanded")):
                text = measures[lead["kind"]]
                accountability.measure(
                    office.officer(), lead["lead"], text=text, decided_by=invented_bank.DEPUTIES[0], at=None
                )


def _improved(
    office: Office, day: str, category: str, text: str, owner: str, days: int, outcome: str | None = None
) -> Iterator[Moment]:
    """Open a corrective action, learned from the last complaints of a category, and carry it through or not."""
    yield office.some_time(day)
    cases = [row["case_no"] for row in watch_rows.overview(
        office.connection, everything=True, status=None, unit=None, category=category, channel=None
    )]  # fmt: skip
    due = (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    number = accountability.open_improvement(
        office.officer(), text=text, owner=owner, due=due, cases=cases[-3:], at=None
    )
    if outcome:
        yield office.later(days // 3, days // 2)
        accountability.finish_improvement(office.act(owner), number, text=outcome, at=None)
