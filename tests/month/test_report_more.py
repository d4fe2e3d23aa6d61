"""What a return can be asked beside its figures: dimensions, comparison, the cases behind a figure."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, enter, picked, picked_each
from support.case_file import change, tampering
from support.case_file import rows as rows_of
from support.returns import APRIL, COLUMNS, YEARS, by_group, figures, total

from complaintctl.base.clock import parse_moment
from complaintctl.base.errors import ComplaintError
from complaintctl.base.periods import named_month
from complaintctl.file import db
from complaintctl.month import act as month_act
from complaintctl.record.figures import figures_of

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
    assert by_group(spring, "received", *APRIL, "--by", by) == received
    assert total(spring, *APRIL) == total(spring, *APRIL, "--by", by)


def test_a_dimension_is_named_by_its_label_and_listed_in_the_language_spoken(spring: Desk) -> None:
    for label, code in {"被投诉单位": "unit", "单位": "unit", "渠道": "channel", "性质": "nature"}.items():
        assert spring.json("report", "--by", label) == spring.json("report", "--by", code)
    said = spring("--lang", "zh", "report", "--by", "业务", expect=2)  # of two labels
    assert "被投诉单位" in said and "category" not in said
    assert "category, cause" in spring("report", "--by", "colour", expect=2)


def test_town_and_country_and_who_sent_it(desk: Desk) -> None:
    desk.register(channel="government", unit="hexi", source_agency="县信访局", source_ref="1", source_due="2026-12-20")
    desk.register(channel="government", unit="chengguan")
    assert by_group(desk, "received", "--by", "area") == {"country": 1, "none": 1, "total": 2}
    assert [row["group"] for row in desk.json("report", "--by", "area")] == ["town", "country", "none", "total"]
    assert by_group(desk, "received", "--by", "source") == {"petition_office": 1, "other_body": 1, "total": 2}


# ---- Units ----


def units_of(desk: Desk, month: str) -> list[str]:
    """The units that have a row in the return of a month."""
    return [row["group"] for row in desk.json("report", "--month", month, "--by", "unit")[:-1]]


@pytest.mark.requirement("A22.1")
def test_a_unit_retired_in_the_period_has_its_row(desk: Desk) -> None:
    desk.register(as_of="2026-10-08", unit="retail", channel="media", category="work_error")
    for unit, day in {"hexi": "2026-11-02", "chengguan": "2026-11-01", "retail": "2026-10-31"}.items():
        desk("unit", "set", unit, "--retired", day)
    assert units_of(desk, "2026-10") == ["chengguan", "hexi", "retail", "supervision"]
    # Of chengguan the first of the month is the first day it is no more; retail still has its case.
    assert units_of(desk, "2026-11") == ["hexi", "retail", "supervision"]


@pytest.mark.requirement("A22.1")
def test_a_unit_has_no_row_before_it_was_added_unless_it_has_cases(desk: Desk) -> None:
    desk("unit", "add", "new", "新城支行", as_of="2026-10-31T17:00")
    assert "new" in units_of(desk, "2026-10") and "new" in units_of(desk, "2026-11")
    assert "new" not in units_of(desk, "2026-09")
    desk.as_of = "2026-10-01"  # before it was added: it is in the list of units, and no more had no complaint
    assert "new" not in units_of(desk, "2026-09")
    desk.as_of = "2026-11-02T10:00"
    desk.register(received_at="2026-09-30T09:00", unit="new", channel="media", reason="补登")
    assert "new" in units_of(desk, "2026-09") and "new" not in units_of(desk, "2026-08")


def test_units_without_a_complaint_are_marked(desk: Desk) -> None:
    desk.register(unit="hexi")
    text = desk("--lang", "zh", "report", "--by", "unit")
    marked = [line.split()[0] for line in text.splitlines() if line.rstrip().endswith("是")]
    assert marked == ["城关支行", "零售业务部", "监察室"]


# ---- Nothing, and next to nothing ----


@cases("language said", ("en", "Nil return: no complaint in 2026-10."), ("zh", "零报告"))
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
def test_a_case_that_left_without_an_answer_is_in_no_band_of_answers(spring: Desk) -> None:
    """Withdrawn on the second working day, as the only one of its category."""
    rows = spring.json("report", *APRIL, "--more")
    withdrawn = next(row for row in rows if row["group"] == "work_error")
    assert picked(withdrawn, "withdrawn answered_band_1 answered_band_2") == (1, None, None)
    assert rows[-1]["answered_band_1"] is not None


@pytest.mark.requirement("A22.1")
def test_shares_answers_slips_and_hand_offs(spring: Desk) -> None:
    april = total(spring, *APRIL, "--more")
    assert list(april)[: len(COLUMNS)] == COLUMNS
    shares = by_group(spring, "share", *APRIL, "--more")
    assert picked(shares, "work_error service_attitude total") == (0.3333, 0.3333, 1.0)
    assert "service_product" not in shares
    said = ("satisfied", "basically_satisfied", "dissatisfied", "declined", "unreachable")
    assert [april[f"said_{answer}"] for answer in said] == [0, 1, 2, 0, 1]
    assert april["satisfied_rate"] == 0.3333
    # Slips issued in April: one for the withdrawn case, one after the reopening. Of the six that left two had none and
    # one, closed twice, had one and then two.
    assert picked(april, "slips slips_returned supervised hand_offs mean_hand_offs") == (2, 0, 0, 5, 0.83)
    assert "33.33%" in spring("report", *APRIL, "--more")


def test_slips_count_at_the_unit_they_went_to(desk: Desk) -> None:
    desk.register(unit="chengguan", category="work_error")
    desk.do("brief", "1", "--to", "sun")
    desk.do("transfer", "1", "--to", "hexi")
    desk.do("supervise", "1", "--reason", "directive", "--text", "督办")
    desk.do("return", "1", "--slip", "转〔2026〕1号", "--by", "qian", "--reason", "非我单位", as_of="2026-11-24")
    rows = {row["group"]: row for row in desk.json("report", "--by", "unit", "--more", as_of="2026-11-24")}
    assert picked(rows["hexi"], "received slips slips_returned supervised") == (0, 1, 1, 1)
    assert picked(rows["chengguan"], "received slips") == (1, 0)
    assert rows["total"]["slips"] == 1


@pytest.mark.requirement("A22.1")
def test_beside_the_period_before_and_that_of_last_year(spring: Desk) -> None:
    rows = spring.json("report", *APRIL, "--compare")
    attitude, april = rows[1], rows[-1]
    received = "received_before received_before_change received_before_rate received_year received_year_change"
    assert picked(attitude, f"group {received} received_year_rate") == ("service_attitude", 2, -1, -0.5, 0, 1, None)
    assert picked(april, f"group {received} received_year_rate") == ("total", 3, 0, 0.0, 0, 3, None)
    assert picked(april, "closing_before closing_before_change") == (2, -2)
    assert "-50.00%" in spring("report", *APRIL, "--compare")
    assert figures(rows) == figures(spring.json("report", *APRIL))


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
    change(desk, "UPDATE unit SET retired_on = '2026-09-30' WHERE code = 'hexi'")
    change(desk, "UPDATE complaint SET left_at = '2026-09-08T10:00:00+08:00', is_open = 0")
    october = ("--month", "2026-10", "--by", "unit", "--compare", "--more")
    assert by_group(desk, "received_before", *october) == {"hexi": 1, "total": 1}
    assert [*by_group(desk, "no_complaint", *october)] == ["chengguan", "retail", "supervision", "total"]


# ---- The cases behind a figure ----


@pytest.mark.requirement("A22.1")
@cases("by month", ("category", "2025-04"), ("unit", "2025-04"), ("satisfaction", "2025-03"))
def test_every_figure_is_the_sum_of_its_cases(spring: Desk, by: str, month: str) -> None:
    additive = set(COLUMNS[3:]) - {"on_time_rate", "mean_working_days", "median_working_days"}
    period = named_month(month)
    with db.reading(spring.path, parse_moment("2025-06-30", "")) as connection:
        known = figures_of(connection)
        for row in month_act.of_period(connection, period, by, known):
            for column in additive:
                asked = f"{row['group']}:{column}"
                cases = month_act.explained(connection, period, by, known, asked).cases
                amount = sum(case["amount"] for case in cases) / (100 if column == "compensation_yuan" else 1)
                assert amount == float(row[column]), asked


def test_the_cases_behind_a_figure(spring: Desk) -> None:
    def behind(figure: str, columns: str) -> list[tuple[Any, ...]]:
        return picked_each(spring.json("report", *APRIL, "--explain", figure), columns)

    assert behind("service_attitude:resolved", "case_no day kind amount") == [
        ("TS-2025-0003", "2025-04-01", "resolved", 1),
        ("TS-2025-0006", "2025-04-24", "resolved", 1),
        ("TS-2025-0003", "2025-04-30", "resolved", 1),
    ]
    assert behind("total:opening", "case_no day kind") == [
        ("TS-2025-0002", "2025-03-10", "received"), ("TS-2025-0003", "2025-03-28", "received")]  # fmt: skip
    assert sorted(behind("total:mean_working_days", "amount")) == [(0,), (2,), (2,), (2,), (5,), (11,)]
    result = spring.run("report", *APRIL, "--by", "unit", "--explain", "河西支行：compensation_yuan")
    assert "TS-2025-0002" in result.stdout and "1200.50" in result.stdout
    assert "赵小满" not in result.output and "13900000001" not in result.output


def test_a_figure_is_asked_for_by_what_stands_over_it_and_listed_in_the_language_spoken(spring: Desk) -> None:
    april = ("--lang", "zh", "report", *APRIL, "--by", "unit", "--explain")
    for asked, figure in {
        "total:平均工作日": "total:mean_working_days", "城关支行：按期": "chengguan:on_time",
        "total:占比": "total:received", "合计:表示满意": "total:said_satisfied", "total:on time": "total:on_time",
    }.items():  # fmt: skip
        rows, same = (picked_each(spring.json(*april, one), "case_no amount") for one in (asked, figure))
        assert rows == same, asked
    said = spring("--lang", "zh", "report", "--explain", "合计:颜色", expect=2)
    assert "未找到列“颜色”" in said and "complaintctl 统计 --统计口径" in said
    assert "平均流转" in spring("--lang", "zh", "report", "--explain", "合计:平均流传", expect=2)  # what comes near
    assert "mean_hand_offs" in spring("report", "--explain", "total:mean_hand_off", expect=2)


@pytest.mark.requirement("A22.1")
@cases("column amounts", ("satisfied_rate", [0, 0, 1]), ("mean_hand_offs", [0, 0, 1, 1, 1, 2]))
def test_a_share_or_a_mean_is_explained_by_all_cases_it_is_of(spring: Desk, column: str, amounts: list[int]) -> None:
    rows = spring.json("report", *APRIL, "--explain", f"total:{column}")
    assert sorted(row["amount"] for row in rows) == amounts
    digits = 4 if column.endswith("rate") else 2
    assert round(sum(amounts) / len(amounts), digits) == total(spring, *APRIL, "--more")[column]


@cases(
    "options status said",
    (("--explain", "total"), 2, "not GROUP:COLUMN"),
    *((("--explain", figure), 2, "There is no column") for figure in ("total:colour", "total:period")),
    (("--explain", "total:ontime"), 2, "Did you mean on_time"),
    *((("--explain", figure), 4, "no group of the return") for figure in (":late", "nowhere:late")),
    *(
        (options, 2, "one thing at a time")
        for options in (("--restate", "--more"), ("--legs", "--restate"), ("--explain", "", "--compare"))
    ),
)
def test_what_cannot_be_asked_of_a_return(spring: Desk, options: tuple[str, ...], status: int, said: str) -> None:
    assert said in spring("report", *APRIL, *options, expect=status)


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
    with tampering(spring.path) as connection:
        connection.execute(edit)
    file = tmp_path / "may.csv"
    said = spring("report", "--month", "2025-05", "-o", str(file), expect=1)
    assert group in said and "Nothing was written" in said and not file.exists()
    if group == "total":
        said = spring("--lang", "zh", "report", "--month", "2025-05", expect=1)
        assert "受理" in said and "received" not in said


def change_view(desk: Desk, view: str, text: str, other: str) -> None:
    """Write a view with a text for another."""
    ((sql,),) = rows_of(desk, f"SELECT sql FROM sqlite_schema WHERE name = '{view}'")
    assert text in sql
    change(desk, f"DROP VIEW {view}")
    change(desk, sql.replace(text, other))


@pytest.mark.requirement("A22.1")
def test_every_sum_of_the_return_is_proved(spring: Desk) -> None:
    sums = rows_of(spring, "SELECT code, coalesce(of_move, code) FROM figure WHERE value_type IN ('count', 'yuan')")
    assert len(sums) > 20
    with db.reading(spring.path) as connection:
        april = (connection, named_month("2025-04"), "category", figures_of(connection))
        month_act.of_period(*april)  # which lays its views over those of the file
        sql = connection.execute("SELECT sql FROM temp.sqlite_schema WHERE name = 'period_report'").fetchone()[0]
        for code, of_move in sums:
            wrong = sql.replace(f"sum({of_move})", f"(sum({of_move}) + (dimension = 'total'))")
            assert wrong != sql
            connection.execute("DROP VIEW temp.period_report")
            connection.execute(wrong.replace("CREATE VIEW", "CREATE TEMP VIEW"))
            with pytest.raises(ComplaintError, match="Nothing was written"):
                month_act.of_period(*april)
                pytest.fail(code)


def test_a_new_figure_is_its_row_and_its_column(spring: Desk) -> None:
    phoned = "m.kind = 'received' AND m.day >= p.first_day AND c.channel = 'phone' AS phoned, m.slip_unit"
    change_view(spring, "period_move", "m.slip_unit", phoned)
    change_view(spring, "period_report", "AS undated", "AS undated, coalesce(sum(phoned), 0) AS phoned")
    change(
        spring,
        "INSERT INTO figure (position, code, label_zh, label_en, is_more, definition_zh, definition_en)"
        " VALUES (99, 'phoned', '来电', 'calls', 1, '电话受理的', 'received by telephone')",
    )
    header, *_lines = spring("report", *APRIL, "--more", "--csv").splitlines()
    assert header.endswith("per_10000_customers,phoned")
    calls = total(spring, *APRIL, "--more")["phoned"]
    assert calls and len(spring.json("--lang", "zh", "report", *APRIL, "--explain", "合计:来电")) == calls


# ---- A year's end ----


@pytest.mark.requirement("A22.1")
def test_a_case_that_goes_through_four_months_and_two_years(desk: Desk) -> None:
    """Received in one month, closed in the next, reopened over the year's end, reclassified, withdrawn in a third."""
    desk.register(as_of="2025-11-28", channel="media", unit="hexi", category="work_error")
    for at, kind in (("2025-12-31T23:59:59", "closed"), ("2026-01-01T00:00:00", "reopened")):
        enter(desk, at, "TS-2025-0001", kind, text="略")
    desk.do("classify", "2025-1", "--category", "service_attitude", "--reason", "重新认定", as_of="2026-01-20")
    enter(desk, "2026-02-28T10:00", "TS-2025-0001", "withdrawn", text="略")
    keys = "opening received reopened resolved withdrawn closing"
    for month, figure in {
        "2025-10": (0, 0, 0, 0, 0, 0), "2025-11": (0, 1, 0, 0, 0, 1), "2025-12": (1, 0, 0, 1, 0, 0),
        "2026-01": (0, 0, 1, 0, 0, 1), "2026-02": (1, 0, 0, 0, 1, 0), "2026-03": (0, 0, 0, 0, 0, 0),
    }.items():  # fmt: skip
        rows = {row["group"]: picked(row, keys) for row in desk.json("report", "--month", month)}
        assert picked(rows, "service_attitude total work_error") == (figure, figure, (0,) * 6), month
    assert [total(desk, "--year", year)["closing"] for year in ("2025", "2026")] == [0, 0]


def test_on_a_screen_the_return_is_headed_by_the_bank_the_period_and_its_day(spring: Desk) -> None:
    zh = spring("--lang", "zh", "report", *APRIL, "--by", "unit").splitlines()
    assert "2025年4月" in zh[0] and "农村商业银行" in zh[0]
    assert zh[1] == "按被投诉单位统计，截至2025年6月30日。"
    assert spring("report", *APRIL, "--csv").startswith("period,group,label")
