"""The days a listing is asked for, by --from and --to."""

from typing import Annotated

import typer

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import UsageProblem

FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day; default today.")]

BEGINNING = "0001-01-01"  # of everything
# How much of the last day's text is common to all days of its month or year.
_KEPT = {"month": (7, "-01"), "year": (4, "-01-01"), "everything": (0, BEGINNING)}


def chosen_span(first: str | None, last: str | None, today: str, default: str) -> tuple[str, str]:
    """Return first and last day, as ISO text; without --from the month or the year of the last day, or everything.

    Raises UsageProblem: no dates, the last before the first, or the first after today.
    """
    end = parse_day(last, "--to") if last else today
    kept, rest = _KEPT[default]
    begin = parse_day(first, "--from") if first else end[:kept] + rest
    if end < begin and not last:
        raise UsageProblem(
            "--from {first} is after today, {today}: nothing has happened since.", first=begin, today=end
        )
    if end < begin:
        raise UsageProblem("--to {last} is before --from {first}.", last=end, first=begin)
    return begin, end
