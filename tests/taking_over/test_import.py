"""Taking in an old register: what is read of it, what is rejected and why, and that nothing is taken in twice."""

import csv
import json
import re
import shutil
import sqlite3
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import ROOT, Desk, cases, picked
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from support.case_file import rows
from support.long_runs import examples
from support.old_registers import REGISTER, ROW, SMALL, only_reason, rejected, small, took, with_columns, written
from typer.testing import CliRunner

from complaintctl.cli import app
from complaintctl.taking_over import act as taking_over_act

WRONG = ROOT / "tests" / "data" / "registers" / "rejected.csv"
BAD = "2026-1-6,电化,工作失误,余额不符"
ENDED = f"{SMALL.strip()},处理状态,被投诉单位,回复日期,转办日期\n"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A small register with the usual Chinese headers."""
    return written(tmp_path / "register.csv", REGISTER)


# ---- The built-in mapping ----


def test_a_chinese_register_becomes_cases_with_their_history(desk: Desk, register: Path) -> None:
    assert desk("import", register) == took(3)
    case = desk.json("show", "2026-1", "--reveal", "--reason", "核对")
    assert picked(case, "status channel category") == ("closed", "phone", "work_error")
    assert picked(case["complainant"], "name phone id_no address") == (
        "赵小满", "13900000001", "610000199001010017", None)  # fmt: skip
    assert picked(case, "summary demand amount_yuan") == ("转账录入错误", "更正", "50000.00")
    assert picked(case, "respondent_unit first_receiver registered_by") == ("chengguan", "li", "li")
    assert (case["fault"], case["satisfaction"], case["slips"][0]["slip_no"]) == ("bank", "satisfied", None)
    history = [(event["kind"], event["at"][:10], event["text"]) for event in case["events"][:-1]]
    assert history == [
        ("registered", "2026-01-05", "转账录入错误"), ("dispatched", "2026-01-05", ""), ("replied", "2026-01-07", ""),
        ("result_reported", "2026-01-07", "已更正"), ("closed", "2026-01-08", ""),
    ]  # fmt: skip
    assert picked(case["events"][0], "external_id note imported") == ("A-1", "老客户", True)
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
    said = desk.run("import", written(tmp_path / "closed.csv", CLOSED)).stderr
    assert "3 cases are said to be closed without a day" in said
    result = desk.run("report", "--month", "2026-01", "--more", "--json")
    (total,) = [row for row in json.loads(result.stdout) if row["group"] == "total"]
    columns = "received resolved withdrawn closing on_time late on_time_rate"
    assert picked(total, columns) == (5, 4, 1, 0, 1, 1, 0.5)
    assert picked(total, "mean_working_days median_working_days undated") == (3.5, 3.5, 3)
    assert "3 cases were closed on days that the old register does not give" in result.stderr
    listed = desk.json("report", "--month", "2026-01", "--explain", "total:undated")
    assert [row["case_no"] for row in listed] == ["TS-2026-0001", "TS-2026-0002", "TS-2026-0003"]
    rates = desk.json("report", "--month", "2026-01", "--explain", "total:on_time_rate")
    assert sorted(row["amount"] for row in rates) == [0, 1]
    for file in (page := tmp_path / "january.html", book := tmp_path / "january.xlsx"):
        desk("report", "--month", "2026-01", "-o", file)
    assert "其中3件旧登记簿只注明已办结" in page.read_text("utf-8")
    assert "其中3件旧登记簿只注明已办结" in str(load_workbook(book)["统计表"]["A2"].value)
    assert "sound" in desk("verify")


def test_where_every_end_has_its_day_nothing_is_said_of_it(desk: Desk, register: Path) -> None:
    assert "without a day" not in desk.run("import", register, "--create").stderr
    assert "days that the old register" not in desk.run("report", "--month", "2026-01").stderr


def test_the_import_is_on_record_nothing_promised_and_no_slip_number_taken(desk: Desk, register: Path) -> None:
    desk("import", register)
    (event,) = rows(desk, "SELECT case_no, actor, detail FROM event WHERE kind = 'imported'")
    assert event == (None, "li", '{"file":"register.csv","mapping":"chinese-register.toml","rows":3}')
    assert rows(desk, "SELECT * FROM event WHERE kind = 'deadline_set'") == []
    assert rows(desk, "SELECT form, last FROM number_series") == [("register", 3)]


@pytest.mark.requirement("A10.7", "A10.8", "A10.10")
def test_what_is_late_in_it_is_asked_for_before_anything_is_done_on_it(desk: Desk, tmp_path: Path) -> None:
    """Though it promised nothing; and no sentence says that it is due on a day it does not know."""
    text = """投诉日期,投诉方式,类别,投诉人姓名,被投诉单位,投诉内容,转办日期
