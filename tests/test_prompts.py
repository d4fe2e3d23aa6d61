"""At a real terminal the program asks for what is missing; leaving in the middle leaves nothing."""

import os
import sys

import pexpect
from conftest import Desk


def at_terminal(desk: Desk, *words: str) -> "pexpect.spawn[str]":
    """The program on a pseudo-terminal."""
    arguments = ["-m", "complaintctl", "--db", str(desk.path), "--as-of", "2026-11-23T10:00", *words]
    return pexpect.spawn(
        sys.executable, arguments, encoding="utf-8", timeout=30, env=dict(os.environ), dimensions=(40, 80)
    )


def test_register_asks_and_takes_numbers_labels_and_codes(desk: Desk) -> None:
    terminal = at_terminal(desk, "register", "--name", "赵小满", "--phone", "13900000001")
    terminal.expect("4 上门 walk-in")
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
