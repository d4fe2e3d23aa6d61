"""Which backups are kept: in whatever rhythm they are made, the last of each day, week and month that counts."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta

from conftest import cases
from hypothesis import given
from hypothesis import strategies as st

from complaintctl.backup.retention import Retention, retention_of

FIRST = datetime(2026, 11, 24, 1, 30)
PERIODS: Sequence[Callable[[datetime], Hashable]] = (
    lambda time: time.strftime("%Y-%m-%d"),
    lambda time: time.strftime("%G-W%V"),
    lambda time: time.strftime("%Y-%m"),
)


def kept_of(rule: Retention, times: Sequence[datetime]) -> list[datetime]:
    """List what is there in the end if each backup is followed by what it makes superfluous; the newest first."""
    there: list[datetime] = []
    for time in times:
        there.insert(0, time)
        gone = rule.superfluous(there)
        there = [each for each in there if each not in gone]
    return there


counts = st.integers(0, 5)
gaps = st.lists(st.sampled_from([1, 9, 24, 24, 24, 48, 24 * 8, 24 * 40]), max_size=60)


@given(counts, counts, counts, gaps)
def test_the_last_of_each_day_week_and_month_that_counts_is_kept_and_nothing_else(
    daily: int, weekly: int, monthly: int, hours: list[int]
) -> None:
    rule, times = Retention(0, daily, weekly, monthly), [FIRST]
    for more in hours:
        times.append(times[-1] + timedelta(hours=more))
    kept = kept_of(rule, times)
    assert times[-1] in kept
    if not any(rule):
        assert kept == times[::-1]
        return
    assert len(kept) <= daily + weekly + monthly
    wanted = set()
    for number, period_of in zip((daily, weekly, monthly), PERIODS, strict=True):
        periods = sorted({period_of(time) for time in times})  # of all that was ever made
        for period in periods[-number:] if number else ():
            wanted.add(max(time for time in times if period_of(time) == period))
    assert set(kept) == wanted | {times[-1]}


@given(st.integers(1, 9), gaps)
def test_as_many_of_the_newest_as_are_asked_for(number: int, hours: list[int]) -> None:
    times = [FIRST + timedelta(hours=place) for place in range(len(hours))]
    assert kept_of(Retention(number), times) == times[::-1][:number]


@cases(
    "settings newest rule",
    ({}, None, Retention()),
    ({"backup.keep": 30}, None, Retention(30)),
    ({"backup.keep": 30, "backup.weekly": 4}, None, Retention(0, 0, 4, 0)),  # `keep` holds alone
    ({"backup.daily": 7, "backup.weekly": 4, "backup.monthly": 12}, None, Retention(0, 7, 4, 12)),
    ({"backup.keep": 30, "backup.daily": 7}, 2, Retention(2)),  # as asked for in this run
)
def test_which_rule_holds(settings: dict[str, int], newest: int | None, rule: Retention) -> None:
    assert retention_of(settings, newest) == rule


def test_five_years_of_nights() -> None:
    kept = kept_of(Retention(0, 14, 8, 36), [FIRST + timedelta(days=day) for day in range(5 * 365)])
    assert len(kept) == 14 + 8 - 2 + 36 - 2 and (kept[0] - kept[-1]).days > 34 * 30
