"""The list of overdue cases, and of those soon due: what programs get of it, and how people read it, unit by unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from complaintctl.base import command_names
from complaintctl.base.language import _
from complaintctl.tables.listing import Listing, Record, labelled

OVERDUE = Listing(
    "case_no category category_label unit unit_name received_on due_on due_rule due_rule_label working_days_overdue"
    " reason_reported customer_told is_major provisional",
    "case_no category_label received_on due_on working_days_overdue due_rule_label reason_reported customer_told"
    " is_major",
    {"category": "category"},
)
SOON = Listing(
    f"{OVERDUE.given} soon target_reached",
    "case_no unit_name category_label received_on due_on working_days_left target_reached due_rule_label is_major",
)
# What is late and is no reply; a check has no case, and what nobody is named for no person.
DUTIES = Listing(
    "case_no kind code label unit unit_name person person_label due_on days citation remedy",
    "person_label case_no label due_on days citation remedy",
    {"person": "staff"},
    readable=lambda record: {**record, "remedy": command_names.hint(record["remedy"])},
)


def records_of(rows: Sequence[Any], labels: Mapping[tuple[str, str], str], language: str) -> list[dict[str, Any]]:
    """Label rows in `zh` or `en`, and set beside the working days overdue those that are left; None: not known."""
    records = labelled(rows, labels, language, **OVERDUE.labels)
    for record in records:
        days = record["working_days_overdue"]
        record["working_days_left"] = None if days is None else -days
    return records


def with_target(due: str, record: Record) -> str:
    """A due date that says that the earlier of the two days of a range has come, if it has (Art. 10)."""
    return _("{due}, target reached", due=due) if record["target_reached"] else due


def readable(record: Record) -> Record:
    """A record as people read it: a due date that is not known says so, one that may move says that."""
    due, days = record["due_on"], record["working_days_overdue"]
    if record["provisional"]:
        due = _("due not known") if due is None else _("{due} provisional", due=due)
    return {**record, "due_on": due, "working_days_overdue": _("not known") if days is None else days}


def by_unit(records: Sequence[Record]) -> list[tuple[str, list[Record]]]:
    """Records grouped by the name of their unit, the units in the order of their first records."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record["unit_name"] or "", []).append(record)
    return list(groups.items())


def cases_by_unit(records: Sequence[Record]) -> list[tuple[str, list[Record]]]:
    """Overdue cases grouped by their unit: the major ones first, and of these and the others the longest.

    A case whose due date is not known may be the longest of all, and stands before the others.
    """
    return by_unit(sorted(records, key=lambda record: (not record["is_major"], record["due_on"] or "")))
