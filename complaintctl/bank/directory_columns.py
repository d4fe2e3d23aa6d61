"""The particulars of a unit or a member of staff: each column with its own check."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from complaintctl.bank.ssh_key import key_in
from complaintctl.base.clock import parse_day
from complaintctl.base.errors import ANYTHING, Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.text import quoted
from complaintctl.base.values import clean_text, email_address, plain, required_text
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.cases.directory_rows import serving
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

# What an officer gives, by column: None says nothing of it, an empty text empties it.
Given = Mapping[str, str | bool | Path | None]
Values = dict[str, Any]


def code_of(text: str) -> str:
    """A code fit to be typed in a command. Raises UsageProblem."""
    code = plain(required_text(text, _("The code")))
    if re.search(r"[\s,;\x00-\x1f\x7f]", code) or code.startswith("-"):
        raise UsageProblem(
            "The code {code} has a space, a comma or a leading hyphen: use letters and digits.", code=quoted(code)
        )
    return code


_NO_KEY = "none"  # in the ledger, which leaves an empty value out

_CHECKS: Mapping[str, Callable[[Act, Any], str | int | None]] = {
    "name": lambda act, text: required_text(text, _("The name")),
    "kind": lambda act, text: rule_rows.code(act.connection, "unit_kind", text),
    "unit": lambda act, text: _serving(act, directory_rows.unit(act.connection, text)),
    "role": lambda act, text: rule_rows.code(act.connection, "role", text),
    "login": lambda act, text: plain(clean_text(text, "--login")) or None,
    "ssh_key": lambda act, file: key_in(file) if file != Path() else _NO_KEY,
    "shared_login": lambda act, is_shared: int(is_shared),
    "email": lambda act, text: email_address(clean_text(text, "--email"), "--email") if text else None,
    "phone": lambda act, text: plain(clean_text(text, "--phone")) or None,
    "head": lambda act, text: _serving(act, directory_rows.member(act.connection, text)) if text else None,
    "line": lambda act, text: clean_text(text, "--line") or None,
    "area": lambda act, text: rule_rows.code(act.connection, "area", text) if text else None,
    "merged_into": lambda act, text: str(directory_rows.unit(act.connection, text)["code"]) if text else None,
    "retired_on": lambda act, text: parse_day(text, "--retired") if text else None,
}


def checked(act: Act, given: Given) -> Values:
    """Check what was given of a unit or a person. Raises UsageProblem, NotFound, and Refused for who serves no more."""
    values = {column: value.strip() if isinstance(value, str) else value for column, value in given.items()}
    return {column: _CHECKS[column](act, value) for column, value in values.items() if value is not None}


def refuse_taken_name(act: Act, names: set[str], but_of: str = "") -> None:
    """Refuse a code or name that stands for another unit than `but_of`."""
    for row in directory_rows.units(act.connection):
        if row["code"] != but_of and names & {row["code"], row["name"]}:
            raise Refused("There is a unit {code} {name} already: choose another code and name.", **row)


def unit_to_head(act: Act, values: Values) -> str | None:
    """The unit that a new head of a unit comes to head: their own, if it has none."""
    if values["role"] != "unit_head" or directory_rows.unit(act.connection, values["unit"])["head"]:
        return None
    return str(values["unit"])


def changed(what: str, row: Row, new: Values) -> Values:
    """A row as it will be, in the ledger's words, with the name it had before. Raises Refused if nothing is new."""
    old = dict(row)
    if new.items() <= {**old, "ssh_key": old.get("ssh_key") or _NO_KEY}.items():
        raise Refused("Nothing of {name} would change: give what is new.", **row).lacking(ANYTHING)
    code = old.pop("code")
    renamed = new.get("name", row["name"]) != row["name"]
    return {**old, **new, what: code, "previous_name": row["name"] if renamed else None}


def _serving(act: Act, row: Row) -> str:
    return str(serving(row, act.clock.now().day)["code"])
