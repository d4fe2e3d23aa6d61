"""SELECTs that say who may see who made a report of wrongdoing (Art. 13)."""

import sqlite3

from complaintctl.record.queries import is_in


def may_see_restricted(connection: sqlite3.Connection, case_no: str, person: str) -> bool:
    """Tell whether a person may read who made a report of wrongdoing, and what was written in it (Art. 13)."""
    return is_in(connection, "main.may_see_restricted", case_no=case_no, person=person)
