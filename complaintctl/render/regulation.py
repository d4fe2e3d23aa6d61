"""The bank's rules in words."""

from collections.abc import Mapping
from typing import Any

from complaintctl.language import _, marked, plural, spoken
from complaintctl.render.text import yuan

Labels = Mapping[tuple[str, str], str]

# What each value of the policy says; a time limit brings its own label.
_POLICY = {
    "bank_name": marked("the bank's name"),
    "regulation": marked("name of the regulation"),
    "regulation_status": marked("draft or in force"),
    "legal_basis": marked("legal basis"),
    "practice": marked("practice file"),
    "supervision_office": marked("unit that handles complaints"),
    "union_name": marked("the provincial union's office"),
    "regulator_name": marked("the local regulator"),
    "major_amount_fen": marked("major above this amount"),
    "major_group_size": marked("major from this group on"),
    "most_representatives": marked("representatives at most"),
    "registration_days": marked("registered within"),
    "directive_days": marked("directive within"),
    "media_report_hours": marked("media matters reported within"),
    "tracking_days": marked("major cases tracked every"),
    "supervision_days": marked("a supervision slip gives"),
    "soon_days": marked("mail names a case before it is due by"),
    "redispatches_noted": marked("re-dispatches noted from"),
    "disputes_before_ruling": marked("returns before a ruling"),
    "posting_days": marked("web postings found within"),
    "repeat_window_days": marked("earlier complaints sought back to"),
    "daily_check_days": marked("daily checks"),
    "lead_unit.service_product": marked("department leading product cases"),
    "lead_unit.service_channel": marked("department leading channel cases"),
}

_WORDS = {
    ("daily_check_days", "all"): marked("every day"),
    ("daily_check_days", "working"): marked("working days"),
    ("practice", "1"): marked("yes"),
    ("practice", "0"): marked("no"),
}


def label(rule: Mapping[str, Any]) -> str:
    """What a rule is about."""
    if rule["kind"] == "time_limit":
        return str(rule[f"label_{spoken()}"])
    key = str(rule["key"])
    return _(_POLICY[key]) if key in _POLICY else key


def words(key: str, value: Any, labels: Labels) -> str:
    """A value of the policy: an amount with its unit, a unit with its name."""
    if (key, value) in _WORDS:
        return _(_WORDS[key, value])
    if key == "supervision_office" or key.startswith("lead_unit."):
        return f"{value} {labels.get(('unit', value), '')}".strip() or _("not named")
    if key.endswith("_fen"):
        return _("{amount} yuan", amount=yuan(int(value)))
    if key.endswith("_days"):
        return plural("{number} day", "{number} days", int(value))
    return _hours(value) if key.endswith("_hours") else str(value)


def limit_words(values: Mapping[str, Any], day_kind: str) -> str:
    """A time limit's limit_days and target_days: `10 working days, target 7`."""
    if day_kind == "own_date":
        return _("the date it names")
    limit = _limit(values["limit_days"], day_kind)
    target = values.get("target_days")
    return _("{limit}, target {target}", limit=limit, target=target) if target else limit


def change_words(values: Mapping[str, Any], key: str, day_kind: str | None, labels: Labels) -> str:
    """The values of one side of a change, as the ledger holds them; of a limit that is off, that too."""
    if day_kind is None:
        return words(key, values.get("value", ""), labels)
    limit = limit_words(values, day_kind)
    return limit if values.get("enabled") else _("{limit}, off", limit=limit)


def _limit(number: Any, day_kind: str) -> str:
    if day_kind == "hours":
        return _hours(number)
    if day_kind == "working":
        return plural("{number} working day", "{number} working days", int(number))
    return plural("{number} calendar day", "{number} calendar days", int(number))


def _hours(number: Any) -> str:
    return plural("{number} hour", "{number} hours", int(number))
