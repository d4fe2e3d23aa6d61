"""Taking in an old register: what is read of it, what is rejected and why, and that nothing is taken in twice."""

import csv
import json
import re
import sqlite3
from pathlib import Path

import pytest
from conftest import Desk, cases, picked
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from support.case_file import rows
from support.long_runs import examples
from support.old_registers import REGISTER, SMALL, only_reason, rejected, small, written
from typer.testing import CliRunner

from complaintctl.cli import app


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A small register with the usual Chinese headers."""
    return written(tmp_path / "register.csv", REGISTER)


# ---- The built-in mapping ----


def test_a_chinese_register_becomes_cases_with_their_history(desk: Desk, register: Path) -> None:
    assert desk("import", str(register)) == "3 complaints imported, 0 imported before, 0 rejected.\n"
    case = desk.json("show", "2026-1", "--reveal", "--reason", "核对")
    assert (case["status"], case["channel"], case["category"]) == ("closed", "phone", "work_error")
    assert case["complainant"] == {
        "name": "赵小满",
        "phone": "13900000001",
        "id_no": "610000199001010017",
        "address": None,
    }
    assert (case["summary"], case["demand"], case["amount_yuan"]) == ("转账录入错误", "更正", "50000.00")
    assert (case["respondent_unit"], case["first_receiver"], case["registered_by"]) == ("chengguan", "li", "li")
    assert (case["fault"], case["satisfaction"], case["slips"][0]["slip_no"]) == ("bank", "satisfied", None)
    history = [(event["kind"], event["at"][:10], event["text"]) for event in case["events"][:-1]]
    assert history == [
        ("registered", "2026-01-05", "转账录入错误"),
        ("dispatched", "2026-01-05", ""),
        ("replied", "2026-01-07", ""),
        ("result_reported", "2026-01-07", "已更正"),
        ("closed", "2026-01-08", ""),
    ]
    registered = case["events"][0]
    assert (registered["external_id"], registered["note"], registered["imported"]) == ("A-1", "老客户", True)
    second, third = desk.json("show", "2026-2"), desk.json("show", "2026-3")
    assert picked(second, "received_at channel status") == ("2026-01-06T14:05:00+08:00", "walk_in", "registered")
    assert (third["received_at"][:10], third["amount_yuan"], third["lead_unit"]) == ("2026-01-08", "1200.50", "hexi")
    assert third["anonymous"] and third["complainant"]["name"] is None
    assert "sound" in desk("verify")


CLOSED = """\
编号,投诉日期,渠道,类别,投诉内容,被投诉单位,转办日期,回复客户日期,办结日期,是否办结,办结方式
B-1,2026-01-05,媒体,工作失误,排队,城关支行,,,,是,
B-2,2026-01-05,媒体,工作失误,叫号,城关支行,,,,是,撤诉
B-3,2026-01-05,媒体,工作失误,柜员,城关支行,2026-01-06,,,是,
B-4,2026-01-05,媒体,工作失误,窗口,城关支行,,2026-01-07,,是,
B-5,2026-01-05,媒体,工作失误,停车,城关支行,,,2026-01-12,是,
"""


@pytest.mark.requirement("A22.1")
def test_closed_on_a_day_that_nobody_knows_is_neither_in_time_nor_late(desk: Desk, tmp_path: Path) -> None:
    """Three of five say no more than that they are closed; one was answered on the second day, one ended late."""
    file = written(tmp_path / "closed.csv", CLOSED)
    said = desk.run("import", str(file)).stderr
    assert "3 cases are said to be closed without a day" in said
    result = desk.run("report", "--month", "2026-01", "--more", "--json")
    (total,) = [row for row in json.loads(result.stdout) if row["group"] == "total"]
    columns = ("received", "resolved", "withdrawn", "closing", "on_time", "late", "on_time_rate")
    assert [total[column] for column in columns] == [5, 4, 1, 0, 1, 1, 0.5]
    assert (total["mean_working_days"], total["median_working_days"], total["undated"]) == (3.5, 3.5, 3)
    assert "3 cases were closed on days that the old register does not give" in result.stderr
    rows = desk.json("report", "--month", "2026-01", "--explain", "total:undated")
    assert [row["case_no"] for row in rows] == ["TS-2026-0001", "TS-2026-0002", "TS-2026-0003"]
    rates = desk.json("report", "--month", "2026-01", "--explain", "total:on_time_rate")
    assert sorted(row["amount"] for row in rates) == [0, 1]
    page = tmp_path / "january.html"
    desk("report", "--month", "2026-01", "-o", str(page))
    assert "其中3件旧登记簿只注明已办结" in page.read_text("utf-8")
    book = tmp_path / "january.xlsx"
    desk("report", "--month", "2026-01", "-o", str(book))
    assert "其中3件旧登记簿只注明已办结" in str(load_workbook(book)["统计表"]["A2"].value)
    assert "sound" in desk("verify")


def test_where_every_end_has_its_day_nothing_is_said_of_it(desk: Desk, register: Path) -> None:
    assert "without a day" not in desk.run("import", str(register), "--create").stderr
    assert "days that the old register" not in desk.run("report", "--month", "2026-01").stderr


def test_the_import_itself_is_on_record(desk: Desk, register: Path) -> None:
    desk("import", str(register))
    (event,) = rows(desk, "SELECT case_no, actor, detail FROM event WHERE kind = 'imported'")
    assert event == (None, "li", '{"file":"register.csv","mapping":"chinese-register.toml","rows":3}')


def test_nothing_was_promised_and_no_slip_number_taken(desk: Desk, register: Path) -> None:
    desk("import", str(register))
    assert rows(desk, "SELECT * FROM event WHERE kind = 'deadline_set'") == []
    assert rows(desk, "SELECT form, last FROM number_series") == [("register", 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_is_understood(desk: Desk, tmp_path: Path, encoding: str) -> None:
    file = written(tmp_path / "register.csv", REGISTER.replace("\n", "\r\n"), encoding)
    assert desk("import", str(file)).startswith("3 complaints")
    assert desk.json("show", "2026-1")["summary"] == "转账录入错误"
    assert "0 complaints imported, 3 imported before" in desk("import", str(written(file, REGISTER)))


def test_the_encoding_asked_for_is_held_to(desk: Desk, tmp_path: Path) -> None:
    file = written(tmp_path / "register.csv", REGISTER, "gb18030")
    assert "is not UTF-8 text (see line 1)" in desk("import", str(file), "--encoding", "utf-8", expect=2)
    assert desk("import", str(file), "--encoding", "gb18030").startswith("3 complaints")
    assert "none of auto, utf-8, gb18030" in desk("import", str(file), "--encoding", "latin-1", expect=2)


def test_headers_are_found_below_a_title_and_however_they_are_written(desk: Desk, tmp_path: Path) -> None:
    header = "云溪农村商业银行投诉登记簿,,,\n\n 投诉 日期,*渠道*,类别：,投诉内容\n"
    desk("import", str(small(tmp_path, "2026-1-5,电话,工作失误,余额不符", header=header)))
    assert desk.json("show", "2026-1")["channel"] == "phone"


def test_the_first_alias_that_says_anything_wins_and_long_texts_are_joined(desk: Desk, tmp_path: Path) -> None:
    header = "投诉日期,来源,投诉渠道,投诉方式,类别,投诉内容,详细说明\n"
    desk("import", str(small(tmp_path, "2026-1-5,媒体,/,电话,工作失误,余额不符,少了一笔", header=header)))
    case = desk.json("show", "2026-1")
    assert (case["channel"], case["summary"]) == ("phone", "余额不符；少了一笔")


@pytest.mark.requirement("A9.8")
def test_every_other_field_reaches_the_case(desk: Desk, tmp_path: Path) -> None:
    header = SMALL.strip() + ",首问接待人,被投诉人,转来部门,来文编号,转来部门要求时限,答复内容,回复日期\n"
    row = "2026-1-5,信访局,工作失误,余额不符,张立冬,qian,县信访局,信〔2026〕3号,2026-2-5,已致电说明,2026-1-6"
    desk("import", str(small(tmp_path, row, header=header)))
    case = desk.json("show", "2026-1")
    assert (case["channel"], case["first_receiver"], case["subject_employee"]) == ("government", "zhang", "qian")
    assert picked(case, "source_agency source_ref source_due_on") == ("县信访局", "信〔2026〕3号", "2026-02-05")
    assert (case["events"][1]["kind"], case["events"][1]["text"]) == ("replied", "已致电说明")


def test_the_short_words_of_a_handwritten_register_are_understood(desk: Desk, tmp_path: Path) -> None:
    header = "编号,投诉日期,渠道,类别,内容,要求,金额,责任人,处理结果,办结日期\n"
    file = small(
        tmp_path,
        "1,25-1-5,柜面,服务态度,排队过久,道歉,五万,王某,已道歉,25-1-6",
        '2,2025年1月5日14时30分,信访,服务态度,排队过久,退费,"￥1,200.50",,,',
        header=header,
    )
    result = desk.run("import", str(file))
    assert result.output == "2 complaints imported, 0 imported before, 0 rejected.\n"
    first, second = desk.json("show", "2025-1"), desk.json("show", "2025-2")
    assert (first["channel"], first["demand"], first["amount_yuan"]) == ("walk_in", "道歉", "50000.00")
    assert [event["responsible"] for event in first["events"] if event["kind"] == "result_reported"] == ["王某"]
    assert (second["channel"], second["amount_yuan"]) == ("letter", "1200.50")
    assert second["received_at"] == "2025-01-05T14:30:00+08:00"


def test_columns_that_are_not_taken_in_are_named(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-5,电话,工作失误,余额不符,1,女", header=SMALL.strip() + ",序号,性别\n")
    assert "Columns not taken in: 序号, 性别." in desk.run("import", str(file)).stderr


# ---- Dates, amounts, numbers ----


@cases(
    "text expected",
    ("2026-1-5", "2026-01-05T00:00:00"),
    ("2026/1/5", "2026-01-05T00:00:00"),
    ("2026.1.5", "2026-01-05T00:00:00"),
    ("2026年1月5日", "2026-01-05T00:00:00"),
    ("46027", "2026-01-05T00:00:00"),
    ("2026-1-5 9:05", "2026-01-05T09:05:00"),
    ("2026/1/5 09:05:30", "2026-01-05T09:05:30"),
    ("2026.1.5 9:05", "2026-01-05T09:05:00"),
    ("2026年1月5日 9:05", "2026-01-05T09:05:00"),
    ("46027.5", "2026-01-05T12:00:00"),
    ("46027.378472", "2026-01-05T09:05:00"),
)
def test_dates_are_read_as_people_and_spreadsheets_write_them(
    desk: Desk, tmp_path: Path, text: str, expected: str
) -> None:
    desk("import", str(small(tmp_path, f"{text},电话,工作失误,余额不符")))
    assert desk.json("show", "2026-1")["received_at"] == expected + "+08:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5万", "50000.00"), ('"50,000"', "50000.00"), ("50000元", "50000.00"), ("0.5", "0.50"), ("无", None)],
)
def test_amounts_are_read_as_people_write_them(desk: Desk, tmp_path: Path, text: str, expected: str | None) -> None:
    desk(
        "import", str(small(tmp_path, f"2026-1-5,电话,工作失误,余额不符,{text}", header=SMALL.strip() + ",涉及金额\n"))
    )
    assert desk.json("show", "2026-1")["amount_yuan"] == expected


@pytest.mark.parametrize("heading", ["住址", "地址", "联系地址", "家庭住址"])
def test_the_address_is_read_under_its_usual_names(desk: Desk, tmp_path: Path, heading: str) -> None:
    row = "2026-1-5,电话,工作失误,余额不符,云溪县城关镇东街2号"
    desk("import", str(small(tmp_path, row, header=f"{SMALL.strip()},{heading}\n")))
    assert (
        desk.json("show", "2026-1", "--reveal", "--reason", "核对")["complainant"]["address"] == "云溪县城关镇东街2号"
    )


@pytest.mark.parametrize("cell", ["610000199001010017", "'610000199001010017", '"=""610000199001010017"""'])
def test_identity_numbers_survive_as_text(desk: Desk, tmp_path: Path, cell: str) -> None:
    desk("import", str(small(tmp_path, f"2026-1-5,电话,工作失误,余额不符,{cell}", header=SMALL.strip() + ",证件号\n")))
    assert desk.json("show", "2026-1", "--reveal", "--reason", "核对")["complainant"]["id_no"] == "610000199001010017"


