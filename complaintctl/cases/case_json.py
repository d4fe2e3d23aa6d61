"""A case as the object that scripts read."""

import json
from collections.abc import Sequence
from sqlite3 import Row
from typing import Any

from complaintctl.base.text import yuan
from complaintctl.cases.case_words import Labels, WholeCase

# Classifications that a case may have, each a kind of code of that name.
CLASSIFICATIONS = tuple(
    "nature validity anonymous_intent media_level media_stage service_channel_class business_type cause".split()
)
_CASE = (
    *"case_no status status_label channel channel_label category category_label received_at registered_at".split(),
    *"registered_by first_receiver respondent_unit subject_employee lead_unit handler summary demand".split(),
    *"complainant anonymous amount_yuan is_major major_reasons is_repeat repeat_of repeat_no restricted".split(),
    "secondary_category",
    *CLASSIFICATIONS,
    *"legal_complexity legal_dispute group_size source_kind source_agency source_ref source_due_on".split(),
    *"source_grade endorsed_by endorsed_on endorsement is_open replied_at left_at archived_at fault".split(),
    *"satisfaction compensation_yuan due_on due_rule due_rule_label provisional".split(),
)
_CLOCK = (
    *"clock due_on raw_due_on target_on provisional started_on stopped_on stops_with".split(),
    *"extended_days paused_days citation".split(),
)
_SLIP = "slip_no kind to_unit to_unit_name issued_at due_on reason signed_at returned_at".split()
_LEG = "slip_no unit handler issued_at due_on signed_at ended_at state return_reason working_days".split()
_DUTY = "duty label article due_at done_at waived_at owed blocking remedy".split()
_EVENT = "seq kind at recorded_at actor".split()
_FLAGS = frozenset("anonymous is_major restricted legal_dispute is_open provisional blocking owed".split())


def as_object(file: WholeCase, labels: Labels) -> dict[str, Any]:
    """The case as `show --json` gives it."""
    case, deadline = file.case, file.deadline
    others: dict[str, Any] = {f"{key}_label": labels[key, case[key]] for key in ("status", "channel", "category")}
    others |= {f"{key}_yuan": yuan(case[f"{key}_fen"]) or None for key in ("amount", "compensation")}
    others |= {key: deadline[key] if deadline else None for key in ("due_on", "due_rule", "provisional")}
    others["due_rule_label"] = labels["time_limit", deadline["due_rule"]] if deadline else None
    others["complainant"] = file.person._asdict()
    others["major_reasons"] = [row["code"] for row in file.grounds]
    others["is_repeat"] = case["repeat_of"] is not None
    return {
        **_object(_CASE, case, **others),
        "clocks": [_object(_CLOCK, row) for row in file.clocks],
        "slips": [_object(_SLIP, row) for row in file.slips],
        "legs": [_object(_LEG, row) for row in file.legs],
        "duties": [
            _object(_DUTY, row, label=labels["duty", row["duty"]], owed=row["still_owed"]) for row in file.duties
        ],
        "events": [{**event_fields(row), "label": labels["event_kind", row["kind"]]} for row in file.events],
    }


def _object(names: Sequence[str], row: Row, **others: Any) -> dict[str, Any]:
    """These columns of a row, flags as true or false; among them values that are none of its columns."""
    values = {name: others[name] if name in others else row[name] for name in names}
    return {name: bool(value) if name in _FLAGS else value for name, value in values.items()}


def event_fields(row: Row) -> dict[str, Any]:
    """An event as an object: its details beside what every event has."""
    detail = json.loads(row["detail"])
    text = detail.pop("text", None) or detail.get("summary", "")
    detail = {key: value for key, value in detail.items() if not key.startswith("complainant")}
    return {**_object(_EVENT, row), "text": text, **detail}
