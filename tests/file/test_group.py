"""Several logins on one machine: in a group's folder every file of the case is the group's, whoever makes it."""

import grp
import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ANONYMOUS, Desk, cases
from support.case_file import VERSIONS, unpacked

from complaintctl.disk import modes, new_file
from complaintctl.record import schema

LI, QIAN = 12345, 12346  # users whom the system knows no name for
TAKEN = {user.pw_gid for user in pwd.getpwall()}
GROUPS = grp.getgrall()
FULL = next((one for one in GROUPS if one.gr_gid and one.gr_gid in TAKEN), None)
EMPTY = next((one for one in GROUPS if not one.gr_mem and one.gr_gid not in {*TAKEN, *os.getgroups()}), None)
GROUP = FULL.gr_gid if FULL else 0
OWN = grp.getgrgid(os.getgid()).gr_name  # whoever runs the tests is in it


def as_user(user: int, *words: str) -> list[str]:
    """The words that start a process of a user whose second group is the one that works in the folder."""
    return ["setpriv", f"--reuid={user}", f"--regid={user}", f"--groups={GROUP}", *words]


as_root = pytest.mark.skipif(
    not shutil.which("setpriv")
    or subprocess.run(as_user(LI, sys.executable, "-c", "import complaintctl"), capture_output=True).returncode != 0,
    reason="nobody here may start a process of another user",
)

# A terminal of a user's, at which they run one command after another.
TERMINAL = """
import json, sys
from typer.testing import CliRunner
from complaintctl.cli import app
for line in sys.stdin:
    result = CliRunner().invoke(app, json.loads(line))
    print(json.dumps([result.exit_code, result.output]), flush=True)
"""


class Officer:
    """A user of the machine at a process of their own, with an umask of their own."""

    def __init__(self, desk: Desk, user: int, umask: int) -> None:
        self.desk = desk
        line = as_user(user, sys.executable, "-c", TERMINAL)
        self.process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, umask=umask)

    def __call__(self, *words: str) -> str:
        """Run a command as the officer; it must succeed."""
        assert self.process.stdin and self.process.stdout
        print(json.dumps(self.desk.line(*words)[3:]), file=self.process.stdin, flush=True)
        status, said = json.loads(self.process.stdout.readline())
        assert status == 0, f"{words}: {said}"
        return str(said)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A case file that is to be, in a folder of the group; pytest closes its own folders to other users."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "office"
        folder.mkdir()
        os.chown(folder, -1, GROUP)
        folder.chmod(0o2770)
        monkeypatch.setenv("COMPLAINTCTL_CONFIG", str(folder / "config.toml"))
        yield Desk(folder / "bank.db", as_of="2026-11-23T10:00")


@pytest.fixture
def officers(office: Desk) -> Iterator[tuple[Officer, Officer]]:
    """Li, whose umask closes files to all, and Qian, whose umask lets everybody read them."""
    both = Officer(office, LI, 0o077), Officer(office, QIAN, 0o022)
    yield both
    for officer in both:
        officer.process.communicate()


def the_groups(folder: Path) -> set[str]:
    """The names of the files in a folder and those within, each of which must be the group's."""
    for path in folder.rglob("*"):
        status = path.stat()
        wanted = 0o2770 if path.is_dir() else 0o660
        assert (stat.S_IMODE(status.st_mode), status.st_gid) == (wanted, GROUP), path
        assert modes.wrong_with(path) is None
    return {path.name for path in folder.rglob("*")}


# What lies beside the file while somebody reads, told by whoever reads.
READING = """
import sys
from pathlib import Path
from complaintctl.file import db
with db.reading(Path(sys.argv[1])) as connection:
    connection.execute("SELECT count(*) FROM event").fetchone()
    for file in Path(sys.argv[1]).parent.glob("bank.db-*"):
        print(file.name, oct(file.stat().st_mode & 0o7777), file.stat().st_gid)
"""


