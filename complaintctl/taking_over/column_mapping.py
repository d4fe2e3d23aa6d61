"""Mapping files: which column of a register fills which field, and which code a word in it stands for."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from complaintctl.base.clock import Moment, parse_moment
from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.text import quoted
from complaintctl.base.values import SAYS_NOTHING, plain
from complaintctl.disk.input_files import MOST_SETTINGS, NotToml, parse_toml, read_bytes, read_text
from complaintctl.register.fields import FIELDS, of_kind

BUILT_IN = Path(__file__).parent.parent / "mappings" / "chinese-register.toml"

# What no complaint can be without, and how a register usually calls it.
_NEEDED = {"received_at": "投诉日期", "channel": "投诉渠道", "category": "类别", "summary": "投诉内容"}
# What is told in words: the texts of all its columns, not the first alone, with this between.
_LONG_TEXTS, _JOINT = ("summary", "demand", "reply", "findings", "responsible", "answered", "reason", "note"), "；"
# The fields whose cells are made plain.
_PLAIN = of_kind("flag", "code", "number", "yuan", "time", "day", "repeat", "count", "times")
# The words of a flag.
YES_NO = {"yes": True, "是": True, "1": True, "no": False, "否": False, "0": False}
_EXCEL_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_EXCEL_FIRST_DAY = datetime(1899, 12, 30)

_TABLES = ("columns", "beside", "values", "defaults", "join")
# What a setting is, and how that is called.
_SWITCH = (bool, marked("true or false"))
_SETTINGS = {
    "date_format": (str, marked("text in quotes")),
    "create_units": _SWITCH,
    "create_people": _SWITCH,
    "early_dates_count_as_receipt": _SWITCH,
    "empty": (list, marked("a list")),
}


class ColumnMapping:
    """A mapping file as read, the one that comes with the program or the user's own."""

    def __init__(self, file: Path = BUILT_IN) -> None:
        """Raise UsageProblem: it is not TOML, or holds what no mapping has; the line or the key is named."""
        self.name, self.own = file.name, file != BUILT_IN
        text = read_text(read_bytes(file, MOST_SETTINGS), file.name)
        try:
            self._read(parse_toml(text))
        except NotToml as error:
            raise UsageProblem("The mapping {file} is not TOML in UTF-8: {error}.", file=file, error=error) from None
        except (UsageProblem, NotFound) as error:
            raise UsageProblem("The mapping {file}: {error}", file=file, error=error) from None

    def _read(self, given: Mapping[str, Any]) -> None:
        for key in given:
            if key not in (*_TABLES, *_SETTINGS):
                raise NotFound.named(_("setting"), key, (*_TABLES, *_SETTINGS))
        for key, (kind, name) in _SETTINGS.items():
            if not isinstance(given.get(key, kind()), kind):
                raise UsageProblem("{key} = {value} is not {kind}.", key=key, value=quoted(given[key]), kind=_(name))
        columns = _table(given, "columns", str)
        for title, field in columns.items():
            _check_fields(f"[columns] {quoted(title)}", [field] if field else [])
        if not columns:
            raise UsageProblem("[columns] is missing: it says which column fills which field.")
        self.columns = {plain_header(title): field for title, field in columns.items() if field}
        self._left_out = {plain_header(title) for title, field in columns.items() if not field}
        self._beside = dict(_beside(given))
        self.values = dict(_values(given))
        self.defaults, join = _table(given, "defaults", str), _table(given, "join", str)
        _check_fields("[defaults]", self.defaults)
        self.typed: dict[str, str] = {}  # what --set gives, as it was typed
        # Where each is said.
        self.said = {field: f"{self.name}, [defaults] {quoted(field)}" for field in self.defaults}
        _check_fields("[join]", join)
        self.join = dict.fromkeys(_LONG_TEXTS, _JOINT) | join
        self.empty = frozenset({"", *(plain(str(cell)) for cell in given.get("empty", SAYS_NOTHING))})
        self.date_format: str | None = given.get("date_format")
        if self.date_format is not None and not _writes_days(self.date_format):
            raise UsageProblem(
                'date_format = {form} does not write a whole date: "%m/%d/%Y" is 11/23/2026.',
                form=quoted(self.date_format),
            )
        self.create_units: bool = given.get("create_units", False)
        self.create_people: bool = given.get("create_people", False)
        self.early_dates_count_as_receipt: bool = given.get("early_dates_count_as_receipt", False)

    def set_defaults(self, given: Sequence[str]) -> None:
        """Take what holds for every row that does not say it, as FIELD=VALUE; a heading names its field as well.

        Raises UsageProblem: it is not of that form, or there is no such field.
        """
        for setting in given:
            name, sign, value = setting.partition("=")
            field = {**_HEADINGS, **self.columns}.get(plain_header(name), name.strip())
            if not sign or not value.strip():
                raise UsageProblem("--set {given} is not of the form FIELD=VALUE.", given=quoted(setting))
            _check_fields(f"--set {setting}", [field])
            self.typed[field] = plain(value)
            self.defaults[field] = self.taken(field, value.strip())
            self.said[field] = f"--set {setting}"

    def needed(self, but: Container[str] = ()) -> str:
        """Return the headings of what no complaint can be without, `but` these fields, in a sentence."""
        mapped = {field: title for title, field in reversed([*self.columns.items()])} if self.own else {}
        return _(", ").join(mapped.get(field, _NEEDED[field]) for field in self.missing(but))

    def missing(self, but: Container[str]) -> dict[str, str]:
        """Return what no complaint can be without, `but` these fields, each as a register usually calls it."""
        return {field: heading for field, heading in _NEEDED.items() if field not in but}

    def fields(self, header: Sequence[str]) -> dict[str, str]:
        """Return which field a column fills in a file with this header; some mean another one beside others."""
        there = set(map(plain_header, header))
        meant = [self._beside[other] for other in self._beside if other in there]
        return {**self.columns, **{title: field for fields in meant for title, field in fields.items()}}

    def unused(self, header: Sequence[str]) -> list[str]:
        """Return the headers that the mapping does not name."""
        known = self.fields(header).keys() | self._left_out
        return [title.strip() for title in header if title.strip() and plain_header(title) not in known]

    def taken(self, field: str, text: str) -> str:
        """The text of a field as it is taken: the code that the mapping says a word stands for, numbers made plain."""
        text = self.values[field].get(plain(text), text) if field in self.values else text
        return plain(text) if field in _PLAIN else text

    def is_empty(self, text: str) -> bool:
        """Tell whether the text of a cell says nothing; a long one does: it takes a while to make it plain."""
        return len(text) <= max(map(len, self.empty)) and plain(text) in self.empty

    def moment(self, text: str, what: str) -> Moment:
        """Return a date in the mapping's form, or else as people and spreadsheets write them. Raises UsageProblem."""
        has_time = bool(re.search("%[HIXc]", self.date_format or ""))
        if self.date_format:
            try:
                written = datetime.strptime(plain(text), self.date_format)
            except ValueError:
                form, given = self.date_format, quoted(text)
                raise UsageProblem(
                    "{what} {given} is not a date of the form {form}.", what=what, given=given, form=form
                ) from None
        elif _EXCEL_SERIAL.fullmatch(text):
            days, _point, fraction = text.partition(".")
            seconds = round(float(f"0.{fraction or 0}") * 86_400)
            written, has_time = _EXCEL_FIRST_DAY + timedelta(days=int(days), seconds=seconds), seconds > 0
        else:
            return parse_moment(text, what)
        return parse_moment((written if has_time else written.date()).isoformat(), what)


