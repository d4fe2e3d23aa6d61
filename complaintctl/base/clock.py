"""China Standard Time: what time it is, and reading the dates that people write."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from complaintctl.base import date_grammar
from complaintctl.base.errors import UsageProblem
from complaintctl.base.values import plain

CHINA = timezone(timedelta(hours=8))
_FIRST_YEAR, _LAST_YEAR = 1900, 2099  # in which the working days of a bank can be known
_WITHOUT_YEAR = re.compile(r"^\d{1,2}(?:([-/.])\d{1,2}|月\d{1,2}[日号])(?![-/.年\d])", re.ASCII)


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
    """Read a day or a time, or the start of a span; `what` names it in the error.

    A time without an offset is China Standard Time; one with another offset is converted.

    Raises:
        UsageProblem: the text is no date, or a date that does not exist.
    """
    return _span(text, what)[0]


def parse_day(text: str, what: str) -> str:
    """Read a day, as ISO text; a time of day is dropped.

    Raises:
        UsageProblem: as parse_moment does, and for a span of several days.
    """
    first, last = _span(text, what)
    if first.day != last.day:
        raise UsageProblem(
            "{what} {given} is a span of days, and one day is asked for: write it as 2026-11-23.",
            what=what,
            given=repr(text),
        )
    return first.day


def _span(text: str, what: str) -> tuple[Moment, Moment]:
    """Start and end of what was written; both the same where it is no span. Raises UsageProblem."""
    said = {"what": what, "given": repr(text)}
    written = date_grammar.match(text)
    if not written:
        raise UsageProblem(
            "{what} {given} is not a date: write it as 2026-11-23, 2026-11-23T14:05, 2026/11/23 or 2026年11月23日.",
            **said,
        )
    if not _FIRST_YEAR <= date_grammar.year_month_day(written)[0] <= _LAST_YEAR:
        raise UsageProblem(
            "{what} {given} does not lie in the years {first} to {last}.", first=_FIRST_YEAR, last=_LAST_YEAR, **said
        )
    try:
        start = _moment(date_grammar.start(written))
        ends = [_moment(date_grammar.start(end)) for end in date_grammar.ends(written)] if written["end"] else [start]
    except (ValueError, OverflowError):
        raise UsageProblem(
            "{what} {given} does not exist: months go from 1 to 12, days to the last of the month, hours from 0 to"
            " 23 (24:00 is 00:00 of the next day), minutes and seconds to 59.",
            **said,
        ) from None
    # Of 3:00-4:00 PM nobody knows whether its start is in the morning.
    says_half = written["part"] or written["half"] or not written["time"]
    if not says_half and written["end"] and any(end["part"] or end["half"] for end in date_grammar.ends(written)):
        raise UsageProblem(
            "{what} {given} names the half of the day of its end alone: write that of its start as well, or both as"
            " 2026-11-23 14:00~15:30.",
            **said,
        )
    for end in ends:
        if end.day_end.text >= start.text:
            return start, end
    raise UsageProblem(
        "{what} {given} does not end after it begins: write when it began alone, or both as 2026-11-23 14:00~15:30.",
        **said,
    )


def _moment(written: date) -> Moment:
    """The moment of a bare day, or of a time; one without an offset is China's."""
    if not isinstance(written, datetime):
        return Moment(f"{written}T00:00:00+08:00", whole_day=True)
    return moment_of(written if written.tzinfo else written.replace(tzinfo=CHINA))


def with_year(text: str, year: str) -> str:
    """A date as people say it, 2月26日 or 2-26, with the year it wants; anything else as it is."""
    match = _WITHOUT_YEAR.match(plain(text))
    return f"{year}{match[1] or '年'}{plain(text)}" if match else text


def moment_of(when: datetime) -> Moment:
    """The moment of an aware datetime, to the second."""
    return Moment(when.astimezone(CHINA).isoformat(timespec="seconds"))


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
        """The moment of an act that does not say when it happened."""
        return self.as_of or self.now()
