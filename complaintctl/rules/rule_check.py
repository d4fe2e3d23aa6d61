"""The values of a rule of the bank: the one it has, and the check whether a new one is fit to take its place."""

import re
from typing import Any

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.text import quoted
from complaintctl.base.values import parse_amount, plain, required_text, takes_back
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.cases.directory_rows import serving
from complaintctl.cases.rule_rows import rule_called
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row, is_in
from complaintctl.rules import rows as rules_rows

_BANDS = ("answer_band_1", "answer_band_2", "answer_band_3")  # Art. 22
_SWITCH = {"on": 1, "启用": 1, "off": 0, "停用": 0}

Values = dict[str, Any]


def present(rule: Row) -> Values:
    """Return what can be changed of a rule, in the ledger's words: a policy's value; a limit, target, if on."""
    if rule["kind"] == "policy":
        return {"value": rule["value"]}
    return {"limit_days": rule["value"], "target_days": rule["target_days"], "enabled": rule["enabled"]}


def checked(act: Act, rule: Row, given: str | None, target: str | None, day: str) -> Values:
    """Check what was given for a rule from a day on, in the same words; None is the value it has.

    Raises NotFound for a unit; UsageProblem for a value that this rule cannot have; Refused for practice, which never
    changes, and for a unit that is closed, or that cannot lead.
    """
    if rule["kind"] == "time_limit":
        return _limit(rule, given, target)
    if target is not None:
        raise UsageProblem("{rule} is no time limit and has no target: leave out --target.", rule=rule_called(rule))
    return present(rule) if given is None else {"value": _policy(act, rule, given, day)}


def _limit(rule: Row, given: str | None, target: str | None) -> Values:
    new = present(rule)
    word = plain(given or "").lower()
    if given is None:
        pass
    elif word in _SWITCH:
        new["enabled"] = _SWITCH[word]
    elif rule["day_kind"] == "own_date":
        raise UsageProblem(
            "{rule} is the referring body's own date and has no number: set it on or off.", rule=rule_called(rule)
        )
    else:
        new["limit_days"] = int(_whole(given, _("The limit {rule}", rule=rule_called(rule))))
    if target is not None and not takes_back(target) and rule["day_kind"] != "working":
        raise UsageProblem("{rule} has no target: only a limit in working days has one.", rule=rule_called(rule))
    if target is not None:
        new["target_days"] = None if takes_back(target) else int(_whole(target, "--target"))
    if new["target_days"] and new["target_days"] > new["limit_days"]:
        raise UsageProblem(
            "The target of {rule}, {target} working days, would be above its limit of {limit}: give a lower one"
            " with --target N, or --target none.",
            rule=rule_called(rule),
            target=new["target_days"],
            limit=new["limit_days"],
        )
    return new


def _policy(act: Act, rule: Row, given: str, day: str) -> str:
    key, named = rule["key"], rule_called(rule)
    match rule["value_type"]:
        case "fixed":
            raise Refused(
                "A file is made a practice file or a real one once, by `complaintctl init`: it stays what it is."
            )
        case "unit":
            return _unit(act, key, given, day)
        case "department":  # empty: none leads
            return _unit(act, key, given, day, leads=True) if given.strip() else ""
        case "choice":
            return _choice(act, rule, given)
        case "right":
            return _scope(act, rule, given)
        case "size":
            return "" if not plain(given) or takes_back(given) else _whole(given, named, digits=9)
        case "yuan":
            amount = str(parse_amount(given, named)) if plain(given).endswith(("元", "万")) else given
            return _whole(amount, named, digits=15)
        case "text":
            return required_text(given, named)
    number = _whole(given, named)
    return _band(act, rule, number, day) if key in _BANDS else number


def _unit(act: Act, key: str, given: str, day: str, *, leads: bool = False) -> str:
    """Return the unit that handles complaints, or the department that `leads` a category. Raises Refused (Art. 13)."""
    unit = serving(directory_rows.unit(act.connection, given), day)
    if leads and unit["kind"] == "branch":
        raise Refused("{name} is a branch: the department that manages it leads (Art. 13).", name=unit["name"])
    if key == "supervision_office":
        if rules_rows.would_be_of_office(act.connection, act.actor, unit["code"]):
            raise Refused(
                "{name} is your own unit: nobody gives themselves the supervision office's rights; let a colleague do"
                " it (Art. 19).",
                name=unit["name"],
            )
        if not rules_rows.has_head_or_staff(act.connection, unit["code"], day):
            raise Refused(
                "Nobody could act for {name} as the supervision office on {day}: name its head first,"
                " complaintctl unit set {unit} --head STAFF",
                unit=unit["code"],
                name=unit["name"],
                day=day,
            )
    return str(unit["code"])


def _choice(act: Act, rule: Row, given: str) -> str:
    """Return the value that a value or what it is called stands for. Raises UsageProblem."""
    choices = rules_rows.choices(act.connection, rule["key"])
    for choice in choices:
        if plain(given) in (choice["value"], choice["label_zh"], choice["label_en"]):
            return str(choice["value"])
    allowed = [choice["label_zh"] if spoken() == "zh" else choice["value"] for choice in choices]
    named = rule_called(rule)
    raise UsageProblem(
        "{rule} {given} is none of {allowed}.", rule=named, given=quoted(given), allowed=_(", ").join(allowed)
    )


def _scope(act: Act, rule: Row, given: str) -> str:
    """Return the scope of a right.

    Raises UsageProblem: own_unit of what is of no case; NotFound: none such; Refused: who acts would have more of it.
    """
    scope, (_right, role, kind) = rule_rows.code(act.connection, "right_scope", given), rule["key"].split(".")
    if scope == "own_unit" and is_in(act.connection, "act_kind", code=kind, of_case=0):
        raise UsageProblem("{rule} is of no case, and of no unit's own: set it to all or none.", rule=rule_called(rule))
    if rules_rows.would_widen(act.connection, act.actor, role, kind, scope):
        raise Refused(
            "{rule} is your own: nobody gives themselves a right; let a colleague do it (Art. 19).",
            rule=rule_called(rule),
        )
    return scope


def _band(act: Act, rule: Row, given: str, day: str) -> str:
    """Return the last day of a band of answers. Raises UsageProblem unless each band ends after the one before."""
    days = [int(given if band == rule["key"] else rule_rows.policy(act.connection, band, day)) for band in _BANDS]
    if days != sorted(set(days)):
        raise UsageProblem(
            "{rule} {given} would not leave the bands of answers one after the other on {day}: {days}. Set the others"
            " first, or choose another number.",
            rule=rule_called(rule),
            given=given,
            day=day,
            days=_(", ").join(map(str, days)),
        )
    return given


def _whole(text: str, what: str, digits: int = 4) -> str:
    number = plain(text)
    if not re.fullmatch(rf"[1-9][0-9]{{0,{digits - 1}}}", number):
        raise UsageProblem(
            "{what} {given} is not a whole number from 1 to {most}.", what=what, given=quoted(text), most="9" * digits
        )
    return number
