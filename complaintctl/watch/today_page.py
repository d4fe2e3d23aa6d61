"""The day in a few lines: what is overdue, what is due, what is to be done."""

from collections.abc import Iterator, Sequence
from sqlite3 import Row

from complaintctl.base.citations import cited
from complaintctl.base.language import _, plural
from complaintctl.base.text import day_aloud, minute, visible
from complaintctl.cases.case_words import Labels

_SHOWN = 5


def today_lines(
    day: str, overdue: Sequence[Row], due: Sequence[Row], duties: Sequence[Row], labels: Labels, language: str
) -> Iterator[str]:
    """Counts, and of each the first lines; unmasked is nothing in them."""
    undated = sum(row["due_on"] is None for row in overdue)
    said = {"overdue": len(overdue) - undated, "due": len(due), "duties": len(duties)}
    counts = _("{day}: overdue {overdue}, due today {due}, to be done today {duties}",
               day=day_aloud(day, day, language), **said)  # fmt: skip
    yield counts + (_(", due not known {number}", number=undated) if undated else "")
    for heading, rows in (_("Overdue:"), overdue), (_("Due today:"), due), (_("To be done today:"), duties):
        if rows:
            yield heading
        for row in rows[:_SHOWN]:
            if rows is duties:
                what = _("{duty} ({article})", duty=row[f"label_{language}"], article=cited(row["article"]))
                line = f"{minute(row['due_at'])}  {row['case_no'] or ''}  {what}"
            else:
                why = _overdue(row) if rows is overdue else row[f"label_{language}"]
                line = f"{row['case_no']}  {labels.get(('unit', row['unit']), '')}  {why}"
            yield f"  {visible(line)}"
        if len(rows) > _SHOWN:
            yield "  " + _("… and {number} more", number=len(rows) - _SHOWN)


def _overdue(row: Row) -> str:
    if row["due_on"] is None:
        return _("due not known")
    if row["working_days_overdue"] is None:
        return _("due {due}", due=row["due_on"])
    return plural("due {due}, {number} working day over", "due {due}, {number} working days over",
                  row["working_days_overdue"], due=row["due_on"])  # fmt: skip