2026-11-02,电话,工作失误,钱白露,城关支行,多扣费,2026-11-02
2026-11-20,电话,工作失误,许白露,城关支行,多扣费,
"""
    desk("import", written(tmp_path / "open.csv", text))
    assert {"delay_reason", "delay_told", "supervise"} <= desk.owed("2026-1")
    said = desk.run("transfer", "2026-2", "--to", "chengguan", as_of="2026-11-25T10:00").stderr
    assert "the case is due on 2026-11-25" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_is_understood(desk: Desk, tmp_path: Path, encoding: str) -> None:
    file = written(tmp_path / "register.csv", REGISTER.replace("\n", "\r\n"), encoding)
    assert desk("import", file) == took(3)
    assert desk.case("2026-1")["summary"] == "转账录入错误"
    assert desk("import", written(file, REGISTER)) == took(0, before=3)


def test_the_encoding_asked_for_is_held_to(desk: Desk, tmp_path: Path) -> None:
    file = written(tmp_path / "register.csv", REGISTER, "gb18030")
    assert "is not UTF-8 text (see line 1)" in desk("import", file, "--encoding", "utf-8", expect=2)
    assert desk("import", file, "--encoding", "gb18030") == took(3)
    assert "none of auto, utf-8, gb18030" in desk("import", file, "--encoding", "latin-1", expect=2)


@cases(
    "header row names expected",
    # The heading is found below a title, however it is written.
    ("云溪农村商业银行登记簿,,,\n\n 投诉 日期,*渠道*,类别：,投诉内容\n", ROW, "channel", ("phone",)),
    # The first alias that says anything wins; long texts are joined.
    ("投诉日期,来源,投诉渠道,投诉方式,类别,投诉内容,详细说明\n", "2026-1-5,媒体,/,电话,工作失误,余额不符,少了一笔",
     "channel summary", ("phone", "余额不符；少了一笔")),
    # A bare day on the day of receipt is a time after it.
    (f"{SMALL.strip()},回复日期,办结日期\n", "2026-1-5 14:00,电话,工作失误,余额不符,2026-1-5,2026-1-5",
     "replied_at left_at received_at", ("2026-01-05T14:00:00+08:00",) * 3),
    # A case only said to be closed is closed on the last date known.
    (ENDED, f"{ROW},已办结,城关支行,2026-1-7,2026-1-6", "left_at", ("2026-01-07T00:00:00+08:00",)),
    (ENDED, f"{ROW},已办结,城关支行,,", "left_at", ("2026-01-05T00:00:00+08:00",)),
)  # fmt: skip
def test_the_case_is_what_its_row_says(
    desk: Desk, header: str, row: str, names: str, expected: tuple[str, ...]
) -> None:
    desk("import", small(desk.path.parent, row, header=header))
    assert picked(desk.case("2026-1"), names) == expected


@pytest.mark.requirement("A9.8")
def test_every_other_field_reaches_the_case(desk: Desk, tmp_path: Path) -> None:
    header = SMALL.strip() + ",首问接待人,被投诉人,转来部门,来文编号,转来部门要求时限,答复内容,回复日期\n"
    row = "2026-1-5,信访局,工作失误,余额不符,张立冬,qian,县信访局,信〔2026〕3号,2026-2-5,已致电说明,2026-1-6"
    desk("import", small(tmp_path, row, header=header))
    case = desk.json("show", "2026-1")
    assert picked(case, "channel first_receiver subject_employee") == ("government", "zhang", "qian")
    assert picked(case, "source_agency source_ref source_due_on") == ("县信访局", "信〔2026〕3号", "2026-02-05")
    assert picked(case["events"][1], "kind text") == ("replied", "已致电说明")


def test_the_short_words_of_a_handwritten_register_are_understood(desk: Desk, tmp_path: Path) -> None:
    file = small(
        tmp_path,
        "1,25-1-5,柜面,服务态度,排队过久,道歉,五万,王某,已道歉,25-1-6",
        '2,2025年1月5日14时30分,信访,服务态度,排队过久,退费,"￥1,200.50",,,',
        header="编号,投诉日期,渠道,类别,内容,要求,金额,责任人,处理结果,办结日期\n",
    )
    assert desk.run("import", file).output == took(2)
    first, second = desk.json("show", "2025-1"), desk.json("show", "2025-2")
    assert picked(first, "channel demand amount_yuan") == ("walk_in", "道歉", "50000.00")
    assert [event["responsible"] for event in first["events"] if event["kind"] == "result_reported"] == ["王某"]
    assert picked(second, "channel amount_yuan received_at") == ("letter", "1200.50", "2025-01-05T14:30:00+08:00")


def test_columns_that_are_not_taken_in_are_named(desk: Desk) -> None:
    assert "Columns not taken in: 序号, 性别." in desk.run("import", with_columns(desk, "序号,性别", "1,女")).stderr


# ---- Dates, amounts, numbers ----

DAYS = "2026-1-5|2026/1/5|2026.1.5|2026年1月5日|46027"
TIMES = {
    "2026-1-5 9:05": "09:05:00", "2026/1/5 09:05:30": "09:05:30", "2026.1.5 9:05": "09:05:00",
    "2026年1月5日 9:05": "09:05:00", "46027.5": "12:00:00", "46027.378472": "09:05:00",
}  # fmt: skip


def test_dates_are_read_as_people_and_spreadsheets_write_them(desk: Desk, tmp_path: Path) -> None:
    expected = dict.fromkeys(DAYS.split("|"), "00:00:00") | TIMES
    desk("import", small(tmp_path, *(f"{text},电话,工作失误,余额不符" for text in expected)))
    received = rows(desk, "SELECT received_at FROM complaint ORDER BY case_no")
    assert received == [(f"2026-01-05T{time}+08:00",) for time in expected.values()]


def test_amounts_are_read_as_people_write_them(desk: Desk) -> None:
    desk("import", with_columns(desk, "涉及金额", "5万", '"50,000"', "50000元", "0.5", "无"))
    amounts = rows(desk, "SELECT amount_fen FROM complaint ORDER BY case_no")
    assert amounts == [(5_000_000,), (5_000_000,), (5_000_000,), (50,), (None,)]


def test_the_address_is_read_under_its_usual_names(desk: Desk) -> None:
    for heading in ("住址", "地址", "联系地址", "家庭住址"):
        desk("import", with_columns(desk, heading, f"云溪县城关镇{heading}2号"))
    addresses = rows(desk, "SELECT address FROM complainant ORDER BY id")
    assert addresses == [(f"云溪县城关镇{heading}2号",) for heading in ("住址", "地址", "联系地址", "家庭住址")]


def test_identity_numbers_survive_as_text(desk: Desk) -> None:
    written_as = ("610000199001010017", "'610000199001010017", '"=""610000199001010017"""')
    desk("import", with_columns(desk, "证件号", *written_as))
    assert rows(desk, "SELECT id_no FROM complainant") == [("610000199001010017",)] * 3


