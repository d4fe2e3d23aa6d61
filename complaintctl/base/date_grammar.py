"""The dates and times that are understood, and how each is read: a closed grammar, beside which nothing is a date."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from complaintctl.base.values import plain

_CENTURY = "20"  # of a year written in two digits

# The words for a part of the day, and the first and last hour that each can mean.
_PARTS = {
    "凌晨": (0, 6),
    **dict.fromkeys(("早上", "早晨", "清晨", "上午", "AM"), (0, 11)),
    "中午": (11, 14),
    **dict.fromkeys(("下午", "PM"), (12, 23)),
    "傍晚": (16, 20),
    **dict.fromkeys(("晚上", "夜里", "夜间"), (17, 23)),
}
_PART = "|".join(_PARTS)
_BLANKS = re.compile(r"\s*([-~至到+/.:年月日号时点分秒])\s*|\s+", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?)?(?!\d)", re.ASCII)
# What is no date of this grammar is refused, whatever else may understand it. A minus is the dash of a span but after
# the seconds of a machine's time; a year of two digits that could be a month is none.
_GRAMMAR = re.compile(
    rf"""
    (?P<day>
        (?: \d{{4}} | 1[3-9] | [2-9]\d ) (?P<mark>[-/.]) \d{{1,2}} (?P=mark) \d{{1,2}}
      | (?: \d{{4}} | \d\d ) 年 \d{{1,2}} 月 \d{{1,2}} [日号]?
    )
    (?:
        (?: [T ] | (?<=[日号]) | (?!\d) )
        (?P<part> {_PART} )?[ ]?
        (?P<time> \d{{1,2}} : \d{{1,2}} (?: : \d{{1,2}} (?: \.\d{{1,9}} )? )?
          | \d{{1,2}} [时点] (?: [半整] | (?: \d\d | \d{{1,2}}分 ) (?: \d{{1,2}}秒 )? )?
        )
        (?(part) | (?: [ ]? (?P<half> [AP]M ) )? )
        (?P<offset> Z | \+ (?: 0\d | 1[0-4] ) (?: :?[0-5]\d )?
          | (?<= T\d\d:\d\d:\d\d ) - (?: 0\d | 1[0-2] ) : [0-5]\d
        )?
    )?
    (?: (?: --? | [~至到] ) (?P<end> .+ ) )?
    """,
    re.VERBOSE | re.ASCII,
)


def match(text: str) -> re.Match[str] | None:
    """A date with its parts: day, part of the day, time, half, offset, and the end of a span; None if it is none."""
    return _GRAMMAR.fullmatch(_joined(text))


def ends(match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The readings of a span's end, which leaves out what it has in common with the start."""
    day, end = match["day"], _joined(match["end"])
    year, month, number = re.findall(r"\d+", day)
    marks = day[: day.rindex(number)], day[: len(year) + 1]
    common = [*marks, f"{year}年{month}月", f"{year}年", ""]
    if match["time"]:
        common = [f"{day} {match['part'] or ''}", f"{day} ", *common]
    for before in common:
        if (found := _GRAMMAR.fullmatch(before + end)) and not found["end"]:
            yield found


def start(match: re.Match[str]) -> date:
    """The day that a date of the grammar begins with, or the time, with its offset if it has one.

    Raises:
        ValueError: there is no such day or time.
    """
    day = date(*year_month_day(match))
    if not match["time"]:
        return day
    hour, minute, second, *_fraction = [int(n) for n in re.findall(r"\d+", match["time"].replace("半", "30"))] + [0, 0]
    if part := match["part"] or match["half"]:
        # The hour of the 24 that is written, or that one of the 12 of a part of the day is; 24 is none.
        first, last = _PARTS[part]
        either = (hour, {12: 0}.get(hour, hour + 12)) if hour <= 12 else (hour,)
        hour = next((meant for meant in either if first <= meant <= last), 24)
    zone = time.fromisoformat(f"00:00{match['offset'] or ''}").tzinfo
    return datetime.combine(day, time(hour, minute, second, tzinfo=zone))


def year_month_day(match: re.Match[str]) -> tuple[int, int, int]:
    """The numbers of a date of the grammar, which may be none of the calendar."""
    year, month, day = re.findall(r"\d+", match["day"])
    return int(year if len(year) == 4 else _CENTURY + year), int(month), int(day)


def _joined(text: str) -> str:
    """A date as the grammar has it: no blanks within it, signs between the digits of 20261123 or 20261123140500."""
    written = _BLANKS.sub(lambda blank: blank[1] or " ", plain(text).upper().replace("\u301c", "~"))
    if compact := _COMPACT.match(written):
        day, time = "-".join(compact.groups()[:3]), ":".join(filter(None, compact.groups()[3:]))
        written = f"{day} {time}".strip() + written[compact.end() :]
    return written
