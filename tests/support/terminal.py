"""The program at a terminal: a real pseudo-terminal, and a screen that is read as an officer reads it."""

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte
from conftest import Desk
from rich.cells import cell_len

PATIENCE = float(os.environ.get("PATIENCE", "60"))  # seconds, on the slowest of machines
KEYS = {"enter": "\r", "tab": "\t", "escape": "\x1b", "up": "\x1b[A", "down": "\x1b[B", "ctrl-c": "\x03",
        "ctrl-d": "\x04"}  # fmt: skip


class Terminal:
    """A run of the program, of a script or of a whole line; what it writes is kept raw, and as the screen it makes."""

    def __init__(
        self,
        desk: Desk,
        *words: str,
        width: int = 80,
        script: Path | None = None,
        as_of: str | None = "2026-11-23T10:00",
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        line: Sequence[str] = (),
    ) -> None:
        start = [str(script)] if script else ["-m", "complaintctl"]
        clock = ["--as-of", as_of] if as_of else []
        program, *arguments = line or [sys.executable, *start, "--db", str(desk.path), *clock, *words]
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "LINES", "COLUMNS")}
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            program,
            arguments,
            env={**kept, "TERM": "xterm-256color", "COLUMNS": str(width), "LINES": "50", **(environment or {})},
            dimensions=(50, width),
            timeout=PATIENCE,
            cwd=str(folder) if folder else None,
        )
        # No pause before each key, but at the desk, where what is offered comes a moment after it.
        self.child.delaybeforesend = 0.05 if line or "desk" in words else None
        self.screen = pyte.Screen(width, 50)
        # The program asks where the cursor is.
        self.screen.write_process_input = lambda data: self.child.send(data) and None  # type: ignore[method-assign]
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""

    def text(self) -> str:
        """What is on the screen; a line that goes on in the next is one."""
        full = self.screen.columns
        lines = (line if cell_len(line.rstrip()) == full else f"{line.rstrip()}\n" for line in self.screen.display)
        return "".join(lines).rstrip()

    def question(self) -> str:
        """The question at the cursor: its line, or the line above the choices."""
        lines = self.screen.display
        place = self.screen.cursor.y
        while place > 0 and (place == self.screen.cursor.y) and lines[place].startswith(("Answer: ", "回答：")):
            place -= 1
            while place > 0 and lines[place].startswith(("  ", "> ")):
                place -= 1
        return lines[place].strip()  # Enter pressed between a line-by-line question and its blank moves that blank on

    def asks(self, text: str) -> "Terminal":
        """Wait for a question."""
        return self._until(lambda: self.question().startswith(text.rstrip()), f"the question {text!r}")

    def ready(self, prompt: str) -> "Terminal":
        """Wait for a prompt with nothing typed at it: keys pressed before it stands there would reach the command."""
        return self._until(lambda: self.question() == prompt.rstrip(), f"the empty prompt {prompt!r}")

    def sees(self, *texts: str, times: int = 1) -> "Terminal":
        """Wait until all this is on the screen, so many times, wherever its lines are broken."""
        return self._until(
            lambda: all(_unbroken(self.text()).count(_unbroken(text)) >= times for text in texts),
            f"{texts} on the screen",
        )

    def press(self, *keys: str) -> "Terminal":
        """Press keys, by name, or type text."""
        for key in keys:
            self.child.send(KEYS.get(key, key))
        return self

    def answer(self, question: str, *keys: str) -> "Terminal":
        """Wait for a question, answer it and press Enter."""
        return self.asks(question).press(*keys, "enter")

    def enters(self, *questions: str | tuple[str, str]) -> "Terminal":
        """Answer one question after the other: with what is typed, or with what Enter takes."""
        for each in questions:
            question, *typed = (each,) if isinstance(each, str) else each
            self.answer(question, *typed)
        return self

    def leaves(self) -> None:
        """Leave in the middle."""
        self.press("ctrl-c").sees("Leave? Nothing was recorded").press("ctrl-c").ends(130)

    def clears(self, *keys: str) -> "Terminal":
        """Take away what stands on the line, and type something else."""
        return self.press(*["\x7f"] * 40, *keys)

    def ends(self, status: int = 0) -> str:
        """Wait for the end; all that is on the screen then."""
        deadline = time.monotonic() + PATIENCE
        while self._read() and time.monotonic() < deadline:
            pass
        assert self.child.flag_eof, f"no end:\n{self.text()}"
        self.child.wait()
        self.child.ptyproc.delayafterclose = 0  # it has ended
        self.child.close()
        assert self.child.exitstatus == status, self.text()
        return self.text()

    def asks_another(self) -> "Terminal":
        """Wait until another question is asked."""
        before = self.question()
        return self._until(lambda: self.question() not in ("", before), f"another question than {before!r}")

    def _until(self, is_so: Callable[[], bool], what: str) -> "Terminal":
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline and self._read(), f"no {what}:\n{self.text()}"
        return self

    def _read(self) -> bool:
        """Show what the program writes next; False once it has ended."""
        try:
            data = self.child.read_nonblocking(65536, timeout=PATIENCE)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.raw += data
        self.stream.feed(data)
        return True


def at_terminal(desk: Desk, *words: str, width: int = 80) -> "pexpect.spawn[str]":
    """The program on a pseudo-terminal of a width."""
    arguments = ["-m", "complaintctl", "--db", str(desk.path), "--as-of", "2026-11-23T10:00", *words]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    # The width is known before the program starts, which the size of a new terminal is not.
    environment |= {"TERM": "xterm-256color", "COLUMNS": str(width), "PROMPT_TOOLKIT_NO_CPR": "1"}
    return pexpect.spawn(
        sys.executable, arguments, encoding="utf-8", timeout=60, env=environment, dimensions=(40, width)
    )


def _unbroken(text: str) -> str:
    """A text without its blanks: where a line ends depends on how long the folder of the test is called."""
    return "".join(text.split())
