"""What Datasette is told of the tables it shows: titles, columns, facets and the questions ready to be asked."""

from typing import Any

from complaintctl.language import _
from complaintctl.render.columns import heading

_FACETS = {
    "case_overview": ["status", "unit", "category", "channel"],
    "overdue_case": ["unit", "category"],
    "open_duty": ["unit", "duty"],
}
_COLUMNS = {
    "case_overview": ("case_no", "received_on", "unit_name", "complainant", "due_on", "is_major", "is_repeat"),
    "overdue_case": ("case_no", "received_on", "due_on", "working_days_overdue", "reason_reported", "customer_told"),
    "open_duty": ("case_no", "article", "due_at", "blocking", "remedy"),
}
_RETURN = ("opening", "received", "reopened", "resolved", "withdrawn", "closing", "on_time", "late", "on_time_rate")


def configuration(database: str, day: str, bank: str, practice: bool) -> dict[str, Any]:
    """Datasette's metadata for the file of that name, whose figures are of that day."""
    title = _("Complaints of {bank}, as of {day}", bank=bank, day=day) + (_(" (PRACTICE)") if practice else "")
    return {
        "title": title,
        "description": _("Masked and read-only. Names, phone numbers and what was said are in the case file alone."),
        "databases": {database: {"title": title, "tables": _tables(), "queries": _queries()}},
    }


def _tables() -> dict[str, Any]:
    titles = {
        "case_overview": _("All cases, masked"),
        "overdue_case": _("Overdue cases"),
        "open_duty": _("What is still owed"),
        "category_month": _("Statistics by month and category"),
        "channel_month": _("Statistics by month and channel"),
        "unit_month": _("Statistics by month and unit"),
    }
    return {
        name: {
            "title": title,
            "facets": _FACETS.get(name, ["period"]),
            "size": 50,
            "columns": {key.removesuffix("_name"): heading(key) for key in _COLUMNS.get(name, _RETURN)},
        }
        for name, title in titles.items()
    }


def _queries() -> dict[str, Any]:
    return {
        "overdue": {
            "title": _("Overdue now, major cases first"),
            "sql": "SELECT * FROM overdue_case ORDER BY is_major DESC, working_days_overdue DESC",
        },
        "my_unit": {
            "title": _("Open cases of my unit"),
            "sql": "SELECT * FROM case_overview WHERE is_open = 1 AND unit LIKE '%' || :unit || '%' ORDER BY due_on",
        },
        "this_month_against_last": {
            "title": _("This month against last, by category"),
            "sql": """
                SELECT label,
                    sum(received * (period = m.this)) AS received, sum(received * (period = m.last)) AS received_before,
                    sum(resolved * (period = m.this)) AS resolved, sum(resolved * (period = m.last)) AS resolved_before
                FROM category_month, (
                    SELECT max(period) AS this, strftime('%Y-%m', max(period) || '-01', '-1 month') AS last
                    FROM category_month) m
                GROUP BY "group", label ORDER BY received DESC
            """,
        },
    }