@as_root
def test_two_officers_work_on_one_file_in_turn(office: Desk, officers: tuple[Officer, Officer]) -> None:
    folder, group = office.path.parent, grp.getgrgid(GROUP).gr_name
    li, qian = officers
    assert f"group {group} can read the file" in li("--actor", "li", "init", "--practice", "--group", group)
    qian(*ANONYMOUS)
    li(*ANONYMOUS)
    reading = as_user(LI, sys.executable, "-c", READING, str(office.path))
    beside = subprocess.run(reading, capture_output=True, text=True, umask=0o077).stdout
    assert sorted(beside.splitlines()) == [f"bank.db-shm 0o660 {GROUP}", f"bank.db-wal 0o660 {GROUP}"]
    li("nightly")
    office.as_of = "2026-11-24T10:00"
    assert "1 older one deleted" in qian("backup", "--keep", "1")
    (backup,) = (folder / "backups").iterdir()
    li(*ANONYMOUS)
    li("restore", str(backup), "--force", "--reason", "误录")
    qian(*ANONYMOUS)
    office("nightly")  # by root
    li("nightly")
    qian("restore", str(backup), "--force", "--reason", "误录")
    assert "sound" in li("verify")
    export = folder / "register.csv"
    li("ledger", "--format", "csv", "-o", str(export))
    assert stat.S_IMODE(export.stat().st_mode) == 0o600  # what one may see is not for all of the group
    export.unlink()
    names = the_groups(folder)
    assert {"bank.db.lock", "bank.db.nightly.lock", "bank-replaced-2026-11-24T100000.db"} < names
    assert not [name for name in names if name.startswith(".")]


@as_root
def test_who_brings_the_tables_up_leaves_them_to_the_other(office: Desk, officers: tuple[Officer, Officer]) -> None:
    li, qian = officers
    unpacked(VERSIONS[-1], office.path.parent)
    os.chown(office.path, LI, GROUP)
    office.path.chmod(0o660)
    qian("upgrade")
    li(*ANONYMOUS)
    assert {"bank.db", f"bank-before-v{schema.VERSION}.db"} <= the_groups(office.path.parent)


@cases("folder_mode mode within", (0o700, 0o600, 0o700), (0o770, 0o600, 0o700), (0o2750, 0o600, 0o2700),
       (0o2770, 0o660, 0o2770), (0o2775, 0o660, 0o2770))  # fmt: skip
@cases("umask", 0, 0o022, 0o077)
def test_the_folder_says_whose_a_file_is(tmp_path: Path, folder_mode: int, mode: int, within: int, umask: int) -> None:
    folder, before = tmp_path / "office", os.umask(umask)
    try:
        folder.mkdir()
        folder.chmod(folder_mode)
        modes.make_folder(folder / "deeper" / "in")
        new_file.make(folder / "new.db")
        new_file.make(folder / "deeper" / "in" / "new.db")
        new_file.make(folder / "asked.txt", 0o666)
    finally:
        assert os.umask(before) == umask  # as it was before
    there = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert there == {"new.db": mode, "deeper": within, "in": within, "asked.txt": 0o666 & ~umask}
    assert stat.S_IMODE((folder / "deeper" / "in" / "new.db").stat().st_mode) == mode


GROUPS_REMEDY = "chgrp {group} {} && chmod 660 {}"


@cases("folder_mode file_mode remedy", (0o700, 0o660, "chmod 600 {}"), (0o770, 0o644, "chmod 600 {}"),
       (0o2770, 0o600, GROUPS_REMEDY), (0o2770, 0o664, GROUPS_REMEDY))  # fmt: skip
