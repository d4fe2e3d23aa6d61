"""The night's mail about overdue cases: its subject, its text and its page, in Chinese whatever the language spoken.

Of a case it says the number, the category and the dates, nothing of the customer or of what they wrote (Art. 6).
"""

from collections.abc import Sequence
from typing import NamedTuple

from complaintctl.base import chinese
from complaintctl.base.citations import in_chinese
from complaintctl.base.language import _
from complaintctl.base.text import day_in_words, filled, minute, visible
from complaintctl.tables.listing import Listing, Record, Section, as_csv, as_sections, heading
from complaintctl.watch import overdue_page

_NUMBERS = ("working_days_overdue", "working_days_left")
_FLAGS = ("reason_reported", "customer_told")
_UNKNOWN_DUE = "期限未确定"  # the calendar ends before the due date


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
    soon_title = f"{digest['soon_days']} 个工作日内到期"
    if any(record["target_reached"] for record in soon):
        soon_title += "或已到目标日"
    sections = _sections(digest, soon_title)
    words = {
        "digest": digest,
        "soon_title": soon_title,
        "dated": f"{chinese.day(digest['day'])} {day_in_words(digest['day'], 'zh').partition(' ')[2]}",
        "late_counts": _late_counts,
        "minute": minute,
        "extend": _("complaintctl calendar import"),
    }
    listing = as_sections(sections) if sections else ""
    subject, _end, text = filled("digest.txt", **words, listing=listing).partition("\n")
    html = filled("digest.html", **words, sections=sections, numbers=(*_NUMBERS, "days"))
    # As `overdue --soon` and `overdue --duties` give them.
    files = [(f"overdue-{digest['day']}.csv", _csv([*late, *soon], overdue_page.SOON))]
    if duties:
        files.append((f"overdue-duties-{digest['day']}.csv", _csv(duties, overdue_page.DUTIES)))
    kind, sender = "overdue_unit" if unit else "overdue_whole", visible(digest["bank"])
    return Letter(kind, unit, recipient, sender, subject, text, html, files)


def _csv(records: Sequence[Record], listing: Listing) -> bytes:
    """Records as CSV, with the mark by which Excel knows UTF-8."""
    return b"\xef\xbb\xbf" + as_csv(records, listing.columns).encode()


def _late_counts(records: Sequence[Record]) -> str:
    """Count those overdue, and those whose due date is not known, so that they may be."""
    dated = [record for record in records if record["due_on"]]
    major = sum(bool(record["is_major"]) for record in dated)
    undated = len(records) - len(dated)
    late = f"超期 {len(dated)} 件" + (f"（重大 {major} 件）" if major else "")
    return late + (f"，{_UNKNOWN_DUE} {undated} 件" if undated else "")


def _sections(digest: Record, soon_title: str) -> list[Section]:
    """Make a table of each unit's overdue cases, one of all soon due, and for each unit one of what else is late."""
    tables = [
        (f"{unit}（{_late_counts(records)}）", records, overdue_page.OVERDUE.shown)
        for unit, records in overdue_page.cases_by_unit(digest["late"])
    ]
    if digest["soon"]:
        columns = tuple(key for key in overdue_page.SOON.shown if not (digest["unit_name"] and key == "unit_name"))
        tables.append((soon_title, digest["soon"], columns))
    cases = [(title, [*map(_in_chinese, records)], columns) for title, records, columns in tables]
    columns = tuple(key for key in overdue_page.DUTIES.shown if key != "remedy")  # who reads mail has no command line
    others = [
        (f"{unit}：其他超期事项 {len(records)} 项", [*map(_matter, records)], columns)
        for unit, records in overdue_page.by_unit(digest["duties"])
    ]
    return [
        Section(title, records, columns, {key: heading(key, "zh") for key in columns})
        for title, records, columns in [*cases, *others]
    ]


def _matter(record: Record) -> Record:
    return {**record, "citation": in_chinese(record["citation"]), "is_major": "", "target_reached": ""}


def _in_chinese(record: Record) -> Record:
    due = _UNKNOWN_DUE if record["due_on"] is None else record["due_on"]
    return {
        **record,
        **{key: "未确定" for key in _NUMBERS if record[key] is None},
        **{key: "是" if record[key] else "否" for key in _FLAGS},
        "target_reached": "是" if record["target_reached"] else "",
        "due_on": f"{due} 暂定" if record["provisional"] and record["due_on"] else due,
        "is_major": "重大" if record["is_major"] else "",
    }