# ---- Rejects ----


def test_rows_that_cannot_be_right_are_rejected_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    """Each row of the file says last what is wrong in it."""
    file, before = Path(shutil.copy(WRONG, tmp_path)), desk.content()
    assert "No row of rejected.csv could be taken in" in desk("import", file, expect=2)
    reasons = [(row["预期"], row["reason"]) for row in rejected(file)]
    assert len(reasons) == 27 and [pair for pair in reasons if pair[0] not in pair[1]] == []
    assert rows(desk, "SELECT * FROM event WHERE kind = 'imported'") == []
    assert desk.content() == before


@cases(
    "row reason",
    ("2026-1-5,电话,工作失误", "The row has 3 cells, the header has 4"),
    (f"{ROW},多余", "The row has 5 cells, the header has 4"),
    ("2026-1-5,电话,工作失误,余额\0不符", "NUL"),
    (f"2026-1-5,电话,工作失误,{'长' * 32_768}", "A cell holds 32768 characters"),
    ('2026-1-5,电话,工作失误,"余额"不符', "quotation marks"),
)
def test_a_broken_row_is_rejected_with_the_reason(desk: Desk, tmp_path: Path, row: str, reason: str) -> None:
    before = desk.content()
    assert reason in only_reason(desk, small(tmp_path, row))
    assert desk.content() == before


