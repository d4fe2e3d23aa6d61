"""The periods that a return can be asked for."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from complaintctl.clock import parse_day
from complaintctl.errors import UsageProblem
from complaintctl.language import marked
from complaintctl.values import plain

_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_YEAR = r"((?:19|20)\d\d)[-/年.]?"
_MONTH = re.compile(_YEAR + r"(\d{1,2})月?(?:份)?")
_QUARTER = re.compile(_YEAR + r"(?:Q|第)?([1-4一二三四])(?:季度?)?", re.IGNORECASE)
_HALF = re.compile(_YEAR + r"(?:H([12])|([上下])半年?)", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度)?")


class Period(NamedTuple):
    """A stretch of days, both ends included, as ISO text, and its name in the return."""

    name: str
    first_day: str
    last_day: str


# ---- Reading what was asked for ----


def chosen_period(today: str, *, first: str | None = None, last: str | None = None, **given: str | None) -> Period:
    """The period asked for: the `month`, `quarter`, `half` or `year` given, or a range; this month if none.

    Raises:
        UsageProblem: it cannot be read, two were asked for, or it has not begun by `today`.
    """
    named = {kind: text for kind, text in given.items() if text is not None}
    is_range = first is not None or last is not None
    if len(named) + is_range > 1 or (is_range and None in (first, last)):
        raise UsageProblem("Name one period: by --month, --quarter, --half or --year, or by --from and --to together.")
    if first is not None and last is not None:
        period = _range(parse_day(first, "--from"), parse_day(last, "--to"))
    else:
        kind, text = next(iter(named.items()), ("month", today[:7]))
        period = _read(kind, text)
    if period.first_day > today:
        raise UsageProblem(
            "{period} lies in the future: it begins on {day}, and today is {today}. Name one that has begun.",
            period=period.name,
            day=period.first_day,
            today=today,
        )
    return period


def named_month(text: str) -> Period:
    """A month, past or to come. Raises UsageProblem."""
    return _read("month", text)


def _range(start: str, end: str) -> Period:
    if end < start:
        raise UsageProblem("--to {last} is before --from {first}.", last=end, first=start)
    return Period(f"{start}/{end}", start, end)


def _read(kind: str, text: str) -> Period:
    match = _KINDS[kind].written.fullmatch(re.sub(r"\s", "", plain(text)))
    try:
        if match:
            year, *numbers = [part for part in match.groups() if part]
            return _numbered(kind, int(year), *(_NUMBERS.get(number) or int(number) for number in numbers))
    except ValueError:
        pass
    raise UsageProblem(_KINDS[kind].refusal, given=repr(text))


def _numbered(kind: str, year: int, number: int = 1) -> Period:
    """A month, quarter or half of a year by its number, or the year. Raises ValueError if there is none."""
    from dateutil.relativedelta import relativedelta

    months = _KINDS[kind].months
    begin = date(year, months * (number - 1) + 1, 1)
    end = begin + relativedelta(months=months, days=-1)
    return Period(_KINDS[kind].name.format(year, number), begin.isoformat(), end.isoformat())


class _Kind(NamedTuple):
    """A kind of period: how people write it, its length, its name from year and number, and what no such text is."""

    written: re.Pattern[str]
    months: int
    name: str
    refusal: str


_KINDS: Mapping[str, _Kind] = {
    "month": _Kind(_MONTH, 1, "{:04}-{:02}", marked("{given} is not a month: write it as 2026-10 or 2026年10月.")),
    "quarter": _Kind(
        _QUARTER, 3, "{:04}-Q{}", marked("{given} is not a quarter: write it as 2026-Q3 or 2026年第3季度.")
    ),
    "half": _Kind(_HALF, 6, "{:04}-H{}", marked("{given} is not half a year: write it as 2026-H1 or 2026年上半年.")),
    "year": _Kind(_WHOLE_YEAR, 12, "{:04}", marked("{given} is not a year: write it as 2026 or 2026年.")),
}


# ---- What it is compared with ----


def period_before(period: Period) -> Period:
    """The one of the same length just before: the month before a month; of a range, so many days before it."""
    from dateutil.relativedelta import relativedelta

    kind = _kind(period)
    begin, end = date.fromisoformat(period.first_day), date.fromisoformat(period.last_day)
    if kind:
        return _named(kind, begin - relativedelta(months=_KINDS[kind].months))
    last = begin - relativedelta(days=1)
    return _range((last - (end - begin)).isoformat(), last.isoformat())


def year_before(period: Period) -> Period:
    """The same period of the year before."""
    from dateutil.relativedelta import relativedelta

    kind = _kind(period)
    begin, end = (date.fromisoformat(day) - relativedelta(years=1) for day in period[1:])
    return _named(kind, begin) if kind else _range(begin.isoformat(), end.isoformat())


def _kind(period: Period) -> str | None:
    """The kind that a period's name is of; None for a range."""
    return next((kind for kind in _KINDS if _named(kind, date.fromisoformat(period.first_day)) == period), None)


def _named(kind: str, day: date) -> Period:
    """The period of a kind in which a day lies."""
    return _numbered(kind, day.year, (day.month - 1) // _KINDS[kind].months + 1)
