"""The file between two commands at the desk: kept open, let go of where it is to be replaced, not asked at a key."""

from pathlib import Path

import pytest
from conftest import Desk
from support.terminal import Terminal

PROMPT = "PRACTICE Mon 23 Nov> "
COUNTED = """
import pathlib, sys
from complaintctl.record import views

log = pathlib.Path(sys.argv[0]).with_suffix(".log").open("a", buffering=1)

class Counted(views.Connection):
    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        log.write("opened\\n")

    def execute(self, sql, *values):
        log.write("asked\\n")
        return super().execute(sql, *values)

views.Connection = Counted
from complaintctl.cli import main
main()
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own for the history."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_no_key_asks_the_file_and_one_opening_serves_every_command(desk: Desk, tmp_path: Path) -> None:
    for unit in ("chengguan", "hexi"):
        desk.register(unit=unit)
    script, log = tmp_path / "counted.py", tmp_path / "counted.log"
    script.write_text(COUNTED)
    terminal = Terminal(desk, "desk", script=script).ready(PROMPT)

    def count(what: str) -> int:
        return log.read_text().split().count(what)

    terminal.press("1", "enter").sees("TS-2026-0001  registered").ready(PROMPT)
    opened = count("opened")
    for line, offered in (("transfer 000", "TS-2026-0002  staff conduct"), ("transfer 1 --to 河", "河西支行")):
        asked = count("asked")
        terminal.press(line).sees(offered)
        assert count("asked") == asked, line
        terminal.press("ctrl-c").ready(PROMPT)
    terminal.press("why 2", "enter").sees("Decides: ").ready(PROMPT).press("brief 2 --to sun", "enter")
    terminal.sees("孙惊蛰 briefed.").ready(PROMPT).press("ctrl-d").ends()
    assert count("opened") == opened and count("asked") > asked


def test_a_file_can_be_replaced_while_a_desk_is_open_which_answers_from_the_new_one(desk: Desk, tmp_path: Path) -> None:
    desk.register(summary="当初的事由")
    desk("backup", str(tmp_path / "old.db"))
    desk.do("correct", "1", "--summary", "后来的事由", "--reason", "笔误")
    terminal = Terminal(desk, "desk").ready(PROMPT).press("1", "enter").sees("后来的事由").ready(PROMPT)
    desk("restore", str(tmp_path / "old.db"), "--force", "--reason", "演练")
    terminal.press("clear", "enter", "show 1", "enter").sees("当初的事由").ready(PROMPT)
    # And from the desk itself.
    desk("backup", str(tmp_path / "new.db"))
    terminal.press(f"restore {tmp_path / 'new.db'} --force --reason 再演", "enter").sees("On record as").ready(PROMPT)
    terminal.press("clear", "enter", "why 1", "enter").sees("Decides: ").ready(PROMPT).press("ctrl-d").ends()
