"""The bank's rules: policy show, set, import, history."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from complaintctl.asking.signature import options
from complaintctl.base.citations import proven
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural, spoken
from complaintctl.base.option import Option, fields_in
from complaintctl.base.text import minute, money
from complaintctl.base.values import plain
from complaintctl.cases import rule_rows
from complaintctl.file.effects import Effect
from complaintctl.front.session import Session, of, say, tell
from complaintctl.record.ledger import Act
from complaintctl.rules import rows as rules_rows
from complaintctl.rules import rule_changes, rule_file
from complaintctl.rules.agreement import make_change
from complaintctl.rules.rule_changes import RuleChange
from complaintctl.tables.chosen_file import guarded, put_text
from complaintctl.tables.listing import Listing, labelled
from complaintctl.tables.output import Found, Output, give, lists, takes_output

app = typer.Typer()
policy = typer.Typer(no_args_is_help=True, help="The values and time limits of the bank's regulation.")
app.add_typer(policy, name="policy")

_TABLES = Path(__file__).parent
Labels = Mapping[tuple[str, str], str]
Rule = Mapping[str, Any] | sqlite3.Row

KeyOption = Annotated[str | None, typer.Argument(metavar="KEY", help="One rule, on every day; default all.")]

RULES = Listing(
    "key kind label value value_label target_days day_kind in_force_from in_force_to enabled citation is_verified"
    " doubt",
    "key label value_label in_force_from in_force_to enabled citation doubt",
    readable=lambda record: {**record, "in_force_to": _last_day(record["in_force_to"])},
)
CHANGES = Listing(
    "seq at recorded_at actor actor_name key previous new previous_label new_label in_force_from reason in_force_to",
    "recorded_at actor_name key previous_label new_label in_force_from in_force_to reason",
    readable=lambda record: {
        **record,
        "recorded_at": minute(record["recorded_at"]),
        "key": rule_rows.rule_called(record),
        "in_force_to": _last_day(record["in_force_to"] or ""),
    },
)


@policy.command("show")
@partial(takes_output, further=["toml"])
def show(
    context: typer.Context,
    output: Output,
    key: KeyOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Those of other days too.")] = False,
    as_toml: Annotated[bool, typer.Option("--toml", help="As a file that `policy import` reads.")] = False,
) -> None:
    """List the rules in force: time limits and values, each with its article, and what of it is not verified.

    `rights` lists who may do what, role by role: all, those of the own unit, or none.

    Example: complaintctl policy show --toml -o policy.toml

    Example: complaintctl policy show rights
    """
    session = of(context)
    if key and plain(key) in ("rights", "权限"):
        _show_rights(session, output)
        return
    if as_toml and output.is_asked and output.form not in ("table", "toml"):
        raise UsageProblem("Choose one form of answer: --toml, --format, --json or --csv.")
    with session.reading() as connection:
        wanted = rules_rows.rule_key(connection, key) if key else None
        rows = rule_rows.rules(connection, wanted, everything=everything)
        every = rule_rows.rules(connection, wanted, everything=True)
        labels = rule_rows.labels(connection, session.language)
    if as_toml or output.form == "toml":
        text = rule_file.written(rows, every, lambda rule: str(rule[f"label_{session.language}"]))
        put_text(guarded(session), output.file, output.force, text, private=False)
        if output.file:
            say(_("Wrote the rules to {file}.", file=output.file))
        return
    give(
        session,
        RULES,
        output,
        labelled([{**row, "value_label": _words(row, labels), "doubt": _doubt(row)} for row in rows], labels),
    )


def _show_rights(session: Session, output: Output) -> None:
    """List the rights in force: a line a role, with the acts that it may do of all cases and of its own unit's."""
    with session.reading() as connection:
        roles, acts = rules_rows.rights(connection)
        labels = rule_rows.labels(connection, session.language)
    # In English a label is a clause: its code is the word for it.
    words = {act: labels["act_kind", act] if session.language == "zh" else act for act in acts}
    listing = Listing(f"role label {' '.join(acts)}", "role label own_unit all", readable=partial(_by_scope, words))
    headings = {scope: labels["right_scope", scope] for scope in ("all", "own_unit")}
    records = [{**row, "label": labels["right_holder", row["role"]]} for row in roles]
    give(session, listing, output, records, headings=headings)
    if output.form == "table":
        if session.language == "en":
            say(_("Acts: {acts}.", acts=_(", ").join(f"{act} – {labels['act_kind', act]}" for act in acts)))
        say(_("To change one: complaintctl policy set right.ROLE.ACT all|own_unit|none"))


