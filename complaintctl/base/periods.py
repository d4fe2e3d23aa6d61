"""The periods that a return can be asked for."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import marked
from complaintctl.base.text import quoted
from complaintctl.base.values import plain

_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_YEAR = r"((?:19|20)\d\d)"


# Each kind of period: its months, its name in the return, how people write one, and the refusal of another text.
_KINDS = {
    "month": (1, "{year:04}-{number:02}", r"[-/年.]?(\d{1,2})月?(?:份)?",
              marked("{given} is not a month: write it as 2026-10 or 2026年10月.")),
    "quarter": (3, "{year:04}-Q{number}", r"[-/年.]?(?:Q|第)?([1-4一二三四])(?:季度?)?",
                marked("{given} is not a quarter: write it as 2026-Q3 or 2026年第3季度.")),
    "half": (6, "{year:04}-H{number}", r"[-/年.]?(?:H([12])|([上下])半年?)",
             marked("{given} is not half a year: write it as 2026-H1 or 2026年上半年.")),
    "year": (12, "{year:04}", r"年?(?:度)?", marked("{given} is not a year: write it as 2026 or 2026年.")),
}  # fmt: skip


class Period(NamedTuple):
    """A stretch of days, both ends included, as ISO text, and its name in the return."""

    name: str
    first_day: str
    last_day: str


# ---- Reading what was asked for ----


def chosen_period(today: str, *, first: str | None = None, last: str | None = None, **kinds: str | None) -> Period:
    """Return the month, quarter, half, year or range asked for; this month if none.

    Raises UsageProblem: it cannot be read, two were asked for, or it has not begun by `today`.
    """
    named = {kind: text for kind, text in kinds.items() if text is not None}
    is_range = first is not None or last is not None
    if len(named) + is_range > 1 or (is_range and None in (first, last)):
        raise UsageProblem("Name one period: by --month, --quarter, --half or --year, or by --from and --to together.")
    if first is not None and last is not None:
        period = _range(parse_day(first, "--from"), parse_day(last, "--to"))
    else:
        kind, text = next(iter(named.items()), ("month", today[:7]))
        period = named_month(text, today, has_begun=True) if kind == "month" else _read(kind, text)
    if period.first_day > today:
        raise UsageProblem(
            "{period} lies in the future: it begins on {day}, and today is {today}. Name one that has begun.",
            period=period.name,
            day=period.first_day,
            today=today,
        )
    return period


def named_month(text: str, today: str = "", *, has_begun: bool = False) -> Period:
    """Return a month, past or to come; by `today` 上月, too, and the nearest of those named without their year.

    `has_begun`: the nearest that has. Raises UsageProblem.
    """
    said = re.fullmatch(r"([上本下])个?月|(0?[1-9]|1[0-2])月份?", plain(text)) if today else None
    if not said:
        return _read("month", text)
    year, month = int(today[:4]), int(today[5:7])
    if said[1]:
        off = "上本下".index(said[1]) - 1
    else:
        ahead = (int(said[2]) - month) % 12
        off = ahead if ahead <= (0 if has_begun else 6) else ahead - 12
    number = year * 12 + month - 1 + off
    return _read("month", f"{number // 12}-{number % 12 + 1}")


def _range(start: str, end: str) -> Period:
    if end < start:
        raise UsageProblem("--to {last} is before --from {first}.", last=end, first=start)
    return Period(f"{start}/{end}", start, end)


def _read(kind: str, text: str) -> Period:
    *_what, pattern, refusal = _KINDS[kind]
    match = re.fullmatch(_YEAR + pattern, re.sub(r"\s", "", plain(text)), re.IGNORECASE)
    year, number, *_more = [*filter(None, match.groups()), "1"] if match else ("", "")
    try:
        return _numbered(kind, int(year), _NUMBERS.get(number) or int(number))
    except ValueError:
        raise UsageProblem(refusal, given=quoted(text)) from None


def _numbered(kind: str, year: int, number: int) -> Period:
    """Return the period of a kind with this number in its year. Raises ValueError if there is none."""
    from dateutil.relativedelta import relativedelta

    months, name, *_how = _KINDS[kind]
    begin = date(year, months * (number - 1) + 1, 1)
    last_day = begin + relativedelta(months=months, days=-1)
    return Period(name.format(year=year, number=number), begin.isoformat(), last_day.isoformat())


# ---- What it is compared with ----


def period_before(period: Period) -> Period:
    """Return the one of the same length just before: the month before a month; of a range, so many days before it."""
    begin, end = date.fromisoformat(period.first_day), date.fromisoformat(period.last_day)
    last_day = begin - timedelta(days=1)
    return _like(period, last_day - (end - begin), last_day)


def year_before(period: Period) -> Period:
    """Return the same period of the year before."""
    from dateutil.relativedelta import relativedelta

    begin, end = (date.fromisoformat(day) - relativedelta(years=1) for day in period[1:])
    return _like(period, begin, end)


def _like(period: Period, begin: date, end: date) -> Period:
    """Return the range of these days if a period is one, else that of its kind which holds the last of them."""
    if "/" in period.name:
        return _range(begin.isoformat(), end.isoformat())
    kind = {"": "year", "Q": "quarter", "H": "half"}.get(period.name[5:6], "month")
    return _numbered(kind, end.year, (end.month - 1) // _KINDS[kind][0] + 1)
