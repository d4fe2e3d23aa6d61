"""An event of a case as a line that an officer reads."""

from typing import Any

from complaintctl.language import _, marked
from complaintctl.render.case import Labels
from complaintctl.render.text import minute, yuan

# What a reader of the page has seen already, or is of use to the program alone.
_NOT_REPEATED = frozenset(
    (
        *("seq", "kind", "at", "recorded_at", "actor", "text", "summary", "demand", "first_receiver", "channel"),
        *("category", "role", "rule", "reason", "import_key", "imported", "purpose", "previous_category"),
        *("repeat_root", "duty", "target", "line", "form"),
    )
)
# The details of an event by their names in the ledger, for the catalogue; one that is not here is said as it is.
_NAMES = (
    *(marked("absent"), marked("amount"), marked("anonymous"), marked("anonymous intent"), marked("apology")),
    *(marked("approved by"), marked("archive no"), marked("assisting units"), marked("authorised at")),
    *(marked("authorised by"), marked("basis"), marked("beyond authority"), marked("business type"), marked("by")),
    *(marked("by unit"), marked("cause"), marked("clock"), marked("compensation"), marked("corrective")),
    *(marked("customer told at"), marked("days"), marked("due on"), marked("ending"), marked("escorted by")),
    *(marked("endorsed by"), marked("endorsed on"), marked("endorsement"), marked("source grade")),
    *(
        marked("evidence"),
        marked("copy no"),
        marked("blank"),
        marked("external id"),
        marked("expected on"),
        marked("explanation"),
        marked("fault"),
        marked("group size"),
    ),
    *(marked("first finding untrue"), marked("handler"), marked("handover"), marked("hot topic")),
    *(marked("instructs unit"), marked("left open"), marked("legal complexity"), marked("legal dispute")),
    *(marked("lessons"), marked("letter dated"), marked("loss"), marked("media level"), marked("media stage")),
    *(marked("method"), marked("nature"), marked("on the spot"), marked("opinion"), marked("orders supervision")),
    *(marked("outlet"), marked("phone"), marked("posted at"), marked("postmarked on"), marked("previous due on")),
    *(marked("previous validity"), marked("provisional"), marked("public figure"), marked("recording")),
    *(marked("recording sha256"), marked("ref"), marked("repeat cause"), marked("repeat no"), marked("repeat of")),
    *(marked("reply method"), marked("event"), marked("output")),
    *(marked("report no"), marked("representatives"), marked("reputation"), marked("respondent unit")),
    *(
        marked("responsible"),
        marked("revealed"),
        marked("ruling"),
        marked("satisfaction"),
        marked("secondary category"),
    ),
    *(marked("service channel class"), marked("severity"), marked("slip no"), marked("source agency")),
    *(
        marked("source due on"),
        marked("source kind"),
        marked("source ref"),
        marked("stage"),
        marked("stated on"),
        marked("stated reopenings"),
    ),
    *(marked("subject employee"), marked("to"), marked("to unit"), marked("unit"), marked("validity")),
    *(marked("verified by"), marked("via"), marked("violation nature")),
)
# The kind of code a detail holds, where it is not of the detail's name.
_KIND_OF = {
    "source_kind": "referring_body",
    "secondary_category": "category",
    "previous_validity": "validity",
    "stage": "escalation_stage",
}
_KINDS = (
    "unit",
    "staff",
    "fault",
    "satisfaction",
    "escalation_target",
    "supervision_reason",
    "ending",
    "duty",
    "time_limit",
)


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
    name = _(key.removesuffix("_fen").replace("_", " "))
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
