"""What a return can be asked beside its figures: dimensions, comparison, the cases behind a figure."""

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, enter
from support.returns import COLUMNS, YEARS, figures

from complaintctl.base.clock import parse_moment
from complaintctl.base.periods import named_month
from complaintctl.file import db
from complaintctl.month import act as month_act

# ---- Dimensions ----


@pytest.mark.requirement("A22.1")
@cases(
    "by received",
    ("business_type", {"none": 3, "total": 3}),
    ("service_channel", {"none": 3, "total": 3}),
    ("source", {"direct": 3, "total": 3}),
    ("area", {"none": 3, "total": 3}),
    ("nature", {"complaint": 3, "total": 3}),
)
def test_further_dimensions(spring: Desk, by: str, received: dict[str, int]) -> None:
    rows = spring.json("report", "--month", "2025-04", "--by", by)
    assert {row["group"]: row["received"] for row in rows if row["received"]} == received
    assert spring.json("report", "--month", "2025-04")[-1] == rows[-1]


@pytest.mark.parametrize(
    ("label", "code"), [("被投诉单位", "unit"), ("单位", "unit"), ("渠道", "channel"), ("性质", "nature")]
)
def test_a_dimension_by_its_label(spring: Desk, label: str, code: str) -> None:
    assert spring.json("report", "--by", label) == spring.json("report", "--by", code)


def test_dimensions_are_listed_in_the_language_spoken(spring: Desk) -> None:
    said = spring("--lang", "zh", "report", "--by", "业务", expect=2)  # of two labels
    assert "被投诉单位" in said and "category" not in said
    assert "category, cause" in spring("report", "--by", "colour", expect=2)


def test_town_and_country_and_who_sent_it(desk: Desk) -> None:
    desk.register(channel="government", unit="hexi", source_agency="县信访局", source_ref="1", source_due="2026-12-20")
    desk.register(channel="government", unit="chengguan")
    by_area = {row["group"]: row["received"] for row in desk.json("report", "--by", "area")}
    assert by_area == {"town": 0, "country": 1, "none": 1, "total": 2}
    by_source = {row["group"]: row["received"] for row in desk.json("report", "--by", "source") if row["received"]}
    assert by_source == {"petition_office": 1, "other_body": 1, "total": 2}


# ---- Units ----


def units_of(desk: Desk, month: str) -> list[str]:
    """The units that have a row in the return of a month."""
    return [row["group"] for row in desk.json("report", "--month", month, "--by", "unit")[:-1]]


@pytest.mark.requirement("A22.1")
def test_a_unit_retired_in_the_period_has_its_row(desk: Desk) -> None:
    desk.register(as_of="2026-10-08", unit="retail", channel="media", category="work_error")
    for unit, day in (("hexi", "2026-11-02"), ("chengguan", "2026-11-01"), ("retail", "2026-10-31")):
        desk("unit", "set", unit, "--retired", day)
    assert units_of(desk, "2026-10") == ["chengguan", "hexi", "retail", "supervision"]
    # Of chengguan the first of the month is the first day it is no more; retail still has its case.
    assert units_of(desk, "2026-11") == ["hexi", "retail", "supervision"]


@pytest.mark.requirement("A22.1")
def test_a_unit_has_no_row_before_it_was_added(desk: Desk) -> None:
    desk("unit", "add", "new", "新城支行", as_of="2026-10-31T17:00")
    assert "new" in units_of(desk, "2026-10") and "new" in units_of(desk, "2026-11")
    assert "new" not in units_of(desk, "2026-09")
    desk.as_of = "2026-10-01"  # before it was added: it is in the list of units, and no more had no complaint
    assert "new" not in units_of(desk, "2026-09")


def test_a_unit_has_its_row_before_it_was_added_where_it_has_cases(desk: Desk) -> None:
    desk.as_of = "2026-11-02T10:00"
    desk("unit", "add", "new", "新城支行")
    desk.register(received_at="2026-10-30T09:00", unit="new", channel="media", reason="补登")
    assert "new" in units_of(desk, "2026-10") and "new" not in units_of(desk, "2026-09")


def test_units_without_a_complaint_are_marked(desk: Desk) -> None:
    desk.register(unit="hexi")
    text = desk("--lang", "zh", "report", "--by", "unit")
    marked = [line.split()[0] for line in text.splitlines() if line.rstrip().endswith("是")]
    assert marked == ["城关支行", "零售业务部", "监察室"]


# ---- Nothing, and next to nothing ----


@pytest.mark.parametrize(("language", "said"), [("en", "Nil return: no complaint in 2026-10."), ("zh", "零报告")])
def test_a_month_without_cases_is_a_nil_return(desk: Desk, language: str, said: str) -> None:
    result = desk.run("--lang", language, "report", "--month", "2026-10", "--more", "--compare", "--csv")
    assert said in result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 9 and {row["received"] for row in rows} == {"0"}
    assert {row[key] for row in rows for key in ("share", "received_before_rate", "mean_hand_offs")} == {""}


