"""Input that cannot be used, and acts that are forbidden: the exit status, the sentence, and nothing changed."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import REGISTER, Desk, cases
from support.case_file import unchanged
from support.results import report

REFUSED = tomllib.loads(Path(__file__).with_name("refused.toml").read_text("utf-8"))["rows"]


def with_option(option: str, value: str) -> list[str]:
    """REGISTER with one option added or replaced."""
    at = REGISTER.index(option) if option in REGISTER else len(REGISTER)
    return [*REGISTER[:at], option, value, *REGISTER[at + 2 :]]


@pytest.mark.requirement("A8.1a")
@cases("option value status sentence", *REFUSED)
def test_register_refuses(desk: Desk, option: str, value: str, status: int, sentence: str) -> None:
    with unchanged(desk):
        assert sentence in desk(*with_option(option, value), expect=status)


@pytest.mark.requirement("A3.1", "A8.1a")
@pytest.mark.parametrize("option", ["--channel", "--category", "--summary", "--demand"])
def test_without_a_terminal_a_missing_option_is_named(desk: Desk, option: str) -> None:
    at = REGISTER.index(option)
    assert f"Missing option {option}" in desk(*REGISTER[:at], *REGISTER[at + 2 :], expect=2)


def test_doubtful_numbers_are_kept_as_given_with_a_warning(desk: Desk) -> None:
    result = desk.run(*REGISTER, "--phone", "12345", "--id-no", "610000199001010000")
    assert "The check digit of the identity number does not fit" in result.stderr
    assert "phone" not in result.stderr
    result = desk.run(*REGISTER, "--phone", "1390000000", "--name", "高处暑")
    assert "phone number does not look like one" in result.stderr
    assert desk.json("show", "2", "--reveal", "--reason", "核对")["complainant"]["phone"] == "1390000000"


@pytest.mark.requirement("G20")
def test_an_anonymous_complaint_has_no_name(desk: Desk) -> None:
    assert "anonymous" in desk(*REGISTER, "--anonymous", "--name", "高处暑", expect=2)
    assert "anonymous" in desk(*REGISTER, "--anonymous", "--address", "云溪县城关镇", expect=2)


def test_a_word_that_says_nothing_is_no_data_of_the_customer(desk: Desk) -> None:
    desk(*REGISTER, "--name", "无", "--phone", "-", "--address", "不详")
    assert set(desk.json("show", "1", "--reveal", "--reason", "核对")["complainant"].values()) == {None}


def test_control_characters_never_reach_a_terminal(desk: Desk) -> None:
    nasty = "退款\x1b[2J\x9b31m\x07\u202e完"
    desk(*with_option("--summary", nasty))
    said = desk("show", "1") + desk("show", "1", "--json") + desk("list") + desk("list", "--csv") + desk("why", "1")
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", said)
    assert "\\x1b[2J" in desk("show", "1") and "\\u202e" in desk("show", "1")


@cases(
    "words sentence",
    (with_option("--summary", "\udcff\udcfe"), "not valid text in UTF-8"),
    (("list", "--unit", "\udcff"), "not valid text in UTF-8"),
    (("brief", "1", "--to", "\udcff"), "not valid text in UTF-8"),
    (("--actor", "\udcff", *REGISTER), "not valid text in UTF-8"),
    (("staff", "add", "a", "b", "--unit", "\udcff"), "not valid text in UTF-8"),
    (("unit", "add", "total", "总行"), "choose another"),  # a row of the return is no unit
    (("nonsense",), "No such command"),
    (("--lang", "zh", "rest"), "是不是“还原”、“登记”、“退回”？"),
    (("list", "--nonsense"), "No such option"),
    (("list", "--format", "xml"), "none of table, csv, json"),
    (("list", "--json", "--csv"), "Choose one form"),
    (("list", "--csv", "--encoding", "latin-1"), "neither utf-8 nor gb18030"),
)
def test_what_cannot_be_used_is_named(desk: Desk, words: Sequence[str], sentence: str) -> None:
    desk.register()
    assert sentence in desk(*words, expect=2)


def test_nothing_typed_reaches_the_terminal_raw(desk: Desk, tmp_path: Path) -> None:
    nasty = "\x1b[31m\x9b\u202e"
    schedule = tmp_path / "2027.csv"
    schedule.write_text(f"day,is_working,name\n2027-03-06,1,{nasty}\n", "utf-8")
    desk("calendar", "import", str(schedule))
    said = desk("calendar", "show", "2027-03") + desk.run("list", f"--{nasty}", expect=2).output
    said += desk.run("list", "-o", str(tmp_path / f"{nasty}.csv")).output
    said += desk.run(f"{nasty}", expect=2).output + desk(*with_option("--category", f"{nasty}red"), expect=4)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", said)


def test_acts_on_a_closed_case_are_refused(desk: Desk) -> None:
    desk.register(answered="已当场退款")
    desk.through("1", "brief close")
    with unchanged(desk):
        for words in ("transfer 1 --to chengguan", "brief 1 --to sun", "close 1", "classify 1 --category work_error"):
            assert "complaintctl reopen TS-2026-0001 --reason" in desk(*words.split(), expect=3)
    desk.do("reopen", "1", "--reason", "客户不满意")
    desk("reopen", "1", "--reason", "客户不满意", expect=3)


@pytest.mark.requirement("A11.2")
def test_resolving_needs_the_slip_and_all_nine_parts(desk: Desk) -> None:
    desk.register()
    words = report(satisfaction="satisfied")
    assert "complaintctl transfer TS-2026-0001" in desk("resolve", "1", *words, expect=3)
    desk.do("transfer", "1", "--to", "chengguan")
    for at in range(0, len(words), 2):
        assert words[at] in desk("resolve", "1", *words[:at], *words[at + 2 :], expect=2)
    desk.do("resolve", "1", *words)
    assert "has its result report" in desk("resolve", "1", *words, expect=3)


def test_a_real_file_has_no_other_clock(desk: Desk, tmp_path: object) -> None:
    real = Desk(desk.path.with_name("real.db"), as_of=None)
    real("init")
    assert "practice file only" in real(*REGISTER, as_of="2026-11-23", expect=3)
    assert "practice file only" in real("init", as_of="2026-11-23", expect=3)
    real(*REGISTER)
    assert "No case is overdue on 2030-01-01" not in real("overdue", as_of="2029-12-28")


@pytest.mark.parametrize("text", ['lang = "fr"', "database = 3", "lang = ", "\xff"])
def test_a_configuration_that_cannot_be_used(desk: Desk, tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_bytes(text.encode("latin-1"))
    assert "The configuration" in desk("list", expect=2)


def test_codes_and_labels_are_interchangeable(desk: Desk) -> None:
    case = desk.register(channel="上门", category="服务产品", unit="河西支行")
    assert (case["channel"], case["category"], case["respondent_unit"]) == ("walk_in", "service_product", "hexi")
