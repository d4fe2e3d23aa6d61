"""A case as the object that scripts read."""

import json
from sqlite3 import Row
from typing import Any

from complaintctl.render.case import CaseFile, Labels
from complaintctl.render.text import yuan

# Classifications that a case may have, each a kind of code of that name.
CLASSIFICATIONS = (
    *("nature", "validity", "anonymous_intent", "media_level", "media_stage"),
    *("service_channel_class", "business_type", "cause"),
)


def as_object(file: CaseFile, labels: Labels) -> dict[str, Any]:
    """The case as `show --json` gives it."""
    case, deadline = file.case, file.deadline
    fields: dict[str, Any] = {"case_no": case["case_no"]}
    for key in ("status", "channel", "category"):
        fields[key] = case[key]
        fields[f"{key}_label"] = labels[key, case[key]]
    fields |= {
        key: case[key]
        for key in (
            "received_at",
            "registered_at",
            "registered_by",
            "first_receiver",
            "respondent_unit",
            "subject_employee",
            "lead_unit",
            "handler",
            "summary",
            "demand",
        )
    }
    fields["complainant"] = file.person._asdict()
    fields |= {
        "anonymous": bool(case["anonymous"]),
        "amount_yuan": yuan(case["amount_fen"]) or None,
        "is_major": bool(case["is_major"]),
        "major_reasons": [row["code"] for row in file.grounds],
        "is_repeat": case["repeat_of"] is not None,
        "repeat_of": case["repeat_of"],
        "repeat_no": case["repeat_no"],
        "restricted": bool(case["restricted"]),
        "secondary_category": case["secondary_category"],
        **{key: case[key] for key in CLASSIFICATIONS},
        "legal_complexity": case["legal_complexity"],
        "legal_dispute": bool(case["legal_dispute"]),
        "group_size": case["group_size"],
        "source_kind": case["source_kind"],
        "source_agency": case["source_agency"],
        "source_ref": case["source_ref"],
        "source_due_on": case["source_due_on"],
        "source_grade": case["source_grade"],
        "endorsed_by": case["endorsed_by"],
        "endorsed_on": case["endorsed_on"],
        "endorsement": case["endorsement"],
        "is_open": bool(case["is_open"]),
        "replied_at": case["replied_at"],
        "left_at": case["left_at"],
        "archived_at": case["archived_at"],
        "fault": case["fault"],
        "satisfaction": case["satisfaction"],
        "compensation_yuan": yuan(case["compensation_fen"]) or None,
        "due_on": deadline["due_on"] if deadline else None,
        "due_rule": deadline["due_rule"] if deadline else None,
        "due_rule_label": labels["time_limit", deadline["due_rule"]] if deadline else None,
        "provisional": bool(deadline["provisional"]) if deadline else False,
        "clocks": [_clock(row) for row in file.clocks],
        "slips": [
            {
                key: row[key]
                for key in (
                    *("slip_no", "kind", "to_unit", "to_unit_name", "issued_at", "due_on", "reason"),
                    *("signed_at", "returned_at"),
                )
            }
            for row in file.slips
        ],
        "legs": [
            {
                key: row[key]
                for key in (
                    *("slip_no", "unit", "handler", "issued_at", "due_on", "signed_at", "ended_at", "state"),
                    *("return_reason", "working_days"),
                )
            }
            for row in file.legs
        ],
        "duties": [
            {
                "duty": row["duty"],
                "label": labels["duty", row["duty"]],
                "article": row["article"],
                "due_at": row["due_at"],
                "done_at": row["done_at"],
                "waived_at": row["waived_at"],
                "owed": bool(row["is_owed"]) and not row["done_at"] and not row["waived_at"],
                "blocking": bool(row["blocking"]),
                "remedy": row["remedy"],
            }
            for row in file.duties
        ],
        "events": [{**event_fields(row), "label": labels["event_kind", row["kind"]]} for row in file.events],
    }
    return fields


def _clock(row: Row) -> dict[str, Any]:
    return {
        "clock": row["clock"],
        "due_on": row["due_on"],
        "raw_due_on": row["raw_due_on"],
        "target_on": row["target_on"],
        "provisional": bool(row["provisional"]),
        "started_on": row["started_on"],
        "stopped_on": row["stopped_on"],
        "stops_with": row["stops_with"],
        "extended_days": row["extended_days"],
        "paused_days": row["paused_days"],
        "citation": row["citation"],
    }


def event_fields(row: Row) -> dict[str, Any]:
    """An event as an object: its details beside what every event has."""
    detail = json.loads(row["detail"])
    text = detail.pop("text", None) or detail.get("summary", "")
    detail = {key: value for key, value in detail.items() if not key.startswith("complainant")}
    return {
        "seq": row["seq"],
        "kind": row["kind"],
        "at": row["at"],
        "recorded_at": row["recorded_at"],
        "actor": row["actor"],
        "text": text,
        **detail,
    }
