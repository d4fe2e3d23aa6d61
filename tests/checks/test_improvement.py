"""Corrective actions learned from complaints: owner, due date, cases, outcome (Arts 7, 22)."""

from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked, picked_each

ACTION = ["--text", "修订挂失操作手册", "--owner", "zhang", "--due", "2026-12-31", "--case", "1"]


def listed(desk: Desk, *options: str, as_of: str | None = None) -> list[dict[str, Any]]:
    """The corrective actions."""
    return list(desk.json("improvement", "list", *options, as_of=as_of))


@made_once
def learned(desk: Desk) -> None:
    """Two cases, and one action learned from the first."""
    desk.register()
    desk.register(name="钱小雪", phone="13900000002")
    assert desk("improvement", "add", *ACTION) == "改〔2026〕1号 opened.\n"


@pytest.mark.requirement("A7.1", "A22.2")
def test_an_action_has_an_owner_a_due_date_and_its_cases(learned: Desk) -> None:
    learned("improvement", "add", *ACTION, "--case", "2026-2", "--case", "1")
    first, second = picked_each(listed(learned), "action_no cases")
    assert first == ("改〔2026〕1号", ["TS-2026-0001"])
    assert second == ("改〔2026〕2号", ["TS-2026-0001", "TS-2026-0002"])
    found = picked(listed(learned)[0], "text owner owner_label due_on is_late")
    assert found == ("修订挂失操作手册", "zhang", "张立冬", "2026-12-31", False)


@pytest.mark.requirement("A7.1")
def test_an_action_that_is_done_leaves_the_list_with_its_outcome(learned: Desk) -> None:
    learned("improvement", "done", "改〔2026〕1号", "--text", "已下发各支行", as_of="2026-12-01T09:00")
    assert listed(learned, as_of="2026-12-02") == []
    (row,) = listed(learned, "--all", as_of="2026-12-02")
    assert (row["done_at"][:10], row["outcome"]) == ("2026-12-01", "已下发各支行")
    assert len(listed(learned)) == 1  # it was still open then
    said = learned("improvement", "done", "1", "--text", "再次", as_of="2026-12-02T09:00", expect=3)
    assert "done on 2026-12-01 already" in said


@pytest.mark.requirement("A7.1")
def test_an_action_past_its_date_is_late_until_it_is_done(learned: Desk) -> None:
    learned("improvement", "add", *ACTION[:4], "--due", "2026-11-30", "--case", "2")
    assert listed(learned, "--late", as_of="2026-11-30T23:00") == []
    assert [row["action_no"] for row in listed(learned, "--late", as_of="2026-12-01")] == ["改〔2026〕2号"]
    assert [row["action_no"] for row in listed(learned)] == ["改〔2026〕2号", "改〔2026〕1号"]  # the one due first
    learned("improvement", "done", "2", "--text", "已完成", as_of="2026-12-01T09:00")
    assert listed(learned, "--late", as_of="2026-12-02") == []
    assert listed(learned, "--late", "--all", as_of="2026-12-02") == []
    assert "No corrective action is late" in learned("improvement", "list", "--late", as_of="2026-12-02")


def test_the_number_may_be_written_short_in_its_year(learned: Desk) -> None:
    for number in ("改〔2026〕1号", "1号", "1", " 01 "):
        said = learned("improvement", "done", number, "--text", "已完成", "--at", "2026-11-22", expect=3)
        assert "改〔2026〕1号 was opened on 2026-11-23" in said
    at = "2027-01-04T09:00"
    said = learned("improvement", "done", "1", "--text", "已完成", as_of=at, expect=4)
    assert "There is no corrective action '1'" in said and "改〔2026〕1号" in said
    words = ["--text", "更新公示牌", "--owner", "zhang", "--due", "2027-03-01", "--case", "2026-1"]
    assert learned("improvement", "add", *words, as_of=at) == "改〔2027〕1号 opened.\n"
    assert learned("improvement", "done", "1", "--text", "已完成", as_of=at) == "改〔2027〕1号 done.\n"


@cases(
    "words status sentence",
    (ACTION[2:], 2, "--text"),
    ([*ACTION[:2], *ACTION[4:]], 2, "--owner"),
    ([*ACTION[:4], *ACTION[6:]], 2, "--due"),
    (ACTION[:6], 2, "--case"),
    ([*ACTION, "--case", "9"], 4, "There is no case TS-2026-0009"),
    (["--text", " ", *ACTION[2:]], 2, "is empty"),
    ([*ACTION[:2], "--owner", "nobody", *ACTION[4:]], 4, "There is no member of staff"),
    ([*ACTION[:4], "--due", "2026-11-22", *ACTION[6:]], 2, "before 2026-11-23"),
    ([*ACTION[:4], "--due", "年底", *ACTION[6:]], 2, "not a date"),
    ([*ACTION, "--at", "2026-11-24"], 2, "future"),
    ([*ACTION, "--at", "2026-11-22"], 3, "too early"),
)
def test_bad_input_takes_no_number(learned: Desk, words: list[str], status: int, sentence: str) -> None:
    assert sentence in learned("improvement", "add", *words, expect=status)
    assert learned("improvement", "add", *ACTION) == "改〔2026〕2号 opened.\n"


@cases(
    "words status sentence",
    (["--text", "已完成", "--at", "2026-11-22"], 3, "was opened on 2026-11-23"),
    (["--text", "已完成", "--at", "2026-11-24"], 2, "future"),
    ([], 2, "--text"),
    (["--text", ""], 2, "is empty"),
)
def test_an_action_is_not_done_so(learned: Desk, words: list[str], status: int, sentence: str) -> None:
    assert sentence in learned("improvement", "done", "1", *words, expect=status)
    learned("improvement", "done", "1", "--text", "已完成", "--at", "2026-11-23")


def test_the_list_as_table_and_csv(learned: Desk) -> None:
    learned("improvement", "add", *ACTION, "--case", "2")
    assert "TS-2026-0001 TS-2026-0002" in learned("improvement", "list")
    learned("staff", "set", "qian", "--retired", "2026-11-23")
    assert "retired" in learned("improvement", "add", *ACTION[:2], "--owner", "qian", *ACTION[4:], expect=3)
    header, *rows = learned("improvement", "list", "--csv").splitlines()
    assert header.startswith("action_no,text,owner,owner_label,opened_at,due_on,cases,is_late")
    assert len(rows) == 2 and "TS-2026-0001 TS-2026-0002" in rows[1]
    learned("improvement", "done", "1", "--text", "已完成")
    learned("improvement", "done", "2", "--text", "已完成")
    assert "No corrective action is open" in learned("improvement", "list")
