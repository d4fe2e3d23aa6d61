"""Reading a mapping file: which column of a register fills which field, and which code a word in it stands for."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.values import plain
from complaintctl.disk.input_files import MOST_SETTINGS, NotToml, parse_toml, read_bytes, read_text
from complaintctl.register.fields import FIELDS
from complaintctl.taking_over.column_mapping import FLAGS, ColumnMapping, plain_header

BUILT_IN = Path(__file__).parent.parent / "mappings" / "chinese-register.toml"

# What is told in words: the texts of all its columns, not the first alone, with this between.
_LONG_TEXTS, _JOINT = ("summary", "demand", "reply", "findings", "responsible", "answered", "reason", "note"), "；"
_TABLES = ("columns", "values", "defaults", "join")
_SETTINGS = {
    "date_format": str,
    "create_units": bool,
    "create_people": bool,
    "early_dates_count_as_receipt": bool,
    "empty": list,
}


def load(file: Path = BUILT_IN) -> ColumnMapping:
    """Read a mapping file.

    Raises:
        UsageProblem: it is not TOML, or holds what no mapping has; the line or the key is named.
    """
    text = read_text(read_bytes(file, MOST_SETTINGS), file.name)
    try:
        given = parse_toml(text)
    except NotToml as error:
        raise UsageProblem("The mapping {file} is not TOML in UTF-8: {error}.", file=file, error=error) from None
    try:
        return _checked(given, file)
    except (UsageProblem, NotFound) as error:
        raise UsageProblem("The mapping {file}: {error}", file=file, error=error) from None


def _checked(given: Mapping[str, Any], file: Path) -> ColumnMapping:
    for key in given:
        if key not in (*_TABLES, *_SETTINGS):
            raise NotFound.named(_("setting"), key, (*_TABLES, *_SETTINGS))
    for key, kind in _SETTINGS.items():
        if not isinstance(given.get(key, kind()), kind):
            raise UsageProblem(
                "{key} = {value} is not {kind}.", key=key, value=repr(given[key]), kind=_(_KIND_NAMES[kind])
            )
    columns = {title: _field(f"[columns] {title!r}", field) for title, field in _texts(given, "columns").items()}
    if not columns:
        raise UsageProblem("[columns] is missing: it says which column fills which field.")
    tables = _table(given, "values")
    values = {
        _field("[values]", field): {plain(word): code for word, code in words.items()}
        for field in tables
        for words in [_texts(tables, field, f"values.{field}")]
    }
    for field in FLAGS & values.keys():
        if wrong := set(values[field].values()) - {"yes", "no", ""}:
            raise UsageProblem(
                '[values.{field}] has {given}: it can only say "yes" or "no".', field=field, given=repr(wrong.pop())
            )
    return ColumnMapping(
        file.name,
        {plain_header(title): field for title, field in columns.items()},
        values,
        {_field("[defaults]", field): text for field, text in _texts(given, "defaults").items()},
        {
            **dict.fromkeys(_LONG_TEXTS, _JOINT),
            **{_field("[join]", field): text for field, text in _texts(given, "join").items()},
        },
        frozenset({"", *(plain(str(cell)) for cell in given.get("empty", ()))}),
        _date_format(given.get("date_format")),
        given.get("create_units", False),
        given.get("create_people", False),
        given.get("early_dates_count_as_receipt", False),
        own=file != BUILT_IN,
    )


_KIND_NAMES = {str: marked("text in quotes"), bool: marked("true or false"), list: marked("a list")}


def _field(where: str, field: str) -> str:
    if field not in FIELDS:
        error = NotFound.named(_("field"), field, sorted(FIELDS))
        raise UsageProblem("{where}: {error}", where=where, error=error)
    return field


def _table(given: Mapping[str, Any], key: str, name: str = "") -> Mapping[str, Any]:
    table = given.get(key, {})
    if not isinstance(table, dict):
        raise UsageProblem("{table} is not a table: write [{table}] on a line of its own.", table=name or key)
    return table


def _texts(given: Mapping[str, Any], key: str, name: str = "") -> Mapping[str, str]:
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


def _date_format(form: str | None) -> str | None:
    if form is None:
        return None
    day = datetime(2026, 11, 23)
    try:
        understood = datetime.strptime(day.strftime(form), form) == day
    except (ValueError, re.error):
        understood = False
    if not understood:
        raise UsageProblem(
            'date_format = {form} does not write a whole date: "%m/%d/%Y" is 11/23/2026.', form=repr(form)
        )
    return form
