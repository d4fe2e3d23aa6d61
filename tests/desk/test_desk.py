"""The desk: one session for the day, the same commands, and a history that keeps nobody's data."""

from pathlib import Path

import pytest
from conftest import Desk
from support.case_file import unchanged
from support.terminal import Terminal

PROMPT = "PRACTICE Mon 23 Nov> "


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the desk's history."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "complaintctl"


@pytest.fixture
def at_desk(desk: Desk, state: Path) -> Terminal:
    """A desk with one case, late, and one of today."""
    desk.register(unit="chengguan", received_at="2026-11-17")
    desk.register(unit="hexi", name="钱多多", phone="13900000002")
    return Terminal(desk, "desk").ready(PROMPT)


def run(terminal: Terminal, line: str, *seen: str, prompt: str = PROMPT) -> Terminal:
    """Run a line at the desk: what it says is seen, and the desk is ready for the next."""
    return terminal.press(line, "enter").sees(*seen).ready(prompt)


def test_commands_run_without_the_programs_name_and_failures_leave_the_desk_open(desk: Desk, at_desk: Terminal) -> None:
    at_desk.sees(
        "Monday 23 November: overdue 1, to be done today 1, new 2",
        "TS-2026-0001  柜员解释时语气生硬  due 2026-11-20, 1 working day over",
        "TS-2026-0002  柜员解释时…  brief the leader in charge of petitions and 1 more",
        "TS-2026-0002  柜员解释时语气生硬  walk-in  河西支行",
        "`exit` leaves.",
    )
    assert "钱" not in at_desk.text() and "赵" not in at_desk.text()
    for line, said in {
        "why 1 --nothing": "No such option: --nothing",
        "show 9": "There is no case TS-2026-0009",
        'contact 1 --text "abc': "A quotation mark is missing",
        "nonsense": "No such command",
        "desk": "This is the desk already.",
        "import /nowhere/x.csv": "x.csv",
        "help brief": "Usage: brief [OPTIONS]",
        "1": "TS-2026-0001",
        "２０２６-2": "TS-2026-0002",
        "查看１": "TS-2026-0001",
        "2号": "TS-2026-0002",
        "查0002": "TS-2026-0002",
        "帮助 brief": "Usage: brief [OPTIONS]",
        "complaintctl brief TS-2026-0001 --to sun": "孙惊蛰 briefed.",
        "brief 2 --to sun": "TS-2026-0002: 孙惊蛰 briefed.",
    }.items():
        run(at_desk, line, said)
    # What is to be typed next has no program before it here.
    assert "\n    direct TS-2026-0002 --by sun" in at_desk.text()
    at_desk.press("ctrl-d").ends()
    assert "brief" not in desk.owed("1") | desk.owed("2")


def test_ctrl_c_leaves_the_line_or_the_command_but_not_the_desk(desk: Desk, at_desk: Terminal) -> None:
    with unchanged(desk):
        at_desk.press("clo", "ctrl-c").ready(PROMPT)
        at_desk.press("transfer", "enter").asks("Which case").press("ctrl-c").sees("Ctrl-C once more leaves")
        at_desk.press("ctrl-c").ready(PROMPT)
    at_desk.press("transfer 1", "enter").enters("Which unit is to handle it", "What is the unit asked", "Is this right")
    at_desk.answer("Print the slip").sees("transferred to 城关支行").ready(PROMPT).press("清屏", "enter", "list").asks(
        f"{PROMPT}list"
    )
    assert at_desk.text().startswith(PROMPT)
    at_desk.press("ctrl-c").ready(PROMPT).press("退出", "enter").ends()


def test_the_greeting_tells_nobody_of_a_case_that_is_not_theirs(desk: Desk, at_desk: Terminal) -> None:
    at_desk.press("ctrl-d").ends()
    desk.register(unit="chengguan", category="rule_violation", nature="wrongdoing_report", subject="zhang")
    seen = Terminal(desk, "--actor", "zhang", "desk").ready(PROMPT).text()
    assert "TS-2026-0001" in seen
    assert "TS-2026-0002" not in seen and "TS-2026-0003" not in seen


