"""The night's mail about overdue cases: its subject, its text and its page, in Chinese whatever the language spoken.

Of a case it says the number, the category and the dates, nothing of the customer or of what they wrote (Art. 6).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from complaintctl.base import chinese
from complaintctl.base.language import _
from complaintctl.base.text import day_in_words, filled, minute
from complaintctl.tables.columns import heading
from complaintctl.tables.listing import Record, Section, as_csv, as_sections
from complaintctl.watch import overdue_page

_NUMBERS = ("working_days_overdue", "working_days_left")
_FLAGS = ("reason_reported", "customer_told")
_UNKNOWN_DUE = "期限未确定"  # the calendar ends before the due date


class Digest(NamedTuple):
    """The content of one mail: about the whole bank, or one unit of it."""

    bank: str
    practice: bool
    day: str
    day_known: bool
    soon_days: int
    without_address: Sequence[str]  # units with such cases that no mail reaches
    retired: Sequence[str]  # units with such cases that are no more
    proof: Record  # as night.rows.proof
    calendar: Record  # its last day, and known_to
    unit_name: str | None = None  # None: the whole bank
    late: Sequence[Record] = ()
    soon: Sequence[Record] = ()


def as_text(digest: Digest) -> tuple[str, str]:
    """Return the subject, with the counts, and the mail as plain text.

    They are of nothing as well, so that only a failure is silent.
    """
    sections = _sections(digest)
    listing = as_sections(sections) if sections else ""
    subject, _end, text = _filled("digest.txt", digest, listing=listing).partition("\n")
    return subject, text


def as_html(digest: Digest) -> str:
    """Return the mail as a page with nothing in it from elsewhere."""
    return _filled("digest.html", digest, sections=_sections(digest), numbers=_NUMBERS)


def _filled(template: str, digest: Digest, **values: Any) -> str:
    return filled(
        template,
        digest=digest,
        dated=f"{chinese.day(digest.day)} {day_in_words(digest.day, 'zh').partition(' ')[2]}",
        late_counts=_late_counts,
        minute=minute,
        extend=_("complaintctl calendar import"),
        **values,
    )


def attachment(digest: Digest) -> bytes:
    """Return the cases as CSV, as `overdue --soon` gives them, with the mark by which Excel knows UTF-8."""
    return b"\xef\xbb\xbf" + as_csv([*digest.late, *digest.soon], overdue_page.SOON.columns).encode()


def _late_counts(records: Sequence[Record]) -> str:
    """Count those overdue, and those whose due date is not known, so that they may be."""
    dated = [record for record in records if record["due_on"]]
    major = sum(bool(record["is_major"]) for record in dated)
    undated = len(records) - len(dated)
    late = f"超期 {len(dated)} 件" + (f"（重大 {major} 件）" if major else "")
    return late + (f"，{_UNKNOWN_DUE} {undated} 件" if undated else "")


def _sections(digest: Digest) -> list[Section]:
    """Make a table of the overdue cases of each unit, and one of all that are soon due."""
    tables: list[tuple[str, Sequence[Record], tuple[str, ...]]] = [
        (f"{unit}（{_late_counts(records)}）", records, overdue_page.OVERDUE.shown)
        for unit, records in overdue_page.by_unit(digest.late)
    ]
    if digest.soon:
        columns = tuple(key for key in overdue_page.SOON.shown if not (digest.unit_name and key == "unit_name"))
        tables.append((f"{digest.soon_days} 个工作日内到期", digest.soon, columns))
    return [
        Section(title, [*map(_in_chinese, records)], columns, {key: heading(key, "zh") for key in columns})
        for title, records, columns in tables
    ]


def _in_chinese(record: Record) -> Record:
    due = _UNKNOWN_DUE if record["due_on"] is None else record["due_on"]
    return {
        **record,
        **{key: "未确定" for key in _NUMBERS if record[key] is None},
        **{key: "是" if record[key] else "否" for key in _FLAGS},
        "due_on": f"{due} 暂定" if record["provisional"] and record["due_on"] else due,
        "is_major": "重大" if record["is_major"] else "",
    }
