"""Mappings: which column of a register fills which field, and which code a word in it stands for."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.cells import cell_text
from complaintctl.clock import CHINA, Moment, moment_of, parse_moment
from complaintctl.errors import NotFound, UsageProblem

BUILT_IN = Path(__file__).parent.parent / "mappings" / "chinese-register.toml"

FLAGS = frozenset({"anonymous", "public_figure", "hot_topic", "reputation", "closed", "restricted"})
FIELDS = FLAGS | frozenset(
    "channel category summary demand name phone id_no unit subject amount received_at first_receiver source_agency"
    " source_ref source_due reason note external_id dispatched_at replied_at reply findings fault satisfaction"
    " closed_at"
    # What the program's own register has besides.
    " registered_at registered_by first_receiver_unit escorted_by representatives group_size nature major repeat_of"
    " answered briefings directives slips due_on reported_at source_replied_at ending archive_no former_id".split()
)
_TABLES = ("columns", "values", "defaults", "join")
_SETTINGS = {
    "date_format": str,
    "create_units": bool,
    "create_people": bool,
    "early_dates_count_as_receipt": bool,
    "empty": list,
}

_EXCEL_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_EXCEL_FIRST_DAY = datetime(1899, 12, 30, tzinfo=CHINA)


class ColumnMapping(NamedTuple):
    """What a mapping file says; the keys of `columns` are headers as `plain_header` writes them."""

    name: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    defaults: Mapping[str, str]
    join: Mapping[str, str]
    empty: frozenset[str]
    date_format: str | None
    create_units: bool
    create_people: bool
    early_dates_count_as_receipt: bool

    def knows(self, header: Sequence[str]) -> bool:
        """Whether any cell of a row is a header that the mapping names."""
        return any(plain_header(title) in self.columns for title in header)

    def unused(self, header: Sequence[str]) -> list[str]:
        """The headers that the mapping does not name."""
        return [title.strip() for title in header if title.strip() and plain_header(title) not in self.columns]

    def places(self, header: Sequence[str]) -> dict[str, list[int]]:
        """For each field the columns that fill it, in the mapping's order.

        Raises:
            UsageProblem: two columns bear the same mapped header.
        """
        positions: dict[str, int] = {}
        for position, title in enumerate(map(plain_header, header)):
            if title in self.columns and positions.setdefault(title, position) != position:
                raise UsageProblem(f"Two columns are called {header[position]!r}: rename one of them.")
        places: dict[str, list[int]] = {}
        for title, field in self.columns.items():
            if title in positions:
                places.setdefault(field, []).append(positions[title])
        return places

    def read(self, cells: Sequence[str], places: Mapping[str, Sequence[int]]) -> dict[str, str]:
        """The fields of a row that are not empty: the first column that says anything, or all of them joined."""
        given = dict(self.defaults)
        for field, positions in places.items():
            texts = [text for position in positions if (text := cell_text(cells[position])) not in self.empty]
            if texts:
                text = self.join[field].join(dict.fromkeys(texts)) if field in self.join else texts[0]
                given[field] = self.values[field].get(text, text) if field in self.values else text
        return {field: text for field, text in given.items() if text}

    def moment(self, text: str, what: str) -> Moment:
        """A date in the mapping's form, or else as people and spreadsheets write them. Raises UsageProblem."""
        if self.date_format:
            try:
                parsed = datetime.strptime(text, self.date_format)
            except ValueError:
                raise UsageProblem(f"{what} {text!r} is not a date of the form {self.date_format}.") from None
            return _moment(parsed.replace(tzinfo=CHINA), not re.search("%[HIXc]", self.date_format))
        if _EXCEL_SERIAL.fullmatch(text):
            days, _, fraction = text.partition(".")
            seconds = round(float(f"0.{fraction or 0}") * 86_400)
            return _moment(_EXCEL_FIRST_DAY + timedelta(days=int(days), seconds=seconds), not seconds)
        return parse_moment(text, what)


def _moment(time: datetime, whole_day: bool) -> Moment:
    return Moment(moment_of(time).text, whole_day)


def plain_header(title: str) -> str:
    """A header as headers are compared: no spaces, stars or colons, full-width characters and capitals made plain."""
    return re.sub(r"[\s*:]", "", unicodedata.normalize("NFKC", title)).casefold()


def load(file: Path = BUILT_IN) -> ColumnMapping:
    """Read a mapping file.

    Raises:
        UsageProblem: it is not TOML, or holds what no mapping has; the line or the key is named.
    """
    import tomllib

    try:
        given = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageProblem(f"The mapping {file} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageProblem(f"The mapping {file} is not TOML in UTF-8: {error}.") from None
    try:
        return _checked(given, file.name)
    except (UsageProblem, NotFound) as error:
        raise UsageProblem(f"The mapping {file}: {error}") from None


def _checked(given: Mapping[str, Any], name: str) -> ColumnMapping:
    for key in given:
        if key not in (*_TABLES, *_SETTINGS):
            raise NotFound.named("setting", key, (*_TABLES, *_SETTINGS))
    for key, kind in _SETTINGS.items():
        if not isinstance(given.get(key, kind()), kind):
            raise UsageProblem(f"{key} = {given[key]!r} is not {_KIND_NAMES[kind]}.")
    columns = {title: _field(f"[columns] {title!r}", field) for title, field in _texts(given, "columns").items()}
    if not columns:
        raise UsageProblem("[columns] is missing: it says which column fills which field.")
    tables = _table(given, "values")
    values = {_field("[values]", field): _texts(tables, field, f"values.{field}") for field in tables}
    for field in FLAGS & values.keys():
        if wrong := set(values[field].values()) - {"yes", "no", ""}:
            raise UsageProblem(f'[values.{field}] has {wrong.pop()!r}: it can only say "yes" or "no".')
    return ColumnMapping(
        name,
        {plain_header(title): field for title, field in columns.items()},
        values,
        {_field("[defaults]", field): text for field, text in _texts(given, "defaults").items()},
        {_field("[join]", field): text for field, text in _texts(given, "join").items()},
        frozenset({"", *map(str, given.get("empty", ()))}),
        _date_format(given.get("date_format")),
        given.get("create_units", False),
        given.get("create_people", False),
        given.get("early_dates_count_as_receipt", False),
    )


_KIND_NAMES = {str: "text in quotes", bool: "true or false", list: "a list"}


def _field(where: str, field: str) -> str:
    if field not in FIELDS:
        raise UsageProblem(f"{where}: {NotFound.named('field', field, sorted(FIELDS))}")
    return field


def _table(given: Mapping[str, Any], key: str, name: str = "") -> Mapping[str, Any]:
    table = given.get(key, {})
    if not isinstance(table, dict):
        raise UsageProblem(f"{name or key} is not a table: write [{name or key}] on a line of its own.")
    return table


def _texts(given: Mapping[str, Any], key: str, name: str = "") -> Mapping[str, str]:
    """A table whose values are all text."""
    table = _table(given, key, name)
    for entry, text in table.items():
        if not isinstance(text, str):
            raise UsageProblem(f"[{name or key}] {entry!r} = {text!r} is not text in quotes.")
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
        raise UsageProblem(f'date_format = {form!r} does not write a whole date: "%m/%d/%Y" is 11/23/2026.')
    return form
