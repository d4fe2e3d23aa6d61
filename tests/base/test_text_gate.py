"""One gate for what is typed or imported: codes and numbers in any width, a customer found however he is written."""

import csv
from pathlib import Path

import pytest
from conftest import Desk, cases
from hypothesis import given
from hypothesis import strategies as st
from support.case_file import VERSIONS, change, rows, unpacked

from complaintctl.base.values import plain
from complaintctl.privacy.contact_numbers import identity_keys, identity_number, phone_keys, phone_number

WORDS = ("register", "--channel", "phone", "--category", "work_error", "--summary", "扣款两次", "--demand", "退还")
WIDE = str.maketrans({chr(narrow): chr(narrow + 0xFEE0) for narrow in range(0x21, 0x7F)})
MOBILE = ["13700000021", "13700000021".translate(WIDE), "137 0000 0021", "137-0000-0021", "137—0000—0021",
          "+86 13700000021", "0086-13700000021", "(+86)137 0000 0021", "8613700000021", "013700000021",
          "13700000021（本人）", "手机13700000021", "13700000099/13700000021", "13700000021 13700000099",
          "0915-3456789；13700000021", "\u202d13700000021\u202c", "137.0000.0021"]  # fmt: skip
LANDLINE = ["0915-3456789", "(0915)3456789", "（0915）345 6789", "09153456789", "0915 3456789", "+86-915-3456789",
            "0086 0915 3456789", "0915-3456789-801", "0915-3456789转801", "09153456789 ext. 801",
            "0915—3456789".translate(WIDE), "家0915-3456789", "3456789"]  # fmt: skip
IDENTITY = ["11010519491231002X", "11010519491231002x", "11010519491231002X".translate(WIDE), "110105 19491231 002X",
            "110105-19491231-002X", "110105491231002", "身份证11010519491231002X（已核）"]  # fmt: skip


def meets(written: str, sought: str) -> bool:
    return bool(phone_keys(written) & phone_keys(sought, sought=True))


@pytest.mark.parametrize("forms", [MOBILE, LANDLINE], ids=["mobile", "landline"])
def test_a_phone_is_found_however_it_is_written(forms: list[str]) -> None:
    assert [(one, other) for one in forms for other in forms if not meets(one, other)] == []


def test_an_identity_number_is_found_however_it_is_written() -> None:
    assert set.union(*map(identity_keys, IDENTITY)) == identity_keys(IDENTITY[0])


@cases(
    "one other",
    ("0915-3456789", "0916-3456789"), ("13700000021", "13700000022"), ("不愿提供", "不愿提供"), ("", ""),
     ("137000000211", "13700000021"), ("0915-3456789转801", "3456780"),
)  # fmt: skip
def test_other_numbers_are_not_found(one: str, other: str) -> None:
    assert not meets(one, other) and not meets(other, one)


@given(
    number=st.integers(13 * 10**9, 20 * 10**9 - 1).map(str),
    gaps=st.lists(st.sampled_from(["", " ", "-", "－"]), min_size=10),
)
def test_a_phone_is_stored_without_blanks_and_dashes(number: str, gaps: list[str]) -> None:
    written = "".join(digit + gap for digit, gap in zip(number, [*gaps[:10], ""], strict=True))
    assert phone_number(written) == number
    assert phone_number(phone_number(written)) == number


@cases(
    "written stored",
    ("0915-345 6789-801", "09153456789-801"), ("13700000021（本人）", "13700000021(本人)"),
     ("13700000021 13700000099", "13700000021 13700000099"), ("0915-3456789 转 801", "09153456789转 801"),
)  # fmt: skip
def test_what_else_is_written_of_a_phone_stays(written: str, stored: str) -> None:
    assert phone_number(written) == stored


def test_an_identity_number_is_stored_without_blanks_and_dashes() -> None:
    assert identity_number("１１０１０５－１９４９１２３１　００２Ｘ") == "11010519491231002X"


@given(text=st.text())
def test_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    phone_keys(text)
    identity_keys(text)


def test_the_mark_of_a_note_is_no_digit() -> None:
    assert plain("５００²元①") == "500²元①"


# ---- At the counter ----


@pytest.mark.requirement("A17.1", "G27")
@pytest.mark.parametrize(
    ("stored", "typed"),
    [(MOBILE[0], form) for form in MOBILE[1:]] + [(form, MOBILE[0]) for form in MOBILE[1::4]]
    + [("0915-3456789", form) for form in LANDLINE[1::3]],
)  # fmt: skip
def test_a_repeat_is_found_however_the_phone_is_written(desk: Desk, stored: str, typed: str) -> None:
    desk.register(phone=stored, name="")
    assert "TS-2026-0001" in desk.run(*WORDS, "--phone", typed).stderr