def plain_header(title: str) -> str:
    """Return a header as they are compared: no spaces, stars or colons; full-width characters and capitals plain."""
    return re.sub(r"[\s*:]", "", plain(title)).casefold()


_HEADINGS = {plain_header(field.heading): field.name for field in FIELDS.values() if field.heading}


def _beside(given: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each column beside which others mean another field, with these and what they mean there."""
    others = _table(given, "beside", dict)
    for other in others:
        meant = _table(others, other, str, f"beside.{other}")
        _check_fields(f"[beside.{other}]", meant.values())
        yield plain_header(other), {plain_header(title): field for title, field in meant.items()}


def _values(given: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each field with what words stand for in it."""
    tables = _table(given, "values", dict)
    for field in tables:
        words = _table(tables, field, str, f"values.{field}")
        _check_fields("[values]", [field])
        for word in words.values() if FIELDS[field].kind == "flag" else ():
            if word and plain(word).lower() not in YES_NO:
                raise UsageProblem(
                    '[values.{field}] has {given}: it can only say "yes" or "no".', field=field, given=quoted(word)
                )
        yield field, {plain(word): code for word, code in words.items()}


def _check_fields(where: str, fields: Iterable[str]) -> None:
    for field in fields:
        if field not in FIELDS:
            known = sorted(FIELDS)
            raise UsageProblem("{where}: {error}", where=where, error=NotFound.named(_("field"), field, known))


def _table(given: Mapping[str, Any], key: str, kind: type, name: str = "") -> dict[str, Any]:
    """Return a table whose values are all texts, or all tables."""
    name, table = name or key, given.get(key, {})
    if not isinstance(table, dict):
        raise UsageProblem("{table} is not a table: write [{table}] on a line of its own.", table=name)
    for entry, text in table.items():
        if kind is str and not isinstance(text, str):
            said = {"table": name, "entry": quoted(entry), "given": quoted(text)}
            raise UsageProblem("[{table}] {entry} = {given} is not text in quotes.", **said)
    return table


def _writes_days(form: str) -> bool:
    """Tell whether a form of dates says the whole of a day."""
    day = datetime(2026, 11, 23)
    try:
        return datetime.strptime(day.strftime(form), form) == day
    except (ValueError, re.error):
        return False