# ---- Rejects ----


@cases(
    "header row reason",
    ("", "2026-1-5,电化,工作失误,余额不符", "There is no channel '电化'. Did you mean 电话"),
    ("", "2026-1-5,电话,工作失物,余额不符", "There is no category '工作失物'. Did you mean 工作失误"),
    ("", "2026-11-24,电话,工作失误,余额不符", "投诉日期 2026-11-24 is in the future"),
    ("", "2006-12-31,电话,工作失误,余额不符", "投诉日期 2006-12-31 cannot be right: the calendar begins on 2007"),
    ("", "2026-2-30,电话,工作失误,余额不符", "投诉日期 '2026-2-30' does not exist"),
    ("", "昨天,电话,工作失误,余额不符", "投诉日期 '昨天' is not a date"),
    ("", "9999-12-31T23:59-12:00,电话,工作失误,余额不符", "does not lie in the years"),
    ("", ",电话,工作失误,余额不符", "投诉日期 is empty"),
    ("", "2026-1-5,,工作失误,余额不符", "渠道 is empty"),
    ("", "2026-1-5,电话,工作失误,", "投诉内容 is empty"),
    ("", "2026-1-5,电话,工作失误", "The row has 3 cells, the header has 4"),
    ("", "2026-1-5,电话,工作失误,余额不符,多余", "The row has 5 cells, the header has 4"),
    ("", "2026-1-5,电话,工作失误,余额\0不符", "NUL"),
    ("", f"2026-1-5,电话,工作失误,{'长' * 32_768}", "A cell holds 32768 characters"),
    ("", '2026-1-5,电话,工作失误,"余额"不符', "quotation marks"),
    (",涉及金额", "2026-1-5,电话,工作失误,余额不符,约五万", "涉及金额 '约五万' is not an amount"),
    (",证件号", "2026-1-5,电话,工作失误,余额不符,6.1E+17", "证件号 6.1E+17 was rounded by a spreadsheet"),
    (",被投诉单位", "2026-1-5,电话,工作失误,余额不符,城关", "There is no unit '城关'. Did you mean 城关支行"),
    (",首问接待人", "2026-1-5,电话,工作失误,余额不符,王五", "There is no member of staff '王五'"),
    (",转办日期", "2026-1-5,电话,工作失误,余额不符,2026-1-6", "转办日期 is given, but not the unit"),
    (",回复日期", "2026-1-5,电话,工作失误,余额不符,2026-1-4", "回复日期 2026-01-04T00:00 is before receipt"),
    (",回复日期", "2026-1-5 9:00,电话,工作失误,余额不符,2026-1-5 8:59", "is before receipt, 2026-01-05T09:00"),
    (",办结日期", "2026-1-5,电话,工作失误,余额不符,2026-1-4", "办结日期 2026-01-04T00:00 is before receipt"),
    (",回复日期,办结日期", "2026-1-5,电话,工作失误,余额不符,2026-1-8,2026-1-7", "is before the step of 2026-01-08"),
    (",处理状态,办结日期", "2026-1-5,电话,工作失误,余额不符,处理中,2026-1-7", "says that the case is open"),
    (",处理状态", "2026-1-5,电话,工作失误,余额不符,也许", "处理状态 '也许' is neither yes nor no"),
    (",匿名,投诉人", "2026-1-5,电话,工作失误,余额不符,是,赵小满", "marked anonymous, yet a name"),
)
def test_a_row_that_cannot_be_right_is_rejected_with_the_reason(
    desk: Desk, tmp_path: Path, header: str, row: str, reason: str
) -> None:
    file = small(tmp_path, row, header=SMALL.strip() + header + "\n")
    before = desk.path.read_bytes()
    assert reason in only_reason(desk, file)
    assert rows(desk, "SELECT * FROM event WHERE kind = 'imported'") == []
    assert desk.path.read_bytes() == before


