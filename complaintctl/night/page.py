"""The night's mail about overdue cases: its subject, its text and its page.

Of a case it says the number, the category and the dates, nothing of the customer or of what they wrote (Art. 6).
"""

from collections.abc import Sequence
from typing import NamedTuple

from complaintctl.base.citations import cited
from complaintctl.base.language import _, spoken
from complaintctl.base.text import filled, visible
from complaintctl.base.written import dated
from complaintctl.night import digest_words
from complaintctl.tables.listing import Record, Section, as_csv, as_sections
from complaintctl.watch import overdue_page

_NUMBERS = ("working_days_overdue", "working_days_left")
_FLAGS = ("reason_reported", "customer_told")


class Letter(NamedTuple):
    """A message to one recipient, in plain text and in HTML, with CSV files attached."""

    kind: str
    unit: str | None  # which it is about; None: the whole bank
    recipient: str
    sender_name: str
    subject: str
    text: str
    html: str
    files: Sequence[tuple[str, bytes]]  # each with its name
    language: str = "zh"

    @property
    def key(self) -> tuple[str, str | None, str]:
        """By which the log of what was mailed knows it: each letter of a day is sent once."""
        return self.kind, self.unit, self.recipient


def letter(
    heading: Record, records: Sequence[Record], duties: Sequence[Record], unit: str | None, recipient: str
) -> Letter:
    """Write the letter about some cases of a unit, by its code, or of the whole bank, and about what else is late.

    Subject and text are of no case as well, so that only a failure is silent.
    """
    late = [record for record in records if not record["soon"]]
    soon = [record for record in records if record["soon"]]
    digest = {**heading, "late": late, "soon": soon, "duties": duties}
    sections = _sections(digest)
    words = {
        "language": spoken(),
        "subject": digest_words.subject(digest),
        "title": digest_words.title(digest),
        "dated": dated(digest["day"]),
        "counts": _("{counts}.", counts=digest_words.counts(digest)),
        "remarks": digest_words.remarks(digest),
        "proof": digest_words.proof(digest),
        "promise": digest_words.promise(digest),
    }
    text = filled("digest.txt", **words, listing=as_sections(sections) if sections else "")
    html = filled("digest.html", **words, sections=sections, numbers=(*_NUMBERS, "days"))
    # As `overdue --soon` and `overdue --duties` give them, with the mark by which Excel knows UTF-8.
    files = [(f"overdue-{digest['day']}.csv", as_csv([*late, *soon], overdue_page.SOON.columns).encode("utf-8-sig"))]
    if duties:
        listed = as_csv(duties, overdue_page.DUTIES.columns).encode("utf-8-sig")
        files.append((f"overdue-duties-{digest['day']}.csv", listed))
    kind, sender = "overdue_unit" if unit else "overdue_whole", visible(digest["bank"])
    return Letter(kind, unit, recipient, sender, visible(words["subject"]), text, html, files, spoken())


def _sections(digest: Record) -> list[Section]:
    """Make a table of each unit's overdue cases, one of all soon due, and for each unit one of what else is late."""
    tables = [
        (
            _("{unit} ({counts})", unit=unit, counts=digest_words.late_counts(records)),
            records,
            overdue_page.OVERDUE.shown,
        )
        for unit, records in overdue_page.cases_by_unit(digest["late"])
    ]
    if digest["soon"]:
        columns = tuple(key for key in overdue_page.SOON.shown if not (digest["unit_name"] and key == "unit_name"))
        tables.append((digest_words.soon_title(digest), digest["soon"], columns))
    cases = [Section(title, [*map(_readable, records)], columns) for title, records, columns in tables]
    columns = tuple(key for key in overdue_page.DUTIES.shown if key != "remedy")  # who reads mail has no command line
    others = [
        Section(
            _("{unit}, other matters overdue: {number}", unit=unit, number=len(records)),
            [*map(_matter, records)],
            columns,
        )
        for unit, records in overdue_page.by_unit(digest["duties"])
    ]
    return [section._replace(headings=section.heads()) for section in (*cases, *others)]


def _matter(record: Record) -> Record:
    return {**record, "citation": cited(record["citation"]), "is_major": "", "target_reached": ""}


def _readable(record: Record) -> Record:
    return {
        **overdue_page.readable(record),
        **{key: _("not known") for key in _NUMBERS if record[key] is None},
        **{key: _("yes") if record[key] else _("no") for key in _FLAGS},
        "target_reached": _("yes") if record["target_reached"] else "",
        "is_major": _("major") if record["is_major"] else "",
    }
