"""The return: every figure of a small year worked out by hand, and the balance of any history."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Desk, cases, enter, finish, picked
from support.returns import APRIL, COLUMNS, by_group, figures, total

from complaintctl.base.clock import parse_moment
from complaintctl.file import db

CATEGORIES = (
    "work_error service_attitude internal_management service_product service_channel rule_violation financial_crime"
    " anonymous"
)
CHANNELS = "phone suggestion_box web walk_in letter media superior government"
MOVES = "opening received reopened resolved withdrawn closing"


# ---- A small year ----

# A line a group: opening, received, reopened, resolved, withdrawn, closing; in time, late, rate, mean, median; overdue
# at the end; major, repeat, anonymous; upheld, satisfied, compensation; voided. A dash: nothing left, so
# nothing to divide by.


def expected(table: str) -> list[dict[str, Any]]:
    """The rows that a table in tests/data/returns stands for."""
    rows = []
    for line in (ROOT / "tests" / "data" / "returns" / f"{table}.txt").read_text("utf-8").splitlines():
        group, *figures = line.split()
        values: dict[str, Any] = {key: None if figure == "-" else json.loads(figure)
                                  for key, figure in zip(COLUMNS[3:], figures, strict=True)}  # fmt: skip
        rows.append({"group": group, **values, "compensation_yuan": figures[-2]})
    return rows


@pytest.mark.requirement("A22.1")
@cases(
    "options table",
    (["--month", "2025-03"], "march_by_category"),
    (APRIL, "april_by_category"),
    ([*APRIL, "--by", "category"], "april_by_category"),
    ([*APRIL, "--by", "channel"], "april_by_channel"),
    ([*APRIL, "--by", "unit"], "april_by_unit"),
    ([*APRIL, "--by", "fault"], "april_by_fault"),
    ([*APRIL, "--by", "satisfaction"], "april_by_satisfaction"),
    (["--from", "2025-04-01", "--to", "2025-04-30"], "april_by_category"),
    (["--from", "2025-03-01", "--to", "2025-05-31"], "march_to_may_by_category"),
)
def test_the_return_of_the_small_year(spring: Desk, options: list[str], table: str) -> None:
    rows = spring.json("report", *options)
    assert figures(rows) == expected(table)
    assert all(list(row) == COLUMNS for row in rows)


def test_the_period_this_month_unless_another_is_named_and_the_labels(spring: Desk) -> None:
    rows = spring.json("--lang", "zh", "report", *APRIL, "--by", "unit")
    assert {row["period"] for row in rows} == {"2025-04"}
    assert [row["label"] for row in rows] == ["城关支行", "河西支行", "零售业务部", "监察室", "未定", "合计"]
    rows = spring.json("report", "--from", "2025-04-01", "--to", "2025-04-02")
    assert {row["period"] for row in rows} == {"2025-04-01/2025-04-02"}
    assert (rows[1]["label"], rows[-1]["label"]) == ("staff conduct", "total")
    assert spring.json("report", as_of="2025-04-30") == spring.json("report", *APRIL, as_of="2025-04-30")


@pytest.mark.requirement("A22.1")
def test_a_single_day_is_a_period(spring: Desk) -> None:
    assert picked(total(spring, "--from", "2025-04-30", "--to", "2025-04-30"), MOVES) == (1, 0, 0, 1, 0, 0)


def test_a_return_as_it_stood_on_an_earlier_day_and_the_group_of_a_case_as_of_the_return(spring: Desk) -> None:
    row = total(spring, *APRIL, as_of="2025-04-20")
    assert picked(row, f"{MOVES} on_time late") == (2, 2, 1, 3, 1, 1, 3, 1)
    assert row["overdue_now"] == 1  # the case reopened on the 15th, due on the 18th
    spring.do("classify", "2025-7", "--category", "financial_crime", "--reason", "已移交", as_of="2025-06-30")
    assert by_group(spring, "received", "--month", "2025-05") == {
        "internal_management": 1, "financial_crime": 1, "total": 2}  # fmt: skip


@pytest.mark.requirement("A22.1")
def test_each_exit_counts_its_own_result_report(spring: Desk) -> None:
    before = spring.json("report", *APRIL)
    spring.do("reopen", "2025-2", "--reason", "客户再次投诉", as_of="2025-06-02T09:00")
    assert spring.json("report", *APRIL) == before
    spring.do("transfer", "2025-2", "--to", "hexi", as_of="2025-06-02T10:00")
    finish(spring, "2025-2", "2025-06-03", "2025-06-03", fault="customer", satisfaction="dissatisfied",
           compensation="99.50")  # fmt: skip
    assert spring.json("report", *APRIL) == before
    outcome = "upheld satisfied compensation_yuan"
    assert picked(total(spring, "--month", "2025-06"), outcome) == (0, 0, "99.50")
    assert picked(total(spring, "--from", "2025-04-01", "--to", "2025-06-30"), outcome) == (1, 1, "1300.00")


def test_a_report_that_was_returned_does_not_count_when_the_case_is_withdrawn(desk: Desk) -> None:
    desk.register(channel="media", unit="chengguan")
    desk.resolve("1", "2026-11-24", as_of="2026-11-24T16:00", compensation="300")
    desk.do("review", "1", "--return", "--reason", "未说明整改", as_of="2026-11-24T17:00")
    enter(desk, "2026-11-25T10:00", "TS-2026-0001", "withdrawn", text="自行撤诉")
    row = total(desk, as_of="2026-11-30")
    assert picked(row, "withdrawn upheld satisfied compensation_yuan") == (1, 0, 0, "0.00")


# ---- An empty file ----


@cases("by groups", ("category", CATEGORIES), ("channel", CHANNELS), ("unit", "chengguan hexi retail supervision"))
def test_the_return_of_an_empty_file_is_all_zeros(desk: Desk, by: str, groups: str) -> None:
    zeros = dict.fromkeys(COLUMNS[3:], 0) | {"compensation_yuan": "0.00"}
    zeros |= dict.fromkeys(("on_time_rate", "mean_working_days", "median_working_days"))
    assert figures(desk.json("report", "--by", by)) == [
        {"group": group, **zeros} for group in [*groups.split(), "total"]
    ]


# ---- The views, in any client ----


def by_program(path: Path, sql: str) -> list[dict[str, Any]]:
    program = shutil.which("sqlite3")
    if not program:
        pytest.skip("the program sqlite3 is not installed")
    words = [program, "-readonly", "-json", str(path), sql]
    result = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=True, timeout=60)
    return json.loads(result.stdout or "[]")


def by_library(path: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


Client = Callable[[Path, str], list[Mapping[str, Any]]]


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("client", [by_program, by_library])
@cases(
    "view period table",
    ("category_month", "2025-03", "march_by_category"),
    ("category_month", "2025-04", "april_by_category"),
    ("channel_month", "2025-04", "april_by_channel"),
    ("unit_month", "2025-04", "april_by_unit"),
)
def test_the_views_hold_the_return(spring: Desk, client: Client, view: str, period: str, table: str) -> None:
    rows = client(spring.path, f"SELECT * FROM {view} WHERE period = '{period}' ORDER BY position, \"group\"")
    assert figures(rows) == expected(table)[:-1]  # the views have no total
    assert set(COLUMNS) <= set(rows[0])


@pytest.mark.parametrize("client", [by_program, by_library])
def test_the_views_of_an_empty_file_are_empty(desk: Desk, client: Client) -> None:
    assert [client(desk.path, f"SELECT * FROM {each}_month") for each in ("category", "channel", "unit")] == [[]] * 3


def test_the_views_have_a_month_for_each_since_the_first_case(spring: Desk) -> None:
    with db.reading(spring.path, parse_moment("2025-06-30", "")) as connection:
        months = [row["period"] for row in connection.execute("SELECT DISTINCT period FROM unit_month ORDER BY 1")]
    assert months == ["2025-03", "2025-04", "2025-05", "2025-06"]


# ---- CSV ----


def test_csv_on_a_pipe_has_no_mark_and_holds_what_json_holds(spring: Desk) -> None:
    header, *lines = spring.run("report", *APRIL, "--csv").stdout_bytes.decode("utf-8").split("\r\n")
    assert header == ",".join(COLUMNS)
    assert lines[1] == "2025-04,service_attitude,staff conduct,1,1,1,3,0,0,2,1,0.6667,2.33,2.0,0,0,0,0,0,0,0.00,0"
    assert lines[2] == "2025-04,internal_management,internal management,0,0,0,0,0,0,0,0,,,,0,0,0,0,0,0,0.00,0"
    assert lines[-2].startswith("2025-04,total,total,2,3,1,5,1,0,")
    assert len(lines) == 10
    as_text = [
        {key: "" if value is None else str(value) for key, value in row.items()}
        for row in spring.json("report", *APRIL, "--by", "unit")
    ]
    assert list(csv.DictReader(io.StringIO(spring("report", *APRIL, "--by", "unit", "--csv")))) == as_text


def test_csv_in_a_file_has_a_mark_unless_it_is_in_gb18030(spring: Desk, tmp_path: Path) -> None:
    asked, file = ("--lang", "zh", "report", *APRIL), tmp_path / "四月.csv"
    result = spring.run(*asked, "-o", str(file))
    assert file.read_bytes() == b"\xef\xbb\xbf" + spring.run(*asked, "--csv").stdout_bytes
    assert (result.stdout, result.stderr) == ("", f"已将9行写入 {file}。\n")
    assert "服务态度" in file.read_text("utf-8")
    asked = (*asked, "--encoding", "gb18030")
    spring(*asked, "-o", str(file), "--force")
    assert file.read_bytes() == spring.run(*asked, "--csv").stdout_bytes
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("gb18030"))))
    assert (list(rows[0]), rows[1]["label"]) == (COLUMNS, "服务态度")
    assert "big5" in spring("report", "--encoding", "big5", expect=2)


def test_what_a_spreadsheet_would_take_for_a_formula_is_neutralised(desk: Desk) -> None:
    names = ("=1+1", "+1", "-1", "@SUM(A1)")
    for place, name in enumerate(names):
        desk("unit", "add", f"odd{place}", "--", name)
    rows = list(csv.DictReader(io.StringIO(desk("report", "--by", "unit", "--csv"))))
    labels = {row["group"]: row["label"] for row in rows}
    assert [labels[f"odd{place}"] for place in range(4)] == [f"'{name}" for name in names]
    assert labels["chengguan"] == "城关支行"


def test_a_table_on_a_pipe_is_plain(spring: Desk) -> None:
    text = spring("report", *APRIL)
    assert "\x1b" not in text
    (line,) = [line.split() for line in text.splitlines() if line.startswith("total")]
    assert line == ["total", "2", "3", "1", "5", "1", "0", "4", "2", "3.67", "0", "0"]


@cases(
    "options",
    ["--by", "colour"],
    ["--month", "April"],
    ["--month", "9999-12"],
    ["--from", "2025-04-01"],
    ["--to", "2025-04-01"],
    ["--from", "2025-04-30", "--to", "2025-04-01"],
    ["--from", "2025-04-31", "--to", "2025-05-01"],
    ["--json", "--csv"],
    ["--format", "pdf"],
)
def test_a_return_that_cannot_be_made(desk: Desk, options: list[str]) -> None:
    assert desk("report", *options, expect=2).startswith("complaintctl: ")
