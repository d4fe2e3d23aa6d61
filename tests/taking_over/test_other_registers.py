"""Registers of other shapes: an export of petitions, a hot line's work orders, a township's list, a year of sheets."""

import csv
import io
import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT, Desk, cases, picked
from support.case_file import rows
from support.old_registers import ROW, SMALL, only_reason, rejected, small, took, with_columns, written

REGISTERS = ROOT / "tests" / "data" / "registers"
TAKEN = (
    "SELECT substr(received_at, 1, 16), channel, category, nature, restricted, name, phone, respondent_unit,"
    " group_size, amount_fen, source_due_on, summary, status"
    " FROM complaint LEFT JOIN complainant ON id = complainant ORDER BY case_no"
)
SETTINGS = {
    "petition": ("--set", "category=undecided"),
    "hotline": ("--set", "channel=12345", "--set", "类别=服务态度"),
    "counter": ("--set", "category=undecided"),
    "township": ("--mapping", str(REGISTERS / "township.toml")),
}


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A file with no unit but the supervision office."""
    empty = Desk(tmp_path / "empty.db")
    empty("init", "--practice", "--bank", "云溪农村商业银行", "--officer", "李清明")
    return empty


def given(name: str, folder: Path) -> Path:
    return Path(shutil.copy(REGISTERS / f"{name}.csv", folder))


def taken(desk: Desk) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows(desk, TAKEN)]


@pytest.mark.requirement("A10.5")
@pytest.mark.parametrize("name", SETTINGS)
def test_a_register_of_another_shape_comes_in_as_it_should(empty: Desk, tmp_path: Path, name: str) -> None:
    """Each with what its case file then holds, in the order of the numbers."""
    expected = list(csv.reader((REGISTERS / f"{name}.expected.csv").read_text("utf-8").splitlines()))
    result = empty.run("import", given(name, tmp_path), *SETTINGS[name])
    assert (result.stdout, taken(empty)) == (took(len(expected)), expected)
    assert "not taken in" not in result.stderr
    assert empty("import", tmp_path / f"{name}.csv", *SETTINGS[name]) == took(0, before=len(expected))


# ---- What the file does not say ----


def test_a_missing_column_is_said_with_the_option_that_stands_for_it(empty: Desk, tmp_path: Path) -> None:
    told = empty("import", given("hotline", tmp_path), expect=2)
    assert "has no column 投诉渠道, 类别" in told and "--set channel=… --set category=undecided." in told
    told = empty("--lang", "zh", "import", given("hotline", tmp_path), "--set", "投诉方式=电话", expect=2)
    assert "没有“类别”列" in told and "--set 类别=类别待定" in told and "渠道" not in told


def test_what_is_set_holds_where_a_row_says_nothing_and_nowhere_else(desk: Desk, tmp_path: Path) -> None:
    desk("import", small(tmp_path, ROW, "2026-1-6,,,余额不符"), "--set", "channel=网络", "--set", "category=服务态度")
    assert rows(desk, "SELECT channel, category FROM complaint ORDER BY case_no") == [
        ("phone", "work_error"),
        ("web", "service_attitude"),
    ]


@cases(
    "setting sentence",
    ("category", "--set 'category' is not of the form FIELD=VALUE"),
    ("category=", "--set 'category=' is not of the form FIELD=VALUE"),
    ("categry=服务态度", "There is no field 'categry'. Did you mean category"),
    ("category=服务太度", "--set category=服务太度: There is no category '服务太度'. Did you mean 服务态度"),
    ("closed=也许", '--set closed=也许: it can only say "yes" or "no"'),
)
def test_a_setting_that_cannot_be_is_a_usage_error(desk: Desk, setting: str, sentence: str) -> None:
    assert sentence in desk("import", small(desk.path.parent, ROW), "--set", setting, expect=2)


@pytest.mark.parametrize("word", ["不涉及", "未涉及", "没有", "不适用", "暂无", "未知", "无"])
def test_words_that_say_nothing_say_nothing_in_every_column(desk: Desk, tmp_path: Path, word: str) -> None:
    heads = "涉及金额,证件号,投诉人,回复日期,满意程度,群体人数,被投诉单位"
    own = written(tmp_path / "own.toml", OWN)
    for options in ([], ["--mapping", own]):
        file = with_columns(desk, heads, ",".join([word] * 7))
        assert desk("import", file, *options).startswith(("1 complaint imported", "0 complaints imported, 1 imported"))
    assert rows(desk, "SELECT count(*) FROM complainant") == [(0,)]
    mapped = own.read_text("utf-8")
    written(own, f'empty = ["空"]\n{mapped}')
    assert "is not an amount" in only_reason(desk, with_columns(desk, "涉及金额", word), "--mapping", own)


def test_a_limit_in_words_is_kept_as_it_stands_and_a_wrong_day_is_not(desk: Desk) -> None:
    desk("import", with_columns(desk, "办理时限", "5个工作日"))
    (row, _total) = csv.DictReader(io.StringIO(desk("ledger")))
    assert row["转来部门要求时限"] == "5个工作日"
    assert rows(desk, "SELECT source_due_on FROM complaint") == [(None,)]
    assert "办理时限 '2026-2-30' does not exist" in only_reason(desk, with_columns(desk, "办理时限", "2026-2-30"))


# ---- The day on which a petition office accepted it ----

ACCEPTED = "SELECT substr(received_at, 1, 10), source_accepted_on FROM complaint ORDER BY case_no"


@pytest.mark.requirement("petition2022.handle")
@cases(
    "heads days",
    ("受理日期,信访日期", ("2026-01-06", "2026-01-09")),
    ("信访时间,受理时间", ("2026-01-09", "2026-01-06")),
    ("投诉日期,转来部门受理日期", ("2026-01-09", "2026-01-06")),
    ("受理日期,投诉事由", ("2026-01-09", None)),  # a bank's own ledger
)
def test_the_day_of_acceptance_is_told_from_that_of_receipt(desk: Desk, heads: str, days: tuple[str, ...]) -> None:
    file = written(
        desk.path.parent / "export.csv", f"{heads},渠道,类别,投诉内容\n2026-1-9,2026-1-6,电话,工作失误,排队\n"
    )
    result = desk.run("import", file)
    assert (result.stdout, rows(desk, ACCEPTED)) == (took(1), [days])
    assert "受理" not in result.stderr  # neither passed over nor left out
    if days[1]:
        assert f"accepted there {days[1]}" in " ".join(desk("show", "2026-1").split())
        limits = {clock["clock"]: clock["started_on"] for clock in desk.case("2026-1")["clocks"]}
        assert limits["petition2022.handle"] == days[1]
        desk("correct", "2026-1", "--phone", "13900000009", "--reason", "核对")


@pytest.mark.requirement("petition2022.handle")
def test_who_accepted_it_is_whom_the_row_names(desk: Desk) -> None:
    senders = {"县金融监管局": "financial_regulator", "县妇联": "petition_office", "": "petition_office"}
    lines = [f"2026-1-9,2026-1-6,电话,工作失误,排队,{sender}" for sender in senders]
    head = "信访日期,转来部门受理日期,渠道,类别,投诉内容,转来部门"
    desk("import", written(desk.path.parent / "export.csv", "\n".join((head, *lines, ""))))
    found = rows(desk, "SELECT source_agency, source_kind FROM complaint ORDER BY case_no")
    assert [(sender or "", kind) for sender, kind in found] == list(senders.items())


@pytest.mark.requirement("petition2022.handle")
def test_a_day_of_acceptance_that_cannot_be_is_said_with_its_heading(desk: Desk) -> None:
    for day, sentence in ("2026-12-24", "is in the future"), ("2026-2-30", "does not exist"), ("上周", "is not a date"):
        told = only_reason(desk, with_columns(desk, "信访部门受理日期", day))
        assert f"信访部门受理日期 {day}" in told.replace("'", "") and sentence in told
    assert desk("import", with_columns(desk, "信访部门受理日期", "不涉及")) == took(1)
    assert rows(desk, "SELECT source_accepted_on FROM complaint") == [(None,)]


def test_a_mapping_says_what_a_column_means_beside_another(desk: Desk, tmp_path: Path) -> None:
    mapping = written(tmp_path / "own.toml", OWN + '[beside."信访日期"]\n"受理日" = "accepted_on"\n')
    file = with_columns(desk, "受理日", "2026-1-4")
    assert "受理日" in desk.run("import", file, "--mapping", mapping, "--dry-run").stderr  # left out
    desk("import", with_columns(desk, "信访日期,受理日", ",2026-1-4"), "--mapping", mapping)
    assert rows(desk, "SELECT source_accepted_on FROM complaint") == [("2026-01-04",)]
    for wrong, sentence in (
        ('"accepted"', "[beside.信访日期]: There is no field 'accepted'. Did you mean accepted_on"),
        ("3", "[beside.信访日期] '受理日' = 3 is not text in quotes"),
    ):
        written(tmp_path / "wrong.toml", mapping.read_text("utf-8").replace('"accepted_on"', wrong))
        assert sentence in desk("import", file, "--mapping", tmp_path / "wrong.toml", expect=2)


def test_that_a_limit_in_words_is_not_watched_is_said_and_shown_in_chinese(desk: Desk) -> None:
    result = desk.run("import", with_columns(desk, "办理时限", "5个工作日", "2026-1-9"))
    assert "Line 2: the other body's limit is no date" in result.stderr
    assert "原载转来时限 5个工作日" in desk("--lang", "zh", "show", "2026-1")


def test_a_column_that_is_called_otherwise_can_be_named_in_a_mapping(desk: Desk, tmp_path: Path) -> None:
    sentence = "`complaintctl import FILE --sample-mapping` writes a mapping"
    file = small(tmp_path, ROW, header="何日,渠道,类别,投诉内容\n")
    assert sentence in desk("import", file, expect=2)
    assert sentence not in desk("import", small(tmp_path, "电话,甲", header="渠道,投诉内容\n"), expect=2)
    listed = desk("import", file, "--sample-mapping").split("[columns]")[0]
    assert "first_receiver_unit" in listed and "dispatched_at" in listed  # no name is broken
    assert "accepted_on:转来部门受理日期" in listed and "public_figure:社会知名人士" in listed


# ---- Numbers ----


def test_numbers_go_by_the_date_of_receipt(desk: Desk, tmp_path: Path) -> None:
    days = ("2026-1-7", "2025-12-31", "2026-1-5 15:00", "2026-1-5 9:00", "2026-1-6", "2026-1-6 8:00")
    desk("import", small(tmp_path, *(f"{day},电话,工作失误,{n}" for n, day in enumerate(days))))
    found = rows(desk, "SELECT case_no, summary FROM complaint ORDER BY case_no")
    # A day on which one row says no time is in the order of the file.
    assert [(number[3:], text) for number, text in found] == [
        ("2025-0001", "1"), ("2026-0001", "3"), ("2026-0002", "2"), ("2026-0003", "4"), ("2026-0004", "5"),
        ("2026-0005", "0"),
    ]  # fmt: skip
    assert "sound" in desk("verify")


def test_a_repeat_is_linked_though_its_first_case_stands_below_it(desk: Desk, tmp_path: Path) -> None:
    lines = ("8,2026-1-6,电话,工作失误,又来,7", "7,2026-1-5,电话,工作失误,余额不符,否")
    desk("import", small(tmp_path, *lines, header=f"编号,{SMALL.strip()},是否重复(原编号)\n"))
    assert picked(desk.case("2026-2"), "summary repeat_of repeat_no") == ("又来", "TS-2026-0001", 1)


# ---- A workbook of months ----

HEADER = ["投诉日期", "渠道", "类别", "投诉内容"]


def months(desk: Desk, **sheets: Sequence[Sequence[str]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    book.save(desk.path.with_name("year.xlsx"))
    return desk.path.with_name("year.xlsx")


def test_all_sheets_are_read_and_each_has_its_own_heading(desk: Desk) -> None:
    february = [["2月"], ["类别", "投诉内容", "投诉日期", "渠道", "投诉人"]]
    file = months(
        desk,
        说明=[["填表须知"], ["投诉日期"], ["写到日，最好写到分"]],
        一月=[HEADER, ["2026-1-9", "电话", "工作失误", "甲"], ["2026-1-8", "电化", "工作失误", "乙"]],
        二月=[
            *february,
            ["服务态度", "丙", "2026-1-5", "网络", "林白露"],
            ["服务太度", "丁", "2026-2-5", "网络", "何立冬"],
        ],
        三月=[HEADER],
    )
    result = desk.run("import", file, "--sheet", "all")
    assert result.stdout == took(2, rejected=2)
    assert "No register, and not read: 说明." in result.stderr and "The first, line 一月!3" in result.stderr
    found = rows(desk, "SELECT received_on, channel, summary FROM complaint ORDER BY case_no")
    assert found == [("2026-01-05", "web", "丙"), ("2026-01-09", "phone", "甲")]
    left = rejected(file)
    assert [picked(row, "line 投诉日期 渠道 类别 投诉内容 投诉人") for row in left] == [
        ("一月!3", "2026-1-8", "电化", "工作失误", "乙", ""),
        ("二月!4", "2026-2-5", "网络", "服务太度", "丁", "何立冬"),
    ]
    again = file.with_name("year.rejects.csv")
    again.write_bytes(
        again.read_bytes()
        .replace("电化,".encode(), "电话,".encode())
        .replace("服务太度,丁".encode(), "服务态度,丁".encode())
    )
    assert desk("import", file, "--sheet", "二月") == took(0, before=1, rejected=1)
    assert desk("import", file, "--sheet", "all") == took(0, before=2, rejected=2)


def test_a_number_of_two_sheets_is_told_with_the_sheet(desk: Desk) -> None:
    lines = [["编号", *HEADER], ["7", "2026-1-9", "电话", "工作失误", "甲"]]
    file = months(desk, 一月=lines, 二月=lines)
    assert desk("import", file, "--sheet", "all") == took(1, rejected=1)
    assert rejected(file)[0]["reason"] == "Number 7 is that of line 一月!2 already."


def test_where_no_sheet_is_a_register_nothing_is_read(desk: Desk) -> None:
    assert "has no column of a register" in desk("import", months(desk, 甲=[["乙"]]), "--sheet", "all", expect=2)
    assert "header but no rows" in desk("import", months(desk, 甲=[HEADER], 乙=[HEADER]), "--sheet", "all", expect=2)
    named = months(desk, all=[HEADER, ["2026-1-9", "电话", "工作失误", "甲"]], 乙=[HEADER, HEADER])
    assert desk("import", named, "--sheet", "all") == took(1)  # a sheet may be called so


# ---- A mapping to start from ----

OWN = (
    '[columns]\n"投诉日期" = "received_at"\n"渠道" = "channel"\n"类别" = "category"\n"投诉内容" = "summary"\n'
    '"涉及金额" = "amount"\n"证件号" = "id_no"\n"投诉人" = "name"\n"回复日期" = "replied_at"\n'
    '"满意程度" = "satisfaction"\n"群体人数" = "group_size"\n"被投诉单位" = "unit"\n'
)


@pytest.mark.parametrize("name", SETTINGS)
def test_with_the_sample_of_its_mapping_a_file_comes_in_alike(empty: Desk, tmp_path: Path, name: str) -> None:
    file = given(name, tmp_path)
    text = empty("import", file, *SETTINGS[name], "--sample-mapping", "--create")
    content = file.read_bytes().decode("gb18030" if name == "counter" else "utf-8")
    marks = ("信访件编号", "工单编号", "日子", "受理编号")
    heading = next(line for line in content.splitlines() if any(mark in line for mark in marks))
    columns = tomllib.loads(text)["columns"]
    assert {title for title in heading.split(",") if title and title != "登记情况"} <= columns.keys()
    assert rows(empty, "SELECT 1 FROM event WHERE kind = 'imported'") == []
    own = written(tmp_path / "sample.toml", text)
    empty("import", file, "--mapping", own, "--create")
    expected = list(csv.reader((REGISTERS / f"{name}.expected.csv").read_text("utf-8").splitlines()))
    assert taken(empty) == expected


def test_the_sample_says_what_became_of_each_column_and_names_no_customer(desk: Desk, tmp_path: Path) -> None:
    header = "编号,投诉日期,投诉渠到,类别,投诉人,手机,是否办结,被投诉单位,满意程度,投诉内容,性别\n"
    lines = (
        "1,2026-1-5,电话,服务太度,林白露,13900000071,办好了,新城分理处,满意,甲,女",
        "2,昨天,短信,工作失误,何立冬,13900000072,是,城关支行,非常满意,乙,男",
    )
    text = desk("import", written(tmp_path / "a.csv", header + "\n".join(lines)), "--sample-mapping")
    assert tomllib.loads(text) == {
        "create_units": False,
        "columns": {
            "编号": "external_id", "投诉日期": "received_at", "类别": "category", "投诉人": "name", "手机": "phone",
            "被投诉单位": "unit", "投诉内容": "summary", "满意程度": "satisfaction", "是否办结": "closed",
            "投诉渠到": "", "性别": "",
        },
        "defaults": {},
        "values": {"category": {}, "satisfaction": {"非常满意": "satisfied"}, "closed": {}},
    }  # fmt: skip
    for line in (
        "create_units = false  # 1 name is not on record: 新城分理处",
        '"投诉日期" = "received_at"  # 投诉日期时间: 1 of 2 cells is not understood, in line 3',
        '"投诉渠到" = ""  # left out; perhaps "channel", as 投诉渠道',
        '"性别" = ""  # left out',
        '# "服务太度" = "service_attitude"  # 1 cell',
        '# "办好了" = "no"  # 1 cell: or "yes"',
    ):
        assert line in text.splitlines()
    assert not [word for word in ("林白露", "何立冬", "1390000007") if word in text]


def test_a_form_of_dates_is_recognised_and_so_is_a_heading_of_which_nothing_is_known(
    desk: Desk, tmp_path: Path
) -> None:
    text = desk(
        "import", small(tmp_path, "25.01.2026,电话,工作失误,甲", "03.02.2026,电话,工作失误,乙"), "--sample-mapping"
    )
    assert tomllib.loads(text)["date_format"] == "%d.%m.%Y"
    desk("import", tmp_path / "small.csv", "--mapping", written(tmp_path / "own.toml", text))
    assert rows(desk, "SELECT received_on FROM complaint ORDER BY 1") == [("2026-01-25",), ("2026-02-03",)]
    # Where no heading is known it is the first row with the most cells.
    text = desk(
        "import", small(tmp_path, "5,2026-1-5,女,3", header="某行登记表\n天干,日子,性别,备忘\n"), "--sample-mapping"
    )
    assert tomllib.loads(text)["columns"] == dict.fromkeys(("天干", "日子", "性别", "备忘"), "")
    (tmp_path / "b.csv").write_text("投诉渠道,经过\n电话,甲\n", "utf-8")
    text = desk("import", tmp_path / "b.csv", "--sample-mapping")
    assert '# no column is "received_at", 投诉日期: without it no row can be taken in' in text
    assert tomllib.loads(text)["defaults"] == {"category": "undecided"}


def test_a_column_left_out_on_purpose_is_not_told(desk: Desk, tmp_path: Path) -> None:
    own = written(tmp_path / "own.toml", OWN + '"性别" = ""\n')
    assert "not taken in" not in desk.run("import", with_columns(desk, "性别", "女"), "--mapping", own).stderr
    assert SMALL  # the other columns are those of the mapping
