"""The dates and times that are understood, and how each is read: a closed grammar, beside which nothing is a date."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import spoken
from complaintctl.base.text import day_in_words, quoted
from complaintctl.base.values import plain

CHINA = timezone(timedelta(hours=8))
_FIRST_YEAR, _LAST_YEAR = 1900, 2099  # in which the working days of a bank can be known
WEEKDAYS = "一二三四五六日"
_CENTURY = "20"  # of a year written in two digits

# The words for a part of the day, and the first and last hour that each can mean.
_PARTS = {
    "凌晨": (0, 6),
    **dict.fromkeys(("早上", "早晨", "清晨", "上午", "早", "AM"), (0, 11)),
    "中午": (11, 14),
    **dict.fromkeys(("下午", "PM"), (12, 23)),
    "傍晚": (16, 20),
    **dict.fromkeys(("晚上", "夜里", "夜间", "晚"), (17, 23)),
}
_PART = "|".join(_PARTS)
_UNSAID = ("2000年", "2000年1月")  # before a day without its year: every day of a year and of a month exists there
_DAYS = ("MON", "TUES", "WEDNES", "THURS", "FRI", "SATUR", "SUN")
_ENGLISH = re.compile(rf"^({'|'.join(_DAYS)})DAY,? (\S+)")
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
    (?: [ ]? \(? (?: 周 | 星期 | 礼拜 ) (?P<weekday> [{WEEKDAYS}天] ) \)? )?
    (?:
        (?: [T ] | (?<=[日号{WEEKDAYS}天)]) | (?!\d) )
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


def read(text: str, what: str) -> list[tuple[datetime, bool]]:
    """Read when a date begins, and what can be its end: of a span each reading of that, else the same again.

    With each stands whether it is a bare day; `what` names the date in the error.

    Raises UsageProblem: the text is no date, or a date that does not exist.
    """
    said = {"what": what, "given": quoted(text)}
    unsaid = _UNSAID if re.match(r"\d{1,2}[月日号]", joined(text), re.ASCII) else ("",)
    written = next(filter(None, (_GRAMMAR.fullmatch(before + joined(text)) for before in unsaid)), None)
    if not written and any(_GRAMMAR.fullmatch(f"{before}{joined(text)}3点") for before in unsaid):
        raise UsageProblem(
            "{what} {given} names a part of the day and no hour: write the hour as well, as 2026-11-23 15:00 or"
            " 2026年11月23日下午3点, or the day alone.",
            **said,
        )
    if not written:
        raise UsageProblem(
            "{what} {given} is not a date: write it as 2026-11-23, 2026-11-23T14:05, 2026/11/23 or 2026年11月23日.",
            **said,
        )
    if not _FIRST_YEAR <= _numbers(written)[0] <= _LAST_YEAR:
        raise UsageProblem(
            "{what} {given} does not lie in the years {first} to {last}.", first=_FIRST_YEAR, last=_LAST_YEAR, **said
        )
    ends = [*_ends(written)] if written["end"] else [written]
    try:
        found = [_start(each) for each in (written, *ends)]
    except (ValueError, OverflowError):
        raise UsageProblem(
            "{what} {given} does not exist: months go from 1 to 12, days to the last of the month, hours from 0 to"
            " 23 (24:00 is 00:00 of the next day), minutes and seconds to 59.",
            **said,
        ) from None
    if not joined(text).startswith(written["day"]):
        raise UsageProblem(
            "{what} {given} does not say of which month and year: write it in full, as 2026-11-23.", **said
        )
    for each in (written, *ends):
        day = date(*_numbers(each))
        if each["weekday"] and each["weekday"].replace("天", "日") != WEEKDAYS[day.weekday()]:
            raise UsageProblem(
                "{what} {given} names another day of the week than {day}: one of the two is wrong.",
                day=day_in_words(str(day), spoken()),
                **said,
            )
    # Of 3:00-4:00 PM nobody knows whether its start is in the morning.
    names_half = [bool(each["part"] or each["half"]) for each in (written, *ends)]
    if written["time"] and any(names_half) and not names_half[0]:
        raise UsageProblem(
            "{what} {given} names the half of the day of its end alone: write that of its start as well, or both as"
            " 2026-11-23 14:00~15:30.",
            **said,
        )
    return found


def _ends(match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The readings of a span's end, which leaves out what it has in common with the start."""
    day, end = match["day"], joined(match["end"])
    year, month, number = re.findall(r"\d+", day)
    marks = day[: day.rindex(number)], day[: len(year) + 1]
    common = [*marks, f"{year}年{month}月", f"{year}年", ""]
    if match["time"]:
        common = [f"{day} {match['part'] or ''}", f"{day} ", *common]
    for before in common:
        if (found := _GRAMMAR.fullmatch(before + end)) and not found["end"]:
            yield found


def _start(match: re.Match[str]) -> tuple[datetime, bool]:
    """The beginning of a date of the grammar, in China's time, which it is without an offset. Raises ValueError."""
    day = date(*_numbers(match))
    if not match["time"]:
        return datetime.combine(day, time(tzinfo=CHINA)), True
    hour, minute, second, *_fraction = [int(n) for n in re.findall(r"\d+", match["time"].replace("半", "30"))] + [0, 0]
    if part := match["part"] or match["half"]:
        # The hour of the 24 that is written, or that one of the 12 of a part of the day is; 24 is none.
        first, last = _PARTS[part]
        either = (hour, {12: 0}.get(hour, hour + 12)) if hour <= 12 else (hour,)
        hour = next((meant for meant in either if first <= meant <= last), 24)
    zone = time.fromisoformat(f"00:00{match['offset'] or '+08:00'}").tzinfo
    return datetime.combine(day, time(hour, minute, second, tzinfo=zone)).astimezone(CHINA), False


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day as they are written."""
    year, month, day = re.findall(r"\d+", match["day"])
    return int(year if len(year) == 4 else _CENTURY + year), int(month), int(day)


def joined(text: str) -> str:
    """A date as the grammar has it: no blanks within it, signs between the digits of 20261123 or 20261123140500."""
    written = _BLANKS.sub(lambda blank: blank[1] or " ", plain(text).upper().replace("\u301c", "~"))
    if compact := _COMPACT.match(written):
        day, time = "-".join(compact.groups()[:3]), ":".join(filter(None, compact.groups()[3:]))
        written = f"{day} {time}".strip() + written[compact.end() :]
    return _ENGLISH.sub(lambda named: f"{named[2]} 周{WEEKDAYS[_DAYS.index(named[1])]}", written)
