"""Dates and times as banks write them: the day and the minute that are written, or refused in a sentence."""

import re
import unicodedata
from datetime import datetime, timedelta, timezone

import pytest
from conftest import Desk, cases
from hypothesis import example, given
from hypothesis import strategies as st
from support.long_runs import examples

from complaintctl.base.clock import Moment, parse_day, parse_moment
from complaintctl.base.errors import UsageProblem
from complaintctl.base.spoken_days import AHEAD, EITHER, PAST, in_full

WIDE = str.maketrans("0123456789:-/. ~", "０１２３４５６７８９：－／．　～")
TIMES = st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30))
DAY_FORMS = ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y年%m月%d日}", "{0.year}-{0.month}-{0.day}",
             "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日",
             "{0.year}年{0.month}月{0.day}号", "{0:%Y%m%d}"]  # fmt: skip
TIME_FORMS = ["{0:%H:%M}", "{0.hour}:{0:%M}", "{0.hour}:{0.minute}", "{0.hour}时{0.minute}分", "{0.hour}点{0:%M}",
              "{0:%p} {0:%I:%M}", "{0:%I:%M} {0:%p}", "{0:%H:%M:%S}"]  # fmt: skip
ENDS = st.sampled_from(["", "-23:59:59", "～23：59：59", " 至 23:59:59", "——12月31日"])


@given(day=TIMES)
def test_a_day_is_read_in_every_form(day: datetime) -> None:
    for form in DAY_FORMS:
        moment = parse_moment(f" {form.format(day)} ", "--at")
        assert moment == Moment(f"{day:%Y-%m-%d}T00:00:00+08:00", True)
        assert moment.day_end.text == f"{day:%Y-%m-%d}T23:59:59+08:00"


@given(time=TIMES, end=ENDS, wide=st.booleans())
def test_the_day_and_the_minute_are_those_written(time: datetime, end: str, wide: bool) -> None:
    forms = [(day_form, between, time_form) for day_form in DAY_FORMS for time_form in TIME_FORMS
             for between in (("", " ") if day_form[-1] in "日号" else ("T", " "))]  # fmt: skip
    for day_form, between, time_form in forms:
        text = f"{day_form}{between}{time_form}".format(time) + (end if "%p" not in time_form else "")
        moment = parse_moment(text.translate(WIDE) if wide else text, "--at")
        assert moment == Moment(f"{time:%Y-%m-%dT%H:%M}:{time.second if '%S' in time_form else 0:02}+08:00"), text
        assert moment.day_end == moment


@given(
    time=st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30)),
    offset=st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_a_time_with_an_offset_is_the_same_moment_in_china(time: datetime, offset: timezone) -> None:
    aware = time.replace(microsecond=0, tzinfo=offset)
    moment = parse_moment(aware.isoformat(), "--at")
    assert moment.text.endswith("+08:00")
    assert datetime.fromisoformat(moment.text) == aware


@cases(
    "text expected",
    *(("25-1-5", "2025-01-05 00:00"), ("25/01/05", "2025-01-05 00:00"), ("25年1月5日", "2025-01-05 00:00")),
    *(("25.1.5 9:05", "2025-01-05 09:05"), ("2025年1月5日 14:30", "2025-01-05 14:30")),
    *(("2025年1月5日14时30分", "2025-01-05 14:30"), ("2025年1月5日 14时", "2025-01-05 14:00")),
    *(("2025年1月5日9点05分20秒", "2025-01-05 09:05:20"), ("2025-1-5 14时30分", "2025-01-05 14:30")),
    *(("２０２７-３-５", "2027-03-05 00:00"), ("2027–3–5", "2027-03-05 00:00")),
    *(("2027 年 3 月 5 日", "2027-03-05 00:00"), ("2027/3/5 上午 8:07", "2027-03-05 08:07")),
    *(("2027/3/5 下午 8:07", "2027-03-05 20:07"), ("2027/3/5 下午 12:07", "2027-03-05 12:07")),
    *(("2027/3/5 上午 12:07", "2027-03-05 00:07"), ("2027/3/5 中午12:30", "2027-03-05 12:30")),
    *(
        ("2027/3/5 中午1:30", "2027-03-05 13:30"),
        ("2027年3月5日晚上8点半", "2027-03-05 20:30"),
        ("2027年3月5日晚8:30", "2027-03-05 20:30"),
    ),
    *(("2027/3/5 8:07:09 PM", "2027-03-05 20:07"), ("2027/3/5 PM 8:07", "2027-03-05 20:07")),
    *(("2027年3月5日下午15时", "2027-03-05 15:00"), ("2027-3-5 8：7", "2027-03-05 08:07")),
    *(("20270305 0807", "2027-03-05 08:07"), ("20270305080709", "2027-03-05 08:07")),
    *(("2027-03-05 周五", "2027-03-05 00:00"), ("Friday 2027-03-05", "2027-03-05 00:00")),
    *(("2027年3月5日星期五 8:07", "2027-03-05 08:07"), ("2027/3/5（周五）下午8点", "2027-03-05 20:00")),
    *(("2027-03-05T08:07Z", "2027-03-05 16:07"), ("2027-03-05 08:07:09 +0000", "2027-03-05 16:07")),
    *(("2027-03-05T20:07:09-08:00", "2027-03-06 12:07"), ("2027-03-05T08:07:09.123", "2027-03-05 08:07")),
)
def test_a_date_is_read_as_banks_write_it(text: str, expected: str) -> None:
    assert parse_moment(text, "--at").text.startswith(expected.replace(" ", "T"))


