"""What a browser sees: the masked views as tables of a file of their own, described for Datasette."""

import re
import sqlite3
import tomllib
from pathlib import Path
from typing import Any

from complaintctl.base.language import _, spoken
from complaintctl.cases import case_rows, rule_rows
from complaintctl.tables.listing import heading

_HEADED = {"channel": "channel_label", "category": "category_label", "status": "status_label", "duty": "duty_label"}


def masked_copy(connection: sqlite3.Connection, path: Path) -> dict[str, Any]:
    """Write the masked views into a new file, nothing personal among them; return what Datasette is told of it."""
    shown = tomllib.loads(Path(__file__).with_name("browsing.toml").read_text("utf-8"))
    connection.execute("ATTACH DATABASE :path AS browsing", {"path": str(path)})
    for name, table in shown["tables"].items():
        rows = table.pop("select").replace("{language}", spoken())
        columns = [column[0] for column in connection.execute(f"SELECT * FROM ({rows}) LIMIT 0").description]
        renamed = ", ".join(f'"{column}" AS "{_column(column)}"' for column in columns)
        connection.execute(f"CREATE TABLE browsing.{name} AS SELECT {renamed} FROM ({rows})")
        table |= {"title": table["title"][spoken()], "facets": [*map(_column, table["facets"])], "size": 50}
    connection.execute("DETACH DATABASE browsing")
    for query in shown["queries"].values():
        query["title"] = query["title"][spoken()]
        query["sql"] = re.sub(r"\{(\w+)\}", lambda name: _column(name[1]), query["sql"])
    bank, day = rule_rows.policy(connection, "bank_name"), case_rows.today(connection)
    title = _("Complaints of {bank}, as of {day}", bank=bank, day=day)
    title += _(" (PRACTICE)") if rule_rows.is_practice(connection) else ""
    return {
        "title": title,
        "description": _("Masked and read-only. Names, phone numbers and what was said are in the case file alone."),
        "databases": {path.stem: {"title": title, **shown}},
    }


def _column(name: str) -> str:
    """Name a column: in Chinese by its heading, else as in the views."""
    if spoken() != "zh":
        return name
    named = {"rule": "依据", "is_open": "未办结", "before": _("before")}
    return named.get(name) or heading(_HEADED.get(name, name))
