"""The periods that a return can be asked for."""

from datetime import date
from typing import NamedTuple

from complaintctl.clock import parse_day
from complaintctl.errors import UsageProblem
from complaintctl.language import _


class Period(NamedTuple):
    """A stretch of days, both ends included, as ISO text, and its name in the return."""

    name: str
    first_day: str
    last_day: str


def chosen_period(month: str | None, first: str | None, last: str | None, today: str) -> Period:
    """The month or range asked for; this month if neither. Raises UsageProblem."""
    if first or last:
        if month or not (first and last):
            raise UsageProblem(_("Name a period by --month, or by --from and --to together."))
        start, end = parse_day(first, "--from"), parse_day(last, "--to")
        if end < start:
            raise UsageProblem(_("--to {last} is before --from {first}.", last=end, first=start))
        return Period(f"{start}/{end}", start, end)
    import re

    from dateutil.relativedelta import relativedelta

    try:
        begin = date.fromisoformat(re.sub(r"^(\d{4})[-/年.]?(\d{2})月?$", r"\1-\2-01", month or today[:7]))
        end_of_month = begin + relativedelta(months=1, days=-1)
    except ValueError:
        raise UsageProblem(_("{given} is not a month: write it as 2026-10.", given=repr(month))) from None
    return Period(f"{begin:%Y-%m}", begin.isoformat(), end_of_month.isoformat())