@pytest.mark.parametrize("dash", ["-", "–", "—", "——", "－", "‐", "~", "～", "〜", " - ", "至", "到", " 至 "])
@cases(
    "start end",
    ("2027-03-05 14:10", "15:40"), ("2027-03-05T14:10", "15:40"), ("2027年3月5日14:10", "3月6日9:00"),
     ("2027/3/5 下午2:10", "3:40"), ("2027/3/5 上午11:10", "12:40"), ("2027-03-05 14:10", "2027-03-05 15:40"),
)  # fmt: skip
def test_a_span_counts_from_its_start(start: str, end: str, dash: str) -> None:
    moment = parse_moment(f"{start}{dash}{end}", "--at")
    assert moment == parse_moment(start, "--at")
    assert moment.day == "2027-03-05"


@pytest.mark.parametrize("text", ["2027年3月5日至3月7日", "2027.3.5-3.7", "2027-03-05~2027-03-07", "20270305-20270307"])
def test_where_one_day_is_asked_for_a_span_of_days_is_refused(text: str) -> None:
    assert parse_moment(text, "--at").day == "2027-03-05"
    with pytest.raises(UsageProblem, match="is a span of days"):
        parse_day(text, "--due")
    assert parse_day("2027-03-05 9:00-10:00", "--posted-at") == "2027-03-05"


HALF = "of its end alone"


@cases(
    "text why",
    *((text, "is not a date") for text in (
        "", "today", "2026-11", "2026-11-231", "2026-11-2314", "23.11.2026", "2026-11-23Tnoon", "125-1-5", "5-1-25 3",
        "1-5-25", "2027。3", "2027-03-05 14", "2027-03-05+08:00", "2027.3-5", "08/03/27", "2027-03-05²", "2027030508",
        "2027年3月5日上午9:05PM", "٢٠٢٧-٠٣-٠٥")),
    *((text, "does not exist") for text in (
        "2026-11-31", "2026-13-01", "2026-11-23T25:00", "2027-02-29", "20270230", "2027-03-05 14:60",
        "2025年1月5日25时", "2025年1月5日14时70分", "2027/3/5 晚上12点", "2027/3/5 上午15:00",
        "2027-03-05 14:00-15:70")),
    ("2027-03-05 24:00", "of the next day"), ("2027-03-05 14:00-13:00", "does not end after it begins"),
    ("2027-03-05T14:05-05:00", "does not end after"), ("2027-03-05 - 09:05", "does not end after"),
    ("0001-01-01", "the years 1900 to 2099"), ("9999-12-31T23:59Z", "the years 1900 to 2099"),
    ("2026-09-04 3:00-4:00 PM", HALF), ("2026-09-04 2:00～3:30 PM", HALF), ("2026-09-04 10:00-下午2:00", HALF),
)  # fmt: skip
def test_what_is_refused_is_refused_with_what_is_right(text: str, why: str) -> None:
    with pytest.raises(UsageProblem, match=why):
        parse_moment(text, "--at")


