"""The periods that a return can be asked for."""

import re
from collections.abc import Callable, Mapping
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


def chosen_period(
    today: str,
    *,
    month: str | None = None,
    quarter: str | None = None,
    half: str | None = None,
    year: str | None = None,
    first: str | None = None,
    last: str | None = None,
) -> Period:
    """The month, quarter, half, year or range asked for; this month if none.

    Raises:
        UsageProblem: it cannot be read, two were asked for, or it has not begun by `today`.
    """
    given = {"month": month, "quarter": quarter, "half": half, "year": year}
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
    pattern, make, refusal = _KINDS[kind]
    match = pattern.fullmatch(re.sub(r"\s", "", plain(text)))
    try:
        if match:
            year, *numbers = [part for part in match.groups() if part]
            return make(int(year), *(_NUMBERS.get(number) or int(number) for number in numbers))
    except ValueError:
        pass
    raise UsageProblem(refusal, given=repr(text))


def _stretch(name: str, year: int, month: int, months: int) -> Period:
    from dateutil.relativedelta import relativedelta

    begin = date(year, month, 1)
    return Period(name, begin.isoformat(), (begin + relativedelta(months=months, days=-1)).isoformat())


def _month(year: int, number: int) -> Period:
    return _stretch(f"{year:04}-{number:02}", year, number, 1)


def _quarter(year: int, number: int) -> Period:
    return _stretch(f"{year:04}-Q{number}", year, 3 * number - 2, 3)


def _half(year: int, number: int) -> Period:
    return _stretch(f"{year:04}-H{number}", year, 6 * number - 5, 6)


def _year(year: int) -> Period:
    return _stretch(f"{year:04}", year, 1, 12)


_KINDS: Mapping[str, tuple[re.Pattern[str], Callable[..., Period], str]] = {
    "month": (_MONTH, _month, marked("{given} is not a month: write it as 2026-10 or 2026年10月.")),
    "quarter": (_QUARTER, _quarter, marked("{given} is not a quarter: write it as 2026-Q3 or 2026年第3季度.")),
    "half": (_HALF, _half, marked("{given} is not half a year: write it as 2026-H1 or 2026年上半年.")),
    "year": (_WHOLE_YEAR, _year, marked("{given} is not a year: write it as 2026 or 2026年.")),
}


# ---- What it is compared with ----


def period_before(period: Period) -> Period:
    """The one of the same length just before: the month before a month; of a range, so many days before it."""
    from dateutil.relativedelta import relativedelta

    kind = _kind(period)
    begin, end = date.fromisoformat(period.first_day), date.fromisoformat(period.last_day)
    if kind is None:
        return _range((begin - (end - begin) - relativedelta(days=1)).isoformat(), _day_before(begin))
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[kind]
    return _named(kind, begin - relativedelta(months=months))


def year_before(period: Period) -> Period:
    """The same period of the year before."""
    from dateutil.relativedelta import relativedelta

    kind = _kind(period)
    begin, end = (date.fromisoformat(day) - relativedelta(years=1) for day in period[1:])
    return _named(kind, begin) if kind else _range(begin.isoformat(), end.isoformat())


def _kind(period: Period) -> str | None:
    """Which of the kinds a period's name is of; None for a range."""
    patterns = {"quarter": r"\d{4}-Q\d", "half": r"\d{4}-H\d", "year": r"\d{4}", "month": r"\d{4}-\d\d"}
    return next((kind for kind, pattern in patterns.items() if re.fullmatch(pattern, period.name)), None)


def _named(kind: str, begin: date) -> Period:
    number = {"month": begin.month, "quarter": (begin.month + 2) // 3, "half": (begin.month + 5) // 6}
    return _KINDS[kind][1](begin.year, *([number[kind]] if kind in number else []))


def _day_before(day: date) -> str:
    return date.fromordinal(day.toordinal() - 1).isoformat()
