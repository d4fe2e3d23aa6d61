"""Headings of several rows, repeated or missing; mappings for other makes, and the public database that has one."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from conftest import Desk, cases, made_once, picked
from support import old_registers
from support.case_file import rows
from support.old_registers import ROW, SMALL, small, took, with_columns, written
from support.terminal import at_terminal

# ---- Headings ----

GROUPS = "序号,投诉日期,投诉渠道,类别,客户信息,,,投诉内容,处理情况,\n"
BELOW = ",,,,姓名,手机,性别,,答复日期,处理结果\n"
FIRST = "1,2026-1-5,电话,服务态度,林白露,13900000021,女,排队过久,2026-1-6,已道歉\n"
DEFAULTS = '[defaults]\nchannel = "phone"\ncategory = "work_error"\n'
SECOND = "2,2026-1-6,电话,工作失误,何立冬,13900000022,男,多扣一笔,,\n"


def in_form(folder: Path, form: str, text: str, *merged: str) -> Path:
    """A register as CSV, or as a workbook in which some cells are merged."""
    if form == "csv":
        return written(folder / "a.csv", text)
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(",")])  # type: ignore[union-attr]
    for cells in merged:
        book.active.merge_cells(cells)  # type: ignore[union-attr]
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@pytest.mark.parametrize("form", ["csv", "xlsx", "xlsx with merged cells"])
def test_a_heading_of_two_rows_names_every_column(desk: Desk, tmp_path: Path, form: str) -> None:
    text = "某某农村商业银行登记簿,,,,,,,,,\n" + GROUPS + BELOW + FIRST + SECOND
    merged = [f"{c}2:{c}3" for c in "ABCDH"] + ["A1:J1", "E2:G2", "I2:J2"] if "merged" in form else []
    result = desk.run("import", in_form(tmp_path, form, text, *merged))
    assert result.stdout == took(2)
    assert "Columns not taken in: 序号, 客户信息/性别." in result.stderr
    people = rows(desk, "SELECT name, phone FROM complainant ORDER BY id")
    assert people == [("林白露", "13900000021"), ("何立冬", "13900000022")]
    events = [[(e["kind"], e["at"][:10]) for e in desk.case(case)["events"]] for case in ("2026-1", "2026-2")]
    reported = [("replied", "2026-01-06"), ("result_reported", "2026-01-06")]
    assert events == [[("registered", "2026-01-05"), *reported], [("registered", "2026-01-06")]]


def test_a_column_below_a_group_can_be_named_with_it(desk: Desk, tmp_path: Path) -> None:
    columns = '"日期" = "received_at"\n"内容" = "summary"\n"被投诉方/名称" = "unit"\n"客户/名称" = "name"\n'
    own = written(tmp_path / "own.toml", f"[columns]\n{columns}{DEFAULTS}")
    text = "日期,内容,客户,,被投诉方,\n,,名称,电话,名称,网点号\n2026-1-5,多扣,林白露,1,城关支行,2\n"
    desk("import", written(tmp_path / "a.csv", text), "--mapping", own)
    assert rows(desk, "SELECT name FROM complainant") == [("林白露",)]
    assert desk.case("2026-1")["respondent_unit"] == "chengguan"


def test_a_word_that_is_a_heading_too_makes_no_row_a_heading(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, ",电话,工作失误,余额不符", "2026-1-5,电话,工作失误,投诉渠道", "2026-1-5,电话,工作失误,内容")
    assert desk("import", file) == took(2, rejected=1)


UNTITLED = f"{SMALL.strip()},\n{ROW},\n{ROW},林白露\n"


@cases(
    "form text sentence",
    ("csv", f"{SMALL}{ROW}\n{SMALL}{ROW}\n", "a.csv, line 3: headings stand again"),
    ("csv", f"{SMALL}{ROW}\n投诉人,联系电话,,\n", "line 3: headings stand again below the heading (投诉人, 联系电话)"),
    ("csv", UNTITLED, "line 3: '林白露' stands in column 5, which has no heading"),
    ("xlsx", UNTITLED, "line 3: '林白露' stands in column 5, which has no heading"),
)
def test_headings_below_the_heading_and_data_without_one_refuse_a_file(
    desk: Desk, form: str, text: str, sentence: str
) -> None:
    assert sentence in desk("import", in_form(desk.path.parent, form, text), expect=2)
    assert rows(desk, "SELECT 1 FROM event WHERE kind = 'imported'") == []


def test_a_mapping_of_ones_own_joins_texts_without_being_told(desk: Desk, tmp_path: Path) -> None:
    texts, phones = '"标题" = "summary"\n"经过" = "summary"\n', '"手机" = "phone"\n"座机" = "phone"\n'
    columns = f'[columns]\n"日期" = "received_at"\n{texts}{phones}{DEFAULTS}'
    text = "日期,标题,经过,手机,座机\n2026-1-5,挂失,柜面未受理,13900000021,0000-1234567\n"
    own, file = written(tmp_path / "own.toml", columns), written(tmp_path / "a.csv", text)
    result = desk.run("import", file, "--mapping", own)
    assert "In 1 row 座机 says another thing than the column that was taken for the same" in result.stderr
    written(own, columns + '[join]\nsummary = " / "\n')
    desk("import", written(file, text.replace("挂失", "解挂")), "--mapping", own)
    summaries = [desk.case(case)["summary"] for case in ("2026-1", "2026-2")]
    assert summaries == ["挂失；柜面未受理", "解挂 / 柜面未受理"]


# ---- Mappings ----

COLUMNS = '[columns]\n"投诉日期" = "received_at"\n"渠道" = "channel"\n"类别" = "category"\n"投诉内容" = "summary"\n'


@cases(
    "text sentence",
    ("[columns\n", "is not TOML in UTF-8: Expected ']' at the end of a table declaration (at line 1, column 9)"),
    ('[columns]\n"渠道" = "chanel"\n', "[columns] '渠道': There is no field 'chanel'. Did you mean channel"),
    ('[columns]\n"渠道" = 3\n', "[columns] '渠道' = 3 is not text in quotes"),
    ("create_units = true\n", "[columns] is missing"),
    ("columns = 3\n", "columns is not a table"),
    ('colums = 3\n[columns]\n"渠道" = "channel"\n', "There is no setting 'colums'. Did you mean columns"),
    ('create_units = "yes"\n' + COLUMNS, "create_units = 'yes' is not true or false"),
    ('date_format = "%m/%d"\n' + COLUMNS, "date_format = '%m/%d' does not write a whole date"),
    ('date_format = "%Q"\n' + COLUMNS, "date_format = '%Q' does not write a whole date"),
    (COLUMNS + '[defaults]\nchanel = "phone"\n', "[defaults]: There is no field 'chanel'"),
    (COLUMNS + '[values.chanel]\na = "phone"\n', "[values]: There is no field 'chanel'"),
    (COLUMNS + '[values]\nchannel = "phone"\n', "values.channel is not a table"),
    (COLUMNS + '[values.channel]\n"Web" = "wbe"\n', "[values] 'Web': There is no channel 'wbe'. Did you mean web"),
    (COLUMNS + '[defaults]\nchannel = "wbe"\n', "[defaults] 'channel': There is no channel 'wbe'"),
    (COLUMNS + '[values.closed]\n"done" = "closed"\n', "[values.closed] has 'closed': it can only say"),
)
def test_a_bad_mapping_is_a_usage_error_that_names_the_place(desk: Desk, text: str, sentence: str) -> None:
    own = written(desk.path.with_name("own.toml"), text)
    assert sentence in desk("import", small(desk.path.parent, ROW), "--mapping", own, expect=2)


def test_a_missing_mapping_is_a_usage_error(desk: Desk, tmp_path: Path) -> None:
    assert "cannot be read" in desk("import", small(tmp_path, ROW), "--mapping", tmp_path / "none.toml", expect=2)


def test_a_mapping_of_ones_own_has_its_own_dates_words_and_headers(desk: Desk, tmp_path: Path) -> None:
    own = written(
        tmp_path / "own.toml",
        'date_format = "%d.%m.%Y %H:%M"\n[columns]\nReceived = "received_at"\nVIA = "channel"\nKind = "category"\n'
        'Text = "summary"\nAnswered = "replied_at"\n[values.channel]\nHotline = "phone"\n',
    )
    file = small(
        tmp_path,
        "05.01.2026 09:00,Hotline,工作失误,余额不符,05.01.2026 09:01",
        "05.01.2026 09:00,Hotline,工作失误,余额不符,05.01.2026 08:59",
        "05.01.2026 09:00,Hotlien,工作失误,余额不符,",
        "2026-01-05,Hotline,工作失误,余额不符,",
        header="received,Via,Kind,Text,Answered\n",
    )
    desk("import", file, "--mapping", own)
    assert desk.case("2026-1")["replied_at"] == "2026-01-05T09:01:00+08:00"
    reasons = [row["reason"] for row in old_registers.rejected(file)]
    assert reasons == [
        "Answered 2026-01-05T08:59 is before receipt, 2026-01-05T09:00."
        " (In a mapping: early_dates_count_as_receipt = true)",
        'There is no channel \'Hotlien\'. Did you mean Hotline? (In a mapping: [values.channel] "Hotlien" = "phone")',
        "received '2026-01-05' is not a date of the form %d.%m.%Y %H:%M.",
    ]


def test_a_name_that_two_members_of_staff_bear_is_no_answer(desk: Desk) -> None:
    desk("staff", "add", "zhang2", "张立冬", "--unit", "hexi")
    assert "2 members of staff are called 张立冬" in old_registers.only_reason(
        desk, with_columns(desk, "首问接待人", "张立冬")
    )


@pytest.mark.requirement("G20")
def test_a_case_of_the_anonymous_category_without_a_name_is_anonymous(desk: Desk, tmp_path: Path) -> None:
    lines = ("2026-1-5,信件,匿名投诉,余额不符,,2026-1-6", "2026-1-5,信件,工作失误,余额不符,,")
    desk("import", small(tmp_path, *lines, header=SMALL.strip() + ",投诉人,答复日期\n"))
    first, second = desk.json("show", "2026-1"), desk.json("show", "2026-2")
    assert first["anonymous"] and not second["anonymous"]
    assert [event["kind"] for event in first["events"]] == ["registered", "replied"]
    assert rows(desk, "SELECT * FROM complainant") == []


def test_early_handling_and_new_units_only_where_the_mapping_allows_them(desk: Desk, tmp_path: Path) -> None:
    file = with_columns(desk, "单位,转办", "新城分理处,2026-1-4")
    columns = COLUMNS + '"单位" = "unit"\n"转办" = "dispatched_at"\n'
    strict = written(tmp_path / "strict.toml", columns)
    assert "There is no unit '新城分理处'" in old_registers.only_reason(desk, file, "--mapping", strict)
    own = written(tmp_path / "own.toml", "create_units = true\n" + columns)
    assert "before receipt" in old_registers.only_reason(desk, file, "--mapping", own)
    assert "新城分理处" not in desk("unit", "list")  # a old_registers.rejected row makes no unit
    own = written(own, "early_dates_count_as_receipt = true\n" + own.read_text("utf-8"))
    result = desk.run("import", file, "--mapping", own)
    assert "1 row with handling dated before receipt" in result.stderr
    sent = desk.case("2026-1")["events"][1]
    assert (sent["kind"], sent["at"][:10], sent["stated_on"]) == ("dispatched", "2026-01-05", "2026-01-04")
    assert "新城分理处" in desk("unit", "list")
    assert "sound" in desk("verify")


def test_what_has_no_date_stays_with_the_registration(desk: Desk) -> None:
    desk("import", with_columns(desk, "处理结果,答复内容,满意程度", "正在核实,已致电,满意"))
    (registered,) = desk.case("2026-1")["events"]
    assert picked(registered, "findings reply satisfaction") == ("正在核实", "已致电", "满意")


# ---- The public database ----


PUBLIC = list(csv.DictReader(old_registers.SAMPLE.read_text("utf-8").splitlines(keepends=True)))


@made_once
def public(desk: Desk) -> None:
    """A file into which the public one was taken."""
    assert desk("import", old_registers.SAMPLE, "--mapping", old_registers.CFPB) == took(len(PUBLIC))


def test_the_sums_of_the_public_file_are_those_of_its_rows(public: Desk) -> None:
    assert len(PUBLIC) - len({tuple(row.values()) for row in PUBLIC}) == 2  # two pairs are alike in every cell
    received, closed = Counter[str](), Counter[str]()
    for row in PUBLIC:
        for year in ("all", row["Date received"][-4:]):
            received[year, row["Company"]] += 1
            closed[year, row["Company"]] += row["Company response to consumer"].startswith("Closed")
    for year in ("2014", "2015", "2016", "all"):
        span = ("2014-01-01", "2016-12-31") if year == "all" else (f"{year}-01-01", f"{year}-12-31")
        report = public.json("report", "--from", span[0], "--to", span[1], "--by", "unit")
        groups = {group["group"]: group for group in report}
        # A unit that the import made has a row of a year before only if it has figures.
        for company in {row["Company"] for row in PUBLIC if received[year, row["Company"]]}:
            assert groups[company]["received"] == received[year, company]
            # No case of the sample was received in one year and sent to the company in the next.
            assert groups[company]["resolved"] == closed[year, company]
        assert groups["total"]["received"] == sum(n for (when, _), n in received.items() if when == year)
    assert groups["total"]["closing"] == sum(received.values()) // 2 - sum(closed.values()) // 2
    assert "sound" in public("verify")


@cases(
    "dimension column codes",
    ("channel", "Submitted via", {"Web": "web", "Phone": "phone", "Referral": "government", "Fax": "letter"}),
    ("category", "Product", {"Debt collection": "rule_violation", "Credit reporting": "work_error"}),
)
def test_the_public_file_adds_up_by_channel_and_category(
    public: Desk, dimension: str, column: str, codes: dict[str, str]
) -> None:
    counted = Counter(row[column] for row in PUBLIC)
    counted["Fax"] += counted["Postal mail"]
    report = public.json("report", "--from", "2014-01-01", "--to", "2016-12-31", "--by", dimension)
    groups = {group["group"]: group["received"] for group in report}
    assert {code: groups[code] for code in codes.values()} == {codes[word]: counted[word] for word in codes}


def test_what_was_overdue_on_a_day_is_what_the_file_says_was_open(public: Desk) -> None:
    day = datetime(2015, 7, 1)
    # Nothing of the sample came in during the month before, but for a case closed the day it came.
    waiting = [
        row["Company"]
        for row in PUBLIC
        if datetime.strptime(row["Date received"], "%m/%d/%Y") < day
        and not row["Company response to consumer"].startswith("Closed")
    ]
    overdue = public.json("overdue", as_of="2015-07-01")
    assert len(waiting) == 5 and Counter(case["unit"] for case in overdue) == Counter(waiting)
    assert overdue[0]["received_on"] == "2014-03-22" and overdue[0]["due_on"] == "2014-04-04"


def test_a_progress_bar_is_shown_in_a_terminal_alone(desk: Desk, tmp_path: Path) -> None:
    register = written(tmp_path / "登记簿.csv", old_registers.REGISTER)
    shown = at_terminal(desk, "import", str(register)).read()
    assert "Checking" in shown and "Recording" in shown and "3 complaints imported" in shown
    quiet = desk.run("import", register).output
    assert "\x1b" not in quiet and "Checking" not in quiet