def test_a_customers_numbers_are_stored_plain_at_the_counter(desk: Desk) -> None:
    desk.register(phone="137－0000－0021".translate(WIDE), id_no="110105 19491231 002X")
    assert rows(desk, "SELECT phone, id_no FROM complainant") == [("13700000021", IDENTITY[0])]


@pytest.mark.requirement("A17.1")
@pytest.mark.parametrize("typed", ["柳 青禾", "柳　青禾", "柳青禾 ", "某人、柳青禾"])
def test_a_name_is_compared_without_blanks_and_stored_as_written(desk: Desk, typed: str) -> None:
    desk.register(name="柳青 禾", phone="", unit="chengguan")
    assert "TS-2026-0001" in desk.run(*WORDS, "--name", typed, "--unit", "chengguan").stderr
    desk.register(name="𠮷⼤豫", phone="")
    assert rows(desk, "SELECT name FROM complainant") == [("柳青 禾",), (typed.strip(),), ("𠮷⼤豫",)]


@pytest.mark.requirement("A17.1", "G33")
@pytest.mark.parametrize("version", VERSIONS[:4], ids=lambda path: path.name.removesuffix(".db.gz"))
def test_a_repeat_of_a_row_stored_earlier_as_typed_is_found(version: Path, tmp_path: Path) -> None:
    old = unpacked(version, tmp_path)
    change(old, "UPDATE complainant SET phone = '０９１５－３４５６７８９（家）' WHERE id = 2")
    assert "TS-2026-0002" in old.run(*WORDS, "--phone", "0915 3456789").stderr


def test_a_key_changed_outside_is_found(desk: Desk) -> None:
    desk.register()
    change(desk, "DELETE FROM contact_key WHERE kind = 'phone'")
    assert "TS-2026-0001" in desk.run("verify", expect=6).output


@pytest.mark.parametrize(("typed", "differs"), [("+86 13900000001", False), ("13900000002", True)])
def test_the_same_number_in_another_spelling_is_no_other_data(desk: Desk, typed: str, differs: bool) -> None:
    desk.register()
    said = desk.run(*WORDS, "--repeat-of", "1", "--nothing-new", "--phone", typed, "--name", "赵 小满").stderr
    assert ("is not what TS-2026-0001 holds" in said) is differs


# ---- Codes and figures in any width ----


def test_codes_and_figures_are_typed_in_any_width(desk: Desk) -> None:
    typed = {"unit": "chengguan", "channel": "walk_in", "amount": "60000元", "group_size": "12", "subject": "qian"}
    case = desk.register(**{key: text.translate(WIDE) for key, text in typed.items()})
    assert (case["respondent_unit"], case["channel"], case["amount_yuan"]) == ("chengguan", "walk_in", "60000.00")
    assert case["group_size"] == 12
    slip = desk.json("transfer", "TS-2026-0001".translate(WIDE), "--to", "城关支行")["slips"][0]["slip_no"]
    desk.do("sign", "2026-1".translate(WIDE), "--slip", slip.translate(WIDE), "--by", "张立冬")
    desk("unit", "add", "depot-9".translate(WIDE), "金库（新）", "--email", "depot@bank.example".translate(WIDE))
    units = {row["code"]: row for row in desk.json("unit", "list")}
    assert (units["depot-9"]["name"], units["depot-9"]["email"]) == ("金库（新）", "depot@bank.example")
    assert desk.register(unit="金库(新)")["respondent_unit"] == "depot-9"
    desk("report", "--month", "2026-11".translate(WIDE), "--by", "unit".translate(WIDE))


def test_cells_are_taken_in_any_width(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    row = {
        "编号": "W-1".translate(WIDE), "投诉日期": "2026年11月20日 9:05".translate(WIDE), "投诉渠道": "意见簿（箱）",
        "类别": "work_error".translate(WIDE), "投诉人": "柳　青禾", "联系电话": "137-0000-0021".translate(WIDE),
        "证件号码": "11010519491231002X".translate(WIDE), "被投诉单位": "chengguan".translate(WIDE),
        "投诉内容": "扣款两次，共１００元", "诉求": "退还", "涉及金额": "1,200元".translate(WIDE),
    }  # fmt: skip
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([row.keys(), row.values()])
    desk("import", str(file))
    case = desk.json("show", "1")
    assert (case["channel"], case["category"], case["respondent_unit"]) == ("suggestion_box", "work_error", "chengguan")
    assert (case["received_at"], case["amount_yuan"]) == ("2026-11-20T09:05:00+08:00", "1200.00")
    assert rows(desk, "SELECT name, phone, id_no FROM complainant") == [("柳　青禾", "13700000021", IDENTITY[0])]
    assert rows(desk, "SELECT summary FROM complaint") == [(row["投诉内容"],)]
    file.write_text(file.read_text("utf-8").replace(row["编号"], "W-1"), "utf-8")
    assert "1 imported before" in desk("import", str(file))
    assert "TS-2026-0001" in desk.run(*WORDS, "--phone", "13700000021").stderr
