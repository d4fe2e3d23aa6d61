"""A mapping to start from: each column of a file, what the program took it for, and what it did not understand."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from textwrap import wrap

from complaintctl.base.errors import ComplaintError
from complaintctl.base.language import _, plural
from complaintctl.base.likeness import alike
from complaintctl.base.spreadsheet_text import cell_text
from complaintctl.base.text import visible
from complaintctl.cases.case_words import details
from complaintctl.disk.csv_table import Row
from complaintctl.record.ledger import Act
from complaintctl.register.fields import FIELDS
from complaintctl.taking_over.act import registers
from complaintctl.taking_over.column_mapping import ColumnMapping, plain_header
from complaintctl.taking_over.cures import code_like, form_of, toml
from complaintctl.taking_over.people_and_units import Names
from complaintctl.taking_over.register_file import SAID_OF_ALL, TO_CHOOSE, RegisterFile
from complaintctl.taking_over.row_fields import LIKE_A_DAY, RowFields

_WIDTH = 100
_MOST_WORDS = 60  # that are listed of a column


class _Column:
    """A column of a file, its field, and the texts in it that are understood, and that are not, with their number."""

    def __init__(self, title: str, field: str) -> None:
        self.title, self.field = title, field
        self.understood = Counter[str]()
        self.not_understood = Counter[str]()
        self.first_place = ""

    def note(self, row: RowFields, text: str) -> None:
        try:
            is_word = self.field and FIELDS[self.field].kind == "day" and not LIKE_A_DAY.search(text)
            if self.field and not is_word:
                row.read(self.field, row.file.taken(self.field, text))
            self.understood[text] += 1
        except ComplaintError:
            self.first_place = self.first_place or row.row.place
            self.not_understood[text] += 1

    def comment(self, mapping: ColumnMapping, missing: Collection[str]) -> str:
        """Say what the program made of the column; one that it does not know is perhaps one of those `missing`."""
        wrong = self.not_understood.total()
        if not self.field:
            wanted = [title for title, field in mapping.columns.items() if field in missing]
            near = alike(plain_header(self.title), wanted) or alike(plain_header(self.title), mapping.columns)
            if not near:
                return _("left out")
            return _("left out; perhaps {field}, as {heading}", field=toml(mapping.columns[near[0]]), heading=near[0])
        heading = f"{FIELDS[self.field].heading}: " if FIELDS[self.field].heading else ""
        total = self.understood.total() + wrong
        if not total:
            return f"{heading}{_('empty')}"
        if not wrong:
            return f"{heading}{plural('{number} cell, understood', '{number} cells, all understood', total)}"
        if FIELDS[self.field].kind in ("unit", "staff"):
            return f"{heading}{_not_on_record(self.not_understood)}"
        said = plural(
            "{number} of {total} cells is not understood, in line {line}",
            "{number} of {total} cells are not understood, the first in line {line}",
            wrong,
            total=total,
            line=self.first_place,
        )
        return f"{heading}{said}"


def _not_on_record(names: Collection[str]) -> str:
    return plural("{number} name is not on record", "{number} names are not on record", len(names))


def sample(act: Act, rows: Sequence[Row], mapping: ColumnMapping, source: str) -> str:
    """Return a mapping for a file, as TOML, that takes it as the program would without one.

    It repeats no word that could say who a customer is: it is handed on.
    """
    names = Names(act, False, False)
    files = [*registers(act, rows, mapping, source, names, known=False)]
    columns: dict[str, _Column] = {}
    for file, entries in files:
        _look_at(file, entries, columns)
    return "\n".join(map(visible, _lines(files[0][0], columns, mapping, source))) + "\n"


def _look_at(file: RegisterFile, entries: Sequence[Row], columns: dict[str, _Column]) -> None:
    """Note what stands in the cells of a sheet."""
    mapping = file.mapping
    fields = mapping.fields(file.header)
    for title in file.header:
        if title.strip():
            columns.setdefault(plain_header(title), _Column(title.strip(), fields.get(plain_header(title), "")))
    for entry in entries:
        try:
            row = RowFields(file, entry)
        except ComplaintError:
            continue  # no row of the file
        for title, cell in zip(file.header, entry.cells, strict=False):
            if title.strip() and not mapping.is_empty(text := cell_text(cell)):
                columns[plain_header(title)].note(row, text)


def _lines(file: RegisterFile, columns: dict[str, _Column], mapping: ColumnMapping, source: str) -> Iterator[str]:
    yield "# " + _(
        "A mapping for {file}: change it, and give it with --mapping. What stands behind # is a remark.", file=source
    )
    known = [columns[title] for title in mapping.columns if title in columns]  # in the order in which they count
    if form := mapping.date_format or _form_of(known):
        yield f"date_format = {toml(form)}"
    if mapping.early_dates_count_as_receipt:
        yield "early_dates_count_as_receipt = true"
    for setting, kinds in (("create_units", ("unit",)), ("create_people", ("staff",))):
        unknown = {text for column in known if FIELDS[column.field].kind in kinds for text in column.not_understood}
        if unknown:
            remark = f"{_not_on_record(unknown)}: {_(', ').join(sorted(unknown)[:_MOST_WORDS])}"
            yield f"{setting} = {str(getattr(mapping, setting)).lower()}  # {remark}"
    yield ""
    yield "# " + _("What a column can be:")
    headings = {field: heading for heading, field in reversed(mapping.columns.items())}  # the first of each
    named = (
        f"{name}:{field.heading or headings.get(name) or details().get(name, ('',))[0]}".rstrip(":")
        for name, field in FIELDS.items()
        if field.kind != "record"
    )
    yield from (f"#   {line}" for line in wrap("  ".join(named), _WIDTH, break_long_words=False))
    yield "[columns]"
    fields = {column.field for column in known}
    missing = mapping.missing(fields | mapping.defaults.keys())
    left_out = [column for column in columns.values() if not column.field]
    for column in (*known, *left_out):
        yield f"{toml(column.title)} = {toml(column.field)}  # {column.comment(mapping, missing)}"
    for field, heading in missing.items():
        if field not in SAID_OF_ALL:
            said = {"field": toml(field), "heading": heading}
            yield "# " + _("no column is {field}, {heading}: without it no row can be taken in", **said)
    yield from _defaults(file, fields)
    for field in sorted(fields, key=[*FIELDS].index):
        yield from _values(file, field, [column for column in known if column.field == field])


def _defaults(file: RegisterFile, fields: set[str]) -> Iterator[str]:
    """Yield what holds for all rows: as it was given, as is obvious, or to be chosen."""
    given = file.mapping.defaults
    lines = [f"{field} = {toml(value)}" for field, value in given.items()]
    for field, value in SAID_OF_ALL.items():
        if field not in fields and field not in given:
            remark = f"  # {_('no column says it: one of {words}', words=_(', ').join(file.labels(field)))}"
            lines.append(f"{'# ' if value == TO_CHOOSE else ''}{field} = {toml(value)}{remark}")
    if lines:
        yield from ("", "[defaults]", *lines)


def _values(file: RegisterFile, field: str, columns: Sequence[_Column]) -> Iterator[str]:
    """Yield the codes, or yes and no, that the words of columns stand for, where they are not codes or labels."""
    kind = FIELDS[field].kind
    if kind not in ("code", "flag"):
        return
    lines = []
    for text in dict.fromkeys(text for column in columns for text in column.understood):
        if (taken := file.taken(field, text)) != text:
            lines.append(f"{toml(text)} = {toml(taken)}")
    wrong = sum((column.not_understood for column in columns), Counter[str]())
    for text, number in wrong.most_common(_MOST_WORDS):
        if kind == "flag":
            meaning, remark = "no", _("or {other}", other=toml("yes"))
        else:
            near = code_like(file, field, text)
            meaning, remark = near or TO_CHOOSE, "" if near else _(", ").join(file.labels(field))
        cells = plural("{number} cell", "{number} cells", number)
        lines.append(f"# {toml(text)} = {toml(meaning)}  # {cells}{': ' if remark else ''}{remark}")
    if lines:
        yield from ("", f"[values.{field}]", *lines)


def _form_of(columns: Sequence[_Column]) -> str | None:
    """Return the form in which all dates are written that are not understood, where none is."""
    dated = [column for column in columns if FIELDS[column.field].kind in ("time", "day")]
    if any(column.understood for column in dated):
        return None
    return form_of(text for column in dated for text in column.not_understood)
