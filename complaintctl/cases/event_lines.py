"""An event of a case as a line that an officer reads."""

from functools import cache
from pathlib import Path
from typing import Any

from complaintctl.base.language import _, spoken
from complaintctl.base.text import minute, yuan
from complaintctl.cases.case_words import Labels

# What a reader of the page has seen already, or is of use to the program alone.
_NOT_REPEATED = frozenset(
    "seq kind at recorded_at actor text summary demand first_receiver channel category role rule reason import_key"
    " imported purpose previous_category repeat_root duty target line form".split()
)
# The kind of code a detail holds, where it is not of the detail's name.
_KIND_OF = {
    "source_kind": "referring_body",
    "secondary_category": "category",
    "previous_validity": "validity",
    "stage": "escalation_stage",
}
_KINDS = "unit staff fault satisfaction escalation_target supervision_reason ending duty time_limit".split()


@cache
def names() -> dict[str, str]:
    """The details of an event by their names in the ledger, each with its Chinese name; in English it is its own."""
    lines = (Path(__file__).parent.parent / "cases" / "details.csv").read_text("utf-8").split()
    return dict(line.split(",") for line in lines)


def event_line(event: dict[str, Any], labels: Labels) -> str:
    """When it happened, what, who entered it, and its details by name."""
    what = labels["event_kind", event["kind"]]
    if event.get("purpose"):
        what = _("{event} ({purpose})", event=what, purpose=labels["contact_purpose", event["purpose"]])
    if event.get("form"):
        what = _("{event} ({purpose})", event=what, purpose=labels["form", event["form"]])
    parts = [f"{minute(event['at'])}  {what}", labels["staff", event["actor"]], event["text"]]
    parts += [_detail(key, value, labels) for key, value in event.items() if key not in _NOT_REPEATED]
    return "  ".join(part for part in parts if part)


def _detail(key: str, value: Any, labels: Labels) -> str:
    detail = key.removesuffix("_fen")
    own = detail.replace("_", " ")
    name = names().get(detail, own) if spoken() == "zh" else own
    if key.endswith("_fen"):
        return f"{name} {yuan(value)}"
    if isinstance(value, list):
        return f"{name} {_(', ').join(_named(key, part, labels) for part in value)}"
    if value is True:
        return name
    return f"{name} {_named(key, value, labels)}"


def _named(key: str, value: Any, labels: Labels) -> str:
    """A code by its label, whatever kind it is of; a free text as it is."""
    kinds = (_KIND_OF.get(key, key), *_KINDS)
    return str(next((labels[kind, value] for kind in kinds if (kind, value) in labels), value))
