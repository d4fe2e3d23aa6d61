"""The commands that are tried, each with the folder in which it begins."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from conftest import REGISTER, Desk, furnished_on, live_through_the_spring
from support.case_file import VERSIONS, unpacked
from support.results import report

DAY, NOON = "2026-11-23T10:00", "2026-11-23T12:00"
CASE = [*REGISTER, "--name", "赵小满", "--phone", "13900000001", "--unit", "chengguan"]
RESULT = report(replied_at="2026-11-23T11:00", apology="支行与当事人已致歉")
_ROW = "2026-11-20,电话,工作失误,客户{number},13900000{number:03},城关支行,多扣手续费{number},退还\n"


class Command(NamedTuple):
    """A command: its words, the folder it begins in, what it writes, and whether others may have the file open."""

    name: str
    words: Sequence[str]
    furnish: Callable[[Path], None]
    writes: Sequence[str] = ()  # files beside the case file, as patterns of their names
    as_of: str | None = DAY
    is_shared: bool = True


def _desk(folder: Path, as_of: str = DAY) -> Desk:
    return Desk(folder / "bank.db", as_of)


def empty(folder: Path) -> None:
    """No case file yet."""


def bank(folder: Path) -> None:
    """A practice file with units and staff."""
    (folder / "bank.db").write_bytes(_furnished())


@cache
def _furnished() -> bytes:
    with TemporaryDirectory() as folder:
        return furnished_on("2025-01-01", Path(folder))


def a_copy(folder: Path) -> None:
    """A backup that is worked in as it is: SQLite keeps a journal beside it, and no log."""
    bank(folder)
    with closing(sqlite3.connect(folder / "bank.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def handled(acts: str, later: str = "") -> Callable[[Path], None]:
    """A case at a branch that was handled so far, and further at noon."""

    def furnish(folder: Path) -> None:
        bank(folder)
        _desk(folder).register(unit="chengguan")
        _desk(folder).through("1", acts)
        _desk(folder, NOON).through("1", later)

    return furnish


def rows(folder: Path) -> None:
    """A register to take over."""
    bank(folder)
    head = "受理日期,投诉渠道,投诉类别,投诉人,联系电话,被投诉单位,投诉内容,诉求\n"
    (folder / "rows.csv").write_text(head + "".join(_ROW.format(number=n) for n in range(40)), "utf-8")


def backed_up(folder: Path) -> None:
    """A backup, and a case entered since."""
    bank(folder)
    _desk(folder)("backup", str(folder / "kept"), as_of="2026-11-20T01:30")
    _desk(folder).register()


def spring(folder: Path) -> None:
    """Eight cases, two of them open and overdue."""
    bank(folder)
    live_through_the_spring(_desk(folder))


def old(folder: Path) -> None:
    """A file of the first version."""
    unpacked(VERSIONS[0], folder)


COMMANDS = {
    command.name: command
    for command in (
        Command("init", ["init", "--practice", "--bank", "云溪农村商业银行"], empty, ["bank.db"], is_shared=False),
        Command("staff add", ["staff", "add", "he", "何寒露", "--unit", "hexi"], bank),
        Command("staff add (a copy)", ["staff", "add", "he", "何寒露", "--unit", "hexi"], a_copy),
        Command("register", CASE, bank),
        Command("transfer", ["transfer", "1", "--to", "chengguan"], handled("brief")),
        Command("resolve", ["resolve", "1", *RESULT], handled("brief transfer"), as_of=NOON),
        Command("close", ["close", "1"], handled("brief transfer", "resolve review"), as_of="2026-11-23T13:00"),
        Command("import", ["import", "rows.csv"], rows),
        Command("slip -o", ["slip", "1", "receipt", "--reveal", "--reason", "送达", "-o", "receipt.docx"],
                handled("brief transfer"), ["receipt.docx"]),
        Command("ledger -o", ["ledger", "--from", "2025-01-01", "--to", "2025-12-31", "--reveal", "--reason", "送审",
                "-o", "ledger.xlsx"], spring, ["ledger.xlsx"], as_of="2025-06-30"),
        Command("nightly", ["nightly", "--escalate"], spring, ["backups/bank-*.db"], as_of="2025-06-30T01:30"),
        Command("backup", ["backup", "kept", "--keep", "1"], backed_up, ["kept/bank-2026-11-23T1000.db"]),
        Command("restore", ["restore", "kept/bank-2026-11-20T0130.db", "--force", "--reason", "误删一案"], backed_up,
                is_shared=False),
        Command("upgrade (old file)", ["upgrade"], old, ["bank-before-v*.db"], as_of=None),
    )
}  # fmt: skip


def prepared(command: Command, folder: Path) -> Path:
    """The folder in which a command begins, made in `folder`, which is empty."""
    os.environ |= {"COMPLAINTCTL_ACTOR": "li", "COMPLAINTCTL_CONFIG": str(folder / "config.toml")}
    command.furnish(folder)
    for name in folder.glob("*.lock"):
        name.unlink()
    return folder


def copied(prepared_folder: Path, folder: Path) -> Path:
    """A copy of it for one try."""
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(prepared_folder, folder))
