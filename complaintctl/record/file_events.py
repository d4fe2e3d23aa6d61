"""Acts on the file itself, not on a case: what each does to its tables, when it is done and when verify repeats it."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.schema import statements

_OWN_COLUMN = re.compile(r"UPDATE \w+ SET (\w+) = (?:nullif\()?:\1\b")


def enact(act: Act, kind: str, at: Moment, detail: Mapping[str, Any]) -> None:
    """Do what an event of the file says and enter it."""
    repeat(act.connection, kind, detail)
    ledger.append(act, [Fact(None, kind, at, detail)])


def repeat(connection: sqlite3.Connection, kind: str, detail: Mapping[str, Any]) -> None:
    """Do to the tables what an event of the file says; what it does not say is NULL.

    An event of an older program sets no column that its tables had not.
    """
    values = defaultdict(lambda: None, detail)
    for statement in _by_kind()[kind]:
        own = _OWN_COLUMN.match(statement)
        if not own or own[1] in detail:
            connection.execute(statement, values)


@cache
def _by_kind() -> Mapping[str, Sequence[str]]:
    """The statements of the acts by kind of event, in order; a section's heading names its kinds."""
    text = Path(__file__).with_name("file_acts.sql").read_text("utf-8")
    _preface, *parts = re.split(r"^---- (.*) ----$", text, flags=re.MULTILINE)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for heading, section in zip(parts[::2], parts[1::2], strict=True):
        for kind in heading.split(", "):
            by_kind[kind] += statements(section)
    return by_kind
