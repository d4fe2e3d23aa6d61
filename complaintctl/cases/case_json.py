"""A case as the object that scripts read."""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from sqlite3 import Row
from typing import Any

from complaintctl.base.text import yuan
from complaintctl.cases.case_words import Labels
from complaintctl.cases.whole_case import WholeCase

_NAMES = {
    kind: text.split() for kind, text in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
CLASSIFICATIONS = _NAMES["classifications"]  # that a case may have, each a kind of code of that name


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
        **_object("case", case, **others),
        "clocks": [_object("clock", row) for row in file.clocks],
        "slips": [_object("slip", row) for row in file.slips],
        "legs": [_object("leg", row) for row in file.legs],
        "duties": duties(file.duties, labels),
        "attachments": [_object("attachment", row) for row in file.attachments],
        "events": [{**event_fields(row), "label": labels["event_kind", row["kind"]]} for row in file.events],
    }


def duties(rows: Iterable[Row], labels: Labels) -> list[dict[str, Any]]:
    """Give the duties of a case, done or not, as objects."""
    return [_object("duty", row, label=labels["duty", row["duty"]], owed=row["still_owed"]) for row in rows]


def _object(kind: str, row: Row, **others: Any) -> dict[str, Any]:
    """The columns of a kind of object, flags as true or false; among them values that are none of the row's."""
    values = {name: others[name] if name in others else row[name] for name in _NAMES[kind]}
    return {name: bool(value) if name in _NAMES["flags"] else value for name, value in values.items()}


def event_fields(row: Row) -> dict[str, Any]:
    """An event as an object: its details beside what every event has."""
    detail = json.loads(row["detail"])
    text = detail.pop("text", None) or detail.get("summary", "")
    detail = {key: value for key, value in detail.items() if not key.startswith("complainant")}
    return {**_object("event", row), "text": text, **detail}
