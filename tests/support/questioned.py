"""A command asked with nothing given, at a pseudo-terminal that knows no cursor, and answered by a small script."""

import os
import pty
import select
import sys
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from support.terminal import PATIENCE

from complaintctl.base.command_names import command_rows
from complaintctl.cli import app


class Told(NamedTuple):
    """How a run ended: its exit status, and all that was on the terminal."""

    status: int
    text: str


def answered(path: Path, *words: str, answers: Mapping[str, str], as_of: str | None, folder: Path) -> Told:
    """Run a command on a case file in a process that is forked, and answer each question.

    An answer is what stands in `answers` under the beginning of the question; else what Enter takes, the first of the
    choices, or a plain text.
    """
    child, terminal = pty.fork()
    if child == 0:
        _run(["--db", str(path), *(["--as-of", as_of] if as_of else []), *words], folder)
    text, asked = "", list[str]()
    while _is_more(terminal):
        try:
            piece = os.read(terminal, 65536).decode("utf-8", "replace")
        except OSError:  # it has ended
            break
        text += piece
        *above, last = text.split("\r\n")
        if piece and last.endswith((": ", "：", "> ")):
            assert last not in asked, f"asked again:\n{text}"
            asked.append(last)
            os.write(terminal, f"{_answer(last, above, answers)}\n".encode())
    os.close(terminal)
    _pid, status = os.waitpid(child, 0)
    return Told(os.waitstatus_to_exitcode(status), text.replace("\r\n", "\n"))


def _answer(question: str, above: list[str], answers: Mapping[str, str]) -> str:
    for beginning, answer in answers.items():
        if question.startswith(beginning):
            return answer
    if question.rstrip().endswith("]:") or "(optional" in question:
        return ""
    listed = list(takewhile(lambda line: line.startswith("  "), reversed(above)))
    if any(line.startswith(("  1 ", "> 1 ")) for line in listed):
        return "1"
    if above and above[-1].startswith("  TS-"):
        return above[-1].split()[0]
    return "已核实办理"


def _is_more(terminal: int) -> bool:
    readable, _writable, _failed = select.select([terminal], [], [], PATIENCE)
    assert readable, "nothing more is said"
    return True


def _run(words: list[str], folder: Path) -> None:
    """The program in the child, which is left at once at its end."""
    status = 1
    try:
        os.environ["TERM"] = "dumb"
        os.chdir(folder)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode, encoding="utf-8", closefd=False) for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        app(words, prog_name="complaintctl")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)


EVERY = [row["command"] for row in command_rows() if not row["command"].startswith("overdue ")]
