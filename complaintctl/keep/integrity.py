"""Proving that the record is untouched (Art. 6)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from complaintctl.base.clock import Clock
from complaintctl.base.errors import StorageProblem
from complaintctl.base.language import _, plural, spoken
from complaintctl.calendar import proved_days
from complaintctl.disk import damage, new_file
from complaintctl.file import copying, db, hand_edits, overlay, renewal, replayed_rules, upgrading
from complaintctl.file.hand_edits import Difference
from complaintctl.keep import rows
from complaintctl.privacy import attachments, personal
from complaintctl.record import ledger, logs, program_text, views
from complaintctl.record.ledger import Act

_NUMBER_GAPS = """
SELECT c.year, c.number, max(c.last, coalesce(r.last, 0)) AS last
FROM (
    SELECT CAST(substr(case_no, 4, 4) AS INTEGER) AS year, count(*) AS number,
        max(CAST(substr(case_no, 9) AS INTEGER)) AS last
    FROM complaint GROUP BY year
) c
LEFT JOIN (
    SELECT year, sum(last - own) AS number, max(last) AS last FROM restored_number WHERE form = 'register' GROUP BY year
) r ON r.year = c.year
WHERE c.number + coalesce(r.number, 0) <> max(c.last, coalesce(r.last, 0))
"""

_NUMBER_SERIES = """
SELECT f.title_zh, f.title_en, n.year, n.used, n.given
FROM last_number n JOIN form f ON f.code = n.form
WHERE n.used <> n.given
"""

_MAILED_OTHERWISE = "SELECT seq, substr(at, 1, 16) AS at FROM mailed_otherwise ORDER BY seq LIMIT 1"

_PRACTICE_CHANGED = """
SELECT 1 FROM event JOIN policy ON key = 'practice'
WHERE kind = 'file_created' AND coalesce(detail ->> 'practice', 0) <> value + 0
"""


def findings(connection: sqlite3.Connection) -> Iterator[str]:
    """Everything that is not as it was entered, a sentence each; none if the record is sound.

    Checked: the file itself, its tables, triggers and views against the text that laid it out, that against the ledger,
    the chain of the ledger, the cases against their events, the customers' data and the attachments against the
    ledger's digests, the logs against their chain, the rows of the regulation, the units, the staff and the calendar
    against that text and the changes on record, the heads that were mailed, the case numbers for gaps, and each form's
    last number. No other program's views may lie over the file.
    """
    for harm in damage.found_in(connection):
        yield _("The file is damaged: {problem}.", problem=harm)
    links, found = list(ledger.broken_links(connection)), list[Difference]()
    try:
        text = program_text.kept(connection)
        plain = replayed_rules.fresh(text)
        found = hand_edits.redefined(connection, plain)
        tables_differ = any(kind == "definition" and name.startswith("table ") for kind, name, *_how in found)
        if not tables_differ and not links:  # else nothing is left to hold the rows against
            found += hand_edits.edited_rows(connection, replayed_rules.of_file(connection, text))
            found += proved_days.edited(connection)
        elif not tables_differ:  # but the rows by which events are hashed, for they may be what was changed
            edited = hand_edits.edited_rows(connection, plain)
            found += [difference for difference in edited if difference.name.startswith("shared_field ")]
        if any(difference.kind == "definition" for difference in found):  # no changed view proves anything
            views.lay_over(connection, hand_edits.definitions(plain), anew=False, case_no=None)
    except StorageProblem as problem:
        links.append(str(problem))
    yield from dict.fromkeys(map(hand_edits.sentence, found))
    yield from links
    try:
        yield from _unlike_events(connection)
    except sqlite3.OperationalError:
        if not found:  # else a rule that was changed keeps a view from answering
            raise


def of_copy(connection: sqlite3.Connection, copy: Path) -> Iterator[str]:
    """Find what is wrong with a copy of a case file; with one of older tables, in another `copy`, moved."""
    if not db.is_older(connection):
        yield from findings(connection)
        return
    with new_file.unfinished(copy) as moved:
        copying.copy(connection, moved)
        with closing(db.connect(moved)) as other:
            renewed = upgrading.move(other)
            yield from map(hand_edits.sentence, renewed.found)
            # As whoever upgrades it would, for what a file holds is held against what is on record.
            renewal.enter(Act(other, Clock(is_right=True), rows.last_entry(other)[0]), renewed, None)
            yield from findings(other)


def _unlike_events(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the findings of views, which read the rules: on the cases, the customers, the logs and the numbers."""
    yield from dict.fromkeys(map(hand_edits.sentence, hand_edits.edited_cases(connection)))
    if program_text.waiting(connection):  # what follows is asked of the views that the program knows
        overlay.lay(connection)
    yield from personal.changed_since_registration(connection)
    yield from personal.not_on_record(connection)
    yield from attachments.changed_since_attached(connection)
    yield from logs.broken(connection)
    for row in connection.execute("PRAGMA main.foreign_key_check"):
        yield _("A row of {table} names a row of {parent} that is not there.", **row)
    if connection.execute(_PRACTICE_CHANGED).fetchone():
        yield _("The file was made a practice file, or a real one, after it was created: its clock may have been set.")
    yield from mailed_otherwise(connection)
    for row in connection.execute(_NUMBER_GAPS):
        yield plural(
            "The case numbers of {year} have gaps: {number} case, but the last is {last}.",
            "The case numbers of {year} have gaps: {number} cases, but the last is {last}.",
            row["number"],
            year=row["year"],
            last=row["last"],
        )
    for row in connection.execute(_NUMBER_SERIES):
        yield _(
            "{form} of {year}: the last number given out is {given}, but the last one used {used}: the count of"
            " numbers was changed.",
            form=row[f"title_{spoken()}"],
            **row,
        )


def mailed_otherwise(connection: sqlite3.Connection) -> Iterator[str]:
    """Say of the first head that was mailed and is not the record's."""
    for row in connection.execute(_MAILED_OTHERWISE):
        yield _(
            "Event {seq} is not the one whose head was mailed at {at}: the record was written anew there or before it."
            " Compare it with that mail: complaintctl verify --against MAIL.eml",
            **row,
        )
