"""The bank's rules: policy show, set, history."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from complaintctl.base.language import _
from complaintctl.base.text import minute
from complaintctl.cases import rule_rows
from complaintctl.file.effects import Effect
from complaintctl.front.answer import AtOption
from complaintctl.front.session import Session, of, tell
from complaintctl.record.ledger import Act
from complaintctl.rules import rows as rules_rows
from complaintctl.rules import rule_changes
from complaintctl.rules.agreement import make_change
from complaintctl.rules.page import Labels, Rule, change_words, limit_words, words
from complaintctl.rules.rule_changes import RuleChange
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Found, lists

app = typer.Typer()
policy = typer.Typer(no_args_is_help=True, help="The values and time limits of the bank's regulation.")
app.add_typer(policy, name="policy")

KeyOption = Annotated[str | None, typer.Argument(metavar="KEY", help="One rule, on every day; default all.")]

RULES = Listing(
    "key kind label value value_label target_days day_kind in_force_from in_force_to enabled citation",
    "key label value_label in_force_from in_force_to enabled citation",
    readable=lambda record: {**record, "in_force_to": _last_day(record["in_force_to"])},
)
CHANGES = Listing(
    "seq at recorded_at actor actor_name key previous new previous_label new_label in_force_from reason",
    "recorded_at actor_name key previous_label new_label in_force_from reason",
    readable=lambda record: {**record, "recorded_at": minute(record["recorded_at"])},
)


@policy.command("show")
@lists(RULES)
def show(
    session: Session,
    connection: sqlite3.Connection,
    key: KeyOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Those of other days too.")] = False,
) -> Found:
    """List the rules in force: time limits and values, each with its article.

    Example: complaintctl policy show seed.general

    Example: complaintctl policy show --all -o policy.csv
    """
    wanted = rules_rows.rule_key(connection, key) if key else None
    rows = rule_rows.rules(connection, wanted, everything=everything)
    labels = rule_rows.labels(connection, session.language)
    return Found([{**row, "value_label": _value_words({**row}, labels)} for row in rows])


def _last_day(day: str) -> str:
    """The last day of a rule; empty if none is in sight."""
    return "" if day == "9999-12-31" else day


def _value_words(rule: Rule, labels: Labels) -> str:
    if rule["kind"] == "policy":
        return words(rule, rule["value"], labels)
    return limit_words({"limit_days": rule["value"], "target_days": rule["target_days"]}, rule["day_kind"])


@policy.command("set")
def set_(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="As `policy show` lists it.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Of a time limit: its days or hours, on, or off.")],
    target: Annotated[
        str | None, typer.Option(metavar="N", help="The working days aimed at, within the limit; or none.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day it is in force; default today.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, or the document that says so.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Even if cases received since then change.")] = False,
    at: AtOption = None,
) -> None:
    """Put a new value of a rule in force from a day on; the old one stays on record (Arts 25, 26).

    A case keeps the rule it was received under. If cases were received since that day, says what becomes of them and
    asks.

    Example: complaintctl policy set seed.general 5 --from 2027-01-01 --reason "办法修订"
    """
    session = of(context)

    labels: dict[tuple[str, str], str] = {}

    def change(act: Act, agreed: Sequence[Effect] | None) -> RuleChange:
        labels.update(rule_rows.labels(act.connection, session.language))
        return rule_changes.set_rule(act, key, value, target=target, since=since, reason=reason, at=at, agreed=agreed)

    done = make_change(session, change, yes=yes)
    tell(_sentence(done, labels))


def _sentence(done: RuleChange, labels: Any) -> str:
    new, sides = done.after, [{"limit_days": rule["value"], **dict(rule)} for rule in (done.before, done.after)]
    old_words, new_words = (change_words(side, side, labels) for side in sides)
    said = {"rule": new["key"], "old": old_words, "new": new_words, "first": new["in_force_from"]}
    if _last_day(new["in_force_to"]):
        return _("{rule}: {old} → {new}, from {first} to {last}.", last=new["in_force_to"], **said)
    return _("{rule}: {old} → {new}, from {first}.", **said)


@policy.command("history")
@lists(CHANGES)
def history(session: Session, connection: sqlite3.Connection, key: KeyOption = None) -> Found:
    """List how the rules were changed: when, by whom, from what to what, and why.

    Example: complaintctl policy history seed.general
    """
    wanted = rules_rows.rule_key(connection, key) if key else None
    labels = rule_rows.labels(connection, session.language)
    changes = [_change(dict(row), labels) for row in rules_rows.rule_changes(connection, wanted)]
    return Found(changes, _("{rule} was never changed.", rule=wanted) if wanted else _("No rule was changed."))


def _change(row: dict[str, Any], labels: Any) -> dict[str, Any]:
    detail = json.loads(row["detail"])
    sides = {}
    for side, values in (("previous", detail["previous"]), ("new", detail)):
        sides[side] = values.get("value", "") if row["day_kind"] is None else values.get("limit_days")
        sides[f"{side}_label"] = change_words(values, row, labels)
    return {**row, **sides}
