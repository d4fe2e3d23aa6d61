"""backup --check: one copy proven wherever it is, whatever it is of."""

import shutil
import stat
from pathlib import Path

from conftest import Desk
from support.case_file import VERSIONS, damage, make_newer, rows, tampering, unpacked


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_copy_is_proven_without_a_case_file(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    copy = tmp_path / "kept.db"
    desk("backup", str(copy))
    desk.register()
    said = desk("backup", "--check", str(copy))
    assert "is sound: 1 case in" in said and "2 were entered since" in said
    desk.path.unlink()
    before = (names(tmp_path), copy.read_bytes())
    said = desk("backup", "--check", str(copy))
    (head,) = rows(Desk(copy), "SELECT hash FROM ledger_head")[0]
    assert "is sound: 1 case in" in said and str(head) in said and len(said.splitlines()) == 1
    copy.chmod(stat.S_IRUSR)
    assert "is sound" in desk("backup", "--check", str(copy)) and before == (names(tmp_path), copy.read_bytes())
    assert "There is no backup" in desk("backup", "--check", str(tmp_path / "none.db"), expect=4)


def test_a_copy_that_is_not_sound_fails(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    copy = tmp_path / "kept.db"
    desk("backup", str(copy))
    good = copy.read_bytes()
    with tampering(copy) as connection:
        connection.execute("UPDATE complainant SET name = '别人'")
    done = desk.run("backup", "--check", str(copy), expect=6)
    assert "is not sound" in done.stderr and "customer" in done.stdout
    copy.write_bytes(good)
    damage(copy)
    assert "not sound" in desk("backup", "--check", str(copy), expect=6)
    for nothing in (b"nothing", b""):  # as a machine that went out leaves it
        copy.write_bytes(nothing)
        assert "not sound" in desk("backup", "--check", str(copy), expect=6)
    copy.write_bytes(good)
    make_newer(copy)
    assert "install the newer complaintctl" in desk("backup", "--check", str(copy), expect=5)


def test_a_copy_of_another_bank_or_of_another_history_is_said_to_be_that(desk: Desk, tmp_path: Path) -> None:
    other, copy = Desk(tmp_path / "other.db", as_of="2026-02-01"), tmp_path / "kept.db"
    other("init", "--practice", "--bank", "别家银行")
    said = desk("backup", "--check", str(other.path))
    assert "(别家银行, 2026-02-01)" in said and f"another case file, not of {desk.path}" in said
    shutil.copy(desk.path, copy)  # and both are written to since
    Desk(copy, desk.as_of).register()
    desk.register(as_of="2026-11-24T10:00")
    assert "are not the same from event" in desk("backup", "--check", str(copy), expect=6)
    desk("restore", str(copy), "--force", "--foreign", "--reason", "试还原")
    assert "is sound" in desk("backup", "--check", str(copy))
    desk.path.write_bytes(b"damaged")
    assert "is not known" in desk("backup", "--check", str(copy))


def test_a_copy_with_older_tables_is_proven_as_a_restore_would_bring_it_up(tmp_path: Path) -> None:
    old = unpacked(VERSIONS[0], tmp_path)
    before = old.path.read_bytes()
    new = Desk(tmp_path / "new.db", "2026-11-25T09:00")
    said = new("backup", "--check", str(old.path))
    assert "is sound" in said and "tables are those of an older program (version 1 of the file" in said
    assert old.path.read_bytes() == before and names(tmp_path) == [old.path.name]
    with tampering(old.path) as connection:
        connection.execute("UPDATE event SET detail = '{}' WHERE kind = 'registered'")
    assert "not sound" in new("backup", "--check", str(old.path), expect=6)
    assert "Give one of" in new("backup", "--check", str(old.path), "--list", expect=2)