def test_a_month_with_stock_is_no_nil_return(spring: Desk) -> None:
    assert spring.run("report", "--month", "2025-06").stderr == ""


# ---- More figures ----


@pytest.mark.requirement("A22.1")
def test_shares_answers_slips_and_hand_offs(spring: Desk) -> None:
    rows = {row["group"]: row for row in spring.json("report", "--month", "2025-04", "--more")}
    assert list(rows["total"])[: len(COLUMNS)] == COLUMNS
    assert [rows[group]["share"] for group in ("work_error", "service_attitude", "service_product", "total")] == [
        0.3333, 0.3333, 0.0, 1.0]  # fmt: skip
    total = rows["total"]
    answers = [total[f"said_{answer}"] for answer in ("satisfied", "basically_satisfied", "dissatisfied", "declined",
                                                      "unreachable")]  # fmt: skip
    assert answers == [0, 1, 2, 0, 1]
    assert total["satisfied_rate"] == 0.3333
    # Slips issued in April: one for the withdrawn case, one after the reopening. Of the six that left two had none and
    # one, closed twice, had one and then two.
    assert (total["slips"], total["slips_returned"], total["supervised"]) == (2, 0, 0)
    assert (total["hand_offs"], total["mean_hand_offs"]) == (5, 0.83)
    assert "33.33%" in spring("report", "--month", "2025-04", "--more")


def test_slips_count_at_the_unit_they_went_to(desk: Desk) -> None:
    desk.register(unit="chengguan", category="work_error")
    desk.do("brief", "1", "--to", "sun")
    desk.do("transfer", "1", "--to", "hexi")
    desk.do("supervise", "1", "--reason", "directive", "--text", "督办")
    desk.do("return", "1", "--slip", "转〔2026〕1号", "--reason", "非我单位", as_of="2026-11-24")
    rows = {row["group"]: row for row in desk.json("report", "--by", "unit", "--more", as_of="2026-11-24")}
    assert [rows["hexi"][key] for key in ("received", "slips", "slips_returned", "supervised")] == [0, 1, 1, 1]
    assert [rows["chengguan"][key] for key in ("received", "slips")] == [1, 0]
    assert rows["total"]["slips"] == 1


@pytest.mark.requirement("A22.1")
def test_beside_the_period_before_and_that_of_last_year(spring: Desk) -> None:
    rows = {row["group"]: row for row in spring.json("report", "--month", "2025-04", "--compare")}
    attitude, total = rows["service_attitude"], rows["total"]
    keys = [f"received_{name}{part}" for name in ("before", "year") for part in ("", "_change", "_rate")]
    assert [attitude[key] for key in keys] == [2, -1, -0.5, 0, 1, None]
    assert [total[key] for key in keys] == [3, 0, 0.0, 0, 3, None]
    assert (total["closing_before"], total["closing_before_change"]) == (2, -2)
    assert "-50.00%" in spring("report", "--month", "2025-04", "--compare")
    assert figures(list(rows.values())) == figures(spring.json("report", "--month", "2025-04"))


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("year", YEARS, ids=" ".join)
@pytest.mark.parametrize("by", ["category", "unit"])
def test_a_year_is_compared_with_the_one_before(spring: Desk, year: tuple[str, ...], by: str) -> None:
    rows = spring.json("report", *year, "--by", by, "--compare", as_of="2026-11-30")
    assert figures(rows[-1:]) == figures(spring.json("report", *year, "--by", by, as_of="2026-11-30")[-1:])
    before = 0 if year == ("--year", "2025") else 8
    assert rows[-1]["received_before"] == rows[-1]["received_year"] == before
    assert sum(row["received_before"] for row in rows[:-1]) == before


def test_a_unit_retired_since_the_period_before_is_compared(desk: Desk) -> None:
    desk.register(as_of="2026-09-07", unit="hexi", channel="media", category="work_error")
    with db_of(desk) as connection:
        connection.execute("UPDATE unit SET retired_on = '2026-09-30' WHERE code = 'hexi'")
        connection.execute("UPDATE complaint SET left_at = '2026-09-08T10:00:00+08:00', is_open = 0")
    rows = desk.json("report", "--month", "2026-10", "--by", "unit", "--compare")
    assert sum(row["received_before"] for row in rows[:-1]) == rows[-1]["received_before"] == 1
    more = desk.json("report", "--month", "2026-10", "--by", "unit", "--compare", "--more")
    assert {row["group"] for row in more if row["no_complaint"]} == {"chengguan", "retail", "supervision", "total"}


