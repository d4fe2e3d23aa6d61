"""All that is wrong in a row is told at once, each fault with the line of the mapping that cures it."""

import re
from pathlib import Path

import pytest
from conftest import Desk, cases
from support.case_file import rows
from support.old_registers import ROW, SMALL, only_reason, rejected, small, took, with_columns, written

from complaintctl.base.likeness import alike
from complaintctl.register.fields import FIELDS, KINDS, read_fields

HEADER = "投诉日期,渠道,类别,投诉内容,涉及金额,被投诉单位,首问接待人,回复日期,是否办结,群体人数,满意程度\n"
BAD = "2026-1-5,短信,服务太度,余额不符,约5万元,新城分理处,王五,待定,快了,若干,还行"
OWN = (
    "{top}[columns]\n"
    + "".join(
        f'"{title}" = "{field}"\n'
        for title, field in zip(
            HEADER.strip().split(","),
            (
                "received_at channel category summary amount unit first_receiver replied_at closed group_size"
                " satisfaction"
            ).split(),
            strict=True,
        )
    )
    + "{values}"
)


def lines_in(reason: str) -> list[str]:
    """The lines of a mapping that a reason gives."""
    return re.findall(r"\(In a mapping: (.*?)\)(?= |$)", reason)


def test_every_fault_of_a_row_is_told_and_the_lines_given_cure_it(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, BAD, header=HEADER)
    reason = only_reason(desk, file)
    for part in (
        "There is no channel '短信'. Known: ", "There is no category '服务太度'. Did you mean 服务态度",
        "涉及金额 '约5万元'",
        "There is no unit '新城分理处'", "There is no member of staff '王五'", "回复日期 '待定'", "是否办结 '快了'",
        "群体人数 '若干'", "There is no satisfaction '还行'",
    ):  # fmt: skip
        assert reason.count(part) == 1, part
    lines = lines_in(reason)
    assert sorted(lines) == [
        '[values.amount] "约5万元" = ""', '[values.category] "服务太度" = "service_attitude"',
        '[values.channel] "短信" = "…"', '[values.closed] "快了" = "no" or "yes"', '[values.group_size] "若干" = ""',
        '[values.replied_at] "待定" = ""', '[values.satisfaction] "还行" = "…"', "create_people = true",
        "create_units = true",
    ]  # fmt: skip
    top, values = "", ""
    for line in lines:
        chosen = line.replace(' or "yes"', "").replace('"短信" = "…"', '"短信" = "网络"').replace('"…"', '"未表态"')
        place, _sep, value = chosen.rpartition("] ") if chosen.startswith("[") else ("", "", chosen)
        top, values = (top + f"{value}\n", values) if not place else (top, values + f"{place}]\n{value}\n")
    own = written(tmp_path / "own.toml", OWN.format(top=top, values=values))
    assert desk("import", file, "--mapping", own) == took(1)
    assert rows(desk, "SELECT channel, category, satisfaction, status FROM complaint") == [
        ("web", "service_attitude", None, "registered")
    ]


def test_a_mapping_of_ones_own_is_pointed_to_once(desk: Desk, tmp_path: Path) -> None:
    told = desk.run("import", small(tmp_path, BAD, BAD, ROW + "," * 7, header=HEADER)).stderr
    assert told.count("2 rows need a mapping of your own") == 1 and "--sample-mapping" in told
    assert "mapping of your own" not in desk.run("import", small(tmp_path, f"2026-2-30,{ROW[9:]}", ROW)).stderr


@cases(
    "heads cells line",
    ("转办日期", "2026-1-6", '[defaults] unit = "…"'),
    ("回复日期", "2026-1-4", "early_dates_count_as_receipt = true"),
    ("被投诉单位", "城关", '[values.unit] "城关" = "城关支行"'),
    ("首问接待人", "张立东", '[values.first_receiver] "张立东" = "张立冬"'),
    ("是否重大及理由", "大概", '[values.major] "大概" = ""'),
    ("回复日期", "06.01.2026", 'date_format = "%d.%m.%Y"'),
    ("办理时限", "01/20/2026", 'date_format = "%m/%d/%Y"'),
)
def test_the_line_fits_the_fault(desk: Desk, heads: str, cells: str, line: str) -> None:
    assert lines_in(only_reason(desk, with_columns(desk, heads, cells))) == [line]


