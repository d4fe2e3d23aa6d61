"""The list of overdue cases, and of those soon due: what programs get of it, and how people read it, unit by unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from complaintctl.render.listing import Record, labelled

COLUMNS = (
    "case_no",
    "category",
    "category_label",
    "unit",
    "unit_name",
    "received_on",
    "due_on",
    "due_rule",
    "due_rule_label",
    "working_days_overdue",
    "reason_reported",
    "customer_told",
    "is_major",
    "provisional",
)
SHOWN = (
    "case_no",
    "category_label",
    "received_on",
    "due_on",
    "working_days_overdue",
    "due_rule_label",
    "reason_reported",
    "customer_told",
    "is_major",
)
SHOWN_SOON = (
    "case_no",
    "unit_name",
    "category_label",
    "received_on",
    "due_on",
    "working_days_left",
    "due_rule_label",
    "is_major",
)


def records_of(rows: Sequence[Any], labels: Mapping[tuple[str, str], str], language: str) -> list[dict[str, Any]]:
    """The rows as records with labels in `zh` or `en`, and beside the working days overdue those that are left."""
    records = labelled(rows, labels, category="category")
    return [
        {
            **record,
            "due_rule_label": record[f"due_rule_{language}"],
            "working_days_left": -record["working_days_overdue"],
        }
        for record in records
    ]


def by_unit(records: Sequence[Record]) -> list[tuple[str, list[Record]]]:
    """Overdue cases grouped by the name of their unit: the major ones first, and of these and the others the longest.

    The units stand in the order of their first cases.
    """
    groups: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda record: (not record["is_major"], -record["working_days_overdue"])):
        groups.setdefault(record["unit_name"], []).append(record)
    return list(groups.items())
