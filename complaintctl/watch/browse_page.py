"""The pages of browse: the masked views as tables of their own, described for Datasette."""

import re
import sqlite3
import tomllib
from pathlib import Path
from typing import Any

from complaintctl.base.citations import cited
from complaintctl.base.language import _, spoken
from complaintctl.base.text import minute
from complaintctl.cases import case_rows, rule_rows
from complaintctl.front.session import Session
from complaintctl.record.figures import figures_of
from complaintctl.tables.listing import FLAGS, heading

_HEADED = {"channel": "channel_label", "category": "category_label", "status": "status_label"}
_FIRST = 10  # cases on the first page


class _Names(dict[str, str]):
    """Name a column: in Chinese as people call it, else as in the views."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        if spoken() == "zh":
            figures = figures_of(connection, case_rows.today(connection))
            super().__init__({code: figure.name for code, figure in figures.items()})
            self.update(rule="依据", duty="应办事项", is_open="未办结", before=_("before"))

    def __missing__(self, name: str) -> str:
        return heading(_HEADED.get(name, name)) if spoken() == "zh" else name


def masked_copy(session: Session, connection: sqlite3.Connection, copy: sqlite3.Connection) -> dict[str, Any]:
    """Fill an empty file with the masked views, as far as who looks is told of them; return what is said of it.

    Its `title`, when it was `copied_at`, the `tables`, the `queries`, and of the open cases the `first_due`.
    """
    names = _Names(connection)
    shown = tomllib.loads(Path(__file__).with_name("browsing.toml").read_text("utf-8"))
    for name, table in shown["tables"].items():
        select = table.pop("select").replace("{language}", spoken())
        found = connection.execute(select.replace("{label}", "label" if spoken() == "zh" else "label_en"))
        columns, rows = [column[0] for column in found.description], found.fetchall()
        if "case_no" in columns:
            rows = session.told_of(connection, rows)
        _fill(copy, name, names, columns, rows)
        table |= {
            "title": table["title"][spoken()],
            "facets": [names[column] for column in table["facets"]],
            "size": 50,
        }
        table |= {"number": len(rows), "label_column": names["case_no"]}
        if "sort_desc" in table:
            table["sort_desc"] = names[table["sort_desc"]]
    for query in shown["queries"].values():
        query["title"] = query["title"][spoken()]
        query["sql"] = re.sub(r"\{(\w+)\}", lambda name: names[name[1]], query["sql"])
    bank = rule_rows.policy(connection, "bank_name")
    title = _("Complaints of {bank}, as of {day}", bank=bank, day=case_rows.today(connection))
    first_due = copy.execute(shown["queries"]["open_cases"]["sql"])
    return {
        **shown,
        "title": title + (_(" (PRACTICE)") if rule_rows.is_practice(connection) else ""),
        "copied_at": minute(session.clock.now().text),
        "language": spoken(),
        "first_due": {"headings": [column[0] for column in first_due.description], "rows": first_due.fetchmany(_FIRST)},
        "parameters": {"unit": names["unit"]},
    }


def _fill(copy: sqlite3.Connection, name: str, names: _Names, columns: list[str], rows: list[sqlite3.Row]) -> None:
    """Make a table; of the overview a case is found by its number, which the others lead to."""
    case, definitions = f'"{names["case_no"]}"', [f'"{names[column]}"' for column in columns]
    if name == "case_overview":
        definitions.append(f"PRIMARY KEY ({case})")
    elif "case_no" in columns:
        definitions.append(f"FOREIGN KEY ({case}) REFERENCES case_overview ({case})")
    copy.execute(f"CREATE TABLE {name} ({', '.join(definitions)})")
    cells = ([_cell(column, value) for column, value in zip(columns, row, strict=True)] for row in rows)
    copy.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", cells)
    copy.commit()


def _cell(column: str, value: Any) -> Any:
    """Write a value as people read it; figures stay figures."""
    if column in FLAGS:
        return _("yes") if value else ""
    if column == "due_at":
        return minute(value)
    return cited(value) if column == "article" else value
