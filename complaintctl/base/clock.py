"""China Standard Time: what time it is, and reading the dates that people write."""

from datetime import datetime
from typing import NamedTuple

from complaintctl.base import date_grammar
from complaintctl.base.date_grammar import CHINA
from complaintctl.base.errors import UsageProblem
from complaintctl.base.text import quoted


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

    Raises UsageProblem: the text is no date, or a date that does not exist.
    """
    return _span(text, what)[0]


def parse_day(text: str, what: str) -> str:
    """Read a day, as ISO text; a time of day is dropped.

    Raises UsageProblem: as parse_moment does, and for a span of several days.
    """
    first, last = _span(text, what)
    if first.day != last.day:
        raise UsageProblem(
            "{what} {given} is a span of days, and one day is asked for: write it as 2026-11-23.",
            what=what,
            given=quoted(text),
        )
    return first.day


def _span(text: str, what: str) -> tuple[Moment, Moment]:
    """Start and end of what was written; both the same where it is no span. Raises UsageProblem."""
    read = date_grammar.read(text, what)
    start, *ends = (Moment(when.isoformat(timespec="seconds"), whole_day) for when, whole_day in read)
    for end in ends:
        if end.day_end.text >= start.text:
            return start, end
    raise UsageProblem(
        "{what} {given} does not end after it begins: write when it began alone, or both as 2026-11-23 14:00~15:30.",
        what=what,
        given=quoted(text),
    )


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
