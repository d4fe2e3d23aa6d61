"""The file whose place a backup takes: whether they are of one lineage, and what stands in it alone (Art. 6)."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.errors import Refused
from complaintctl.base.language import _, joined, plural
from complaintctl.keep import numbering, rows
from complaintctl.record import ledger

_NAMED_AT_MOST = 20  # cases in a sentence; the event names all


class Replaced(NamedTuple):
    """A file that is about to be replaced: its last event, and what of it the backup does not have."""

    seq: int
    head: str
    common: int  # the last event that both have; 0 if they begin with different ones
    is_foreign: bool  # each has events that the other knows nothing of
    new_cases: Sequence[str]  # registered after it, and others of which something was entered after it
    other_cases: Sequence[str]
    acts: Mapping[str, int]  # on the file itself after it, by kind
    numbers: numbering.Series
    is_practice: bool

    def lost(self) -> Mapping[str, Any]:
        """Return the details that the ledger keeps of it."""
        return {
            "replaced_seq": self.seq,
            "replaced_head": self.head,
            "common_seq": self.common,
            "lost_events": self.seq - self.common,
            "lost_cases": list(self.new_cases) or None,
            "changed_cases": list(self.other_cases) or None,
            "lost_acts": self.acts or None,
            "foreign": self.is_foreign,
        }


def held_against(former: sqlite3.Connection, restored: sqlite3.Connection, last: int) -> Replaced:
    """Hold the file that is replaced against a copy of a backup, in which it is the `last` event that came with that.

    What a practice file has given out are no numbers for a real one.
    """
    (seq, head), common = ledger.head(former), _common(former, restored, last)
    known = common in (last, seq) or rows.was_replaced(former, str(rows.hash_of(restored, last)))
    cases = rows.cases_after(former, common)
    is_practice = rows.is_practice(former)
    counts = rows.is_practice(restored) or not is_practice
    return Replaced(
        seq,
        head,
        common,
        is_foreign=common == 0 or not known,
        new_cases=[row["case_no"] for row in cases if row["is_new"]],
        other_cases=[row["case_no"] for row in cases if not row["is_new"]],
        acts={row["kind"]: row["number"] for row in rows.acts_after(former, common)},
        numbers=rows.series(former) if counts else {},
        is_practice=is_practice,
    )


def refuse_foreign(replaced: Replaced, backup: Path, path: Path) -> None:
    """Refuse a backup of another lineage than the file whose place it is to take. Raises Refused."""
    if not replaced.is_foreign:
        return
    if replaced.common:
        raise Refused(
            "{backup} is no backup of {file} as it is: the two parted after event {seq}, and each was written to since."
            " Nothing was replaced. Take another one; if this one is meant, add --foreign.",
            backup=backup,
            file=path,
            seq=replaced.common,
        )
    raise Refused(
        "{backup} is no backup of {file}: they begin with different events. Nothing was replaced. Take another one; if"
        " this one is meant, add --foreign.",
        backup=backup,
        file=path,
    )


def loss(replaced: Replaced, labels: Mapping[tuple[str, str], str]) -> str:
    """Say by name what stands in the replaced file alone, in the language spoken."""
    if replaced.seq == replaced.common:
        return _("Nothing that was entered is lost by it.")
    said = plural(
        "Lost by it: event {last}.",
        "Lost by it: events {first} to {last}.",
        replaced.seq - replaced.common,
        first=replaced.common + 1,
        last=replaced.seq,
    )
    parts = [said]
    if names := replaced.new_cases:
        parts.append(
            plural("{number} new case: {names}.", "{number} new cases: {names}.", len(names), names=_named(names))
        )
    if names := replaced.other_cases:
        parts.append(
            plural(
                "Entries on {number} other case: {names}.",
                "Entries on {number} other cases: {names}.",
                len(names),
                names=_named(names),
            )
        )
    if replaced.acts:
        acts = (f"{labels.get(('event_kind', kind), kind)} {number}" for kind, number in replaced.acts.items())
        parts.append(_("Of the file itself: {acts}.", acts=_(", ").join(acts)))
    return joined(parts)


def _named(cases: Sequence[str]) -> str:
    named = _(", ").join(cases[:_NAMED_AT_MOST])
    further = len(cases) - _NAMED_AT_MOST
    return _("{names} and {number} more", names=named, number=further) if further > 0 else named


def _common(former: sqlite3.Connection, restored: sqlite3.Connection, last: int) -> int:
    """The last event that two files have in common: up to it all hashes are the same, after it none is."""
    low, high = 0, min(ledger.head(former)[0], last)
    while low < high:
        middle = (low + high + 1) // 2
        if rows.hash_of(former, middle) == rows.hash_of(restored, middle):
            low = middle
        else:
            high = middle - 1
    return low
