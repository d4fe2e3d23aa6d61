"""Days as people say them, 昨天, 上周五, 8日, 11月8日, written in full; a register has dates alone."""

import re
from contextlib import suppress
from datetime import date, timedelta

from complaintctl.base.clock import Clock, Moment, parse_moment
from complaintctl.base.date_grammar import WEEKDAYS, joined

_NEAR = {
    **{"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2},
    **{"昨": -1, "今": 0, "明": 1, "YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1},  # 昨晚, 今早
}
_WEEK = {"上": -1, "本": 0, "这": 0, "下": 1}
_SAID = re.compile(
    rf"""
    (?P<near> {"|".join(_NEAR)} ) (?: (?<! [昨今明] ) | (?=[早晚]) )
  | (?: (?P<week> [上本这下] ) 个? )? (?: 周 | 星期 | 礼拜 ) (?P<weekday> [{WEEKDAYS}天] )
  | (?: (?P<month> 0?[1-9] | 1[0-2] ) [-/.月] )? (?P<day> \d{{1,2}} ) (?: [日号] | (?(month) (?![-/.年月\d]) | (?!) ) )
    """,
    re.VERBOSE | re.ASCII,
)
PAST, AHEAD, EITHER = -1, 1, 0
# Options and questions for a day to come, and for one on either side; any other is for what has happened.
_SIDES = {
    **dict.fromkeys(("due", "source_due", "expected", "promise"), AHEAD),
    **dict.fromkeys(("retired_on", "since", "until", "in_force_from"), EITHER),
}


def side_of(name: str) -> int:
    """The side of today on which the day of an option or a question lies, by its name."""
    return _SIDES.get(name, PAST)


def taken_for_now(as_of: str | None) -> Moment | None:
    """The moment that --as-of sets the clock to, if it is given. Raises UsageProblem."""
    return parse_moment(in_full(as_of, Clock().now().day, PAST), "--as-of") if as_of else None


def in_full(text: str, today: str, side: int) -> str:
    """A date that begins with a day as people say it, with that day in full; anything else as it is.

    A day without its month or year is of this one, or on its side of today of the one before or after if that is
    nearer: what was said a month or a year off is rather refused than taken for another day. One that does not exist,
    or is as good as between two on either side of today, is left to be refused as it was typed.
    """
    written = joined(text)
    said = _SAID.match(written)
    day = _day(said, date.fromisoformat(today), side) if said else None
    return f"{day} {written[said.end() :].lstrip()}".strip() if said and day else text


def _day(said: re.Match[str], today: date, side: int) -> date | None:
    if said["near"]:
        return today + timedelta(days=_NEAR[said["near"]])
    if said["day"]:
        return _numbered(said, today, side)
    weekday = WEEKDAYS.index(said["weekday"].replace("天", "日"))
    days = weekday - today.weekday() + 7 * _WEEK.get(said["week"] or "", 0)
    if not said["week"] and days * side < 0:
        days += 7 * side
    return today + timedelta(days=days)


def _numbered(said: re.Match[str], today: date, side: int) -> date | None:
    """The nearest such day of a month, this one or the named one; None: there is none, or another is about as near."""
    day, month = int(said["day"]), int(said["month"] or today.month) - 1
    here, step = today.year * 12 + month, 12 if said["month"] else 1

    def days_off(month: int) -> int:
        first = date(month // 12, month % 12 + 1, 1)
        return abs((first - today).days + day - 1)

    sides = (side,) if side else (PAST, AHEAD)
    nearest, other, *_rest = sorted((here, *(here + step * way for way in sides)), key=days_off)
    if not side and days_off(other) < 2 * days_off(nearest):
        return None
    year, month = divmod(nearest, 12)
    with suppress(ValueError):
        return date(year, month + 1, day)
    return None
