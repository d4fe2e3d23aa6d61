"""Days: the count behind a due date, and a month of the calendar."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from sqlite3 import Row

from complaintctl.render.case import due_in_words
from complaintctl.render.text import day_in_words, visible

DAY_TYPES = {
    "working_day": ("工作日", "working day"),
    "make_up_day": ("调休上班", "make-up working day"),
    "weekend": ("周末", "weekend"),
    "holiday": ("节假日", "holiday"),
    "paused": ("中止计时", "the clock was paused"),
}


def as_count(case: Row, deadline: Row, clocks: Sequence[Row], days: Sequence[Row], language: str, mark: str) -> str:
    """Each clock of a case day by day: counted or skipped, and why; then which clock decides."""
    lines = list(_count(case, clocks, days, language))
    verb = "Decides" if deadline["running"] else "Decided"
    lines[0] += f"  {mark}" if mark else ""
    lines.append(f"{verb}: {due_in_words(deadline, language)} by {deadline['due_rule']} ({deadline['citation']}).")
    return "\n".join(visible(line) if line else "" for line in lines) + "\n"


def _count(case: Row, clocks: Sequence[Row], days: Sequence[Row], language: str) -> Iterator[str]:
    by_clock = {key: list(rows) for key, rows in groupby(days, lambda row: (row["started_seq"], row["clock"]))}
    yield f"{case['case_no']}: received {day_in_words(case['received_on'], language)}"
    for clock in sorted(clocks, key=lambda row: row["precedence"] is None):  # those that decide the due date first
        yield ""
        yield _heading(clock, language)
        if clock["day_kind"] in ("working", "calendar"):
            yield f"  {day_in_words(clock['started_on'], language)}: the day it starts is not counted (Civil Code 201)"
        for row in by_clock.get((clock["started_seq"], clock["clock"]), []):
            yield f"  {day_in_words(row['day'], language)}: {_counted(row, language)}{_mark(row, clock)}"
        yield f"  due {_due(clock, language)}" + (f", stopped {clock['stopped_on']}" if clock["stopped_on"] else "")


def _heading(clock: Row, language: str) -> str:
    rule = clock["label_zh"] if language == "zh" else clock["label_en"]
    changes = [
        f", {verb} {clock[column]} days"
        for column, verb in (("extended_days", "extended by"), ("paused_days", "paused for"))
        if clock[column]
    ]
    return f"{clock['clock']}: {rule} ({clock['citation']})" + "".join(changes)


def _due(clock: Row, language: str) -> str:
    """The due date; of a limit that counts no days, hours or the referring body's own date, it says so."""
    due = due_in_words(clock, language)
    if clock["day_kind"] == "hours":
        return f"{due} {clock['due_at'][11:16]}: {clock['limit_days']} hours, no days are counted"
    return f"{due}: no days are counted" if clock["day_kind"] == "own_date" else due


def _counted(row: Row, language: str) -> str:
    what = _day_type(row, language)
    if row["day_type"] == "paused":
        return f"not counted, {what}"
    if row["number"] is None and row["day_type"] in ("working_day", "make_up_day"):
        return "the next working day"
    return f"day {row['number']}, {what}" if row["number"] is not None else f"not counted, {what}"


def _mark(row: Row, clock: Row) -> str:
    marks = []
    if row["day"] == clock["target_on"]:
        marks.append("target")
    if row["day"] == clock["raw_due_on"] != clock["due_on"]:
        marks.append("last day, a rest day: moves to the next working day (Civil Code 203)")
    if not row["known"]:
        marks.append("schedule not published: 暂定")
    return "".join(f"; {mark}" for mark in marks)


def _day_type(row: Row, language: str) -> str:
    word = DAY_TYPES[row["day_type"]][language == "en"]
    return f"{word} ({row['name']})" if row["name"] else word


def as_month(days: Sequence[Row], today: str, language: str, mark: str) -> str:
    """A month as a page, a line a week: rest days in brackets, make-up days with a plus, today with a star."""
    if language == "zh":
        head = [f" {name}   " for name in "一二三四五六日"]
    else:
        head = [f" {name}  " for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")]
    lines = [f"{days[0]['day'][:7]}  {mark}".rstrip(), "".join(head).rstrip()]
    cells = ["      "] * ((days[0]["weekday"] - 1) % 7)
    cells += [_day_cell(row, today) for row in days]
    lines += ["".join(cells[n : n + 7]).rstrip() for n in range(0, len(cells), 7)]
    lines += ["", "[n] rest day   +n make-up working day   ?n schedule not published   *n today"]
    named = [row for row in days if row["name"]]
    lines += [f"{row['day']} {_day_type(row, language)}" for row in named]
    return "\n".join(visible(line) for line in lines) + "\n"


def paint_month(page: str) -> None:
    """Paint a month's page in the terminal: rest days red, make-up days green, today reversed."""
    from rich.console import Console
    from rich.text import Text

    text = Text(page.rstrip("\n"))
    for pattern, style in (
        (r"\[\d+\]", "red"),
        (r"\+\d+", "bold green"),
        (r"\?\[?\d+\]?", "dim"),
        (r"\*\[?\d+\]?", "reverse"),
    ):
        text.highlight_regex(pattern, style)
    Console().print(text)


def _day_cell(row: Row, today: str) -> str:
    number = int(row["day"][8:])
    mark = "*" if row["day"] == today else "?" if not row["known"] else "+" if row["day_type"] == "make_up_day" else " "
    return f"{mark}[{number}]".ljust(6) if not row["is_working"] else f"{mark}{number}".ljust(6)
