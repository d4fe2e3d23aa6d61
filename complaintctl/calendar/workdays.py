"""The calendar of working days: laid out, extended before it ends, and kept up to date from schedules."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.calendar import calendar_end, schedules
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases.case_acts import occurred_at
from complaintctl.record import calendar_days, ledger
from complaintctl.record.calendar_days import Day, Record
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row

# The figures of the return that hang on the calendar, by what is counted of a case that left.
_FIGURES = {"on_time": "on_time", "ever_late": "ever_late", "working_days": "mean_working_days"}


class Change(NamedTuple):
    """The outcome of an import: how many days changed, the years that became known, and the open cases that moved.

    Of each its case_no, due date before and after (None: past the calendar), and whether that is provisional. `figures`
    are what the return counts otherwise now of a case that was closed, each with what it counted then.
    """

    days: int
    years: list[str]
    moves: list[dict[str, Any]]
    figures: Sequence[dict[str, Any]] = ()


def lay_out(act: Act) -> Record:
    """Fill an empty calendar, from 2007 to three years ahead; return the days for the event that sets them."""
    year, first_year = int(act.clock.now().day[:4]), schedules.FIRST_YEAR
    if not first_year <= year < int(calendar_end.LAST_DAY[:4]) - calendar_end.YEARS_AHEAD:
        raise UsageProblem(
            "A case file cannot begin in {year}: the calendar of working days begins in {first_year}.",
            year=year,
            first_year=first_year,
        )
    days = schedules.of_package(year + calendar_end.YEARS_AHEAD)
    calendar_days.store(act.connection, days)
    return calendar_days.entered(days)


def extend(act: Act, last_year: int) -> None:
    """Add to the calendar the years up to one as the holidays package guesses them; nothing if it reaches so far."""
    last = calendar_rows.calendar_span(act.connection)["last"] or ""
    if last >= min(f"{last_year}-12-31", calendar_end.LAST_DAY):
        return
    current, before = calendar_days.stored(act.connection), calendar_rows.due_dates(act.connection)
    guessed = schedules.of_package(min(last_year, int(calendar_end.LAST_DAY[:4])))
    added = {day: value for day, value in guessed.items() if day > last}
    calendar_days.store(act.connection, current | added)
    detail = {"calendar": calendar_days.entered(added)}
    ledger.append(act, [Fact(None, "calendar_extended", occurred_at(act, None), detail)])
    _settle(act, before, "calendar_extended")


def import_schedule(act: Act, file: Path | None, force: bool) -> Change:
    """Take in a published schedule, or, without a file, what the installed holidays package knows by now.

    The years up to the schedule's are guessed first: working days are counted without gaps.

    Raises:
        UsageProblem: the file is no schedule.
        Refused: it contradicts a year already known, and `force` is not given.
    """
    former, due_before = calendar_days.stored(act.connection), calendar_rows.due_dates(act.connection)
    listed = schedules.read(file) if file else {}
    year = int(act.clock.now().day[:4]) + calendar_end.YEARS_AHEAD
    if listed:
        extend(act, int(max(listed)[:4]))
    if not file or calendar_end.runs_out(act):
        extend(act, year)
    current = calendar_days.stored(act.connection)
    if file:
        new = schedules.complete(listed, current, file.name)
    else:  # what the package says, but over no schedule imported from a file
        settled = {day: value for day, value in current.items() if value.known}
        new = {
            day: value
            for day, value in schedules.of_package(year).items()
            if day not in settled or (value.known and settled[day].source.startswith("holidays "))
        }
    contradicted = [
        day for day, value in sorted(new.items()) if current[day].known and current[day].is_working != value.is_working
    ]
    if contradicted and not force:
        named = _(", ").join(contradicted[:5])
        raise Refused(
            "{source} contradicts days already known: {days}. If it is a revised official schedule, import it with"
            " --force.",
            source=file.name if file else _("The holidays package"),
            days=_("{days} and others", days=named) if len(contradicted) > 5 else named,
        )
    changed = {day: value for day, value in new.items() if current[day][:2] != value[:2]}
    first_changed = min(changed, default=calendar_end.LAST_DAY)  # whoever left before it left as he did
    exits = calendar_rows.exits_since(act.connection, first_changed)
    if changed:
        calendar_days.store(act.connection, current | changed)
        detail = {
            "source": file.name if file else "holidays",
            "days": len(changed),
            "forced": bool(contradicted),
            # So that a return of an earlier day can be drawn again under the calendar of that day.
            "former": calendar_days.written(current, changed),
            "calendar": calendar_days.entered(changed),
        }
        ledger.append(act, [Fact(None, "calendar_changed", occurred_at(act, None), detail)])
    now = current | changed
    years = sorted(_known_years(now) - _known_years(former))
    days = sum(former.get(day, ())[:2] != value[:2] for day, value in now.items())
    figures = tuple(_other_figures(exits, calendar_rows.exits_since(act.connection, first_changed)))
    return Change(days, years, _settle(act, due_before, "calendar_changed"), figures)


def _other_figures(before: Mapping[int, Row], after: Mapping[int, Row]) -> Iterator[dict[str, Any]]:
    """Yield what is counted otherwise of the cases that left: case_no, day, figure, then and now."""
    for seq, now in after.items():
        for column, figure in _FIGURES.items():
            if before[seq][column] != now[column]:
                named = {"case_no": now["case_no"], "closed_on": now["day"], "figure": figure}
                yield {**named, "then": before[seq][column], "now": now[column]}


def _settle(act: Act, before: Mapping[str, Row], reason: str) -> list[dict[str, Any]]:
    """Settle the open cases whose due date is not what it was, and return them, as Change has them."""
    moves = [
        {"case_no": case_no, "before": was, "after": row["due_on"], "provisional": bool(row["provisional"])}
        for case_no, row in calendar_rows.due_dates(act.connection).items()
        if row["due_on"] != (was := before[case_no]["due_on"])
    ]
    for move in moves:
        ledger.settle(act, move["case_no"], occurred_at(act, None), reason)
    return moves


def _known_years(days: Mapping[str, Day]) -> set[str]:
    return {day[:4] for day in days} - {day[:4] for day, value in days.items() if not value.known}
