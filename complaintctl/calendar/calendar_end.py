"""The end of the calendar, kept ahead of whatever is entered, so that a due date is always known (Art. 10)."""

import sqlite3

from complaintctl.base.language import plural
from complaintctl.calendar import rows as calendar_rows
from complaintctl.record.ledger import Act

LAST_DAY = "2099-12-31"  # of any calendar: the moon's years are computed no further
YEARS_AHEAD = 3  # as many are laid out after this one
_LEAST_YEARS = 2  # fewer than these, and they are laid out again


def runs_out(act: Act) -> bool:
    """Tell whether fewer than two whole years remain in the calendar after this one."""
    enough = f"{int(act.clock.now().day[:4]) + _LEAST_YEARS:04}-12-31"
    return (calendar_rows.calendar_span(act.connection)["last"] or "") < min(enough, LAST_DAY)


def keep_ahead(act: Act) -> None:
    """Guess the years that the calendar lacks, if it runs out; hardly ever, so what it takes is loaded only then."""
    if runs_out(act):
        from complaintctl.calendar import workdays

        workdays.extend(act, int(act.clock.now().day[:4]) + YEARS_AHEAD)


def undated_sentence(connection: sqlite3.Connection) -> str:
    """Of how many open cases the due date is not known, and how to find it; empty if of none."""
    cases, last = calendar_rows.undated(connection), calendar_rows.calendar_span(connection)["last"]
    if not cases:
        return ""
    return plural(
        "The due date of {number} open case ({case_no}) is not known: the calendar ends on {last}. Extend it:"
        " complaintctl calendar import",
        "The due dates of {number} open cases ({case_no} first) are not known: the calendar ends on {last}. Extend it:"
        " complaintctl calendar import",
        len(cases),
        case_no=cases[0],
        last=last,
    )
