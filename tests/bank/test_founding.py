"""A new case file asks for what letters to customers need, says what they lack, and what comes next."""

from pathlib import Path

from conftest import Desk
from support.case_file import rows
from support.terminal import Terminal

PHONE = "SELECT phone FROM staff"
STATUS = "SELECT value, in_force_from FROM policy WHERE key = 'regulation_status' ORDER BY in_force_from"


def test_at_a_terminal_it_asks_for_what_letters_need(tmp_path: Path) -> None:
    real = Desk(tmp_path / "new.db", None)
    asking = Terminal(real, "init", "--officer", "李清明", width=120, as_of=None)
    asking.enters(("The bank's name", "云溪农村商业银行"), ("Your telephone", "0000-1234567"))
    asking.answer("The bank's address", "云溪县人民路1号")
    asking.asks("The name of the bank's regulation").clears("投诉处理规定").press("enter")
    asking.answer("The first day it is in force", "2026-13-01").sees("does not exist")
    asking.asks("The first day it is in force").clears("2026-03-01").press("enter")
    said = asking.answer("Is this right").ends()
    assert "Next:" in said and "lack" not in said
    assert rows(real, PHONE) == [("0000-1234567",)]
    assert rows(real, STATUS) == [("草案", "2007-01-01"), ("现行", "2026-03-01")]
    said = rows(real, "SELECT value FROM policy WHERE key IN ('bank_address', 'bank_name', 'regulation') ORDER BY key")
    assert said == [("云溪县人民路1号",), ("云溪农村商业银行",), ("投诉处理规定",)]
    assert "sound" in real("verify")


def test_who_leaves_the_questions_leaves_nothing(tmp_path: Path) -> None:
    real = Desk(tmp_path / "new.db", None)
    Terminal(real, "init", as_of=None).asks("The bank's name").leaves()
    assert not real.path.exists()


def test_a_practice_file_asks_for_the_names_alone(tmp_path: Path) -> None:
    practice = Desk(tmp_path / "new.db", None)
    asking = Terminal(practice, "init", "--practice")  # its letters reach nobody
    asking.enters(("The bank's name", "云溪农村商业银行"), ("Your name", "李清明"), "Is this right").ends()
    assert rows(practice, "SELECT name FROM staff") == [("李清明",)]
    Terminal(Desk(tmp_path / "other.db", None), "init", "--practice", "--bank", "某行", "--officer", "张谷雨").ends()


def test_without_a_terminal_it_says_what_letters_lack(tmp_path: Path) -> None:
    real = Desk(tmp_path / "new.db", None)
    said = real.run("init", "--officer", "李清明").stderr
    for command in (
        "policy set bank_address TEXT",
        "policy set bank_name",
        "staff set li --phone",
        "policy set regulation_status 现行 --from DATE",
    ):
        assert f"complaintctl {command}" in said
    assert "--name" not in said
    whole = ["--bank", "云溪农村商业银行", "--phone", "0000-1234567", "--in-force-from", "2026-01-01"]
    whole += ["--address", "云溪县人民路1号"]
    other = Desk(tmp_path / "other.db", None)
    said = other.run("init", *whole).stderr
    assert "letters" not in said.lower() and "complaintctl schedule --systemd" in said
    assert "call you li" in said and "complaintctl staff set li --name NAME" in said
    other("staff", "set", "li", "--name", "李清明")
    wrong = Desk(tmp_path / "wrong.db", None)
    wrong("init", "--in-force-from", "2026-13-01", expect=2)
    assert not wrong.path.exists()
