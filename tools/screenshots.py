"""The pictures in the READMEs: what a terminal shows, as SVG. `make screenshots` draws them anew.

They are drawn from the program itself at a pseudo-terminal, in the invented year of `complaintctl demo`.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import groupby
from pathlib import Path

import pexpect
import pyte
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from complaintctl.base import command_names

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
WIDTH = 100
CELL = 12.2  # the width of a cell in the picture
QUIET = 4  # seconds without a word from the program, after which it waits for the officer
COLOURS = {"brown": "yellow", "brightbrown": "bright_yellow"}  # by their names elsewhere
ENTER = "\r"
# A picture: the command, and what the officer types into it.
SHOWN: dict[str, tuple[tuple[str, ...], Sequence[str]]] = {
    "register": (
        ("register",),
        [*("walk_in", "service_attitude", "柜员解释限额时语气生硬", "当面道歉", "beimen"),
         *("", "赵小满", "13900000001", "", "", "")],
    ),
    "find": (("find", "0001"), []),
    "desk": (("desk",), ["find 0001"]),
    "overdue": (("overdue",), []),
    "case": (("show", "2026-185"), []),
    "month": (("report", "--month", "2026-09"), []),
}  # fmt: skip


def shown(database: Path, language: str, words: Sequence[str], typed: Sequence[str]) -> pyte.Screen:
    """Give a command at a terminal, type into it, and return what stands on the screen then."""
    arguments = ["-m", "complaintctl", "--db", str(database), "--as-of", "2026-10-16T09:10", "--lang", language, *words]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(WIDTH), "COMPLAINTCTL_ACTOR": "li",
                   "COMPLAINTCTL_CONFIG": str(database.with_name("none.toml"))}  # fmt: skip
    height = 34 if typed else 60  # where the officer types, the foot of the screen says what keys do
    terminal = pexpect.spawn(sys.executable, arguments, env=environment, dimensions=(height, WIDTH), timeout=60)
    screen = pyte.Screen(WIDTH, height)
    screen.write_process_input = lambda data: terminal.send(data) and None  # type: ignore[method-assign]
    stream = pyte.ByteStream(screen)
    for line in typed:
        _read(terminal, stream, until=pexpect.TIMEOUT)
        terminal.send(line + ENTER)
    _read(terminal, stream, until=pexpect.TIMEOUT if typed else pexpect.EOF)
    terminal.close(force=True)
    return screen


def _read(terminal: "pexpect.spawn[bytes]", stream: pyte.ByteStream, until: type[pexpect.ExceptionPexpect]) -> None:
    """Show what the program writes until it is quiet, or has ended."""
    is_begun = False
    while True:
        try:
            stream.feed(terminal.read_nonblocking(65536, timeout=QUIET))
            is_begun = True
        except (pexpect.TIMEOUT, pexpect.EOF) as end:
            if is_begun and isinstance(end, (until, pexpect.EOF)):
                return


def lines(screen: pyte.Screen) -> Iterator[Text]:
    """The lines of a screen up to the last that is not empty, colours and all."""
    last = max(number for number, line in enumerate(screen.display) if line.strip())
    for number in range(last + 1):
        line, cells = Text(), [screen.buffer[number][place] for place in range(screen.columns)]
        for style, run in groupby(cells, key=_style):
            line.append("".join(cell.data for cell in run), style)
        line.rstrip()
        yield line


def _style(cell: "pyte.screens.Char") -> Style:
    colour = None if cell.fg == "default" else COLOURS.get(cell.fg, cell.fg.replace("bright", "bright_"))
    if colour and re.fullmatch("[0-9a-f]{6}", colour):
        colour = f"#{colour}"
    return Style(color=colour, bold=cell.bold, reverse=cell.reverse, italic=cell.italics)


def as_svg(name: str, words: Sequence[str], screen: pyte.Screen) -> str:
    """A picture of a command and its answer, without the fonts that it would fetch from elsewhere."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere)
        console.print(Text(f"$ complaintctl {' '.join(words)}"))
        for line in lines(screen):
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
    picture = console.export_svg(title="complaintctl", unique_id=name)
    picture = re.sub(r"\s*@font-face \{[^}]*\}", "", picture)
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)<', _of_its_width, picture)


def _of_its_width(text: re.Match[str]) -> str:
    """A piece of text as wide as its cells: rich counts characters, of which a Han character fills two."""
    return f'textLength="{cell_len(unescape(text[2])) * CELL:.1f}"{text[1]}>{text[2]}<'


def draw() -> None:
    """Draw every picture in both languages, each command by its name in that language."""
    chinese = command_names.commands()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        pexpect.run(f"{sys.executable} -m complaintctl demo {demo}", timeout=300)
        database = demo / "demo.db"
        before = database.read_bytes()
        for language in ("en", "zh"):
            for name, (words, typed) in SHOWN.items():
                database.write_bytes(before)
                called = [chinese[words[0]] if language == "zh" else words[0], *words[1:]]
                picture = as_svg(f"{name}-{language}", called, shown(database, language, called, typed))
                (FOLDER / f"{name}.{language}.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    draw()
