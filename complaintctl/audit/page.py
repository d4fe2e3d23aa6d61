"""The object of an audited act, in words."""

import json
from collections.abc import Callable, Mapping, Sequence
from sqlite3 import Row
from typing import Any

from complaintctl.base.language import _, marked
from complaintctl.base.text import minute
from complaintctl.base.written import clauses
from complaintctl.cases.case_words import Labels
from complaintctl.tables.date_range import BEGINNING
from complaintctl.tables.listing import COLUMNS, FLAGS, heading

# Of which kind of code a detail is, where that is not its own name.
_KINDS = {
    "by": "found_by",
    "head": "staff",
    "officer": "staff",
    "heads": "unit",
    "merged_into": "unit",
    "kind": "unit_kind",
    "shown": "customer_part",
}


def what(entry: Row, labels: Labels, told_of: Callable[[Sequence[str]], Sequence[str]]) -> str:
    """Name whom or what an act was done to, and each detail that it set: `role officer → supervision office`.

    `told_of`: of some cases those that whoever looks is told of.
    """
    detail, former = json.loads(entry["detail"]), json.loads(entry["former"] or "{}")
    if entry["act"] == "searched":
        detail["found_cases"] = told_of(detail.get("found_cases", ())) or _("none")
    keys: list[str] = json.loads(entry["told"] or "[]")
    told = [_value(key, detail[key], labels) for key in keys[:1] if key in detail]
    told += [_detail(key, detail, former, labels) for key in keys[1:] if _differs(detail.get(key), former.get(key))]
    if entry["last_day"]:
        days = (
            marked("received up to {last}") if entry["first_day"] == BEGINNING else marked("received {first} to {last}")
        )
        told.append(_(days, first=entry["first_day"], last=entry["last_day"]))
    return clauses(told)


def _differs(new: Any, former: Any) -> bool:
    return (new or None) != (former or None)  # the ledger leaves out what is empty


def _detail(key: str, detail: Mapping[str, Any], former: Mapping[str, Any], labels: Labels) -> str:
    name, new = heading(f"{key}_label" if f"{key}_label" in COLUMNS else key), _value(key, detail.get(key), labels)
    if key in former and former[key] != detail.get(key):
        return _("{name} {former} → {now}", name=name, former=_value(key, former[key], labels), now=new)
    return f"{name} {new}"


def _value(key: str, value: Any, labels: Labels) -> str:
    if value is None or value == "":
        return _("none")
    if isinstance(value, list):
        return _(", ").join(_value(key, each, labels) for each in value)
    if key in FLAGS:
        return _("yes") if value else _("no")
    kind = _KINDS.get(key, key)
    if (kind, value) in labels:
        label = labels[kind, value]
        return _("{name} ({code})", name=label, code=value) if kind in ("staff", "unit") else label
    return minute(value) if isinstance(value, str) and value[10:11] == "T" else str(value)
