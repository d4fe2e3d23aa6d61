"""At a real terminal the program asks for what is missing; leaving in the middle leaves nothing."""

import os
import re
import sys

import pexpect
import pytest
from conftest import Desk
from rich.cells import cell_len


def at_terminal(desk: Desk, *words: str, width: int = 80) -> "pexpect.spawn[str]":
    """The program on a pseudo-terminal of a width."""
    arguments = ["-m", "complaintctl", "--db", str(desk.path), "--as-of", "2026-11-23T10:00", *words]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    # The width is known before the program starts, which the size of a new terminal is not.
    environment |= {"TERM": "xterm-256color", "COLUMNS": str(width)}
    return pexpect.spawn(
        sys.executable, arguments, encoding="utf-8", timeout=60, env=environment, dimensions=(40, width)
    )


@pytest.mark.requirement("A8.1a")
def test_register_asks_and_takes_numbers_labels_and_codes(desk: Desk) -> None:
    terminal = at_terminal(desk, "register", "--name", "赵小满", "--phone", "13900000001")
    terminal.expect("4 walk-in")
    terminal.expect("How did the complaint come in: ")
    terminal.sendline("9")
    terminal.expect("Answer with a number from 1 to 8")
    terminal.sendline("4")
    terminal.expect("What is it about: ")
    terminal.sendline("服务态度")
    terminal.expect("What happened: ")
    terminal.sendline("柜员语气生硬")
    terminal.expect("What does the customer want: ")
    terminal.sendline("道歉")
    terminal.expect("TS-2026-0001 registered, due Thursday 2026-11-26")
    terminal.expect(pexpect.EOF)
    case = desk.json("show", "1")
    assert (case["channel"], case["category"], case["summary"]) == ("walk_in", "service_attitude", "柜员语气生硬")


def test_leaving_with_ctrl_c_leaves_nothing(desk: Desk) -> None:
    before = desk("verify")
    terminal = at_terminal(desk, "register")
    terminal.expect("How did the complaint come in: ")
    terminal.sendline("1")
    terminal.expect("What is it about: ")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert desk("verify") == before


def test_tables_are_painted_in_a_terminal_and_plain_in_a_pipe(desk: Desk) -> None:
    desk.register()
    terminal = at_terminal(desk, "list")
    terminal.expect("\x1b\\[1m")
    terminal.expect("TS-2026-0001")
    terminal.expect(pexpect.EOF)
    assert "\x1b" not in desk("list")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_table_breaks_no_number_and_names_the_columns_left_out(desk: Desk, width: int) -> None:
    desk.register(amount="50000.01", unit="chengguan", received_at="2026-11-02")
    for command in (("list",), ("overdue",), ("report", "--month", "2026-11")):
        terminal = at_terminal(desk, *command, width=width)
        shown = re.sub("\x1b\\[[0-9;]*m", "", terminal.read())
        table, _, left_out = shown.partition("Not shown at this width: ")
        assert all(cell_len(line) <= width for line in table.splitlines())
        wanted = {"list": ("due", "major"), "overdue": ("days", "major"), "report": ("received", "closing")}[command[0]]
        assert all(word in table and word not in left_out for word in wanted)
        if command[0] != "report":
            assert "2026-11-05" in table and "TS-2026-0001" in table and "yes" in table
