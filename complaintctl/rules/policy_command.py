"""The bank's rules: policy show, set, history."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from complaintctl.asking.signature import options
from complaintctl.base.language import _, plural
from complaintctl.base.option import fields_in
from complaintctl.base.text import minute, yuan
from complaintctl.cases import rule_rows
from complaintctl.file.effects import Effect
from complaintctl.front.session import Session, of, tell
from complaintctl.record.ledger import Act
from complaintctl.rules import rows as rules_rows
from complaintctl.rules import rule_changes
from complaintctl.rules.agreement import make_change
from complaintctl.rules.rule_changes import RuleChange
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Found, lists

app = typer.Typer()
policy = typer.Typer(no_args_is_help=True, help="The values and time limits of the bank's regulation.")
app.add_typer(policy, name="policy")

_TABLES = Path(__file__).parent
Labels = Mapping[tuple[str, str], str]
Rule = Mapping[str, Any] | sqlite3.Row

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
    return Found([{**row, "value_label": _words(row, labels)} for row in rows])


@policy.command("set")
@options(fields_in(_TABLES / "policy.csv", fields_in(_TABLES / "code.csv")))
def set_(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="As `policy show` lists it.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Of a time limit: its days or hours, on, or off.")],
    given: Any,
) -> None:
    """Put a new value of a rule in force from a day on; the old one stays on record (Arts 25, 26).

    A case keeps the rule it was received under. If cases were received since that day, says what becomes of them and
    asks.

    Example: complaintctl policy set seed.general 5 --from 2027-01-01 --reason "办法修订"
    """
    session, yes = of(context), given.pop("yes")
    labels: dict[tuple[str, str], str] = {}

    def change(act: Act, agreed: Sequence[Effect] | None) -> RuleChange:
        labels.update(rule_rows.labels(act.connection, session.language))
        return rule_changes.set_rule(act, key, value, **given, agreed=agreed)

    done = make_change(session, change, yes=yes)
    new, last = done.after, _last_day(done.after["in_force_to"])
    said = {"rule": new["key"], "old": _side_words(done.before, labels), "new": _side_words(new, labels)}
    said["first"] = new["in_force_from"]
    if last:
        tell(_("{rule}: {old} → {new}, from {first} to {last}.", last=last, **said))
    else:
        tell(_("{rule}: {old} → {new}, from {first}.", **said))


@policy.command("history")
@lists(CHANGES)
def history(session: Session, connection: sqlite3.Connection, key: KeyOption = None) -> Found:
    """List how the rules were changed: when, by whom, from what to what, and why.

    Example: complaintctl policy history seed.general
    """
    wanted = rules_rows.rule_key(connection, key) if key else None
    labels = rule_rows.labels(connection, session.language)
    changes = []
    for row in rules_rows.rule_changes(connection, wanted):
        change, detail = dict(row), json.loads(row["detail"])
        for side, values in (("previous", detail["previous"]), ("new", detail)):
            # Of a time limit the ledger says whether it is on.
            unsaid = {"value": values.get("limit_days", ""), "target_days": None, "enabled": row["day_kind"] is None}
            rule = {**row, **unsaid, **values}
            change |= {side: rule["value"], f"{side}_label": _side_words(rule, labels)}
        changes.append(change)
    return Found(changes, _("{rule} was never changed.", rule=wanted) if wanted else _("No rule was changed."))


# ---- In words ----


def _last_day(day: str) -> str:
    """The last day of a rule; empty if none is in sight."""
    return "" if day == "9999-12-31" else day


def _side_words(rule: Rule, labels: Labels) -> str:
    """One side of a rule's change; of a limit that is off, that too."""
    said = _words(rule, labels)
    return said if rule["enabled"] else _("{limit}, off", limit=said)


def _words(rule: Rule, labels: Labels) -> str:
    """What a rule says, as its type has it: `10 working days, target 7`, money, a unit of the bank with its name."""
    value = rule["value"]
    match rule["value_type"] or rule["day_kind"]:
        case "choice" | "fixed":
            return labels.get((rule["key"], value), str(value))
        case "unit" | "department":
            return f"{value} {labels.get(('unit', value), '')}".strip() or _("not named")
        case "size":
            return str(value) or _("not entered")
        case "yuan":
            return _("{amount} yuan", amount=yuan(int(value)))
        case "own_date":
            return _("the date it names")
        case "days":
            limit = plural("{number} day", "{number} days", int(value))
        case "hours":
            limit = plural("{number} hour", "{number} hours", int(value))
        case "working":
            limit = plural("{number} working day", "{number} working days", int(value))
        case "calendar":
            limit = plural("{number} calendar day", "{number} calendar days", int(value))
        case _:
            return str(value)
    target = rule["target_days"]
    return _("{limit}, target {target}", limit=limit, target=target) if target else limit
