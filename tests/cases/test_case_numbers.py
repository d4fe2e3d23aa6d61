"""How a case is named: by its number, in full or short, or by that of its slip; and one that is not there."""

import json

import pytest
from conftest import Desk, cases, made_once


@made_once
def slips(desk: Desk) -> None:
    """Two cases: the first with 转1 and 督1, the second with 转2."""
    for _case in range(2):
        desk.register(unit="chengguan")
    desk.acts("1", "brief --to sun; transfer --to chengguan; supervise --reason major")
    desk.acts("2", "brief --to sun; transfer --to chengguan")
    desk.resolve("2", "2026-11-23T10:00")


@cases(
    "given case",
    ("转〔2026〕1号", "1"), ("转[2026]2号", "2"), ("转（２０２６）2号", "2"), ("转【2026】2", "2"), ("转2", "2"),
    ("转 2 号", "2"), ("督1", "1"), ("督〔2026〕1号", "1"), ("2号", "2"),
    ("〔2026〕2", "2"), ("报1", "2"), ("2026-2", "2"), ("02", "2"),
)  # fmt: skip
@pytest.mark.requirement("A9.5")
def test_a_case_is_named_by_its_slip(slips: Desk, given: str, case: str) -> None:
    assert slips.json("show", given)["case_no"] == f"TS-2026-000{case}"


def test_every_act_takes_it(slips: Desk) -> None:
    slips("contact", "督1", "--purpose", "acknowledge", "--text", "已告知受理")
    slips("register", "--channel", "phone", "--category", "work_error", "--summary", "又来", "--demand", "退款",
          "--anonymous", "--repeat-of", "转2")  # fmt: skip
    assert slips.case("3")["repeat_of"] == "TS-2026-0002"
    assert json.loads(slips("why", "转2") and slips("audit", "--case", "转2", "--json")) == []
    assert "TS-2026-0001" in slips("show", "转1", as_of="2026-11-23T11:00")


@cases(
    "given status said",
    ("1号", 2, "1号 is of several cases: write 报〔2026〕1号 or 督〔2026〕1号 or 转〔2026〕1号, or the case number"),
    ("转9", 4, "No slip is numbered 转9"),
    ("转〔2025〕1号", 4, "No slip is numbered 转〔2025〕1号"),
    ("甲1", 4, "No slip is numbered 甲1"),
    ("改1", 4, "No slip is numbered 改1"),
    ("转", 2, "is not a case number"),
    ("转x", 2, "is not a case number"),
    ("0", 2, "is not a case number"),
    ("号", 2, "is not a case number"),
)
def test_what_names_none_or_several_is_said_to(slips: Desk, given: str, status: int, said: str) -> None:
    assert said in slips("show", given, expect=status)
    assert said in slips("brief", given, "--to", "sun", expect=status)


@cases(
    "given as_of said",
    (
        "1",
        "2026-11-20",
        "On 2026-11-20 TS-2026-0001 was not on record yet: it was received on 2026-11-23 10:00",
    ),
    ("1", "2026-11-23T00:30", "On 2026-11-23 00:30 TS-2026-0001 was not on record yet"),
    ("9", "2026-11-20", "There is no case TS-2026-0009. The last of 2026 is TS-2026-0002"),
    ("9", "2026-11-23", "There is no case TS-2026-0009. The last of 2026 is TS-2026-0002"),
    ("2025-1", "2026-11-23", "No case of 2025 is in this file"),
)
def test_what_is_said_of_a_case_that_is_not_there_is_true(slips: Desk, given: str, as_of: str, said: str) -> None:
    assert said in slips("show", given, as_of=as_of, expect=4)
