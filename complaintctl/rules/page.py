"""The bank's rules in words."""

from collections.abc import Mapping
from typing import Any

from complaintctl.base.language import _, plural
from complaintctl.base.text import yuan

Labels = Mapping[tuple[str, str], str]
Rule = Mapping[str, Any]


def words(rule: Rule, value: Any, labels: Labels) -> str:
    """A value of the policy, as its type has it: an amount of money, a unit of the bank with its name."""
    value_type = rule["value_type"]
    if value_type in ("choice", "fixed"):
        return labels.get((rule["key"], value), str(value))
    if value_type in ("unit", "department"):
        return f"{value} {labels.get(('unit', value), '')}".strip() or _("not named")
    if value_type == "yuan":
        return _("{amount} yuan", amount=yuan(int(value)))
    return _counted(value, value_type) if value_type in ("days", "hours") else str(value)


def limit_words(values: Mapping[str, Any], day_kind: str) -> str:
    """A time limit's limit_days and target_days: `10 working days, target 7`."""
    if day_kind == "own_date":
        return _("the date it names")
    limit = _counted(values["limit_days"], day_kind)
    target = values.get("target_days")
    return _("{limit}, target {target}", limit=limit, target=target) if target else limit


def change_words(values: Mapping[str, Any], rule: Rule, labels: Labels) -> str:
    """The values of one side of a rule's change, as the ledger holds them; of a limit that is off, that too."""
    if rule["day_kind"] is None:
        return words(rule, values.get("value", ""), labels)
    limit = limit_words(values, rule["day_kind"])
    return limit if values.get("enabled") else _("{limit}, off", limit=limit)


def _counted(number: Any, day_kind: str) -> str:
    """A number of days of any kind, of hours, or of working or calendar days."""
    match day_kind:
        case "days":
            return plural("{number} day", "{number} days", int(number))
        case "hours":
            return plural("{number} hour", "{number} hours", int(number))
        case "working":
            return plural("{number} working day", "{number} working days", int(number))
    return plural("{number} calendar day", "{number} calendar days", int(number))
