"""What banks publish of their complaints: shares, bands of answers, promises kept, the bank's size; each explained."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import pytest
from conftest import Desk, cases, enter, picked, picked_each
from openpyxl import load_workbook
from support.returns import APRIL, COLUMNS, by_group, total

from complaintctl.base.clock import parse_moment
from complaintctl.base.errors import ComplaintError
from complaintctl.base.periods import named_month
from complaintctl.file import db
from complaintctl.month import act as month_act
from complaintctl.record.figures import figures_of

MARCH = ("--month", "2025-03")
SIZES = "staff_number outlets customers"
BY_SIZE = "per_100_staff per_outlet per_10000_customers"


def count_by(desk: Desk, first: str = "2025-04-01", **sizes: int | str) -> None:
    """Enter what the bank is counted by, from a day on."""
    for key, size in sizes.items():
        desk("policy", "set", key, str(size), "--from", first)


def rows_by(desk: Desk, *options: str) -> Mapping[str, Any]:
    """The rows of a return with every figure, by group."""
    return {row["group"]: row for row in desk.json("report", *options, "--more")}


# ---- Shares of what left, and of what was answered ----


@pytest.mark.requirement("A22.1")
def test_the_shares_of_the_small_year(spring: Desk) -> None:
    """Six left in April, of two in stock, three received and one reopened; after 0, 2, 2, 2, 5 and 11 working days."""
    april = total(spring, *APRIL, "--more")
    assert picked(april, "closed_rate agreed agreed_rate untrue ever_late") == (1.0, 2, 0.3333, 2, 2)
    assert [april[f"answered_band_{band}"] for band in (1, 2, 3, 4)] == [0.2, 0.4, 0.2, 0.2]
    # Of the units: chengguan closed one case twice and one on the spot, retail's was withdrawn, hexi's was late.
    units = rows_by(spring, *APRIL, "--by", "unit")
    assert picked_each([units[unit] for unit in ("chengguan", "hexi", "retail")], "agreed untrue closed_rate") == [
        (0, 2, 1.0), (1, 0, 1.0), (1, 0, 1.0)]  # fmt: skip
    assert picked(units["supervision"], "agreed agreed_rate closed_rate answered_band_1") == (0, None, None, None)
    # In May two came and none left.
    assert picked(total(spring, "--month", "2025-05", "--more"), "closed_rate answered_band_4") == (0.0, None)


@pytest.mark.requirement("A22.1")
def test_a_figure_that_banks_publish_bears_the_name_it_has_there(spring: Desk) -> None:
    count_by(spring, outlets=4, customers=50000, staff_number=200)
    text = spring("--lang", "zh", "report", *APRIL, "--more")
    for name in ("办结率", "及时率", "满意率", "占比", "1个工作日内", "1至3个工作日", "10个工作日以上",
                 "平均每百名员工投诉量", "平均每营业网点投诉量", "平均每万个人客户投诉量"):  # fmt: skip
        assert name in text


# ---- Bands of answers ----


@pytest.mark.requirement("A22.1", "A26")
def test_the_bands_are_those_of_the_last_day_of_the_period(spring: Desk) -> None:
    spring("policy", "set", "answer_band_2", "5", "--from", "2025-04-30")
    # One more is within the second band, by its fifth day; March was before, and keeps its words.
    april = total(spring, *APRIL, "--more")
    assert [april[f"answered_band_{band}"] for band in (1, 2, 3, 4)] == [0.2, 0.6, 0.0, 0.2]
    assert "1 to 5 days" in spring("report", *APRIL, "--more") and "5 to 10 days" in spring("report", *APRIL, "--more")
    assert "1 to 3 days" in spring("report", *MARCH, "--more")
    assert "over 1 and within 5" in spring("report", *APRIL, "--columns")
    assert "over 1 and within 3" in spring("report", *MARCH, "--columns")
    assert "1 to 3 days" in spring("report", "--month", "2005-03", "--more")  # before there was any rule


@cases(
    "key value said",
    ("answer_band_1", "3", "3, 3, 10"),
    ("answer_band_2", "1", "1, 1, 10"),
    ("answer_band_3", "2", "1, 3, 2"),
    ("answer_band_2", "0", "whole number"),
    ("answer_band_2", "2.5", "whole number"),
)
def test_a_band_that_would_not_follow_the_one_before(desk: Desk, key: str, value: str, said: str) -> None:
    assert said in desk("policy", "set", key, value, expect=2)
    desk("policy", "set", "answer_band_3", "15")


# ---- By the size of the bank ----


@pytest.mark.requirement("A22.1")
def test_complaints_by_staff_outlets_and_customers(spring: Desk) -> None:
    count_by(spring, staff_number=200, outlets=4, customers=50000)
    april = rows_by(spring, *APRIL)
    assert picked(april["total"], f"received {BY_SIZE}") == (3, 1.5, 0.75, 0.6)
    assert picked(april["work_error"], f"received {BY_SIZE}") == (1, 0.5, 0.25, 0.2)
    assert picked(april["service_product"], BY_SIZE) == (0.0, 0.0, 0.0)
    # Entered for April on: of March nobody knows; a number holds until the next.
    assert picked(total(spring, *MARCH, "--more"), BY_SIZE) == (None, None, None)
    count_by(spring, "2025-05-31", outlets=5)
    assert [total(spring, "--month", month, "--more")["per_outlet"] for month in ("2025-04", "2025-05")] == [0.75, 0.4]
    assert total(spring, "--year", "2025", "--more")["per_outlet"] == 1.6  # eight by the five of its last day
    count_by(spring, "2025-06-01", outlets="")
    assert total(spring, "--month", "2025-06", "--more")["per_outlet"] is None


def test_a_size_entered_later_was_not_known_before(spring: Desk) -> None:
    count_by(spring, outlets=4)
    asked = (*APRIL, "--more", "--known-on", "2025-06-29")
    assert total(spring, *asked)["per_outlet"] is None
    assert total(spring, *asked[:-1], "2025-06-30", as_of="2025-07-01")["per_outlet"] == 0.75


@pytest.mark.requirement("A22.1")
def test_what_nobody_entered_is_empty_and_said(spring: Desk) -> None:
    count_by(spring, outlets=4)
    result = spring.run("report", *APRIL, "--more")
    assert "Not entered for 2025-04-30: members of staff, personal customers." in result.stderr
    assert "policy set staff_number NUMBER --from 2025-04-30" in result.stderr
    assert "per outlet" in result.stdout and "per 100 staff" not in result.stdout
    assert "Not entered" not in spring.run("report", *APRIL).stderr
    count_by(spring, staff_number=200, customers=50000)
    assert spring.run("report", *APRIL, "--more").stderr == ""
    count_by(spring, "2025-12-01", outlets="")  # a year that still runs: from today on it holds at its end
    assert "--from 2025-06-30" in spring.run("report", "--year", "2025", "--more").stderr


@pytest.mark.requirement("A22.1")
@cases("by", "unit", "area")
def test_of_a_unit_or_an_area_nobody_knows_the_size(spring: Desk, by: str) -> None:
    count_by(spring, staff_number=200, outlets=4, customers=50000)
    *groups, whole = rows_by(spring, *APRIL, "--by", by).values()
    assert picked(whole, BY_SIZE) == (1.5, 0.75, 0.6)
    assert {picked(group, BY_SIZE) for group in groups} == {(None, None, None)}
    assert "of a unit or an area they are not known" in spring.run("report", *APRIL, "--by", by, "--more").stderr


@cases("value", "0", "-3", "12.5", "许多", "1000000000")
def test_a_size_that_is_no_number(desk: Desk, value: str) -> None:
    assert "whole number from 1 to 999999999" in desk("policy", "set", "customers", "--", value, expect=2)
    desk("policy", "set", "customers", "12345678")
    assert "12345678" in desk("policy", "show", "customers")
    desk("policy", "set", "customers", "无", "--from", "2027-01-01")
    assert "not entered" in desk("policy", "show", "customers")


def test_the_workbook_says_what_nobody_entered(spring: Desk) -> None:
    file = spring.path.with_name("april.xlsx")
    for more, said in (((), False), (("--more",), True)):
        spring("report", *APRIL, *more, "-o", str(file), "--force")
        sheet = load_workbook(file)["统计表"]
        assert ("员工人数、营业网点数、个人客户数未录入" in sheet["A2"].value) is said
        headings = [cell.value for cell in sheet[4]]
        assert ("平均每营业网点投诉量" in headings) is said
        assert headings[headings.index("赔偿（元）") + 1] == "作废"


# ---- Promises kept ----


@pytest.mark.requirement("A22.1", "O4")
def test_first_responses_kept(desk: Desk) -> None:
    """Four of November: within the day, after it, never, and one that may be yet; one of October, in stock since."""
    desk("policy", "set", "first_response", "on", "--from", "2026-10-01", as_of="2026-10-01T09:00")
    desk.register(as_of="2026-10-29T10:00", channel="media")
    desk.do("contact", "1", "--purpose", "progress", "--text", "已联系", as_of="2026-10-29T15:00")
    desk.register(as_of="2026-11-02T10:00", channel="media")
    desk.do("contact", "2", "--purpose", "progress", "--text", "已联系", as_of="2026-11-03T10:00")
    desk.register(as_of="2026-11-03T10:00", channel="media")
    desk.do("contact", "3", "--purpose", "progress", "--text", "已联系", as_of="2026-11-04T10:01")
    desk.register(as_of="2026-11-04T10:00", channel="media")
    enter(desk, "2026-11-04T11:00", desk.register(as_of="2026-11-04T10:00", channel="media")["case_no"], "voided")
    desk.register(as_of="2026-11-09T10:00", channel="media")
    november = ("--month", "2026-11")
    assert total(desk, *november, "--more", as_of="2026-11-09T12:00")["first_response_rate"] == 0.3333
    assert picked_each(
        desk.json("report", *november, "--explain", "total:first_response_rate", as_of="2026-11-09T12:00"),
        "case_no amount out_of",
    ) == [("TS-2026-0002", 1, 1), ("TS-2026-0003", 0, 1), ("TS-2026-0004", 0, 1)]
    assert total(desk, *november, "--more", as_of="2026-11-12T12:00")["first_response_rate"] == 0.25


def test_without_a_limit_nothing_was_promised(desk: Desk) -> None:
    desk.register(as_of="2026-11-02T10:00", channel="media")
    assert total(desk, "--month", "2026-11", "--more")["first_response_rate"] is None


@pytest.mark.requirement("A22.1", "A10.8")
@cases(
    "told rate",
    ([], None),  # nothing was promised
    (["2026-11-12"], 1.0),
    (["2026-11-11"], 1.0),  # on the day
    (["2026-11-10"], 0.0),
    (["2026-11-10", "2026-11-13"], 1.0),  # what was said last
    (["2026-11-13", "2026-11-10"], 0.0),
)
def test_expected_days_kept(desk: Desk, told: list[str], rate: float | None) -> None:
    """Answered on the eleventh; the customer was told of each day in turn."""
    case = desk.register(as_of="2026-11-02T10:00", channel="media", unit="chengguan")["case_no"]
    desk.through(case, "brief", as_of="2026-11-02T11:00")
    for number, day in enumerate(told):
        at = f"2026-11-0{4 + number}T10:00"
        desk.do("delay", case, "--reason", "等待回复", "--customer-told", at, "--expected", day, as_of=at)
    # Told to nobody, or without a day, it is no promise.
    desk.do("delay", case, "--reason", "等待回复", "--expected", "2026-11-06", as_of="2026-11-06T09:00")
    desk.do("delay", case, "--reason", "等待回复", "--customer-told", "2026-11-06T09:30", as_of="2026-11-06T09:30")
    desk.through(case, "resolve review close", as_of="2026-11-11T16:00")
    asked = ("report", "--month", "2026-11")
    assert total(desk, *asked[1:], "--more", as_of="2026-11-30")["progress_rate"] == rate
    behind = desk.json(*asked, "--explain", "total:progress_rate", as_of="2026-11-30")
    assert picked_each(behind, "amount out_of") == ([] if rate is None else [(int(rate), 1)])


# ---- Voided registrations ----


@pytest.mark.requirement("A22.1")
def test_a_voided_registration_has_a_column_of_its_own(spring: Desk) -> None:
    """One of May, in stock and overdue, is voided in June as entered twice."""
    june = ("--month", "2025-06")
    header = "compensation_yuan,voided"
    assert spring("report", *june, "--csv").splitlines()[0].endswith(header)
    assert f"{header},said_satisfied" in spring("report", *june, "--more", "--csv").splitlines()[0]
    assert "voided" not in spring("report", *june)
    enter(spring, "2025-06-20T10:00", "TS-2025-0008", "voided", text="重复登记")
    moves = "opening received resolved withdrawn voided closing on_time late overdue_now"
    assert picked(total(spring, *june), moves) == (2, 0, 0, 0, 1, 1, 0, 0, 1)
    assert by_group(spring, "voided", *june, "--by", "unit") == {"chengguan": 1, "total": 1}
    assert picked(total(spring, *june, "--more"), "closed_rate ever_late agreed answered_band_4") == (0.0, 0, 0, None)
    assert "voided" in spring("report", *june)
    assert picked_each(spring.json("report", *june, "--explain", "total:voided"), "case_no day kind amount out_of") == [
        ("TS-2025-0008", "2025-06-20", "voided", 1, None)]  # fmt: skip
    # It was received, and open at the end of May; of June it takes one from what could be closed.
    assert picked(total(spring, "--month", "2025-05"), "received voided closing") == (2, 0, 2)
    behind = spring.json("report", *june, "--explain", "total:closed_rate")
    assert sorted(row["out_of"] for row in behind) == [-1, 1, 1]
    named = spring.json("report", *june, "--restate", "--known-on", "2025-06-19", as_of="2025-07-02")
    assert ("voided", 0, 1, "TS-2025-0008") in picked_each(named, "column then now case_no")
    enter(spring, "2025-06-25T10:00", "TS-2025-0007", "withdrawn", text="自行撤诉")
    assert "100.00% = 1 ÷ 1" in spring.run("report", *june, "--explain", "total:closed_rate").stderr


@pytest.mark.requirement("A22.1")
def test_a_return_that_loses_a_voided_case_is_not_written(spring: Desk) -> None:
    enter(spring, "2025-06-20T10:00", "TS-2025-0008", "voided", text="重复登记")
    with db.reading(spring.path, parse_moment("2025-06-30", "")) as connection:
        figures = figures_of(connection)
        rows = month_act.of_period(connection, named_month("2025-06"), "category", figures)
        month_act.check_balance(rows, figures)
        with pytest.raises(ComplaintError, match="does not balance"):
            month_act.check_balance([{**row, "voided": 0} for row in rows], figures)


# ---- Every figure explains itself ----


@pytest.mark.requirement("A22.1")
@cases("by month", ("category", "2025-04"), ("unit", "2025-04"), ("fault", "2025-03"))
def test_every_figure_is_made_of_its_cases(spring: Desk, by: str, month: str) -> None:
    """The sum, or the one divided by the other, or the middle: worked out again from the cases that are named."""
    count_by(spring, "2025-01-01", staff_number=137, outlets=3, customers=4100)
    period = named_month(month)
    with db.reading(spring.path, parse_moment("2025-06-30", "")) as connection:
        known = figures_of(connection)
        rows = month_act.of_period(connection, period, by, known)
        figures = [figure for figure in known.values() if figure.of_move]
        assert len(figures) == len(known) - 1  # all but whether there was none
        for figure in figures:
            for row in rows:
                found = month_act.explained(connection, period, by, known, f"{row['group']}:{figure.code}")
                assert found.row[figure.code] == row[figure.code]
                if figure.is_quotient and not figure.is_median and row[figure.code] is not None:
                    assert found.out_of is not None
                    made = figure.times * sum(case["amount"] or 0 for case in found.cases) / found.out_of
                    assert made == pytest.approx(row[figure.code], abs=0.00501), (row["group"], figure.code)


@pytest.mark.requirement("A22.1")
@cases(
    "figure said",
    ("total:closed_rate", "100.00% = 6 ÷ 6"),
    ("total:on_time_rate", "66.67% = 4 ÷ 6"),
    ("work_error:share", "33.33% = 1 ÷ 3"),
    ("total:answered_band_2", "40.00% = 2 ÷ 5"),
    ("total:mean_working_days", "3.67 = 22 ÷ 6"),
    ("total:median_working_days", "2.0, the middle of 6"),
    ("total:satisfied_rate", "33.33% = 1 ÷ 3"),
    ("total:per_outlet", "0.75 = 3 ÷ 4"),
    ("total:per_10000_customers", "0.6 = 3 ÷ 50000 × 10000"),
    ("total:per_100_staff", "not known: 3 ÷ a number nobody has entered"),
    ("total:first_response_rate", "none: 0 ÷ 0"),
    ("total:compensation_yuan", "1200.50"),
    ("total:received", ": 3\n"),
)
def test_a_figure_says_what_is_divided_by_what(spring: Desk, figure: str, said: str) -> None:
    count_by(spring, outlets=4, customers=50000)
    result = spring.run("report", *APRIL, "--explain", figure)
    assert said in result.stderr


def test_a_figure_of_a_unit_that_nobody_knows_is_explained_as_unknown(spring: Desk) -> None:
    count_by(spring, outlets=4)
    said = spring.run("report", *APRIL, "--by", "unit", "--explain", "hexi:per_outlet").stderr
    assert "not known: 0 ÷" in said


@pytest.mark.requirement("A22.1")
@cases("column", "closed_rate", "answered_band_1", "mean_hand_offs", "median_working_days", "per_outlet")
def test_a_figure_that_its_cases_do_not_make_is_not_explained(
    spring: Desk, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    count_by(spring, outlets=4)
    drawn = month_act.of_period

    def wrong(*args: Any, **options: Any) -> list[dict[str, Any]]:
        return [{**row, column: 0.4321} for row in drawn(*args, **options)]

    monkeypatch.setattr(month_act, "of_period", wrong)
    assert "Nothing was written" in spring("report", *APRIL, "--explain", f"total:{column}", expect=1)


def test_the_divisor_stands_beside_the_cases_of_a_quotient_alone(spring: Desk) -> None:
    for figure, has_it in {
        "received": False,
        "closed_rate": True,
        "median_working_days": False,
        "share": False,
    }.items():
        assert ("out of" in spring("report", *APRIL, "--explain", f"total:{figure}")) is has_it, figure
    assert spring("report", *APRIL, "--explain", "total:received", "--csv").splitlines()[0].endswith("amount,out_of")


# ---- What each column counts ----


@pytest.mark.requirement("A22.1")
@cases("language", "en", "zh")
def test_each_column_is_defined(spring: Desk, language: str) -> None:
    rows = spring.json("--lang", language, "report", "--columns")
    assert all(row["definition"] for row in rows)
    given = {
        *spring.json("report", *APRIL, "--more")[0],
        *spring.json("report", *APRIL, "--compare")[0],
    }
    assert {row["column"] for row in rows} == given
    assert [row["column"] for row in rows][: len(COLUMNS)] == COLUMNS
    assert {row["column"]: row["option"] for row in rows}["closed_rate"] == "more"
    assert not any("{" in row["label"] + row["definition"] for row in rows)
    if language == "zh":
        assert all(any("一" <= sign <= "鿿" for sign in row["definition"]) for row in rows)


def test_the_columns_are_listed_in_every_form(spring: Desk) -> None:
    listed = list(csv.DictReader(io.StringIO(spring("report", "--columns", "--csv"))))
    assert listed == spring.json("report", "--columns")
    assert "(resolved + withdrawn) / (opening + received + reopened - voided)" in spring("report", "--columns")
    assert "one thing at a time" in spring("report", "--columns", "--more", expect=2)
    assert "--columns" in spring("report", "--columns", "-o", str(spring.path.with_name("a.xlsx")), expect=2)
