"""Who is given a say in cases, rules or people, by whom, and what becomes of a login (Arts 2, 19)."""

import os
import pwd
from pathlib import Path

import pytest
from conftest import Desk, cases, made_once
from support.case_file import unchanged

NOBODY = "Nobody changes their own role or unit"
SECOND = "a second one who may change units and people approves that"


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A real file, begun by one officer, who lets others work under the one login of this machine."""
    monkeypatch.delenv("COMPLAINTCTL_ACTOR", raising=False)
    desk, me = Desk(tmp_path / "bank.db", as_of=None), pwd.getpwuid(os.geteuid()).pw_name
    desk("init", "--bank", "云溪农村商业银行", "--officer", "李清明")
    desk("staff", "set", me, "--shared-login")
    desk("unit", "add", "chengguan", "城关支行")
    desk("staff", "add", "zhang", "张立冬", "--unit", "chengguan")
    ren = ("staff", "add", "ren", "任小寒", "--unit", "supervision", "--role", "supervision")
    assert "leave --approved-by out" in desk(*ren, "--approved-by", "zhang", expect=3)
    desk(*ren)  # nobody could approve it
    return desk


@made_once
def practised(desk: Desk) -> None:
    """The furnished bank, with a second member of 监察室 who heads it."""
    desk("staff", "add", "ren", "任小寒", "--unit", "supervision", "--role", "supervision")
    desk("unit", "set", "supervision", "--head", "ren")


def appoint(bank: Desk) -> None:
    """Let a second one serve who may change units and people."""
    bank("staff", "add", "xu", "徐正衡", "--unit", "supervision", "--role", "chief_supervisor")


@cases("words", "--role principal_leader", "--unit hexi", "--unit chengguan --role supervision")
def test_nobody_changes_their_own_role_or_unit(practised: Desk, words: str) -> None:
    with unchanged(practised):
        assert NOBODY in practised("--actor", "ren", "staff", "set", "ren", *words.split(), expect=3)
    practised("--actor", "ren", "staff", "set", "ren", "--phone", "0000-1234567")


@cases("words", "staff add he 何寒露 --unit supervision --role supervision", "staff set zhang --role chief_supervisor",
       "unit set supervision --head zhang", "staff set gone --retired=")  # fmt: skip
def test_a_say_is_given_by_two_once_two_serve_who_could_give_it(bank: Desk, words: str) -> None:
    bank("staff", "add", "gone", "葛芒种", "--unit", "supervision", "--role", "supervision", "--login", "gone")
    bank("staff", "set", "gone", "--retired", "2026-01-01")
    appoint(bank)
    with unchanged(bank):
        assert SECOND in bank(*words.split(), expect=3)
        assert "任小寒 cannot approve this" in bank(*words.split(), "--approved-by", "ren", expect=3)
        assert "张立冬 cannot approve" in bank(*words.split(), "--approved-by", "zhang", expect=3)
    bank(*words.split(), "--approved-by", "xu")
    assert "sound" in bank("verify")


def test_an_import_gives_nobody_a_say_either(bank: Desk, tmp_path: Path) -> None:
    appoint(bank)
    staff = tmp_path / "staff.csv"
    staff.write_text("code,name,unit,role\nhe,何寒露,supervision,supervision\n", "utf-8")
    with unchanged(bank):
        assert SECOND in bank("staff", "import", str(staff), expect=3)
    bank("staff", "import", str(staff), "--approved-by", "xu")


def test_a_practice_file_asks_for_no_second(desk: Desk) -> None:
    appoint(desk)
    desk("staff", "add", "he", "何寒露", "--unit", "supervision", "--role", "supervision")


def test_a_login_is_given_on_once_its_holder_has_retired(desk: Desk) -> None:
    desk("staff", "set", "zhang", "--login", "pc07")
    desk.register(as_of="2026-11-20T09:00")
    for words in (["set", "qian"], ["add", "he", "何寒露", "--unit", "hexi"]):
        with unchanged(desk):
            assert "张立冬 has the login pc07 already" in desk("staff", *words, "--login", "pc07", expect=3)
    desk("staff", "set", "zhang", "--retired", "2026-11-23")
    desk("staff", "add", "he", "何寒露", "--unit", "hexi", "--login", "pc07")
    logins = {row["code"]: row["login"] for row in desk.json("staff", "list")}
    assert (logins["zhang"], logins["he"]) == (None, "pc07")
    assert "sound" in desk("verify")
