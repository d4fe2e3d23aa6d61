"""The proof of a copy of a case file, one with older tables as it would be brought up (Art. 6)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from complaintctl.base.clock import Clock
from complaintctl.disk import new_file
from complaintctl.file import copying, db, hand_edits, renewal, upgrading
from complaintctl.keep import integrity, rows
from complaintctl.record.ledger import Act


def findings(connection: sqlite3.Connection, copy: Path) -> Iterator[str]:
    """Find what is wrong with a file; with one of older tables, in another copy, in which they are moved."""
    if not db.is_older(connection):
        yield from integrity.findings(connection)
        return
    with new_file.unfinished(copy) as moved:
        copying.copy(connection, moved)
        with closing(db.connect(moved)) as other:
            renewed = upgrading.move(other)
            yield from map(hand_edits.sentence, renewed.found)
            # As whoever upgrades it would, for what a file holds is held against what is on record.
            renewal.enter(Act(other, Clock(is_right=True), rows.last_actor(other)), renewed, None)
            yield from integrity.findings(other)