def test_new_is_what_came_after_ones_last_entry_of_an_earlier_day(desk: Desk, state: Path) -> None:
    desk.register(as_of="2026-11-19T09:00", summary="早先的事由")
    desk.register(as_of="2026-11-20T09:00", summary="昨天的事由")
    seen = Terminal(desk, "desk").ready(PROMPT).text()
    assert "new 0" in seen  # li entered them
    desk.register(as_of="2026-11-23T09:00", summary="今天的事由")
    seen = Terminal(desk, "desk").ready(PROMPT).text()
    assert "new 1" in seen and "New since Friday 20 November:" in seen
    assert "今天的事由  walk-in" in seen


def test_commands_options_and_values_are_completed(at_desk: Terminal) -> None:
    at_desk.press("regis").sees("Register a complaint.").press("tab").asks(f"{PROMPT}register")
    at_desk.press("--cat").sees("--category").press("tab").asks(f"{PROMPT}register --category")
    at_desk.press("conduct").sees("service_attitude  staff conduct")
    at_desk.press("ctrl-c").ready(PROMPT)
    at_desk.press("transfer 0002").sees("TS-2026-0002  staff conduct 2026-11-26").press("tab")
    at_desk.asks(f"{PROMPT}transfer TS-2026-0002").press("--to ", "河西").sees("河西支行").press("tab")
    at_desk.asks(f"{PROMPT}transfer TS-2026-0002 --to hexi").press("ctrl-c").ready(PROMPT)
    at_desk.press("staff a").sees("Add a member of staff").press("ctrl-c").ready(PROMPT)
    at_desk.press("supervise 1 --reason ove").sees("overdue").press("ctrl-c").ready(PROMPT)
    # After an argument the values of the next come first.
    at_desk.press("slip 2 ", "tab").sees("delay", "notice of delay", "endorsed", "receipt")
    shown = at_desk.text()
    assert "--blank" not in shown or shown.index("notice of delay") < shown.index("--blank")
    at_desk.press("ctrl-c").ready(PROMPT).press("slip --blank 2 res").sees("result  result report").press("tab")
    at_desk.asks(f"{PROMPT}slip --blank 2 result").press("-o 1.docx ", "tab").sees("--force")
    assert "endorsed" not in at_desk.text()
    at_desk.press("ctrl-c").ready(PROMPT).press("brief 2 --to ", "tab").sees("sun", "孙惊蛰", "zhou")
    assert "qian" not in at_desk.text()  # no leader
    at_desk.press("ctrl-c").ready(PROMPT).press("exit", "enter").ends()


def test_the_history_comes_back_the_next_day_and_keeps_nobodys_data(desk: Desk, at_desk: Terminal, state: Path) -> None:
    secrets = ["孙芒种", "13912345678", "61000019900101001X", "云溪", "zhang", "柜员", "6222020202020202020"]
    run(
        at_desk,
        "register --channel walk_in --category=service_attitude --unit hexi --name 孙芒种 --phone 13912345678"
        " --id-no=61000019900101001X --address 云溪县东街2号 --subject zhang --summary 柜员生硬 --demand 道歉"
        " --received-at 2026-11-20 --hot-topic --reason 13912345678 --amount 13912345678",
        "TS-2026-0003 registered",
    )
    for line in (
        "contact 3 --purpose progress --text 孙芒种 --at 13912345678",
        "show 13912345678",
        "孙芒种 13912345678",
        "list --unit 孙芒种 --status registered",
        "complaintctl why TS-2026-0003",
        'contact 3 --text "孙芒种',
        "staff set zhang --phone 13912345678",
    ):
        run(at_desk, line, f"{PROMPT}{line}")
    at_desk.press("exit", "enter").ends()
    history = (state / "desk-history").read_text("utf-8")
    assert not [secret for secret in secrets if secret in history], history
    lines = [line[1:] for line in history.splitlines() if line.startswith("+")]
    assert lines == [
        "register --channel walk_in --category service_attitude --unit hexi --received-at 2026-11-20 --hot-topic",
        "contact 3 --purpose progress",
        "show",
        "list --status registered",
        "why TS-2026-0003",
        "staff set",
    ]
    assert (state / "desk-history").stat().st_mode & 0o077 == 0
    terminal = Terminal(desk, "desk").ready(PROMPT).press("up").asks(f"{PROMPT}staff set").press("up")
    terminal.asks(f"{PROMPT}why TS-2026-0003").press("ctrl-c").ready(PROMPT).press("ctrl-d").ends()


