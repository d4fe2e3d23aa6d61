"""What is named after a name that there is not: the likest, by what was typed, or a few by label and code."""

import pytest
from conftest import cases

from complaintctl.base.errors import NotFound
from complaintctl.base.language import speak

CHANNELS = [("phone", "电话"), ("web", "网络"), ("walk_in", "上门"), ("letter", "信件")]


@cases(
    "given said",
    ("电化", "Did you mean 电话 (phone)?"),  # of one sound
    ("phon", "Did you mean phone (电话)?"),
    ("x", "Known: 电话 (phone), 网络 (web), 上门 (walk_in), 信件 (letter)."),
    ("k", "Known: "),  # one letter is in nearly every code
    ("邮件", "Known: "),
)
def test_the_likest_come_first_each_with_its_code(given: str, said: str) -> None:
    assert said in str(NotFound.named("channel", given, CHANNELS))


def test_in_chinese_it_reads_as_chinese() -> None:
    speak("zh")
    assert "可用：电话（phone）、网络（web）" in str(NotFound.named("渠道", "x", CHANNELS))


@pytest.mark.parametrize(("number", "named"), [(10, 10), (11, 10), (41, 0)])
def test_of_many_a_few_are_named_and_of_very_many_none(number: int, named: int) -> None:
    known = [(f"code{place}", f"第{place}种") for place in range(number)]
    said = str(NotFound.named("kind", "?", known, "`list` shows all."))
    assert said.count("(code") == named and said.endswith("`list` shows all.") and ("…" in said) is (number == 11)


def test_names_alone_stand_once() -> None:
    assert str(NotFound.named("page", "x", ["one", "two"])) == "There is no page 'x'. Known: one, two."
