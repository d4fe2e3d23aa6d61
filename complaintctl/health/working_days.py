"""The check that the calendar of working days reaches far enough ahead."""

import sqlite3
from datetime import date

from complaintctl.base.language import _, plural
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_rows, rule_rows
from complaintctl.health.finding import Finding


def of_calendar(connection: sqlite3.Connection) -> Finding:
    """Say to which day working days are published, and to which they are guessed; what is due later is not known."""
    today, undated = case_rows.today(connection), calendar_rows.undated(connection)
    span, extend = calendar_rows.calendar_span(connection), "complaintctl calendar import"
    said = {"day": span["known_to"], "last": span["last"]}
    if undated:
        text = plural(
            "known until {day}, ends on {last}: the due date of {number} case is not known ({case_no})",
            "known until {day}, ends on {last}: the due dates of {number} cases are not known ({case_no} first)",
            len(undated),
            case_no=undated[0],
            **said,
        )
        return Finding("calendar", "wrong", text, extend)
    if span["last"] < today:
        return Finding("calendar", "wrong", _("known until {day}, and it ended on {last}", **said), extend)
    remedy = "complaintctl calendar import FILE"
    ahead = (date.fromisoformat(span["known_to"]) - date.fromisoformat(today)).days
    if ahead < 0:
        text = _("known until {day}, and that is past; guessed until {last}", **said)
        return Finding("calendar", "wrong", text, remedy)
    text = plural(
        "known until {day}, {number} day ahead; guessed until {last}",
        "known until {day}, {number} days ahead; guessed until {last}",
        ahead,
        **said,
    )
    # The schedule of the next year is published in November.
    is_near = ahead < int(rule_rows.policy(connection, "calendar_ahead_days"))
    return Finding("calendar", "warning", text, remedy) if is_near else Finding("calendar", "ok", text)
