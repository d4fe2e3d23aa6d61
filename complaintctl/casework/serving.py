"""Who still serves: a unit that was closed and a person who left stay on record, and take part in nothing new."""

import sqlite3

from complaintctl.errors import Refused


def serving(row: sqlite3.Row, day: str) -> sqlite3.Row:
    """A unit or a member of staff, who still serves on a day: the day of retirement is the first on which he does not.

    Raises:
        Refused: retired by then.
    """
    if row["retired_on"] and row["retired_on"] <= day:
        raise Refused(
            "{code} {name} retired on {day}: name who serves now.",
            code=row["code"],
            name=row["name"],
            day=row["retired_on"],
        )
    return row