def test_a_history_that_cannot_be_kept_is_done_without(desk: Desk, state: Path) -> None:
    state.parent.mkdir()
    state.write_text("in the way")
    run(Terminal(desk, "desk").ready(PROMPT), "list", "No cases.").press("exit", "enter").ends()


def test_global_options_hold_inside(desk: Desk, state: Path) -> None:
    terminal = Terminal(desk, "--actor", "sun", "--lang", "zh", "desk").asks("练习 周一 11月23日> ")
    line = "register --channel 上门 --category 服务态度 --summary 排队 --demand 增开窗口 --name 赵小满"
    terminal.press(line, "enter").sees("TS-2026-0001已登记").asks("练习 周一")
    terminal.press("why 1 --x", "enter").sees("没有").press("exit", "enter").ends()
    assert desk.case("1")["events"][0]["actor"] == "sun"


FULL = """
import os
os.dup2(os.open("/dev/full", os.O_WRONLY), 1)
from complaintctl.cli import main
main()
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_an_answer_that_could_not_be_written_silences_no_other(desk: Desk, state: Path, tmp_path: Path) -> None:
    script = tmp_path / "full.py"
    script.write_text(FULL)
    terminal = Terminal(desk, "desk", script=script).ready(PROMPT)
    for number in (1, 2):
        terminal.press("list", "enter")
        terminal.sees("complaintctl: the answer could not be written", times=number).ready(PROMPT)
    terminal.press("ctrl-d").ends()


CLOCK = """
import datetime, pathlib, sys
from complaintctl.base import clock

class Watch(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromisoformat(pathlib.Path(sys.argv[0]).with_suffix(".now").read_text())

clock.datetime = Watch
from complaintctl.cli import main
main()
"""


def test_at_midnight_a_new_day_begins_with_its_list_and_a_line_begun_is_not_lost(
    desk: Desk, state: Path, tmp_path: Path
) -> None:
    script, watch = tmp_path / "desk.py", tmp_path / "desk.now"
    script.write_text(CLOCK)
    watch.write_text("2026-11-23T23:59:50+08:00")

    def strike(day: int) -> None:
        """Let midnight pass at once: a file that is written to is empty for a moment."""
        watch.with_suffix(".new").write_text(f"2026-11-{day}T00:00:01+08:00")
        watch.with_suffix(".new").replace(watch)

    terminal = Terminal(desk, "desk", script=script, as_of=None).ready(PROMPT).sees("Monday 23 November: overdue 0")
    terminal.press("unit list").asks(f"{PROMPT}unit list")
    strike(24)
    terminal.press("enter").sees("Tuesday 24 November: overdue 0", "河西支行").ready("PRACTICE Tue 24 Nov> ")
    strike(25)
    terminal.sees("Wednesday 25 November: overdue 0").ready("PRACTICE Wed 25 Nov> ").press("ctrl-d").ends()


def test_a_terminal_without_a_cursor_has_a_desk_too(desk: Desk, state: Path) -> None:
    terminal = Terminal(desk, "desk", environment={"TERM": "dumb"}).ready(PROMPT)
    run(terminal, "list", "No cases.").press("ctrl-d").ends()
    assert b"\x1b" not in terminal.raw


def test_the_desk_needs_a_terminal(desk: Desk) -> None:
    assert "call the commands one by one" in desk("desk", expect=2)