WRITTEN = st.from_regex(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?([T ]?\d{1,2}(:\d\d){0,2}(\.\d{1,6})?(Z|[-+]\d\d:\d\d)?)?", fullmatch=True
)
PIECES = st.sampled_from(
    [*"0123456789", *"-/.:年月日号时点分秒 T~至到—+Z上午下午", "2027", "03", "05", "14:00", "15:30", "+08:00", "上午",
     "下午", "PM", "半", "2027-03-05", "２０２７", "：", "－"]
)  # fmt: skip


@examples(1300)
@given(text=st.text() | WRITTEN | st.lists(PIECES, max_size=14).map("".join))
@example("2027-03-05 14:00-15:30")
@example("2027-03-05 1400-1530")
@example("\ud800")
@example("0001-01-01T00:00+14:00")
@example("9999-12-31T23:59-12:00")
@example("2026-02-29")
@example("2026-11-23T24:00")
@example("２０２６-11-23")
def test_any_text_is_read_as_written_or_refused(text: str) -> None:
    try:
        moment = parse_moment(text, "--at")
    except UsageProblem:
        return
    assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+08:00", moment.text)
    assert parse_moment(moment.text, "--at").text == moment.text
    written = unicodedata.normalize("NFKC", text).upper()
    if re.search(r"[+Z]|T[0-9:]{8}-", written):  # an offset is converted
        return
    compact = re.match(r"\s*([0-9]{4})([0-9]{2})([0-9]{2})[T ]?(?:([0-9]{2})([0-9]{2}))?", written)
    numbers = list(filter(None, compact.groups())) if compact else []
    numbers += re.findall(r"[0-9]+", written[compact.end() if compact else 0 :])
    year, month, day = map(int, numbers[:3])
    assert moment.day == f"{year + 2000 if year < 100 else year}-{month:02}-{day:02}"
    if not moment.whole_day:
        assert int(moment.text[11:13]) % 12 == int(numbers[3]) % 12
    if not moment.whole_day and moment.text[14:16] != "00" and "半" not in written:
        assert int(moment.text[14:16]) == int(numbers[4])


@pytest.mark.requirement("A3.1")
def test_a_span_is_received_at_its_start(desk: Desk) -> None:
    case = desk.register(received_at="2026-11-20 16:30-17:00")
    assert case["received_at"] == "2026-11-20T16:30:00+08:00"
    desk.do("transfer", "1", "--to", "chengguan", "--at", "2026年11月20日下午5:10～5:20")
    assert desk.case("1")["events"][-1]["at"] == "2026-11-20T17:10:00+08:00"
    assert "does not exist" in desk("sign", "1", "--at", "2026-11-20 16:30-25:00", expect=2)


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2006-12-31", "9999-12-31"])
@pytest.mark.parametrize("command", [("list",), ("overdue",), ("report", "--compare"), ("todo",), ("doctor",)])
def test_a_clock_set_out_of_all_time_is_refused(desk: Desk, day: str, command: tuple[str, ...]) -> None:
    assert "--as-of" in desk(*command, as_of=day, expect=2)


@pytest.mark.parametrize(
    "options", [("--year", "0001", "--compare"), ("--known-on", "2006-12-31"), ("--month", "0001-01")]
)
def test_a_return_of_such_a_time_is_refused(desk: Desk, options: tuple[str, ...]) -> None:
    desk("report", *options, expect=2)


def test_a_span_that_names_the_half_of_its_start_is_read() -> None:
    assert parse_moment("2026-09-04 下午3:00-4:00", "--at").text == "2026-09-04T15:00:00+08:00"


# ---- Days as people say them, on Thursday 26 November 2026 ----


