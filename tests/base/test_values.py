"""Amounts as people write them: read, or refused."""

import re

import pytest
from conftest import cases
from hypothesis import example, given
from hypothesis import strategies as st
from support.long_runs import examples

from complaintctl.base.errors import UsageProblem
from complaintctl.base.values import parse_amount


@given(fen=st.integers(0, 10**15 - 1), mark=st.sampled_from(["", "¥", "￥"]), unit=st.sampled_from(["", "元"]))
def test_an_amount_is_read_as_it_is_written(fen: int, mark: str, unit: str) -> None:
    yuan, rest = divmod(fen, 100)
    for whole in (f"{yuan}", f"{yuan:,}"):
        assert parse_amount(f"{mark}{whole}.{rest:02}{unit}") == fen
        assert parse_amount(f" {mark}{whole}{unit} ") == yuan * 100
        assert parse_amount(f"{mark}{whole}.{rest // 10}{unit}") == yuan * 100 + rest // 10 * 10


@given(fen=st.integers(0, 10**15 - 1))
def test_an_amount_in_ten_thousands(fen: int) -> None:
    whole, rest = divmod(fen, 10**6)
    assert parse_amount(f"{whole}.{rest:06}万") == fen
    assert parse_amount(f"{whole}万元") == whole * 10**6


@cases(
    "text yuan",
    ("五万", 50_000), ("五万元", 50_000), ("三千", 3000), ("两万五千元整", 25_000), ("十万", 100_000),
        ("一万零二百", 10_200), ("一百二十", 120), ("十五", 15), ("二十", 20), ("一千零五", 1005), ("伍万圆整", 50_000),
        ("贰仟叁佰", 2300), ("九千九百九十九万九千九百九十九", 99_999_999), ("￥1,200", 1200), ("¥1200", 1200),
)  # fmt: skip
def test_an_amount_is_read_in_characters_and_with_either_sign(text: str, yuan: int) -> None:
    assert parse_amount(text) == yuan * 100


@pytest.mark.parametrize(
    "text", ["万", "千", "零", "元", "整", "", "一万二", "三千五", "万五千", "约五万", "五百千", "五万万"]
)
def test_an_amount_in_characters_that_can_be_misread_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_amount(text)


NUMBERS = st.from_regex(r"[-+]?[¥¥]?[\d,.]{1,24}[万元]{0,2}", fullmatch=True)


@examples(300)
@given(text=st.text() | NUMBERS)
@example("9999999999999万")
@example("9,999,999,999,999,999,999,999")
@example("-1")
@example("1.005")
@example("１２")
@example("1e5")
@example("1,00")
def test_any_text_is_an_amount_that_can_be_stored_or_is_refused(text: str) -> None:
    try:
        fen = parse_amount(text)
    except UsageProblem:
        return
    assert 0 <= fen < 2**63
    assert re.search(r"[\d一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]", text)


@given(text=st.from_regex(r"-[¥¥]?\d{1,9}(\.\d\d?)?元?|\d{1,9}\.\d{3,6}元?|\d{1,3},\d{1,2}|\d{1,9}\.", fullmatch=True))
def test_a_negative_amount_and_one_finer_than_a_fen_are_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_amount(text)
