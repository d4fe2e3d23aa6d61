"""Amounts and dates as people write them: read, or refused."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from conftest import cases
from hypothesis import example, given
from hypothesis import strategies as st
from support.long_runs import examples

from complaintctl.base.clock import Moment, parse_moment, with_year
from complaintctl.base.errors import UsageProblem
from complaintctl.base.values import parse_amount

# ---- Amounts ----


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


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("五万", 50_000), ("五万元", 50_000), ("三千", 3000), ("两万五千元整", 25_000), ("十万", 100_000),
        ("一万零二百", 10_200), ("一百二十", 120), ("十五", 15), ("二十", 20), ("一千零五", 1005), ("伍万圆整", 50_000),
        ("贰仟叁佰", 2300), ("九千九百九十九万九千九百九十九", 99_999_999), ("￥1,200", 1200), ("¥1200", 1200),
    ],
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


# ---- Dates and times ----


def forms(day: datetime) -> list[str]:
    """A day as people write it."""
    return [
        f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}", f"{day:%Y年%m月%d日}",
        f"{day.year}-{day.month}-{day.day}", f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ]  # fmt: skip


@given(day=st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30)))
def test_a_day_is_read_in_every_form(day: datetime) -> None:
    for form in forms(day):
        moment = parse_moment(f" {form} ", "--at")
        assert moment == Moment(f"{day:%Y-%m-%d}T00:00:00+08:00", True)
        assert moment.day_end.text == f"{day:%Y-%m-%d}T23:59:59+08:00"


@given(time=st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30)))
def test_a_time_is_read_in_every_form(time: datetime) -> None:
    for form in forms(time):
        for between in ("", " ") if form.endswith("日") else ("T", " "):
            moment = parse_moment(f"{form}{between}{time:%H:%M}", "--at")
            assert moment == Moment(f"{time:%Y-%m-%dT%H:%M}:00+08:00")
            assert moment.day_end == moment
            assert parse_moment(f"{form}{between}{time:%H:%M:%S}", "--at").text == f"{time:%Y-%m-%dT%H:%M:%S}+08:00"
            assert parse_moment(f"{form}{between}{time.hour}:{time:%M}", "--at") == moment


@given(
    time=st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30)),
    offset=st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_a_time_with_an_offset_is_the_same_moment_in_china(time: datetime, offset: timezone) -> None:
    aware = time.replace(microsecond=0, tzinfo=offset)
    moment = parse_moment(aware.isoformat(), "--at")
    assert moment.text.endswith("+08:00")
    assert datetime.fromisoformat(moment.text) == aware


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25-1-5", "2025-01-05T00:00:00"), ("25/01/05", "2025-01-05T00:00:00"), ("25年1月5日", "2025-01-05T00:00:00"),
        ("25.1.5 9:05", "2025-01-05T09:05:00"), ("2025年1月5日 14:30", "2025-01-05T14:30:00"),
        ("2025年1月5日14时30分", "2025-01-05T14:30:00"), ("2025年1月5日 14时", "2025-01-05T14:00:00"),
        ("2025年1月5日9点05分20秒", "2025-01-05T09:05:20"), ("2025-1-5 14时30分", "2025-01-05T14:30:00"),
    ],
)  # fmt: skip
def test_short_years_and_times_in_words_are_read(text: str, expected: str) -> None:
    assert parse_moment(text, "--at").text == f"{expected}+08:00"


@pytest.mark.parametrize("text", ["125-1-5", "2025年1月5日25时", "2025年1月5日14时70分", "5-1-25 3", "1-5-25"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_moment(text, "--at")


WRITTEN = st.from_regex(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?([T ]?\d{1,2}(:\d\d){0,2}(\.\d{1,6})?(Z|[-+]\d\d:\d\d)?)?", fullmatch=True
)


@examples(300)
@given(text=st.text() | WRITTEN)
@example("0001-01-01T00:00+14:00")
@example("9999-12-31T23:59-12:00")
@example("2026-02-29")
@example("2026-11-23T24:00")
@example("２０２６-11-23")
def test_any_text_is_a_moment_or_is_refused(text: str) -> None:
    try:
        moment = parse_moment(text, "--at")
    except UsageProblem:
        return
    assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+08:00", moment.text)
    assert parse_moment(moment.text, "--at").text == moment.text


@pytest.mark.parametrize(
    "text",
    ["", "today", "2026-11", "2026-11-31", "2026-13-01", "2026-11-23T25:00", "2026-11-23Tnoon",
     "2026-11-231", "2026-11-2314", "23.11.2026"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_moment(text, "--at")


@cases(
    "typed meant",
    ("2月26日", "2026年2月26日"),
    ("2-26", "2026-2-26"),
    ("02/26", "2026/02/26"),
    ("2月26日 15:30", "2026年2月26日 15:30"),
)
def test_a_date_without_its_year_gets_one(typed: str, meant: str) -> None:
    assert with_year(typed, "2026") == meant
    assert parse_moment(meant, "").day == "2026-02-26"


@pytest.mark.parametrize(
    "typed", ["2026-02-26", "26-02-2026", "2/26/2026", "2026年2月26日", "26日", "昨天", "2-266", ""]
)
def test_other_dates_are_left_as_they_are(typed: str) -> None:
    assert with_year(typed, "2026") == typed
