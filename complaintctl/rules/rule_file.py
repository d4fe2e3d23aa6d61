"""The bank's rules as a TOML file: limits and values, each with the day it is in force from."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from complaintctl.base.citations import cited
from complaintctl.base.clock import parse_day
from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.disk.input_files import MOST_SETTINGS, NotToml, parse_toml, read_bytes, read_text
from complaintctl.record.queries import Row
from complaintctl.rules.rule_changes import Wanted

_NO_END = "9999-12-31"
_COUNTED = ("days", "hours", "number", "yuan")  # the values that are whole numbers
_TEXT, _NUMBER, _DAY, _FLAG = (
    ((str,), marked("text in quotes")),
    ((int,), marked("a whole number")),
    ((date, str), marked("a day such as 2026-11-23")),
    ((bool,), marked("true or false")),
)
# What each kind of table may say, and as what.
_ALWAYS = {"from": _DAY, "until": _DAY, "verified": _FLAG}
_KEYS: Mapping[str, Mapping[str, tuple[tuple[type, ...], str]]] = {
    "limit": {"key": _TEXT, "days": _NUMBER, "target": _NUMBER, "on": _FLAG, **_ALWAYS},
    "value": {"key": _TEXT, "value": ((str, int), marked("text in quotes or a whole number")), **_ALWAYS},
}
_HEAD = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")


def written(rules: Sequence[Row], every: Sequence[Row], label: Callable[[Row], str]) -> str:
    """The rules as such a file; `every` are those of all days, `label` what one is called."""
    heads = [
        _("Rules of the bank: limits and values, each with its first day. It is read by"),
        _("complaintctl policy import FILE, which puts in force what differs."),
    ]
    tables = ["\n".join(f"# {head}" for head in heads)]
    for rule in rules:
        if rule["value_type"] == "fixed":  # laid down with the file
            continue
        following = any(row["key"] == rule["key"] and row["in_force_from"] > rule["in_force_from"] for row in every)
        kind = "limit" if rule["kind"] == "time_limit" else "value"
        lines = [f"# {label(rule)} ({cited(rule['citation'])})", f"[[{kind}]]"]
        lines += (f"{name} = {_literal(value)}" for name, value in _said(rule, following))
        tables.append("\n".join(lines))
    return "\n\n".join(tables) + "\n"


def _said(rule: Row, following: bool) -> Iterator[tuple[str, Any]]:
    """The table of a rule; with its last day only where no rule follows it and ends it so."""
    yield "key", rule["key"]
    if rule["kind"] != "time_limit":
        yield "value", int(rule["value"]) if rule["value_type"] in _COUNTED and rule["value"] else rule["value"]
    else:
        if rule["value"] is not None:
            yield "days", rule["value"]  # hours, of a limit that counts them
        if rule["target_days"]:
            yield "target", rule["target_days"]
        yield "on", bool(rule["enabled"])
    yield "from", date.fromisoformat(rule["in_force_from"])
    if rule["in_force_to"] != _NO_END and not following:
        yield "until", date.fromisoformat(rule["in_force_to"])
    yield "verified", bool(rule["is_verified"])


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)


def read(file: Path, today: str) -> tuple[list[tuple[str, Wanted]], list[str]]:
    """Read such a file: its rules, each with its place there, and what is wrong with it, a sentence each.

    Raises UsageProblem: it cannot be read, or is not TOML.
    """
    text = read_text(read_bytes(file, MOST_SETTINGS), file.name)
    try:
        given = parse_toml(text)
    except NotToml as error:
        raise UsageProblem("{file} is not TOML in UTF-8: {error}.", file=file, error=error) from None
    rules, faults = list[tuple[str, Wanted]](), list[str]()
    for kind, tables in given.items():
        if kind not in _KEYS or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            faults.append(_("{table} is no table of rules: write each as [[limit]] or [[value]].", table=kind))
            continue
        lines = _lines(text, kind)
        for number, table in enumerate(tables):
            named = f"{kind} {table['key']}" if isinstance(table.get("key"), str) else f"{kind} {number + 1}"
            line = lines[number] if len(lines) == len(tables) else None
            place = _("line {line}, {named}", line=line, named=named) if line else named
            wrong = [_("{place}: {error}", place=place, error=error) for error in _faults(kind, table)]
            faults += wrong
            if not wrong:
                rules.append((place, _wanted(kind, table, today)))
    if not given:
        faults.append(_("It holds no rule: `complaintctl policy show --toml` writes such a file."))
    return rules, faults


def _lines(text: str, kind: str) -> list[int]:
    """The lines on which the tables of a kind begin."""
    found = ((number, _HEAD.match(line)) for number, line in enumerate(text.split("\n"), start=1))
    return [number for number, head in found if head and head[1] == kind]


def _faults(kind: str, table: dict[str, Any]) -> Iterator[str]:
    """The faults of a table by itself."""
    known = _KEYS[kind]
    if "key" not in table:
        yield _("key is missing: it names the rule, as `complaintctl policy show` does.")
    if kind == "value" and "value" not in table:
        yield _("value is missing.")
    for name, value in table.items():
        if name not in known:
            yield _("there is no {name} here, but {known}.", name=name, known=_(", ").join(known))
            continue
        types, what = known[name]
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            yield _("{name} = {value} is not {what}.", name=name, value=_literal(value), what=_(what))
        elif types == _DAY[0]:
            try:
                parse_day(str(value), name)
            except ComplaintError as error:
                yield str(error)


def _wanted(kind: str, table: dict[str, Any], today: str) -> Wanted:
    since = parse_day(str(table.get("from", today)), "from")
    until = parse_day(str(table["until"]), "until") if "until" in table else None
    verified = table.get("verified")
    if kind == "value":
        return Wanted(table["key"], str(table["value"]), since, None, until, verified, kind=kind)
    days = str(table["days"]) if "days" in table else None
    # A limit whose days are given without a target has none: the file says the whole.
    target = str(table["target"]) if "target" in table else "none" if days else None
    return Wanted(table["key"], days, since, target, until, verified, table.get("on"), kind)