def test_the_reject_file_gives_line_reason_and_the_row_as_it_was(desk: Desk, tmp_path: Path) -> None:
    good, formula = "2026-1-5,电话,工作失误,余额不符", '2026-1-6,电化,工作失误,"=1+1,\n第二行"'
    file = small(tmp_path, good, "", formula, good, "2026-13-1,电话,工作失误,余额不符")
    result = desk.run("import", str(file))
    assert result.stdout == "2 complaints imported, 0 imported before, 2 rejected.\n"
    assert "small.rejects.csv" in result.stderr and "line 4" in result.stderr
    data = file.with_suffix(".rejects.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    first, second = rejected(file)
    assert list(first) == ["line", "reason", "投诉日期", "渠道", "类别", "投诉内容"]
    # An apostrophe keeps the spreadsheet in which the file is corrected from computing the cell.
    assert (first["line"], first["渠道"], first["投诉内容"]) == ("4", "电化", "'=1+1,\n第二行")
    assert (second["line"], second["投诉日期"]) == ("7", "2026-13-1")
    assert first["reason"].startswith("There is no channel '电化'.")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_corrected_reject_file_can_be_imported(desk: Desk, tmp_path: Path, language: str) -> None:
    file = small(tmp_path, "2026-1-6,电化,工作失误,=1+1", "2026-1-7,电化,工作失误,少一笔")
    desk("--lang", language, "import", str(file), expect=2)
    again = file.with_suffix(".rejects.csv")
    told = again.read_text("utf-8-sig")
    assert told.splitlines()[0].split(",")[:2] == {"en": ["line", "reason"], "zh": ["行号", "原因"]}[language]
    assert ("没有渠道'电化'" in told) is (language == "zh")
    again.write_bytes(again.read_bytes().replace("2026-1-6,电化".encode(), "2026-1-6,电话".encode()))
    result = desk.run("import", str(again))
    assert result.stdout.startswith("1 complaint imported") and "not taken in" not in result.stderr
    assert desk.json("show", "2026-1")["summary"] == "=1+1"
    # Its reason stands once before the row, and the row of the first file is known for what it was.
    with (tmp_path / "small.rejects-2.csv").open(encoding="utf-8-sig", newline="") as opened:
        (left,) = csv.DictReader(opened)
    assert list(left) == ["line", "reason", "投诉日期", "渠道", "类别", "投诉内容"]
    assert (left["line"], left["投诉日期"]) == ("3", "2026-1-7")
    corrected = small(tmp_path, "2026-1-6,电话,工作失误,=1+1")
    assert desk("import", str(corrected)).startswith("0 complaints imported, 1 imported before")


def test_a_reject_file_that_is_there_is_kept(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-6,电化,工作失误,余额不符")
    first = file.with_suffix(".rejects.csv")
    first.write_text("being corrected")
    for name in ("small.rejects-2.csv", "small.rejects-3.csv"):
        assert f"{name} gives each with its line" in desk("import", str(file), expect=2)
        assert "电化" in (tmp_path / name).read_text("utf-8-sig")
    assert first.read_text() == "being corrected"


def test_a_missing_column_is_named_as_a_register_names_it(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-5,电话", "2026-1-6,电话", header="投诉日期,渠道\n")
    told = desk("--lang", "zh", "import", str(file), expect=2)
    assert told.count("small.csv没有“类别，投诉内容”列") == 1 and not re.search("summary|category", told)
    assert list(tmp_path.glob("*.rejects.csv")) == []  # it is said once, not of every row


def test_the_reject_file_can_be_put_elsewhere_but_not_over_the_input(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-6,电化,工作失误,余额不符")
    elsewhere = tmp_path / "wrong.csv"
    desk("import", str(file), "--rejects", str(elsewhere), expect=2)
    assert "电化" in elsewhere.read_text("utf-8") and not file.with_suffix(".rejects.csv").exists()
    before = file.read_bytes(), desk.path.read_bytes()
    assert "would overwrite" in desk("import", str(file), "--rejects", str(file), expect=2)
    assert "is the case file" in desk("import", str(file), "--rejects", str(desk.path), expect=3)
    assert (file.read_bytes(), desk.path.read_bytes()) == before


def test_a_register_without_a_channel_is_refused_unless_its_mapping_gives_one(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-5,工作失误,余额不符", header="投诉日期,类别,投诉内容\n")
    told = desk("import", str(file), expect=2)
    assert "small.csv has no column 投诉渠道: put it into the header" in told and "mapping" not in told
    assert list(tmp_path.glob("*.rejects.csv")) == []  # it is said once, not of every row
    own = written(
        tmp_path / "own.toml",
        '[columns]\n"投诉日期" = "received_at"\n"类别" = "category"\n"投诉内容" = "summary"\n'
        '[defaults]\nchannel = "电话"\n',
    )
    assert desk("import", str(file), "--mapping", str(own)).startswith("1 complaint")


def test_control_characters_are_kept_and_blank_rows_and_surplus_commas_ignored(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, ",,,", "2026-1-5,电话,工作失误,余额\x1b[31m不符,,", ",,,")
    assert desk("import", str(file)).startswith("1 complaint imported, 0 imported before, 0 rejected")
    assert desk.json("show", "2026-1")["summary"] == "余额\x1b[31m不符"


def test_a_huge_cell_is_one_reject_and_the_rows_after_it_are_read(desk: Desk, tmp_path: Path) -> None:
    huge = '2026-1-5,电话,工作失误,"' + "长\n" * 200_000 + '"'
    file = small(tmp_path, huge, "2026-1-5,电话,工作失误,余额不符")
    assert desk("import", str(file)).startswith("1 complaint imported, 0 imported before, 1 rejected")


# ---- Whole files that cannot be read ----


@cases(
    "text sentence",
    ("", "is empty"),
    ("\n\n", "is empty"),
    (SMALL, "has a header but no rows"),
    (
        "甲,乙\n1,2\n",
        "has no column of a register: its header must name, separated by commas, 投诉日期, 投诉渠道, 类别,",
    ),
    ("投诉日期,渠道,渠道\n2026-1-5,电话,\n", "Two columns are called '渠道'"),
    (SMALL + '2026-1-5,电话,工作失误,甲\n2026-1-5,电话,工作失误,"乙\n2026-1-5,电话,工作失误,丙\n', "begins on line 3"),
)
def test_a_file_that_cannot_be_read_is_a_usage_error(desk: Desk, tmp_path: Path, text: str, sentence: str) -> None:
    before = desk.path.read_bytes()
    assert sentence in desk("import", str(written(tmp_path / "bad.csv", text)), expect=2)
    assert desk.path.read_bytes() == before


def test_a_missing_file_and_one_in_no_known_encoding_are_usage_errors(desk: Desk, tmp_path: Path) -> None:
    assert "cannot be read" in desk("import", str(tmp_path / "none.csv"), expect=2)
    (tmp_path / "bytes.csv").write_bytes(SMALL.encode() + b"\xff\xff\xff\n")
    assert "is not UTF-8 or GB18030 text (see line 2)" in desk("import", str(tmp_path / "bytes.csv"), expect=2)
    # Behind a byte-order mark nothing but UTF-8 is tried, or a damaged file would be read as other characters.
    (tmp_path / "bytes.csv").write_bytes(b"\xef\xbb\xbf" + SMALL.encode("gb18030"))
    assert "is not UTF-8 text (see line 1)" in desk("import", str(tmp_path / "bytes.csv"), expect=2)
    assert "cannot be read" in desk("import", str(tmp_path), expect=2)


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text(st.sampled_from("\",\n\r\0'=甲5-年月日电话."), max_size=60).map(str.encode))
def test_whatever_follows_the_header_ends_in_rejects_or_a_sentence(desk: Desk, tmp_path: Path, rest: bytes) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes((SMALL + "2026-1-5,电话,工作失误,").encode() + rest)
    result = CliRunner().invoke(app, ["--db", str(desk.path), "import", str(file), "--dry-run"])
    assert result.exit_code in (0, 2) and "internal error" not in result.stderr, result.stderr


# ---- Once, all or nothing ----


def test_a_dry_run_changes_nothing_and_still_says_what_would_be_rejected(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-5,电话,工作失误,余额不符", "2026-1-6,电化,工作失误,余额不符")
    before = desk.path.read_bytes()
    assert "1 complaint would be imported, 0 imported before, 1 rejected" in desk("import", str(file), "--dry-run")
    assert desk.path.read_bytes() == before and desk.json("list", "--all") == []
    assert len(rejected(file)) == 1


@pytest.mark.parametrize("text", [REGISTER, SMALL + "2026-1-5,电话,工作失误,余额不符\n"])
def test_the_same_file_twice_adds_nothing_twice(desk: Desk, tmp_path: Path, text: str) -> None:
    file = written(tmp_path / "register.csv", text)
    number = desk("import", str(file)).split()[0]
    events = rows(desk, "SELECT count(*), max(hash) FROM event")
    assert f"0 complaints imported, {number} imported before, 0 rejected" in desk("import", str(file))
    assert rows(desk, "SELECT count(*), max(hash) FROM event") == events


def test_rows_alike_in_one_file_are_separate_complaints(desk: Desk, tmp_path: Path) -> None:
    row = "2026-1-5,电话,工作失误,余额不符"
    assert desk("import", str(small(tmp_path, row, row))).startswith("2 complaints")
    assert desk("import", str(small(tmp_path, row, row, row))).startswith("1 complaint imported, 2 imported before")


def test_a_number_is_the_same_complaint_only_with_the_same_date_and_summary(desk: Desk, tmp_path: Path) -> None:
    header = "编号," + SMALL
    first = "7,2026-1-5,电话,工作失误,余额不符"
    desk("import", str(small(tmp_path, first, header=header)))
    grown = small(tmp_path, first.replace("电话", "网络"), "7,2025-1-5,电话,工作失误,余额不符", header=header)
    assert desk("import", str(grown)).startswith("1 complaint imported, 1 imported before, 0 rejected")
    other = small(tmp_path, "7,2026-3-5,电话,工作失误,重复扣费", header=header)
    assert "Number 7 was imported before as TS-2026-0001" in only_reason(desk, other)


def test_a_number_that_stands_twice_in_a_file_is_rejected_the_second_time(desk: Desk, tmp_path: Path) -> None:
    row = "7,2026-1-5,电话,工作失误,余额不符"
    file = small(tmp_path, row, row, header="编号," + SMALL)
    assert desk("import", str(file)).startswith("1 complaint imported, 0 imported before, 1 rejected")
    assert rejected(file)[0]["reason"] == "Number 7 is that of line 2 already."


def test_an_import_that_fails_leaves_the_file_as_it_was(
    desk: Desk, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from complaintctl.taking_over import act as taking_over_act

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    before = desk.path.read_bytes()
    monkeypatch.setattr(taking_over_act.ledger, "project_new", fail)
    desk("import", str(register), expect=5)
    assert desk.path.read_bytes() == before and rows(desk, "SELECT * FROM complainant") == []
    assert "sound: 0 cases" in desk("verify")


def test_rejects_that_cannot_be_written_stop_the_import(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-5,电话,工作失误,余额不符", "2026-1-6,电化,工作失误,余额不符")
    before = desk.path.read_bytes()
    nowhere = tmp_path / "no" / "such.csv"
    assert "cannot be written" in desk("import", str(file), "--rejects", str(nowhere), expect=5)
    assert desk.path.read_bytes() == before
