"""Finding a case by what somebody tells of it: by what, by whom, and what of it is on record (Arts 6, 13, 17)."""

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked_each
from support.every_command import FRONT
from support.terminal import Terminal

from complaintctl.desk import desk_words
from complaintctl.file import db
from complaintctl.front.command_line import split

ID_NO = "610102199003074518"


@made_once
def asked(desk: Desk) -> None:
    """One closed case and three open ones, the last a report of wrongdoing by 钱大暑 against qian of hexi."""
    desk("staff", "add", "fa", "法律顾问", "--unit", "chengguan", "--role", "counsel")
    desk.register(name="王谷雨", phone="0911-2345678", summary="叫号机坏了三天", answered="已修好")
    desk.through("1", "brief close")
    desk.register(
        unit="hexi", id_no=ID_NO, summary="柜员多收手续费，赵小满要求退还", then="brief --to sun; transfer --to hexi"
    )
    desk.register(
        name="孙芒种", phone="13811112222", channel="government", summary="反映排队", source_agency="县信访局",
        source_ref="云信〔2026〕12号",
    )  # fmt: skip
    desk.register(
        name="钱大暑", phone="13733334444", channel="letter", nature="wrongdoing_report", unit="hexi", subject="qian",
        summary="举报信贷员收受好处",
    )  # fmt: skip


def searches(desk: Desk) -> list[dict[str, Any]]:
    """What is on record of searches, in full."""
    with db.reading(desk.path) as connection:
        sql = "SELECT detail FROM event WHERE kind = 'searched' ORDER BY seq"
        return [json.loads(row["detail"]) for row in connection.execute(sql)]


@cases(
    "words found by",
    ("赵小满", "2", "name hidden_text"),
    ("赵 小满", "2", "name"),
    ("赵小", "2", "name hidden_text"),
    ("\uff11\uff13\uff19 0000-0001", "2", "phone"),
    ("0001", "1 2", "case_no phone"),
    ("0911 2345678", "1", "phone"),
    ("2345678", "1", "phone"),
    (ID_NO, "2", "id_no"),
    ("4518", "2", "id_no"),
    ("手续费", "2", "text"),
    ("退还 柜员", "2", "text"),
    ("赵小满 手续费", "2", "name hidden_text text"),
    ("赵小满 叫号机", "", ""),
    ("修好", "1", "text"),
    ("云信(2026)12号", "", ""),
    ("云信〔2026〕12号", "3", "source_ref"),
    ("12号", "3", "source_ref"),
    ("县信访局", "3", "text"),
    ("转1", "2", "slip_no"),
    ("转〔2026〕1号", "2", "slip_no"),
    ("1号", "2", "slip_no"),
    ("2026-3", "3", "case_no"),
    ("001", "1", "case_no"),
    ("手_费", "", ""),
)
@pytest.mark.requirement("A6.2", "A17.1")
def test_a_case_is_found(asked: Desk, words: str, found: str, by: str) -> None:
    rows = asked.json("find", *words.split(), as_of="2026-11-23T12:00")
    assert {row["case_no"] for row in rows} == {f"TS-2026-000{number}" for number in found.split()}
    assert {code for row in rows for code in row["found_by"]} == set(by.split())


def test_open_cases_come_first_and_the_newest_of_them(asked: Desk) -> None:
    asked.register(name="赵小满", received_at="2026-11-20", as_of="2026-11-24T10:00")
    asked.register(name="王小满", as_of="2026-11-24T10:00")
    found = [row["case_no"] for row in asked.json("find", "0000-0001", as_of="2026-11-24T11:00")]
    assert found == ["TS-2026-0006", "TS-2026-0002", "TS-2026-0005"]
    found = [row["case_no"] for row in asked.json("find", "王", as_of="2026-11-24T11:00")]
    assert found == ["TS-2026-0006", "TS-2026-0001"]


@pytest.mark.requirement("A6.2")
def test_what_is_shown_is_masked(asked: Desk, tmp_path: Path) -> None:
    file = tmp_path / "found.csv"
    said = asked("find", "赵小满") + asked("find", "4518", "--json") + asked("find", "0001", "--csv")
    asked("find", "赵小满", "-o", str(file))
    said += file.read_text("utf-8-sig")
    assert "柜员多收手续费，赵**" in said and "赵小满" not in said and "13900000001" not in said and ID_NO not in said
    (row,) = csv.DictReader(file.read_text("utf-8-sig").splitlines())
    assert (row["case_no"], row["summary"], row["respondent_unit"]) == (
        "TS-2026-0002",
        "柜员多收手续费，赵**要求退还",
        "hexi",
    )


@cases(
    "words by found",
    ("赵小满", "name hidden_text", "2"),
    ("000001", "phone", "1 2"),
    ("赵小满 手续费", "name hidden_text", "2"),
    ("13999999999", "phone id_no", ""),  # nobody's
    ("没有此人", "name", ""),
    ("手续费", None, ""),
    ("转1", None, ""),
    ("转9", None, ""),
    ("2026-1", None, ""),
)
@pytest.mark.requirement("A6.2")
def test_a_search_by_personal_data_is_on_record_without_the_words(
    asked: Desk, words: str, by: str | None, found: str
) -> None:
    asked("find", *words.split())
    kept = {"by": (by or "").split(), "found_cases": [f"TS-2026-000{number}" for number in found.split()]}
    on_record = [{"by": one["by"], "found_cases": sorted(one.get("found_cases", []))} for one in searches(asked)]
    assert on_record == ([kept] if by else [])
    assert not by or words.split()[0] not in json.dumps(searches(asked), ensure_ascii=False)


