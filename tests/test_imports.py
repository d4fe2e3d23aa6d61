"""The rooms of the program: none reaches into another but downward, and SQL stands where it belongs."""

import ast
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "complaintctl"
# The floors, from the lowest on: each may use those before it. A room of work uses these, and of another room of work
# only what its arrows name; the demonstration does whatever an officer does.
FLOORS = "base disk record privacy file cases calendar front asking tables".split()
ARROWS = {
    "bank": "rules", "rules": "", "papers": "", "intake": "papers", "handling": "papers",
    "finishing": "papers", "evidence": "watch", "watch": "", "desk": "watch", "checks": "", "audit": "", "register": "",
    "taking_over": "rules intake register",
    "month": "watch", "keep": "rules", "backup": "keep", "night": "bank handling watch keep backup",
    "health": "audit bank checks keep backup night",
}  # fmt: skip
MAY_USE = {room: [*FLOORS, *arrows.split()] for room, arrows in ARROWS.items()}
MAY_USE |= {floor: FLOORS[:number] for number, floor in enumerate(FLOORS)} | {"demo": [*FLOORS, *ARROWS]}
SEVERAL = {"command", "act", "rows", "page", "questions", "__init__"}  # names that each room may have
# What proves the file itself, looks whether it can be opened, and the questions that a browser puts to its copy.
OWN_SQL = {"keep/integrity.py", "watch/browse_page.py"}
MODULES = sorted(PACKAGE.glob("*/*.py"))


def imported(module: Path) -> list[str]:
    """The modules of the program that a module imports, wherever it does."""
    nodes = ast.walk(ast.parse(module.read_text("utf-8")))
    names = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return [name for name in names if name.startswith("complaintctl.")]


def test_no_room_reaches_into_another_but_downward() -> None:
    for module in MODULES:
        room = module.parent.name
        used = {name.split(".")[1] for name in imported(module)} - {room}
        assert used <= set(MAY_USE[room]), f"{module}: {room} may not use {sorted(used - set(MAY_USE[room]))}."


def test_a_room_has_fifteen_modules_at_most_and_no_name_stands_twice() -> None:
    for room in MAY_USE:
        assert sum(module.parent.name == room for module in MODULES) <= 15 + 1, room
    names = [module.name for module in MODULES if module.stem not in SEVERAL]
    assert not {name for name in names if names.count(name) > 1}


def test_of_a_room_of_work_the_rows_alone_hold_selects_and_commands_no_sql() -> None:
    for module in MODULES:
        place = module.relative_to(PACKAGE).as_posix()
        if module.parent.name in ARROWS and not module.stem.endswith("rows") and place not in OWN_SQL:
            assert "SELECT " not in module.read_text("utf-8"), f"{place}: SELECTs stand in rows.py."


def test_no_test_takes_anything_from_the_file_of_another() -> None:
    for module in (ROOT / "tests").rglob("*.py"):
        nodes = ast.walk(ast.parse(module.read_text("utf-8")))
        assert not [n for n in nodes if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("test_")], module