def db_of(desk: Desk) -> Any:
    """The file in a client that keeps no rules."""
    connection = sqlite3.connect(desk.path, isolation_level=None)
    return closing(connection)


# ---- The cases behind a figure ----


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize(("by", "month"), [("category", "2025-04"), ("unit", "2025-04"), ("satisfaction", "2025-03")])
def test_every_figure_is_the_sum_of_its_cases(spring: Desk, by: str, month: str) -> None:
    additive = [column for column in COLUMNS[3:] if column not in ("on_time_rate", "mean_working_days",
                                                                   "median_working_days")]  # fmt: skip
    with db.reading(spring.path, parse_moment("2025-06-30", "")) as connection:
        for row in month_act.of_period(connection, named_month(month), by):
            for column in additive:
                asked = f"{row['group']}:{column}"
                _row, _column, cases = month_act.explained(connection, named_month(month), by, asked)
                amount = sum(case["amount"] for case in cases) / (100 if column == "compensation_yuan" else 1)
                assert amount == float(row[column]), asked


def test_the_cases_behind_a_figure(spring: Desk) -> None:
    rows = spring.json("report", "--month", "2025-04", "--explain", "service_attitude:resolved")
    assert [(row["case_no"], row["day"], row["kind"], row["amount"]) for row in rows] == [
        ("TS-2025-0003", "2025-04-01", "resolved", 1),
        ("TS-2025-0006", "2025-04-24", "resolved", 1),
        ("TS-2025-0003", "2025-04-30", "resolved", 1),
    ]
    opening = spring.json("report", "--month", "2025-04", "--explain", "total:opening")
    assert [(row["case_no"], row["day"], row["kind"]) for row in opening] == [
        ("TS-2025-0002", "2025-03-10", "received"), ("TS-2025-0003", "2025-03-28", "received")]  # fmt: skip
    mean = spring.json("report", "--month", "2025-04", "--explain", "total:mean_working_days")
    assert sorted(row["amount"] for row in mean) == [0, 2, 2, 2, 5, 11]
    result = spring.run("report", "--month", "2025-04", "--by", "unit", "--explain", "河西支行：compensation_yuan")
    assert "TS-2025-0002" in result.stdout and "1200.50" in result.stdout
    assert "赵小满" not in result.output and "13900000001" not in result.output


@cases(
    "asked figure",
    ("total:平均工作日", "total:mean_working_days"),
    ("城关支行：按期", "chengguan:on_time"),
    ("合计:表示满意", "total:said_satisfied"),
    ("total:占比", "total:received"),
    ("total:on time", "total:on_time"),
)
def test_a_figure_is_asked_for_by_what_stands_over_it(spring: Desk, asked: str, figure: str) -> None:
    april = ("--lang", "zh", "report", "--month", "2025-04", "--by", "unit", "--explain")
    rows, same = (spring.json(*april, one) for one in (asked, figure))
    assert [(row["case_no"], row["amount"]) for row in rows] == [(row["case_no"], row["amount"]) for row in same]


def test_the_columns_are_listed_in_the_language_spoken(spring: Desk) -> None:
    said = spring("--lang", "zh", "report", "--explain", "合计:颜色", expect=2)
    assert "受理" in said and "平均流转" in said and "received、" not in said and "mean_" not in said
    assert "mean_hand_offs" in spring("report", "--explain", "total:colour", expect=2)


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize(("column", "amounts"), [("satisfied_rate", [0, 0, 1]), ("mean_hand_offs", [0, 0, 1, 1, 1, 2])])
def test_a_share_or_a_mean_is_explained_by_all_cases_it_is_of(spring: Desk, column: str, amounts: list[int]) -> None:
    figure = spring.json("report", "--month", "2025-04", "--more")[-1][column]
    rows = spring.json("report", "--month", "2025-04", "--explain", f"total:{column}")
    assert sorted(row["amount"] for row in rows) == amounts
    assert round(sum(amounts) / len(amounts), 4 if column.endswith("rate") else 2) == figure


@pytest.mark.parametrize(
    ("figure", "status"), [("total", 2), ("total:colour", 2), (":late", 4), ("nowhere:late", 4), ("total:period", 2)]
)
def test_a_figure_that_is_not_there(spring: Desk, figure: str, status: int) -> None:
    spring("report", "--month", "2025-04", "--explain", figure, expect=status)


@pytest.mark.parametrize("options", [["--restate", "--more"], ["--legs", "--restate"], ["--explain", "", "--compare"]])
def test_one_thing_is_asked_for_at_a_time(spring: Desk, options: list[str]) -> None:
    assert "one thing at a time" in spring("report", "--month", "2025-04", *options, expect=2)