def test_the_reject_file_gives_line_reason_and_the_row_as_it_was(desk: Desk, tmp_path: Path) -> None:
    formula = '2026-1-6,电化,工作失误,"=1+1,\n第二行"'
    file = small(tmp_path, ROW, "", formula, ROW, "2026-13-1,电话,工作失误,余额不符")
    result = desk.run("import", file)
    assert result.stdout == took(2, rejected=2)
    assert "small.rejects.csv" in result.stderr and "line 4" in result.stderr
    assert file.with_suffix(".rejects.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    first, second = rejected(file)
    assert list(first) == ["line", "reason", "投诉日期", "渠道", "类别", "投诉内容"]
    # An apostrophe keeps the spreadsheet in which the file is corrected from computing the cell.
    assert picked(first, "line 渠道 投诉内容") == ("4", "电化", "'=1+1,\n第二行")
    assert picked(second, "line 投诉日期") == ("7", "2026-13-1")
    assert first["reason"].startswith("There is no channel '电化'.")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_corrected_reject_file_can_be_imported(desk: Desk, tmp_path: Path, language: str) -> None:
    file = small(tmp_path, "2026-1-6,电化,工作失误,=1+1", "2026-1-7,电化,工作失误,少一笔")
    desk("--lang", language, "import", file, expect=2)
    again = file.with_suffix(".rejects.csv")
    told = again.read_text("utf-8-sig")
    assert told.splitlines()[0].split(",")[:2] == {"en": ["line", "reason"], "zh": ["行号", "原因"]}[language]
    assert ("未找到渠道“电化”" in told) is (language == "zh")
    again.write_bytes(again.read_bytes().replace("2026-1-6,电化".encode(), "2026-1-6,电话".encode()))
    result = desk.run("import", again)
    assert result.stdout.startswith("1 complaint imported") and "not taken in" not in result.stderr
    assert desk.case("2026-1")["summary"] == "=1+1"
    # Its reason stands once before the row, and the row of the first file is known for what it was.
    with (tmp_path / "small.rejects-2.csv").open(encoding="utf-8-sig", newline="") as opened:
        (left,) = csv.DictReader(opened)
    assert list(left) == ["line", "reason", "投诉日期", "渠道", "类别", "投诉内容"]
    assert picked(left, "line 投诉日期") == ("3", "2026-1-7")
    corrected = small(tmp_path, "2026-1-6,电话,工作失误,=1+1")
    assert desk("import", corrected).startswith("0 complaints imported, 1 imported before")


def test_a_reject_file_that_is_there_is_kept(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, BAD)
    first = file.with_suffix(".rejects.csv")
    first.write_text("being corrected")
    for name in ("small.rejects-2.csv", "small.rejects-3.csv"):
        assert f"{name} gives each with its line" in desk("import", file, expect=2)
        assert "电化" in (tmp_path / name).read_text("utf-8-sig")
    assert first.read_text() == "being corrected"


def test_a_missing_column_is_named_as_a_register_names_it(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-5,电话", "2026-1-6,电话", header="投诉日期,渠道\n")
    told = desk("--lang", "zh", "import", file, expect=2)
    assert told.count("small.csv没有“类别、投诉内容”列") == 1 and not re.search("summary|category", told)
    assert list(tmp_path.glob("*.rejects.csv")) == []  # it is said once, not of every row


def test_the_reject_file_can_be_put_elsewhere_but_not_over_the_input(desk: Desk, tmp_path: Path) -> None:
    file, elsewhere = small(tmp_path, BAD), tmp_path / "wrong.csv"
    desk("import", file, "--rejects", elsewhere, expect=2)
    assert "电化" in elsewhere.read_text("utf-8") and not file.with_suffix(".rejects.csv").exists()
    before = file.read_bytes(), desk.content()
    assert "would overwrite" in desk("import", file, "--rejects", file, expect=2)
    assert "is the case file" in desk("import", file, "--rejects", desk.path, expect=3)
    assert (file.read_bytes(), desk.content()) == before


def test_a_register_without_a_channel_is_refused_unless_its_mapping_gives_one(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, "2026-1-5,工作失误,余额不符", header="投诉日期,类别,投诉内容\n")
    told = desk("import", file, expect=2)
    assert "small.csv has no column 投诉渠道: put it into the header" in told and "mapping" not in told
    assert list(tmp_path.glob("*.rejects.csv")) == []  # it is said once, not of every row
    columns = '[columns]\n"投诉日期" = "received_at"\n"类别" = "category"\n"投诉内容" = "summary"\n'
    own = written(tmp_path / "own.toml", columns + '[defaults]\nchannel = "电话"\n')
    assert desk("import", file, "--mapping", own) == took(1)


def test_control_characters_are_kept_and_blank_rows_and_surplus_commas_ignored(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, ",,,", "2026-1-5,电话,工作失误,余额\x1b[31m不符,,", ",,,")
    assert desk("import", file) == took(1)
    assert desk.case("2026-1")["summary"] == "余额\x1b[31m不符"


def test_a_huge_cell_is_one_reject_and_the_rows_after_it_are_read(desk: Desk, tmp_path: Path) -> None:
    huge = '2026-1-5,电话,工作失误,"' + "长\n" * 200_000 + '"'
    assert desk("import", small(tmp_path, huge, ROW)) == took(1, rejected=1)


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
    (f'{SMALL}{ROW}\n2026-1-5,电话,工作失误,"乙\n{ROW}\n', "begins on line 3"),
    (SMALL.encode() + b"\xff\xff\xff\n", "is not UTF-8 or GB18030 text (see line 2)"),
    # Behind a byte-order mark nothing but UTF-8 is tried, or a damaged file would be read as other characters.
    (b"\xef\xbb\xbf" + SMALL.encode("gb18030"), "is not UTF-8 text (see line 1)"),
)
def test_a_file_that_cannot_be_read_is_a_usage_error(desk: Desk, text: str | bytes, sentence: str) -> None:
    before, file = desk.content(), desk.path.with_name("bad.csv")
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert sentence in desk("import", file, expect=2)
    assert desk.content() == before


def test_a_missing_file_and_a_folder_are_usage_errors(desk: Desk, tmp_path: Path) -> None:
    for nothing in (tmp_path / "none.csv", tmp_path):
        assert "cannot be read" in desk("import", nothing, expect=2)


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text(st.sampled_from("\",\n\r\0'=甲5-年月日电话."), max_size=60).map(str.encode))
def test_whatever_follows_the_header_ends_in_rejects_or_a_sentence(desk: Desk, tmp_path: Path, rest: bytes) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes((SMALL + "2026-1-5,电话,工作失误,").encode() + rest)
    result = CliRunner().invoke(app, ["--db", str(desk.path), "import", str(file), "--dry-run"])
    assert result.exit_code in (0, 2) and "internal error" not in result.stderr, result.stderr