def test_a_file_that_is_not_as_its_folder_says_is_mended(
    tmp_path: Path, folder_mode: int, file_mode: int, remedy: str
) -> None:
    file = tmp_path / "a folder" / "bank.db"
    file.parent.mkdir()
    file.touch()
    file.parent.chmod(folder_mode)
    file.chmod(file_mode)
    found = modes.wrong_with(file)
    assert found and f"{file} is {file_mode:04o}" in found[0]
    assert found[1] == remedy.replace("{}", f"'{file}'").format(group=OWN)
    subprocess.run(found[1], shell=True, check=True)
    assert modes.wrong_with(file) is None


@as_root
def test_a_file_of_another_group_is_mended(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    file = tmp_path / "bank.db"
    new_file.make(file)
    os.chown(file, -1, GROUP)
    found = modes.wrong_with(file)
    assert found and f"0660 of the group {grp.getgrgid(GROUP).gr_name}, not 0660 of {OWN}" in found[0]
    subprocess.run(found[1], shell=True, check=True)
    (tmp_path / "link").mkdir(mode=0o700)
    (tmp_path / "link" / "bank.db").symlink_to(file)
    assert modes.wrong_with(file) is modes.wrong_with(tmp_path / "link" / "bank.db") is None


def test_a_folder_within_that_the_group_may_not_use_is_mended(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    (tmp_path / "backups").mkdir(mode=0o700)
    found = modes.wrong_with(tmp_path / "backups")
    assert found and "2700" in found[0]
    subprocess.run(found[1], shell=True, check=True)
    assert modes.wrong_with(tmp_path / "backups") is None
    tmp_path.chmod(0o700)
    assert modes.wrong_with(tmp_path / "backups") is None


# ---- init --group ----


@cases("wrong", "no folder", "mode", "open", "other group")
def test_init_says_how_a_folder_becomes_the_groups(tmp_path: Path, wrong: str) -> None:
    desk = Desk(tmp_path / "the office" / "bank.db", as_of="2026-11-23T10:00")
    folder = desk.path.parent
    if wrong != "no folder":
        folder.mkdir()
        folder.chmod({"mode": 0o770, "open": 0o2775, "other group": 0o2770}[wrong])
    if wrong == "other group":
        if os.getuid() or not FULL:
            pytest.skip("nobody here may give a folder to another group")
        os.chown(folder, -1, GROUP)
        folder.chmod(0o2770)
    said = desk("init", "--practice", "--group", OWN, expect=3)
    command = said.strip().split("Let root run: ")[1]
    assert command == f"install -d -m 2770 -g {OWN} '{folder}'" and not desk.path.exists()
    subprocess.run(command, shell=True, check=True)
    assert f"group {OWN} can read the file" in desk.run("init", "--practice", "--group", OWN).stderr
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o660


def test_init_refuses_a_group_that_is_not_there_or_that_nobody_is_in(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    desk = Desk(tmp_path / "bank.db", as_of="2026-11-23T10:00")
    assert "There is no group ''" in desk("init", "--practice", "--group", "", expect=4)  # of a variable not set
    said = desk("init", "--practice", "--group", "complaint desk", expect=4)
    assert "no group 'complaint desk'" in said and "groupadd 'complaint desk'" in said
    if EMPTY:
        said = desk("init", "--practice", "--group", EMPTY.gr_name, expect=3)
        assert f"Nobody is in the group {EMPTY.gr_name}" in said and f"usermod -aG {EMPTY.gr_name} LOGIN" in said
    assert not desk.path.exists()


@as_root
def test_whoever_runs_init_is_in_the_group_of_a_directory_service(office: Desk) -> None:
    """It need not list everybody."""
    assert EMPTY
    os.chown(office.path.parent, LI, EMPTY.gr_gid)
    office.path.parent.chmod(0o2770)
    person = ["setpriv", f"--reuid={LI}", f"--regid={LI}", f"--groups={EMPTY.gr_gid}"]
    done = subprocess.run([*person, *office.line("init", "--practice", "--group", EMPTY.gr_name)], capture_output=True)
    assert done.returncode == 0, done.stderr