@cases(
    "row lines",
    ("2026-1-5,,,余额不符", ['[defaults] channel = "…"', '[defaults] category = "undecided"']),
    ("昨天,电话,工作失误,余额不符", []),
    ("2026-11-24,电话,工作失误,余额不符", []),  # in the future: the mapping is not at fault
)
def test_what_no_complaint_can_be_without(desk: Desk, row: str, lines: list[str]) -> None:
    file = small(desk.path.parent, row, ROW)
    desk("import", file)
    assert [lines_in(reject["reason"]) for reject in rejected(file)] == [lines]


def test_what_says_who_the_customer_is_stands_in_no_line(desk: Desk) -> None:
    reason = only_reason(desk, with_columns(desk, "证件号,联系电话", "6.1E+17,1.39E+10"))
    assert reason.count("was rounded by a spreadsheet") == 2 and lines_in(reason) == []


def test_one_fault_draws_no_others_behind_it(desk: Desk) -> None:
    """A day that cannot be read makes no other step early, an unknown unit no transfer to nobody."""
    file = small(
        desk.path.parent,
        "2026-2-30,电话,工作失误,余额不符,2026-1-6,2026-1-5,2026-1-8,城关支行",
        "2026-1-5,电话,工作失误,余额不符,2026-1-6,2026-1-7,2026-1-8,新城分理处",
        header=f"{SMALL.strip()},转办日期,回复日期,办结日期,被投诉单位\n",
    )
    desk("import", file, expect=2)
    first, second = (row["reason"] for row in rejected(file))
    assert first.startswith("投诉日期 '2026-2-30' does not exist") and first.count("2026-") == 1
    assert second.startswith("There is no unit '新城分理处'") and "is given, but not" not in second


def test_a_case_that_is_there_is_not_rejected_for_a_word(desk: Desk, tmp_path: Path) -> None:
    desk("import", small(tmp_path, f"7,{ROW}", header="编号," + SMALL))
    assert desk("import", small(tmp_path, f"7,{ROW.replace('电话', '短信')}", header="编号," + SMALL)) == took(
        0, before=1
    )


@pytest.mark.parametrize(("word", "closed"), [("否", "registered"), ("是", "closed"), ("no", "registered")])
def test_yes_and_no_may_be_said_in_either_language(desk: Desk, tmp_path: Path, word: str, closed: str) -> None:
    values = f'[values.closed]\n"处理中" = "{word}"\n'
    own = written(tmp_path / "own.toml", OWN.format(top="", values=values))
    assert desk("import", with_columns(desk, "是否办结", "处理中"), "--mapping", own) == took(1)
    assert rows(desk, "SELECT status FROM complaint") == [(closed,)]


@cases(
    "given names found",
    ("短信", ["信件", "来信", "电话"], []),  # a letter is no text message
    ("网点", ["网络", "上门"], []),
    ("电化", ["电话", "网络"], ["电话"]),  # sounds alike
    ("城官支行", ["城关支行", "河西支行"], ["城关支行"]),
    ("城关", ["城关支行", "河西支行"], ["城关支行"]),  # part of it
    ("servise", ["service", "web"], ["service"]),
    ("", ["电话"], []),
)
def test_only_what_is_like_it_is_suggested(given: str, names: list[str], found: list[str]) -> None:
    assert alike(given, names) == found


# ---- The table of fields ----


def test_a_field_of_no_kind_is_found_on_load() -> None:
    head = "name,kind,heading,width,column,listed,ledger_key\n"
    assert read_fields(f"{head}a,text,,,,,\n")["a"].column == "a"
    with pytest.raises(ValueError, match="a: 'txt'"):
        read_fields(f"{head}a,txt,,,,,\n")
    assert {field.kind for field in FIELDS.values()} == KINDS


def test_an_import_writes_a_field_under_its_key_of_the_ledger(desk: Desk) -> None:
    heads = "涉及金额,转来部门要求时限,转来部门,来文编号,代表人数,登记日期时间,重办次数,陪同登记人,诉求,备注"
    cells = "5,2026-2-5,县信访局,3号,2,2026-1-5,1,王五,退费,老客户"
    desk("import", with_columns(desk, heads, cells))
    (event,) = desk.case("2026-1")["events"]
    keys = [field.ledger_key for field in FIELDS.values() if field.ledger_key]
    said = {key: event[key] for key in keys if event.get(key)}
    assert said == {
        "stated_registered_at": "2026-01-05T00:00:00+08:00", "channel": "phone", "representatives": 2,
        "escorted_by": "王五", "demand": "退费", "category": "work_error", "amount_fen": 500,
        "source_agency": "县信访局",
        "source_ref": "3号", "stated_reopenings": 1, "note": "老客户",
    }  # fmt: skip
    assert event["source_due_on"] == "2026-02-05"
