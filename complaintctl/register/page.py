"""The register (登记簿) of a period: its rows and its sums."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from sqlite3 import Row
from typing import NamedTuple

from complaintctl.base.text import printable
from complaintctl.privacy.personal import Person
from complaintctl.register.fields import COLUMNS
from complaintctl.register.register_columns import Cell, Labels, cells_of, every_transfer, yuan
from complaintctl.register.register_lines import named, plain_name


class Register(NamedTuple):
    """The register of a period, ready to be written."""

    title: str
    period: str
    mark: str  # of a practice file
    rule: str  # in force
    rows: Sequence[Sequence[Cell]]
    transfers: Sequence[Mapping[str, Cell]]  # the columns of each row that tell of every transfer
    overdue: Sequence[bool]
    voided: Sequence[bool]  # struck through
    totals: Mapping[str, Cell]


def register(
    rows: Sequence[Row], people: Mapping[int, Person], labels: Labels, grounds: Sequence[Row], **head: str
) -> Register:
    """Return the register of some cases; `people` are the customers as they may be shown, by their rows.

    `grounds` are what makes a case major, `head` what stands above and below the cases: title, period, mark and rule.
    """
    units = _called("unit", {"unit"}, ("slips", "remarks"), rows, labels)
    staff = _called("staff", {"staff", "person"}, ("briefings", "directives"), rows, labels)
    labels = {**labels, **units, **staff}
    # The last row begins with 合计 and so is no complaint to an import. What was voided is none either.
    book, rows = rows, [row for row in rows if not row["is_voided"]]
    voided = len(book) - len(rows)
    totals = {
        "编号": "合计",
        "投诉日期时间": f"{len(rows)}件" + (f"，另作废{voided}件" if voided else ""),
        "涉及金额(元)": yuan(sum(row["amount_fen"] or 0 for row in rows)),
        "是否重大及理由": f"重大{sum(row['is_major'] for row in rows)}件",
        "是否重复(原编号)": f"重复{sum(row['repeat_of'] is not None for row in rows)}件",
        "办理期限": f"超期{sum(row['is_overdue'] for row in rows)}件",
        "赔偿(补偿)金额": yuan(sum(row["compensation_fen"] or 0 for row in rows)),
        "办结日期": f"办结{sum(not row['is_open'] for row in rows)}件",
    }
    return Register(
        rows=[cells_of(row, people.get(row["complainant"], Person()), labels, grounds) for row in book],
        transfers=[every_transfer(row, labels) for row in book],
        overdue=[bool(row["is_overdue"]) for row in book],
        voided=[bool(row["is_voided"]) for row in book],
        totals=totals,
        **{place: printable(text) for place, text in head.items()},
    )


def _called(kind: str, kinds: set[str], acts: Sequence[str], rows: Sequence[Row], labels: Labels) -> Labels:
    """Return the names of the units or people in fields of some kinds, and in those of several acts, by their codes.

    Those of one name have their codes besides.
    """
    codes = {row[field.column] for field in COLUMNS if field.kind in kinds for row in rows}
    codes |= {code for row in rows for name in acts for _at, code, *_rest in json.loads(row[name])}
    names = {code: labels[kind, code] for code in codes if (kind, code) in labels}
    bearers = Counter(map(plain_name, names.values()))
    return {(kind, code): named(name, code, bearers[plain_name(name)] > 1) for code, name in names.items()}
