"""Changing the bank's rules: values of the policy and time limits, each with the days it is in force (Arts 25, 26)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import Refused
from complaintctl.base.language import _
from complaintctl.base.values import clean_text
from complaintctl.cases import rule_rows
from complaintctl.cases.case_acts import occurred_at
from complaintctl.file.effects import Effect, refuse_unless_agreed
from complaintctl.record import file_events, ledger
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row
from complaintctl.rules import rows as rules_rows
from complaintctl.rules import rule_check


class RuleChange(NamedTuple):
    """A rule as it was and as it is now, both on the day of the change, and the cases it changed."""

    before: Row
    after: Row
    effects: Sequence[Effect]


def set_rule(
    act: Act,
    given: str,
    value: str,
    *,
    target: str | None = None,
    since: str | None = None,
    reason: str | None = None,
    at: str | None = None,
    agreed: Sequence[Effect] | None = None,
) -> RuleChange:
    """Put a new value of a rule in force from a day on, today unless `since` says otherwise.

    The rule it follows ends the day before; cases received until then keep it. A case received since has its new due
    date entered beside the old one. `agreed` are the effects on cases that somebody agreed to; None: whatever they are.

    Raises NotFound for a rule; UsageProblem for a value that it cannot have; Refused if it is not in force on that day,
    nothing is new, it is not open to change, or nobody agreed to the effects.
    """
    moment = occurred_at(act, at)
    day = parse_day(since, "--from") if since else act.clock.now().day
    rule = _rule_on(act, given, day)
    old = rule_check.present(rule)
    new = rule_check.checked(act, rule, value, target, day)
    if new == old:
        named = {"rule": rule["key"], "day": rule["in_force_from"]}
        raise Refused("{rule} has this value since {day} already: nothing was recorded.", **named)
    is_limit, last_day = rule["kind"] == "time_limit", rule["in_force_to"]
    due_dates = rules_rows.due_dates(act.connection, day, last_day) if is_limit else {}
    detail = {"key": rule["key"], "in_force_from": day, **new, "previous": old}
    file_events.enact(act, "policy_changed", moment, {**detail, "text": clean_text(reason or "", _("The reason"))})
    misjudged = rules_rows.misjudged(act.connection, day, last_day)
    if is_limit:
        effects = list(_moved(act, rule, day, due_dates))
    else:
        words = {0: _("not major"), 1: _("major")}
        rejudged = [row for row in misjudged if row["was_major"] != row["is_major"]]
        effects = [Effect(row["case_no"], words[row["was_major"]], words[row["is_major"]]) for row in rejudged]
    refuse_unless_agreed(rule["key"], day, effects, agreed)
    # A case may stay major for another reason than before: it is projected anew as well.
    for case_no in dict.fromkeys([effect.case_no for effect in effects] + [row["case_no"] for row in misjudged]):
        ledger.settle(act, case_no, act.clock.now(), "policy_changed")
    return RuleChange(rule, _rule_on(act, rule["key"], day), effects)


def _rule_on(act: Act, given: str, day: str) -> Row:
    key = rules_rows.rule_key(act.connection, given)
    rules = rule_rows.rules(act.connection, key)
    for rule in rules:
        if rule["in_force_from"] <= day <= rule["in_force_to"]:
            return rule
    spans = [_("{first} to {last}", first=rule["in_force_from"], last=rule["in_force_to"]) for rule in rules]
    named = {"rule": key, "day": day, "spans": _(", ").join(spans)}
    raise Refused("{rule} is not in force on {day}, but from {spans}: choose a day of these with --from.", **named)


def _moved(act: Act, rule: Row, day: str, before: Mapping[str, str | None]) -> Iterator[Effect]:
    """The cases whose due date a limit moves. Raises Refused if one of them has none left."""
    for case_no, due_on in rules_rows.due_dates(act.connection, day, rule["in_force_to"]).items():
        if due_on is None and before[case_no]:
            raise Refused(
                "{case_no} would have no due date any more: every case has a limit (Art. 10).", case_no=case_no
            )
        if due_on != before[case_no]:
            yield Effect(case_no, before[case_no] or _("none"), due_on or _("none"))