@cases(
    "said side meant",
    *((said, PAST, meant) for said, meant in (
        ("今天", "2026-11-26"), ("昨天 15:30", "2026-11-25 15:30"), ("前天下午3点", "2026-11-24 下午3点"),
        ("Yesterday", "2026-11-25"), ("周四", "2026-11-26"), ("周五", "2026-11-20"), ("上周五", "2026-11-20"),
        ("上个星期天", "2026-11-22"), ("本周一", "2026-11-23"), ("8日", "2026-11-08"), ("28号", "2026-11-28"),
        ("８ 日", "2026-11-08"), ("27日", "2026-11-27"), ("11月8日", "2026-11-08"), ("11月27日", "2026-11-27"),
        ("12月30日", "2026-12-30"), ("6月1日", "2026-06-01"), ("2-26", "2026-02-26"), ("02/26", "2026-02-26"),
        ("2月26日 15:30", "2026-02-26 15:30"), ("8日至10日", "2026-11-08 至10日"), ("昨晚9点", "2026-11-25 晚9点"),
        ("今早8点", "2026-11-26 早8点"), ("11月20日（周五）", "2026-11-20 (周五)"))),
    *((said, AHEAD, meant) for said, meant in (
        ("明天", "2026-11-27"), ("后天", "2026-11-28"), ("周五", "2026-11-27"), ("周三", "2026-12-02"),
        ("下周三", "2026-12-02"), ("8日", "2026-12-08"), ("25日", "2026-11-25"), ("1月5日", "2027-01-05"),
        ("11月20日", "2026-11-20"))),
    *((said, EITHER, meant) for said, meant in (
        ("周五", "2026-11-27"), ("28日", "2026-11-28"), ("1月5日", "2027-01-05"), ("8月1日", "2026-08-01"))),
)  # fmt: skip
def test_a_day_is_taken_as_people_say_it(said: str, side: int, meant: str) -> None:
    assert in_full(said, "2026-11-26", side) == meant
    parse_moment(meant, "")


@given(today=TIMES, back=st.integers(0, 13), week=st.sampled_from(["上", "本", ""]))
def test_a_day_that_is_said_is_the_last_one_called_so(today: datetime, back: int, week: str) -> None:
    day = today - timedelta(days=back)
    weekday = "一二三四五六日"[day.weekday()]
    meant = datetime.fromisoformat(in_full(f"{week}周{weekday}", f"{today:%Y-%m-%d}", PAST))
    assert f"{meant:%a}" == f"{day:%a}"
    if week:
        assert f"{meant:%G-%V}" == f"{today - timedelta(days=7 * (week == '上')):%G-%V}"
    else:
        assert timedelta() <= datetime(*today.timetuple()[:3]) - meant < timedelta(days=7)
    if back < 10:  # nearer than the same day of the month to come
        assert in_full(f"{day.day}日", f"{today:%Y-%m-%d}", PAST) == f"{day:%Y-%m-%d}"
        assert in_full(f"{day.month}月{day.day}日", f"{today:%Y-%m-%d}", PAST) == f"{day:%Y-%m-%d}"
        assert in_full(f"{today.day}号", f"{day:%Y-%m-%d}", AHEAD) == f"{today:%Y-%m-%d}"


@given(today=TIMES, off=st.integers(-9, 9))
def test_a_day_on_either_side_is_the_nearest_one_called_so(today: datetime, off: int) -> None:
    day = today + timedelta(days=off)
    for said in (f"{day.day}日", f"{day.month}月{day.day}日"):
        assert in_full(said, f"{today:%Y-%m-%d}", EITHER) == f"{day:%Y-%m-%d}"


@cases(
    "said side why",
    *((said, PAST, "does not exist") for said in ("2月30日", "32日", "0日", "13月1日")),
    *((said, PAST, "is not a date") for said in ("周八", "明年", "上8日", "昨")),
    *((said, EITHER, "does not say of which month and year") for said in ("8日", "31日", "6月1日")),
    *((said, PAST, "another day of the week than Friday 2026-11-20") for said in ("20日周六", "Monday 2026-11-20")),
)
def test_a_day_that_does_not_exist_or_may_be_another_is_refused_as_typed(said: str, side: int, why: str) -> None:
    with pytest.raises(UsageProblem, match=why) as refused:
        parse_moment(in_full(said, "2026-11-26", side), "--at")
    assert f"--at '{said}'" in str(refused.value) or "week" in why


@pytest.mark.parametrize(
    "typed", ["2026-02-26", "26-02-2026", "2/26/2026", "2026年2月26日", "2-266", "20260226", "14:00-15:00", ""]
)
def test_other_dates_are_left_as_they_are(typed: str) -> None:
    assert in_full(typed, "2026-11-26", PAST) == typed


def test_every_option_for_a_date_takes_a_day_as_people_say_it(desk: Desk) -> None:
    desk("check", "done", "web_channel", "--day", "前天", "--day", "20日", "--by", "li")
    assert [row["day"] for row in desk.json("check", "list", "--from", "20日")] == ["2026-11-20", "2026-11-21"]
    assert "--from '31日' does not say" in desk("list", "--from", "31日", expect=2)
