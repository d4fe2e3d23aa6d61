"""Service: a unit that was closed and a person who left stay on record, and take part in nothing new."""

import sqlite3

from complaintctl.base.errors import Refused


def serving(row: sqlite3.Row, day: str) -> sqlite3.Row:
    """Return a unit or a person if they still serve on a day: that of retirement is the first on which they do not.

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
