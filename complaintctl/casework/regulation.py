"""Changing the bank's rules: values of the policy and time limits, each with the days it is in force (Arts 25, 26)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl import ledger
from complaintctl.casework import file_acts, rule_values
from complaintctl.casework.common import occurred_at
from complaintctl.clock import parse_day
from complaintctl.errors import Refused
from complaintctl.language import _, plural
from complaintctl.ledger import Act
from complaintctl.queries import Row, regulation
from complaintctl.values import clean_text

_NAMED_AT_MOST = 20  # in a refusal; the rest are counted


class Effect(NamedTuple):
    """A case that a rule of an earlier day changes: its due date, importance or duties, before and after."""

    case_no: str
    before: str
    after: str


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

    Raises:
        NotFound: no such rule.
        UsageProblem: the value is none that this rule can have.
        Refused: no such rule on that day, nothing new, not open to change, or effects that nobody agreed to.
    """
    moment = occurred_at(act, at)
    day = parse_day(since, "--from") if since else act.clock.now().day
    rule = _rule_on(act, given, day)
    old = rule_values.present(rule)
    new = rule_values.checked(act, rule, value, target, day)
    if new == old:
        raise Refused(
            "{rule} has this value since {day} already: nothing was recorded.",
            rule=rule["key"],
            day=rule["in_force_from"],
        )
    due_dates = regulation.due_dates(act.connection, day, rule["in_force_to"]) if rule["kind"] == "time_limit" else {}
    detail = {"key": rule["key"], "in_force_from": day, **new, "previous": old}
    file_acts.enact(act, "policy_changed", moment, {**detail, "text": clean_text(reason or "", _("The reason"))})
    effects = list(_effects(act, rule, day, due_dates))
    refuse_unless_agreed(rule["key"], day, effects, agreed)
    # A case may stay major for another reason than before: it is projected anew as well.
    misjudged = regulation.misjudged(act.connection, day, rule["in_force_to"])
    for case_no in dict.fromkeys([effect.case_no for effect in effects] + [row["case_no"] for row in misjudged]):
        ledger.settle(act, case_no, act.clock.now(), "policy_changed")
    return RuleChange(rule, _rule_on(act, rule["key"], day), effects)


def _rule_on(act: Act, given: str, day: str) -> Row:
    key = regulation.rule_key(act.connection, given)
    rule = regulation.rule_on(act.connection, key, day)
    if rule is None:
        spans = [
            _("{first} to {last}", first=row["in_force_from"], last=row["in_force_to"])
            for row in regulation.rules(act.connection, key)
        ]
        raise Refused(
            "{rule} is not in force on {day}, but from {spans}: choose a day of these with --from.",
            rule=key,
            day=day,
            spans=_(", ").join(spans),
        )
    return rule


# ---- What it does to cases ----


def _effects(act: Act, rule: Row, day: str, before: Mapping[str, str | None]) -> Iterator[Effect]:
    """The cases received under the rule that it changes. Raises Refused if one of them has no due date left."""
    if rule["kind"] == "policy":
        for row in regulation.misjudged(act.connection, day, rule["in_force_to"]):
            if row["was_major"] != row["is_major"]:
                words = {0: _("not major"), 1: _("major")}
                yield Effect(row["case_no"], words[row["was_major"]], words[row["is_major"]])
        return
    for case_no, due_on in regulation.due_dates(act.connection, day, rule["in_force_to"]).items():
        if due_on is None and before[case_no]:
            raise Refused(
                "{case_no} would have no due date any more: every case has a limit (Art. 10).", case_no=case_no
            )
        if due_on != before[case_no]:
            yield Effect(case_no, before[case_no] or _("none"), due_on or _("none"))


def refuse_unless_agreed(key: str, day: str, effects: Sequence[Effect], agreed: Sequence[Effect] | None) -> None:
    """Refuse a change of a rule whose effects on cases nobody agreed to, naming them. `agreed`: None is any."""
    if agreed is None or effects == list(agreed):
        return
    if not effects:
        raise Refused("The cases have changed meanwhile: nothing was recorded. Try again.")
    refusal = plural(
        "{rule} from {day} changes {number} case received since, but a case keeps the rule it was received under"
        " (Art. 26). Nothing was recorded: repeat it with --yes if that is meant, or choose a later day with --from.",
        "{rule} from {day} changes {number} cases received since, but a case keeps the rule it was received under"
        " (Art. 26). Nothing was recorded: repeat it with --yes if that is meant, or choose a later day with --from.",
        len(effects),
        rule=key,
        day=day,
    )
    raise Refused(listed_below(refusal, effects))


def listed_below(sentence: str, effects: Sequence[tuple[Any, ...]]) -> str:
    """A sentence, and below it the first effects, each by its name, before and after; the rest are counted."""
    lines = [f"{name}: {before} → {after}" for name, before, after, *_more in effects[:_NAMED_AT_MOST]]
    if len(effects) > len(lines):
        lines.append(_("and {number} more", number=len(effects) - len(lines)))
    return "\n  ".join([sentence, *lines])
