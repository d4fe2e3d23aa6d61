"""A case's due date and its events in words."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from sqlite3 import Connection, Row
from typing import Any

from complaintctl.base.language import _, marked, spoken
from complaintctl.base.text import day_aloud, day_in_words, minute, money
from complaintctl.cases import case_rows
from complaintctl.privacy.personal import Person

Labels = Mapping[tuple[str, str], str]

_KINDS = "unit staff fault satisfaction escalation_target supervision_reason ending duty time_limit".split()


def due_in_words(deadline: Row, language: str) -> str:
    """A due date with its weekday and whether it is provisional."""
    if deadline["due_on"] is None:
        return _("not known: past the end of the calendar (provisional)")
    day = day_in_words(deadline["due_on"], language)
    return _("{day} (provisional)", day=day) if deadline["provisional"] else day


def due_aloud(connection: Connection, case_no: str) -> str:
    """A case's due date as a customer is told it, with its place in the count of its limit, if that counts days."""
    deadline, counted = case_rows.deadline(connection, case_no), case_rows.due_day(connection, case_no)
    assert deadline is not None
    if deadline["due_on"] is None:
        return due_in_words(deadline, spoken())
    day = day_aloud(deadline["due_on"], case_rows.today(connection), spoken())
    if counted and counted["number"] is not None:
        said = (
            marked("{day}, working day {number}") if counted["day_kind"] == "working" else marked("{day}, day {number}")
        )
        day = _(said, day=day, number=counted["number"])
    return _("{day} (provisional)", day=day) if deadline["provisional"] else day


@cache
def details() -> dict[str, tuple[str, str]]:
    """Chinese name and kind of code of each detail of an event; nameless is what a reader of the page has seen already.

    One that is called otherwise in an event of some kind stands once more, after that kind. In English a detail is
    called as in the ledger; its kind is left out where it is that of its own name.
    """
    with Path(__file__).with_name("details.csv").open(encoding="utf-8", newline="") as file:
        return {detail: (name, kind) for detail, name, kind in list(csv.reader(file))[1:]}


def called(key: str) -> str:
    """A detail by its name where it stands by itself."""
    detail = key.removesuffix("_fen")
    name = details().get(f"former {detail}", details().get(detail, ("", "")))[0] if spoken() == "zh" else ""
    return name or detail.replace("_", " ")


def event_line(event: dict[str, Any], labels: Labels) -> str:
    """An event in a line: when it happened, its kind, who entered it, and its details by name."""
    what = labels["event_kind", event["kind"]]
    if event["kind"] == "escalated":
        what = labels["escalation_act", event["to"]]
    if event.get("purpose"):
        what = _("{event} ({purpose})", event=what, purpose=labels["contact_purpose", event["purpose"]])
    if event.get("form"):
        what = _("{event} ({purpose})", event=what, purpose=labels["form", event["form"]])
    parts = [f"{minute(event['at'])}  {what}", labels["staff", event["actor"]], event["text"]]
    if "corrected" in event:  # and not the whole registration again
        parts += [_correction(key, former, event, labels) for key, former in event["corrected"].items()]
        event = {key: event[key] for key in ("approved_by",) if key in event}
    if event.get("previous_category") not in (None, event.get("category")):
        parts.append(_correction("category", event["previous_category"], event, labels))
    parts += [told for key, value in event.items() if (told := _detail(event, key, value, labels))]
    return "  ".join(part for part in parts if part)


def _detail(event: Mapping[str, Any], key: str, value: Any, labels: Labels) -> str:
    detail = key.removesuffix("_fen")
    own = detail.replace("_", " ")
    name, _kind = details().get(f"{event['kind']} {detail}") or details().get(detail, (own, ""))
    if not name:
        return ""
    name = name if spoken() == "zh" else own
    if key.endswith("_fen"):
        return f"{name} {money(value)}"
    if isinstance(value, list):
        return f"{name} {_(', ').join(_named(key, part, labels) for part in value)}"
    if value is True:
        return name
    return f"{name} {minute(value) if key.endswith('_at') else _named(key, value, labels)}"


def _correction(key: str, former: Any, event: dict[str, Any], labels: Labels) -> str:
    """A fact that was corrected: what it was and, but for the customer's, whom the page shows, what it became."""
    said = {"name": called(key), "former": value_in_words(key, former, labels)}
    if key in Person._fields:
        return _("{name} was {former}", **said)
    return _("{name} {former} → {now}", **said, now=value_in_words(key, event.get(key), labels))


def value_in_words(key: str, value: Any, labels: Labels) -> str:
    """A detail as people read it."""
    if value is None or value == "" or isinstance(value, bool):
        return _("yes") if value else _("no") if value is False or key == "anonymous" else _("none")
    if key.endswith("_fen"):
        return money(value)
    return minute(value) if key.endswith("_at") else str(_named(key, value, labels))


def _named(key: str, value: Any, labels: Labels) -> str:
    """A code by its label, whatever kind it is of; a free text as it is."""
    kinds = (details().get(key, ("", ""))[1] or key, *_KINDS)
    return str(next((labels[kind, value] for kind in kinds if (kind, value) in labels), value))
