"""Reading a mapping file: which column of a register fills which field, and which code a word in it stands for."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.values import plain
from complaintctl.disk.input_files import MOST_SETTINGS, NotToml, parse_toml, read_bytes, read_text
from complaintctl.register.fields import FIELDS, of_kind
from complaintctl.taking_over.column_mapping import ColumnMapping, plain_header

BUILT_IN = Path(__file__).parent.parent / "mappings" / "chinese-register.toml"

# What is told in words: the texts of all its columns, not the first alone, with this between.
_LONG_TEXTS, _JOINT = ("summary", "demand", "reply", "findings", "responsible", "answered", "reason", "note"), "；"
_TABLES = ("columns", "values", "defaults", "join")
_SWITCHES = ("create_units", "create_people", "early_dates_count_as_receipt")
# What a setting is, and how that is called.
_SETTINGS = {
    "date_format": (str, marked("text in quotes")),
    **dict.fromkeys(_SWITCHES, (bool, marked("true or false"))),
    "empty": (list, marked("a list")),
}


def load(file: Path = BUILT_IN) -> ColumnMapping:
    """Read a mapping file.

    Raises:
        UsageProblem: it is not TOML, or holds what no mapping has; the line or the key is named.
    """
    text = read_text(read_bytes(file, MOST_SETTINGS), file.name)
    try:
        return _checked(parse_toml(text), file)
    except NotToml as error:
        raise UsageProblem("The mapping {file} is not TOML in UTF-8: {error}.", file=file, error=error) from None
    except (UsageProblem, NotFound) as error:
        raise UsageProblem("The mapping {file}: {error}", file=file, error=error) from None


def _checked(given: Mapping[str, Any], file: Path) -> ColumnMapping:
    for key in given:
        if key not in (*_TABLES, *_SETTINGS):
            raise NotFound.named(_("setting"), key, (*_TABLES, *_SETTINGS))
    for key, (kind, name) in _SETTINGS.items():
        if not isinstance(given.get(key, kind()), kind):
            raise UsageProblem("{key} = {value} is not {kind}.", key=key, value=repr(given[key]), kind=_(name))
    columns = _texts(given, "columns")
    for title, field in columns.items():
        _check_fields(f"[columns] {title!r}", [field])
    if not columns:
        raise UsageProblem("[columns] is missing: it says which column fills which field.")
    tables = _table(given, "values")
    values = {}
    for field in tables:
        words = _texts(tables, field, f"values.{field}")
        _check_fields("[values]", [field])
        values[field] = {plain(word): code for word, code in words.items()}
    for field in of_kind("flag") & values.keys():
        if wrong := set(values[field].values()) - {"yes", "no", ""}:
            raise UsageProblem(
                '[values.{field}] has {given}: it can only say "yes" or "no".', field=field, given=repr(wrong.pop())
            )
    defaults, join = _texts(given, "defaults"), _texts(given, "join")
    _check_fields("[defaults]", defaults)
    _check_fields("[join]", join)
    form = given.get("date_format")
    if form is not None and not _writes_days(form):
        raise UsageProblem(
            'date_format = {form} does not write a whole date: "%m/%d/%Y" is 11/23/2026.', form=repr(form)
        )
    return ColumnMapping(
        name=file.name,
        columns={plain_header(title): field for title, field in columns.items()},
        values=values,
        defaults=defaults,
        join=dict.fromkeys(_LONG_TEXTS, _JOINT) | join,
        empty=frozenset({"", *(plain(str(cell)) for cell in given.get("empty", ()))}),
        date_format=form,
        own=file != BUILT_IN,
        **{switch: given.get(switch, False) for switch in _SWITCHES},
    )


def _check_fields(where: str, fields: Iterable[str]) -> None:
    for field in fields:
        if field not in FIELDS:
            error = NotFound.named(_("field"), field, sorted(FIELDS))
            raise UsageProblem("{where}: {error}", where=where, error=error)


def _table(given: Mapping[str, Any], key: str, name: str = "") -> dict[str, Any]:
    table = given.get(key, {})
    if not isinstance(table, dict):
        raise UsageProblem("{table} is not a table: write [{table}] on a line of its own.", table=name or key)
    return table


def _texts(given: Mapping[str, Any], key: str, name: str = "") -> dict[str, str]:
    """Return a table whose values are all text."""
    table = _table(given, key, name)
    for entry, text in table.items():
        if not isinstance(text, str):
            raise UsageProblem(
                "[{table}] {entry} = {given} is not text in quotes.",
                table=name or key,
                entry=repr(entry),
                given=repr(text),
            )
    return table


def _writes_days(form: str) -> bool:
    """Tell whether a form of dates says the whole of a day."""
    day = datetime(2026, 11, 23)
    try:
        return datetime.strptime(day.strftime(form), form) == day
    except (ValueError, re.error):
        return False
