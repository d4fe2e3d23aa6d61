"""The pictures in the READMEs: what a terminal shows, as SVG. `make screenshots` draws them anew.

They are drawn from the program itself at a pseudo-terminal, in the invented year of `complaintctl demo`.
"""

import os
import re
import sys
import tempfile
from html import unescape
from pathlib import Path

import pexpect
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
WIDTH = 100
CELL = 12.2  # the width of a cell in the picture
REGISTER = (
    *("register", "--channel", "walk_in", "--category", "service_attitude", "--unit", "beimen", "--name", "赵小满"),
    *("--phone", "13900000001", "--summary", "柜员解释限额时语气生硬", "--demand", "当面道歉"),
)
SHOWN = {
    "register": REGISTER,
    "overdue": ("overdue",),
    "case": ("show", "2026-185"),
    "month": ("report", "--month", "2026-09"),
}


def shown(database: Path, language: str, words: tuple[str, ...]) -> str:
    """Draw what a terminal of WIDTH columns shows of a command, colours and all."""
    arguments = ["-m", "complaintctl", "--db", str(database), "--as-of", "2026-10-16T09:10", "--lang", language, *words]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(WIDTH), "COMPLAINTCTL_ACTOR": "li",
                   "COMPLAINTCTL_CONFIG": str(database.with_name("none.toml"))}  # fmt: skip
    terminal = pexpect.spawn(
        sys.executable, arguments, encoding="utf-8", env=environment, dimensions=(60, WIDTH), timeout=60
    )
    return terminal.read().replace("\r\n", "\n")


def as_svg(name: str, words: tuple[str, ...], said: str) -> str:
    """A picture of a command and its answer, without the fonts that it would fetch from elsewhere."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere)
        console.print(Text(f"$ complaintctl {words[0]}{' …' if len(words) > 4 else ' ' + ' '.join(words[1:])}"))
        console.print(Text.from_ansi(said))
    picture = console.export_svg(title="complaintctl", unique_id=name)
    picture = re.sub(r"\s*@font-face \{[^}]*\}", "", picture)
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)<', _of_its_width, picture)


def _of_its_width(text: re.Match[str]) -> str:
    """A piece of text as wide as its cells: rich counts characters, of which a Han character fills two."""
    return f'textLength="{cell_len(unescape(text[2])) * CELL:.1f}"{text[1]}>{text[2]}<'


def draw() -> None:
    """Draw every picture in both languages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        pexpect.run(f"{sys.executable} -m complaintctl demo {demo}", timeout=300)
        database = demo / "demo.db"
        before = database.read_bytes()
        for language in ("en", "zh"):
            for name, words in SHOWN.items():
                database.write_bytes(before)
                said = shown(database, language, words)
                (FOLDER / f"{name}.{language}.svg").write_text(as_svg(f"{name}-{language}", words, said), "utf-8")


if __name__ == "__main__":
    draw()