# ---- It balances, or nothing is written ----


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize(
    ("edit", "group"),
    [
        # A case closed twice over, under a category that no row of the return holds, or gone from the stock unseen.
        ("UPDATE event SET kind = 'closed' WHERE case_no = 'TS-2025-0007' AND kind IN ('briefed', 'dispatched')",
         "rule violation"),
        ("UPDATE complaint SET category = 'colour' WHERE case_no = 'TS-2025-0007'", "total"),
    ],
)  # fmt: skip
def test_figures_that_contradict_each_other_are_not_written(
    spring: Desk, tmp_path: Path, edit: str, group: str
) -> None:
    with db_of(spring) as connection:
        connection.execute("DROP TRIGGER event_is_never_changed")
        connection.execute(edit)
    file = tmp_path / "may.csv"
    said = spring("report", "--month", "2025-05", "-o", str(file), expect=1)
    assert group in said and "Nothing was written" in said and not file.exists()
    if group == "total":
        said = spring("--lang", "zh", "report", "--month", "2025-05", expect=1)
        assert "受理" in said and "received" not in said


def change_views(desk: Desk, **edits: tuple[str, str]) -> None:
    """Write views otherwise: in each a text for another."""
    with db_of(desk) as connection:
        for view, (text, other) in edits.items():
            (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (view,)).fetchone()
            assert text in sql
            connection.execute(f"DROP VIEW {view}")
            connection.execute(sql.replace(text, other))


@pytest.mark.requirement("A22.1")
def test_every_sum_of_the_return_is_proved(spring: Desk) -> None:
    with db_of(spring) as connection:
        sums = connection.execute("SELECT code, of_move FROM figure WHERE value_type IN ('count', 'yuan')").fetchall()
    assert len(sums) > 20
    for code, of_move in sums:
        text = f"sum({of_move or code})"
        wrong = f"({text} + (dimension = 'total'))"
        change_views(spring, period_report=(text, wrong))
        assert "Nothing was written" in spring("report", "--month", "2025-04", expect=1), code
        change_views(spring, period_report=(wrong, text))
    spring("report", "--month", "2025-04")


def test_a_new_figure_is_its_row_and_its_column(spring: Desk) -> None:
    phoned = "m.kind = 'received' AND m.day >= p.first_day AND c.channel = 'phone' AS phoned, m.slip_unit"
    total = "AS undated"
    change_views(spring, period_move=("m.slip_unit", phoned), period_report=(
        total, f"{total}, coalesce(sum(phoned), 0) AS phoned"))  # fmt: skip
    with db_of(spring) as connection:
        connection.execute(
            "INSERT INTO figure (position, code, label_zh, label_en, is_more) VALUES (99, 'phoned', '来电', 'calls', 1)"
        )
    april = ("report", "--month", "2025-04", "--more")
    assert spring.run(*april, "--csv").stdout.splitlines()[0].endswith("undated,phoned")
    calls = spring.json(*april)[-1]["phoned"]
    assert calls and len(spring.json("--lang", "zh", *april[:3], "--explain", "合计:来电")) == calls


# ---- A year's end ----


@pytest.mark.requirement("A22.1")
def test_a_case_that_goes_through_four_months_and_two_years(desk: Desk) -> None:
    """Received in one month, closed in the next, reopened over the year's end, reclassified, withdrawn in a third."""
    desk.register(as_of="2025-11-28", channel="media", unit="hexi", category="work_error")
    enter = enter_event(desk)
    enter("2025-12-31T23:59:59", "closed")
    enter("2026-01-01T00:00:00", "reopened")
    desk.do("classify", "2025-1", "--category", "service_attitude", "--reason", "重新认定", as_of="2026-01-20")
    enter("2026-02-28T10:00", "withdrawn")
    keys = ("opening", "received", "reopened", "resolved", "withdrawn", "closing")
    for month, figure in {
        "2025-10": (0, 0, 0, 0, 0, 0), "2025-11": (0, 1, 0, 0, 0, 1), "2025-12": (1, 0, 0, 1, 0, 0),
        "2026-01": (0, 0, 1, 0, 0, 1), "2026-02": (1, 0, 0, 0, 1, 0), "2026-03": (0, 0, 0, 0, 0, 0),
    }.items():  # fmt: skip
        rows = {row["group"]: row for row in desk.json("report", "--month", month)}
        assert tuple(rows["service_attitude"][key] for key in keys) == figure, month
        assert tuple(rows["total"][key] for key in keys) == figure, month
        assert not any(rows["work_error"][key] for key in keys)
    assert [desk.json("report", "--year", year)[-1]["closing"] for year in ("2025", "2026")] == [0, 0]


def enter_event(desk: Desk) -> Any:
    """Enters a move of the first case of 2025 at a time."""

    return lambda at, kind: enter(desk, at, "TS-2025-0001", kind, text="略")