def _by_scope(words: Mapping[str, str], record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The acts that a role may do, in words, by the scope in which it may."""
    held: dict[str, list[str]] = {"all": [], "own_unit": [], "none": []}
    for act, word in words.items():
        held[record[act]].append(word)
    return {**record, **{scope: _(", ").join(acts) for scope, acts in held.items()}}


def _doubt(rule: Rule) -> str:
    """The part of a rule that is known at second hand; empty if there is none."""
    if not rule["is_verified"]:
        return _("second hand")
    return _("article number second hand") if proven(rule["citation"]) != rule["citation"] else ""


def _new_value(act: Act, known: Mapping[str, Any]) -> tuple[str, str]:
    """The question for the new value of a rule, which shows the present one, and the kind of its answer."""
    rule = rule_changes.rule_on(act, known["key"], known["since"])
    said = {"rule": rule_rows.rule_called(rule), "value": _side_words(rule, rule_rows.labels(act.connection, spoken()))}
    if rule["value_type"] == "yuan":
        return _("New value of {rule} in yuan, now {value}", **said), "yuan"
    return _("New value of {rule}, now {value}", **said), ""


@policy.command("set")
@options(fields_in(_TABLES / "policy.csv", fields_in(_TABLES / "code.csv")))
def set_(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="As `policy show` lists it."), Option("", ask="Which rule")],
    given: Any,
    value: Annotated[
        str | None,
        typer.Argument(metavar="[VALUE]", help="Of a time limit: its days or hours, on, or off."),
        Option("", ask="Its new value", puts=_new_value, fits=rule_changes.look_at_value),
    ] = None,
) -> None:
    """Put a new value of a rule in force from a day on; the old one stays on record (Arts 25, 26).

    A case keeps the rule it was received under. If cases were received since that day, says what becomes of them and
    asks. A value with a last day is followed by the one before; a limit may end without another.

    Example: complaintctl policy set seed.general 5 --from 2027-01-01 --reason "办法修订"

    Example: complaintctl policy set law2020.simple --until 2027-12-31 --reason "新办法施行"
    """
    session, yes = of(context), given.pop("yes")
    labels: dict[tuple[str, str], str] = {}

    def change(act: Act, agreed: Sequence[Effect] | None) -> RuleChange:
        labels.update(rule_rows.labels(act.connection, session.language))
        return rule_changes.set_rule(act, key, value, **given, agreed=agreed)

    _tell_change(make_change(session, change, yes=yes), labels)


def _tell_change(done: RuleChange, labels: Labels) -> None:
    """Say what a rule was, and is now from which day to which."""
    old, new, last = done.before, done.after, _last_day(done.after["in_force_to"])
    said = {"rule": rule_rows.rule_called(old), "old": _side_words(old, labels), "new": _side_words(new, labels)}
    if old["is_verified"] != new["is_verified"]:
        said["new"] = _read(said["new"], new["is_verified"])
    said["first"] = new["in_force_from"]
    if last:
        tell(_("{rule}: {old} → {new}, from {first} to {last}.", last=last, **said))
    else:
        tell(_("{rule}: {old} → {new}, from {first}.", **said))


@policy.command("import")
@options(fields_in(_TABLES / "imported.csv", fields_in(_TABLES / "code.csv")))
def import_(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A TOML file, as `policy show --toml` writes it; - is standard input.", allow_dash=True
        ),
    ],
    given: Any,
) -> None:
    """Put in force what a file of rules says otherwise, each rule from its day on; the old stays on record.

    All that is wrong with the file is told at once, and then nothing is changed. If cases would move it names them, and
    asks.

    Example: complaintctl policy import rules.toml --reason "总行下发"
    """
    session, labels = of(context), dict[tuple[str, str], str]()

    def change(act: Act, agreed: Sequence[Effect] | None) -> rule_changes.Imported:
        labels.update(rule_rows.labels(act.connection, session.language))
        rules, faults = rule_file.read(file, act.clock.now().day)
        return rule_changes.import_rules(act, file, rules, faults, given["reason"], agreed)

    done = make_change(session, change, yes=given["yes"])
    for rule in done.changes:
        _tell_change(rule, labels)
    if not done.changes:
        tell(_("{file} says nothing new: nothing was changed.", file=file))


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
        if "is_verified" in detail:
            change["new_label"] = _read(change["new_label"], detail["is_verified"])
        changes.append(change)
    if wanted:
        named = rule_rows.rule_called(rule_rows.rules(connection, wanted)[0])
        return Found(changes, _("{rule} was never changed.", rule=named))
    return Found(changes, _("No rule was changed."))


# ---- In words ----


def _last_day(day: str) -> str:
    """The last day of a rule; empty if none is in sight."""
    return "" if day == "9999-12-31" else day


def _side_words(rule: Rule, labels: Labels) -> str:
    """One side of a rule's change; of a limit that is off, that too."""
    said = _words(rule, labels)
    return said if rule["enabled"] else _("{limit}, off", limit=said)


def _read(said: str, is_verified: int) -> str:
    """The words of a rule, and that somebody at the bank has read it in the text itself, or that nobody has."""
    return _("{rule}, verified", rule=said) if is_verified else _("{rule}, at second hand", rule=said)


def _words(rule: Rule, labels: Labels) -> str:
    """The value of a rule by its type: `10 working days, target 7`, money, a unit of the bank with its name."""
    value = rule["value"]
    match rule["value_type"] or rule["day_kind"]:
        case "right":
            return labels[("right_scope", value)]
        case "choice" | "fixed":
            return labels.get((rule["key"], value), str(value))
        case "unit" | "department":
            return f"{value} {labels.get(('unit', value), '')}".strip() or _("not named")
        case "size":
            return str(value) or _("not entered")
        case "yuan":
            return money(int(value))
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
