"""Changing the bank's rules: values of the policy and time limits, each with the days it is in force (Arts 25, 26)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.clock import Moment, parse_day
from complaintctl.base.errors import ComplaintError, Refused, UsageProblem
from complaintctl.base.language import _, marked, plural
from complaintctl.base.values import clean_text, parse_amount, plain, takes_back
from complaintctl.cases import rule_rows
from complaintctl.cases.case_acts import occurred_at
from complaintctl.cases.rule_rows import rule_called
from complaintctl.file.effects import Effect, refuse_unless_agreed
from complaintctl.record import file_events, ledger
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row
from complaintctl.rules import rows as rules_rows
from complaintctl.rules import rule_check

_NO_END = "9999-12-31"
_COLUMNS = {"limit_days": "value"}  # of a rule as a row, where it is not called as in the ledger


class RuleChange(NamedTuple):
    """A rule as it was and as it is now, both on the day of the change, and the cases it changed."""

    before: Row
    after: Row
    effects: Sequence[Effect]


class Imported(NamedTuple):
    """The rules of a file that were changed, and the cases they changed."""

    changes: Sequence[RuleChange]
    effects: Sequence[Effect]


class Wanted(NamedTuple):
    """A rule as it is to be from a day on, as an officer or a file gives it; what is None stays as it is."""

    key: str
    value: str | None
    since: str
    target: str | None = None
    until: str | None = None  # the last day, or `none`
    verified: bool | None = None
    enabled: bool | None = None  # of a limit whose number is given as well
    kind: str = ""  # limit or value, where a file says it


def set_rule(
    act: Act,
    given: str,
    value: str | None = None,
    *,
    target: str | None = None,
    since: str | None = None,
    until: str | None = None,
    verified: bool | None = None,
    reason: str | None = None,
    at: str | None = None,
    agreed: Sequence[Effect] | None = None,
) -> RuleChange:
    """Put a new value of a rule in force from a day on, today unless `since` says otherwise, or set its last day.

    The rule it follows ends the day before; cases received until then keep it. After the last day of a new value the
    former one holds again; without a value it is the rule itself that ends. A case received since has its new due date
    entered beside the old one. `agreed` are the effects on cases that somebody agreed to; None: whatever they are.

    Raises NotFound for a rule; UsageProblem for a value that it cannot have; Refused if it is not in force on that day,
    nothing is new, it is not open to change, or nobody agreed to the effects.
    """
    moment = occurred_at(act, at)
    day, rule = _first(act, since), rule_on(act, given, since)
    wanted = Wanted(given, value, day, target, until, verified)
    if value is None and (target, until, verified) == (None, None, None):
        problem = UsageProblem(
            "Say the new value of {rule}, or with --until the last day on which it holds.", rule=rule_called(rule)
        )
        raise problem.lacking("value")
    reach = _Reach(act, _first_day(wanted), dated=rule["kind"] == "time_limit")
    changed = _enter(act, moment, wanted, clean_text(reason or "", _("The reason")))
    if changed is None:
        named = {"rule": rule_called(rule), "day": rule["in_force_from"]}
        raise Refused("{rule} has this value since {day} already: nothing was recorded.", **named)
    effects = reach.settle(rule_called(changed[0]), agreed)
    return RuleChange(*changed, effects)


def import_rules(
    act: Act,
    file: Path,
    rules: Sequence[tuple[str, Wanted]],
    faults: Sequence[str],
    reason: str | None,
    agreed: Sequence[Effect] | None = None,
) -> Imported:
    """Put in force what the rules of a file, each with its place there, say otherwise, each from its day on.

    Raises:
        UsageProblem: something is wrong with the file, besides the `faults` found when it was read; all is named.
        Refused: nobody agreed to what becomes of the cases.
    """
    why = clean_text(reason or "", _("The reason")) or file.name
    changes, wrong = list[RuleChange](), {place: "" for place, _wanted in rules}
    first = min((_first_day(wanted) for _place, wanted in rules), default=act.clock.now().day)
    reach = _Reach(act, first, dated=any(wanted.kind == "limit" for _place, wanted in rules))
    for place, wanted in sorted(rules, key=lambda each: each[1].since):
        try:
            changed = _enter(act, act.clock.now(), wanted, why)
        except ComplaintError as error:
            wrong[place] += _("{place}: {error}", place=place, error=error) + "\n"
        else:
            changes += [RuleChange(*changed, ())] if changed else []
    told = [*faults, *"".join(wrong.values()).splitlines()]
    if told:
        sentence = plural(
            "{file} has {number} fault, and nothing was changed:",
            "{file} has {number} faults, and nothing was changed:",
            len(told),
            file=file,
        )
        raise UsageProblem("\n  ".join([sentence, *told]))
    named = _(", ").join(dict.fromkeys(rule_called(change.before) for change in changes))
    return Imported(changes, reach.settle(named, agreed))


class _Reach:
    """The cases received from a day on, as they were before rules changed, and what the change does to them."""

    def __init__(self, act: Act, day: str, *, dated: bool) -> None:
        """Look at the due dates alone where a time limit is changed: nothing else moves them."""
        self.act, self.day = act, day
        self.due_dates = rules_rows.due_dates(act.connection, day, _NO_END) if dated else None

    def settle(self, named: str, agreed: Sequence[Effect] | None) -> Sequence[Effect]:
        """Enter the new due dates, if somebody agreed to what becomes of the cases. Raises Refused."""
        misjudged = rules_rows.misjudged(self.act.connection, self.day, _NO_END)
        words = {0: _("not major"), 1: _("major")}
        effects = [
            Effect(row["case_no"], words[row["was_major"]], words[row["is_major"]])
            for row in misjudged
            if row["was_major"] != row["is_major"]
        ]
        effects += self._moved()
        refuse_unless_agreed(named, self.day, effects, agreed)
        # A case may stay major for another reason than before: it is projected anew as well.
        for case_no in dict.fromkeys([effect.case_no for effect in effects] + [row["case_no"] for row in misjudged]):
            ledger.settle(self.act, case_no, self.act.clock.now(), "policy_changed")
        return effects

    def _moved(self) -> Iterator[Effect]:
        """The cases whose due date a limit moves. Raises Refused if one of them has none left."""
        if self.due_dates is None:
            return
        for case_no, due_on in rules_rows.due_dates(self.act.connection, self.day, _NO_END).items():
            before = self.due_dates[case_no]
            if due_on is None and before:
                raise Refused(
                    "{case_no} would have no due date any more: every case has a limit (Art. 10).", case_no=case_no
                )
            if due_on != before:
                yield Effect(case_no, before or _("none"), due_on or _("none"))


def _first_day(wanted: Wanted) -> str:
    """The first day on which cases may have been received that a change reaches: a last day may be long past."""
    if wanted.until is None or takes_back(wanted.until):
        return wanted.since
    return min(wanted.since, parse_day(wanted.until, "--until"))


def _in_fen(rule: Row, given: str, value: str | None) -> str | None:
    """A new value as a rule has it: by its name people give an amount in yuan, by its key scripts give fen."""
    if value and rule["value_type"] == "yuan" and plain(given) != rule["key"]:
        return str(parse_amount(value, rule_called(rule)))
    return value


def _enter(act: Act, moment: Moment, wanted: Wanted, reason: str) -> tuple[Row, Row] | None:
    """Enter a change of a rule; the rule before and after, or None if it is as wanted already."""
    rule = rule_on(act, wanted.key, wanted.since)
    old = rule_check.present(rule)
    if wanted.kind and (wanted.kind == "limit") != (rule["kind"] == "time_limit"):
        told = (
            marked("{rule} is a time limit: write [[limit]].")
            if wanted.kind == "value"
            else marked("{rule} is no time limit: write [[value]].")
        )
        raise UsageProblem(told, rule=rule_called(rule))
    # What a file says as it is needs no look, such as a number of customers that nobody has entered.
    value = None if wanted.kind and wanted.value == str(rule["value"]) else wanted.value
    new = rule_check.checked(act, rule, _in_fen(rule, wanted.key, value), wanted.target, wanted.since)
    new |= {} if wanted.enabled is None else {"enabled": int(wanted.enabled)}
    new |= {} if wanted.verified in (None, bool(rule["is_verified"])) else {"is_verified": int(not rule["is_verified"])}
    is_new = any(value != rule[_COLUMNS.get(name, name)] for name, value in new.items())
    last_day = _last_day(act, rule, wanted, is_new=is_new)
    if not is_new and last_day is None:
        return None
    detail = {"key": rule["key"], "in_force_from": wanted.since if is_new else rule["in_force_from"], **new}
    detail |= {"in_force_to": last_day, "ended": not is_new, "previous": old}
    file_events.enact(act, "policy_changed", moment, {**detail, "text": reason})
    (after,) = (
        row for row in rule_rows.rules(act.connection, rule["key"]) if row["in_force_from"] == detail["in_force_from"]
    )
    return rule, after


def _last_day(act: Act, rule: Row, wanted: Wanted, *, is_new: bool) -> str | None:
    """The last day that is to be set of a rule; None: that stays as it is.

    Raises UsageProblem: no day, or one before the rule's first; Refused: another rule holds by then, or none would.
    """
    if wanted.until is None:
        return None
    following = rules_rows.next_day(act.connection, rule["key"], rule["in_force_from"])
    latest = following["last_day"] if following else _NO_END
    is_none = takes_back(wanted.until)
    day = latest if is_none else parse_day(wanted.until, "--until")
    said = {"rule": rule_called(rule), "until": day, "first": wanted.since if is_new else rule["in_force_from"]}
    if day < said["first"]:
        raise UsageProblem("--until {until} is before the first day of {rule}, {first}.", **said)
    if day > latest:
        raise Refused(
            "{rule} has another value from {day} on: --until {until} is after that.",
            **said,
            day=following["in_force_from"] if following else "",
        )
    if is_none and following and not is_new:
        raise Refused(
            "{rule} has another value from {day} on: for this one to go on, set it from that day,"
            " complaintctl policy set {rule} {value} --from {day}",
            rule=rule_called(rule),
            value=rule["value"],
            day=following["in_force_from"],
        )
    if is_new or day == rule["in_force_to"]:
        return day if is_new and day < rule["in_force_to"] else None
    if rule["kind"] == "policy":
        raise Refused(
            "{rule} cannot end without a value to follow: give the value that holds until {until}, and the present one"
            " comes back after it, or set the next one with --from.",
            **said,
        )
    return day


def _first(act: Act, since: str | None) -> str:
    return parse_day(since, "--from") if since else act.clock.now().day


def look_at_value(act: Act, known: Mapping[str, Any], value: str) -> None:
    """Raise ComplaintError for a value that the rule which is known cannot have."""
    rule, day = rule_on(act, known["key"], known["since"]), _first(act, known["since"])
    rule_check.checked(act, rule, _in_fen(rule, known["key"], value), None, day)


def rule_on(act: Act, given: str, since: str | None) -> Row:
    """The rule by its key or name as it is on a day, today if none is given. Raises NotFound, UsageProblem, Refused."""
    day = _first(act, since)
    key = rules_rows.rule_key(act.connection, given)
    rules = rule_rows.rules(act.connection, key)
    for rule in rules:
        if rule["in_force_from"] <= day <= rule["in_force_to"]:
            return rule
    spans = [_("{first} to {last}", first=rule["in_force_from"], last=rule["in_force_to"]) for rule in rules]
    named = {"rule": rule_called(rules[0]), "day": day, "spans": _(", ").join(spans)}
    raise Refused("{rule} is not in force on {day}, but from {spans}: choose a day of these with --from.", **named)