# ---- Once, all or nothing ----


def test_a_dry_run_changes_nothing_and_still_says_what_would_be_rejected(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, ROW, BAD)
    before = desk.content()
    assert "1 complaint would be imported, 0 imported before, 1 rejected" in desk("import", file, "--dry-run")
    assert desk.content() == before and desk.json("list", "--all") == []
    assert len(rejected(file)) == 1


@pytest.mark.parametrize(("text", "number"), [(REGISTER, 3), (f"{SMALL}{ROW}\n", 1)])
def test_the_same_file_twice_adds_nothing_twice(desk: Desk, tmp_path: Path, text: str, number: int) -> None:
    file = written(tmp_path / "register.csv", text)
    assert desk("import", file) == took(number)
    events = rows(desk, "SELECT count(*), max(hash) FROM event")
    assert desk("import", file) == took(0, before=number)
    assert rows(desk, "SELECT count(*), max(hash) FROM event") == events


def test_rows_alike_in_one_file_are_separate_complaints(desk: Desk, tmp_path: Path) -> None:
    assert desk("import", small(tmp_path, ROW, ROW)) == took(2)
    assert desk("import", small(tmp_path, ROW, ROW, ROW)) == took(1, before=2)


def test_a_number_is_the_same_complaint_only_with_the_same_date_and_summary(desk: Desk, tmp_path: Path) -> None:
    header = "编号," + SMALL
    desk("import", small(tmp_path, f"7,{ROW}", header=header))
    grown = ("7,2026-1-5,网络,工作失误,余额不符", "7,2025-1-5,电话,工作失误,余额不符")
    assert desk("import", small(tmp_path, *grown, header=header)) == took(1, before=1)
    other = small(tmp_path, "7,2026-3-5,电话,工作失误,重复扣费", header=header)
    assert "Number 7 was imported before as TS-2026-0001" in only_reason(desk, other)


def test_a_number_that_stands_twice_in_a_file_is_rejected_the_second_time(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, f"7,{ROW}", f"7,{ROW}", header="编号," + SMALL)
    assert desk("import", file) == took(1, rejected=1)
    assert rejected(file)[0]["reason"] == "Number 7 is that of line 2 already."


def test_an_import_that_fails_leaves_the_file_as_it_was(desk: Desk, register: Path) -> None:
    before = desk.content()
    with patch.object(taking_over_act.ledger, "project_new", side_effect=sqlite3.OperationalError("disk I/O error")):
        desk("import", register, expect=5)
    assert desk.content() == before and rows(desk, "SELECT * FROM complainant") == []
    assert "sound: 0 cases" in desk("verify")


def test_rejects_that_cannot_be_written_stop_the_import(desk: Desk, tmp_path: Path) -> None:
    before = desk.content()
    nowhere = tmp_path / "no" / "such.csv"
    assert "cannot be written" in desk("import", small(tmp_path, ROW, BAD), "--rejects", nowhere, expect=5)
    assert desk.content() == before