@pytest.mark.requirement("A6.2")
def test_the_audit_shows_it_also_of_the_case_found(asked: Desk) -> None:
    asked("find", "4518")
    asked("find", "没有此人")
    first, second = asked.json("audit", "--kind", "search")
    assert (first["actor"], first["what"]) == ("li", "identity number, cases found TS-2026-0002")
    assert second["what"] == "name, cases found none"
    assert [row["what"] for row in asked.json("audit", "--case", "2") if row["act"] == "searched"] == [first["what"]]
    said = asked("--lang", "zh", "audit", "--kind", "search")
    assert "证件号" in said and "查到案件 TS-2026-0002" in said


def test_it_is_on_record_before_it_is_shown(asked: Desk) -> None:
    with Path("/dev/full").open("w") as full:
        subprocess.run(asked.line("find", "赵小满"), stdout=full, stderr=subprocess.PIPE)
    assert [row["failed"] for row in asked.json("audit", "--kind", "search")] == [True]


@pytest.mark.requirement("A13.4")
def test_who_made_a_report_of_wrongdoing_is_found_by_who_may_know_alone(asked: Desk) -> None:
    for words in ("钱大暑", "13733334444", "收受好处"):
        assert picked_each(asked.json("find", words), "case_no complainant") == [("TS-2026-0004", "保密")], words
        assert json.loads(asked("--actor", "fa", "find", words, "--json")) == [], words
    assert [row["case_no"] for row in json.loads(asked("--actor", "fa", "find", "2026-4", "--json"))] == [
        "TS-2026-0004"
    ]


@pytest.mark.requirement("A13.4")
def test_nobody_finds_a_case_that_is_kept_from_them(asked: Desk) -> None:
    asked.grant("look", "restricted")
    for words in ("钱大暑", "2026-4", "信贷员"):
        assert json.loads(asked("--actor", "qian", "find", words, "--json")) == [], words
    asked("find", "钱大暑")
    asked.grant("audit")
    assert "TS-2026-0004" in asked("audit", "--kind", "search", "--json")
    assert "TS-2026-0004" not in asked("--actor", "qian", "audit", "--kind", "search", "--json")


def test_of_another_unit_nothing_is_found(asked: Desk) -> None:
    assert json.loads(asked("--actor", "zhang", "find", "手续费", "--json")) == []
    assert len(json.loads(asked("--actor", "qian", "find", "手续费", "--json"))) == 1
    asked("--actor", "zhang", "find", "赵小满")
    assert searches(asked)[-1] == {"by": ["name"], "found_cases": []}  # nor is on record that there is one


def test_an_earlier_day_finds_what_was_there_then(asked: Desk) -> None:
    asked.register(name="何立秋", received_at="2026-11-24T09:00", as_of="2026-11-24T10:00")
    assert len(asked.json("find", "何立秋", as_of="2026-11-24T11:00")) == 1
    assert asked.json("find", "何立秋", as_of="2026-11-23T12:00") == []


def test_in_a_real_file_a_search_as_of_an_earlier_day_cannot_go_on_record(tmp_path: Path) -> None:
    real = Desk(tmp_path / "real.db", None)
    real("init", "--officer", "李清明")
    real.register(answered="已致歉")
    assert "leave out --as-of" in real("find", "赵小满", as_of="2027-01-04", expect=3)
    assert len(real.json("find", "语气生硬", as_of="2027-01-04")) == 1 and not searches(real)


def test_at_a_terminal_it_asks(asked: Desk) -> None:
    Terminal(asked, "find").asks("Name, telephone").press("赵 小满", "enter").sees("TS-2026-0002").ends()


def test_without_a_terminal_the_words_are_missing(asked: Desk) -> None:
    assert "WORDS" in asked("find", expect=2)
    assert "nothing to look for" in asked("find", " ", "", expect=2)
    assert "没有要查找的内容" in asked("--lang", "zh", "find", " ", expect=2)
    assert not searches(asked)


def test_the_history_of_the_desk_keeps_no_word(asked: Desk) -> None:
    kept = desk_words.kept(FRONT, split("find 赵 小满 13900000001 --json"), lambda _source, _begun: [])
    assert kept == ["find", "--json"]
    kept = desk_words.kept(FRONT, split("list --text 赵小满 --from 2026-01-01"), lambda _source, _begun: [])
    assert kept == ["list", "--from", "2026-01-01"]
    kept = desk_words.kept(FRONT, split("show 转1"), lambda _source, _begun: [])
    assert kept == ["show", "转1"]


def test_a_text_is_found_whatever_signs_are_in_it(asked: Desk) -> None:
    asked.register(summary='柜员说"不行"，见 C:\\a%b_c\n再问不理')
    for word in ('说"不行"', "C:\\a%b", "b_c\n再问"):
        assert [row["case_no"] for row in asked.json("find", word)] == ["TS-2026-0005"], word
    for nothing in ("a%c", "%", "说\\", "柜员" * 9000):  # the last is more than SQLite takes as a pattern
        assert asked.json("find", nothing) == [], nothing[:9]


def test_of_one_character_that_is_found_nowhere_it_is_said_where_it_was_not_looked_for(asked: Desk) -> None:
    assert "two characters or more" in asked("find", "柜") and "two characters" not in asked("find", "柜柜")
