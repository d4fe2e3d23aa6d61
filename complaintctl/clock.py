"""China Standard Time: what time it is, and reading the dates that people write."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from complaintctl.errors import UsageProblem
from complaintctl.language import _

CHINA = timezone(timedelta(hours=8))
_WITHOUT_YEAR = re.compile(r"^\d{1,2}(?:([-/.])\d{1,2}|月\d{1,2}日)(?![-/.年\d])")
_CENTURY = "20"  # of a year written in two digits
_WRITTEN = re.compile(r"^(\d{4}|\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日?$|日?[T ](.+)$|日(\d.*)$)")
_TIME = re.compile(r"^(\d{1,2})[时点](?:(\d{1,2})分?(?:(\d{1,2})秒?)?)?$")


class Moment(NamedTuple):
    """A point in time as ISO text with the offset of China; `whole_day` if only a day was written."""

    text: str
    whole_day: bool = False

    @property
    def day(self) -> str:
        """The calendar day, as ISO text."""
        return self.text[:10]

    @property
    def day_end(self) -> "Moment":
        """The last second of the day if only a day was written, else the moment itself."""
        return Moment(f"{self.day}T23:59:59+08:00", True) if self.whole_day else self


def no_earlier(moment: Moment, earliest: Moment) -> Moment | None:
    """The moment, or, for a bare day on the day of `earliest`, `earliest`; None if it is before that."""
    if moment.text >= earliest.text:
        return moment
    return earliest if moment.whole_day and moment.day == earliest.day else None


def parse_moment(text: str, what: str) -> Moment:
    """Read a day or a time; `what` names it in the error.

    A time without an offset is China Standard Time; one with another offset is converted.

    Raises:
        UsageProblem: the text is no date, or a date that does not exist.
    """
    match = _WRITTEN.match(text.strip())
    if not match:
        raise UsageProblem(
            _(
                "{what} {given} is not a date: write it as 2026-11-23, 2026-11-23T14:05, 2026/11/23 or 2026年11月23日.",
                what=what,
                given=repr(text),
            )
        )
    year, month, day, *times = match.groups()
    time = times[0] or times[1]
    written = f"{_CENTURY if len(year) == 2 else ''}{year}-{int(month):02}-{int(day):02}"
    try:
        if time is None:
            date.fromisoformat(written)
            return Moment(f"{written}T00:00:00+08:00", whole_day=True)
        if words := _TIME.match(time.strip()):
            time = ":".join(f"{int(part or 0):02}" for part in words.groups())
        time = re.sub(r"^(\d):", r"0\1:", time.strip())
        parsed = datetime.fromisoformat(f"{written}T{time}")
        return moment_of(parsed if parsed.tzinfo else parsed.replace(tzinfo=CHINA))
    except (ValueError, OverflowError):
        raise UsageProblem(
            _(
                "{what} {given} does not exist:"
                " write it as 2026-11-23, 2026-11-23T14:05, 2026/11/23 or 2026年11月23日.",
                what=what,
                given=repr(text),
            )
        ) from None


def parse_day(text: str, what: str) -> str:
    """Read a day, as ISO text; a time of day is dropped. Raises UsageProblem as parse_moment does."""
    return parse_moment(text, what).day


def with_year(text: str, year: str) -> str:
    """A date as people say it, 2月26日 or 2-26, with the year it wants; anything else as it is."""
    match = _WITHOUT_YEAR.match(text)
    return f"{year}{match[1] or '年'}{text}" if match else text


def moment_of(time: datetime) -> Moment:
    """The moment of an aware datetime, to the second."""
    return Moment(time.astimezone(CHINA).isoformat(timespec="seconds"))


class Clock(NamedTuple):
    """The time a run takes for now: the machine's, or the one given with --as-of.

    An --as-of that is a bare day stands for the whole of it: facts of that day count, and an act recorded
    then happened at its start unless it says otherwise.
    """

    as_of: Moment | None = None
    earliest: Moment | None = None  # the machine's clock is taken to stand at this at the least
    is_right: bool = False  # somebody has looked at the machine's clock and says so

    def now(self) -> Moment:
        """The latest moment that is not in the future."""
        if self.as_of:
            return self.as_of.day_end
        moment = moment_of(datetime.now(CHINA))
        return max(moment, self.earliest) if self.earliest else moment

    def default_at(self) -> Moment:
        """When an act happened that does not say when."""
        return self.as_of or self.now()
