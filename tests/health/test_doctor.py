"""doctor: each fault that is made is found, said by its level, and mended by the command printed; nothing else is."""

import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Desk, cases
from support.case_file import damage, make_newer, tampering
from support.mail_server import Inbox, configure, free_port, serving
from support.small_disk import fill, mounted
from typer.testing import CliRunner

from complaintctl.base.clock import parse_moment
from complaintctl.cli import app
from complaintctl.disk import mounts
from complaintctl.file import db, run_log
from complaintctl.health import openness, soundness

TODAY = "2026-06-01T09:00"
NIGHT = "2026-06-01T01:30"


@pytest.fixture(scope="module")
def server() -> Iterator[Inbox]:
    with serving() as (inbox, _port):
        yield inbox


def configured(desk: Desk, *, port: int, **mail: Any) -> None:
    """Write the configuration: the mail server, and the folder of backups on another disk than the file's."""
    configure(port, **mail)
    with Path(os.environ["COMPLAINTCTL_CONFIG"]).open("a", encoding="utf-8") as file:
        file.write(f"[backup]\nfolder = {json.dumps(str(elsewhere(desk)))}\n")


def elsewhere(desk: Desk) -> Path:
    """The folder of backups of an installation, on another disk, which `sound` links to."""
    return desk.path.with_name("other-disk").resolve() / "backups"


def other_disk(near: Path) -> str:
    """A folder on another disk than a path's, to be removed by the caller; the test is skipped without one."""
    shm = Path("/dev/shm")
    if not shm.is_dir() or shm.stat().st_dev == near.stat().st_dev:
        pytest.skip("there is no second disk")
    return tempfile.mkdtemp(prefix="complaintctl-test-", dir=shm)


@pytest.fixture(scope="module")
def sound_folder(tmp_path_factory: pytest.TempPathFactory, furnished: bytes, server: Inbox) -> Path:
    """A file with a head at each unit, addresses, somebody for each check, and one case; a night, a backup, mail."""
    desk = Desk(tmp_path_factory.mktemp("sound") / "bank.db", "2026-06-01T08:00")
    desk.path.write_bytes(furnished)
    desk.path.chmod(0o600)
    desk.path.with_name("other-disk").mkdir()  # as it were
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTCTL_ACTOR", "li")
        patch.setenv("COMPLAINTCTL_CONFIG", str(desk.path.with_name("config.toml")))
        for unit, head in (("chengguan", "zhang"), ("hexi", "qian"), ("retail", "wu")):
            desk("unit", "set", unit, "--head", head, "--email", f"{unit}@bank.example")
            if unit != "retail":
                desk("check", "name", "branch_box", "--unit", unit)
        desk("unit", "set", "supervision", "--email", "office@bank.example")
        desk("staff", "set", "sun", "--email", "sun@bank.example")
        for kind in ("government_website", "web_channel"):
            desk("check", "name", kind, "li")
        desk.register(unit="chengguan")
        desk("calendar", "sample", "-o", desk.path.with_name("2026.csv"))
        configured(desk, port=server.port)
        desk("nightly", as_of=NIGHT)
    return desk.path.parent


@pytest.fixture
def sound(tmp_path: Path, sound_folder: Path, server: Inbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An installation set up by the book, in which all is well: in China's time, its backups on another disk."""
    disk = other_disk(tmp_path)
    shutil.copytree(sound_folder, tmp_path, dirs_exist_ok=True)
    shutil.move(tmp_path / "other-disk" / "backups", disk)
    (tmp_path / "other-disk").rmdir()
    (tmp_path / "other-disk").symlink_to(disk)
    desk = Desk(tmp_path / "bank.db", TODAY)
    server.refuse = set()
    configured(desk, port=server.port)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield desk
    shutil.rmtree(disk)
    monkeypatch.undo()
    time.tzset()


def in_zone(zone: str) -> None:
    """Let this process be in a time zone; `sound` puts it back."""
    os.environ["TZ"] = zone
    time.tzset()


def found(desk: Desk, *words: str, as_of: str | None = None, expect: int = 0) -> dict[str, tuple[str, str]]:
    """State and remedy of whatever is not ok, by what was looked at."""
    rows = json.loads(desk.run("doctor", *words, "--json", as_of=as_of, expect=expect).stdout)
    return {row["check"]: (row["state"], row["remedy"]) for row in rows if row["state"] != "ok"}


def test_all_is_well_on_one_screen(sound: Desk) -> None:
    page = sound("doctor", "--strict")
    lines = page.splitlines()
    assert lines[0] == "PRACTICE" and len(lines) < 24
    assert [line.split("  ")[0] for line in lines[1:]] == ["ok"] * (len(lines) - 1), page
    assert str(sound.path) in page and "2026-06-01 01:30, 7 hours ago; 1 in" in page
    assert found(sound, "--thorough", "--strict") == {}
    rows = sound.json("doctor")
    assert [*rows[0]] == ["check", "label", "state", "text", "remedy"]
    assert sum(row["check"] in ("addresses", "leader_address", "room", "mail") for row in rows) == 4


# ---- Each fault made, found and mended ----


class Fault(NamedTuple):
    """A fault: how it is made, where doctor finds it, at which level and with which remedy.

    In the remedy stands in capitals what the bank alone knows: `known` says that.
    """

    make: Callable[[Desk], Any]
    check: str
    state: str
    remedy: str
    known: Mapping[str, str] = {}


def sql(statement: str) -> Callable[[Desk], None]:
    """Change the file behind the program's back."""

    def change(desk: Desk) -> None:
        with tampering(desk.path) as connection:
            connection.execute(statement)

    return change


def typed(*words: str) -> Callable[[Desk], str]:
    return lambda desk: desk(*words)


def settings(**more: Any) -> Callable[[Desk], None]:
    """Write another configuration, and let the editor that is set put the right one in its place."""

    def write(desk: Desk) -> None:
        path = Path(os.environ["COMPLAINTCTL_CONFIG"])
        right = shutil.copy(path, path.with_name("right.toml"))
        os.environ["EDITOR"] = f"cp {right}"
        text = path.read_text("utf-8")
        for key, value in more.items():
            text = re.sub(rf"^{key} = .*\n", f"{key} = {json.dumps(value)}\n" if value else "", text, flags=re.M)
        path.write_text(text, "utf-8")

    return write


def opened(name: str, mode: int = 0o644) -> Callable[[Desk], None]:
    """Let others read a file beside the case file."""

    def open_it(desk: Desk) -> None:
        path = desk.path.with_name(name)
        path.touch()
        path.chmod(mode)

    return open_it


def backup(desk: Desk) -> Path:
    """The one backup of an installation."""
    (file,) = elsewhere(desk).iterdir()
    return file


def unplugged(desk: Desk) -> None:
    """Leave an empty folder where a backup was put, as the place of a disk that is not plugged in is."""
    desk("backup")
    for file in elsewhere(desk).iterdir():
        file.unlink()


def backups_beside(desk: Desk) -> None:
    beside = desk.path.with_name("backups")
    shutil.copytree(elsewhere(desk), beside)
    settings(folder=str(beside))(desk)


def password_for_all(desk: Desk) -> None:
    path = Path(os.environ["COMPLAINTCTL_CONFIG"])
    path.write_text(path.read_text("utf-8").replace("[mail]", '[mail]\npassword = "geheim"'), "utf-8")
    path.chmod(0o644)


HEXI, SUN = {"ADDRESS": "hexi@bank.example"}, {"ADDRESS": "sun@bank.example"}
FAULTS = {
    "others may read the file": Fault(opened("bank.db"), "permissions", "wrong", "chmod 600 {folder}/bank.db"),
    "others may read what lies beside it": Fault(opened("bank.db.lock"), "permissions", "wrong",
                                                 "chmod 600 {folder}/bank.db.lock"),
    "others may read a backup": Fault(lambda desk: backup(desk).chmod(0o644), "permissions", "wrong",
                                      "chmod 600 {backups}/bank-2026-06-01T0130.db"),
    "others may look into the folder": Fault(lambda desk: elsewhere(desk).chmod(0o755), "permissions", "warning",
                                             "chmod o-rwx {backups}"),
    "others may write into the folder": Fault(lambda desk: elsewhere(desk).chmod(0o777), "permissions", "wrong",
                                              "chmod o-rwx {backups}"),
    "backups on the disk of the file": Fault(backups_beside, "backup_place", "warning", "${{EDITOR:-vi}} {config}"),
    "another time zone": Fault(lambda _desk: in_zone("America/New_York"), "zone", "warning",
                               "export TZ=Asia/Shanghai"),
    "changed event": Fault(sql("UPDATE event SET detail = '{}' WHERE seq = 3"), "ledger", "wrong",
                           "complaintctl verify"),
    "cut off end": Fault(sql("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)"), "ledger", "wrong",
                         "complaintctl verify"),
    "calendar past": Fault(sql("UPDATE calendar SET known = 0 WHERE day >= '2026-05-31'"), "calendar", "wrong",
                           "complaintctl calendar import FILE", {"FILE": "2026.csv"}),
    "calendar guessed": Fault(sql("UPDATE calendar SET known = 0 WHERE day >= '2026-07-30'"), "calendar", "warning",
                              "complaintctl calendar import FILE", {"FILE": "2026.csv"}),
    "no leader": Fault(typed("staff", "set", "sun", "--retired", "2026-06-01"), "leader", "wrong",
                       "complaintctl staff add CODE NAME --unit supervision --role petition_leader --email ADDRESS",
                       {"CODE": "he", "NAME": "何处暑", "ADDRESS": "he@bank.example"}),
    "no head": Fault(typed("staff", "set", "wu", "--retired", "2026-06-01"), "heads", "warning",
                     "complaintctl unit set retail --head STAFF", {"STAFF": "zhou"}),
    "unit with half an address": Fault(sql("UPDATE unit SET email = 'a..b@b.example' WHERE code = 'hexi'"),
                                       "addresses", "wrong", "complaintctl unit set hexi --email ADDRESS", HEXI),
    "leader with half an address": Fault(sql("UPDATE staff SET email = 'a..b@b.example' WHERE code = 'sun'"),
                                         "leader_address", "wrong", "complaintctl staff set sun --email ADDRESS", SUN),
    "unit without address": Fault(sql("UPDATE unit SET email = NULL WHERE code = 'hexi'"), "addresses", "warning",
                                  "complaintctl unit set hexi --email ADDRESS", HEXI),
    "leader without address": Fault(sql("UPDATE staff SET email = NULL WHERE code = 'sun'"), "leader_address",
                                    "warning", "complaintctl staff set sun --email ADDRESS", SUN),
    "shared login": Fault(typed("staff", "set", "qian", "--login", "q", "--shared-login"), "logins", "warning",
                          "complaintctl staff set qian --no-shared-login"),
    "check of nobody": Fault(typed("unit", "add", "dongjie", "东街支行", "--head", "zhang", "--email", "d@b.example"),
                             "checks", "warning", "complaintctl check name branch_box --unit dongjie"),
    "cases at a retired unit": Fault(sql("UPDATE unit SET retired_on = '2026-06-01' WHERE code = 'chengguan'"),
                                     "retired_units", "warning", "complaintctl transfer TS-2026-0001 --to UNIT",
                                     {"UNIT": "hexi"}),
    "no backup left": Fault(lambda desk: backup(desk).unlink(), "backup", "wrong", "complaintctl backup"),
    "no backup left where one was put": Fault(unplugged, "backup", "wrong", "complaintctl backup {backups}"),
    "backups older than two days": Fault(
        lambda desk: backup(desk).rename(elsewhere(desk) / "bank-2026-05-30T0859.db"), "backup", "wrong",
        "complaintctl backup"),
    "half an address configured": Fault(settings(to=["a..b@b.example"]), "mail", "wrong", "${{EDITOR:-vi}} {config}"),
    "no mail server": Fault(settings(host=None), "mail", "warning", "${{EDITOR:-vi}} {config}"),
    "a typing mistake": Fault(settings(host=7), "configuration", "wrong", "${{EDITOR:-vi}} {config}"),
    "a password that others may read": Fault(password_for_all, "configuration", "wrong", "chmod 600 {config}"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_at_its_level_and_mended_by_its_remedy(
    sound: Desk, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = FAULTS[name]
    monkeypatch.setenv("EDITOR", "false")  # put back at the end, whatever a fault sets
    monkeypatch.chdir(sound.path.parent)
    fault.make(sound)
    state, mend = found(sound, "--strict", expect=6)[fault.check]
    assert state == fault.state and mend == as_printed(sound, fault.remedy)
    assert [*found(sound, expect=6 if state == "wrong" else 0)] == [fault.check]
    said = sound.run("doctor", "--strict", expect=6)
    assert f"→ {mend}" in said.stdout
    assert ("1 thing is wrong." if state == "wrong" else "Nothing is wrong, but there is 1 warning.") in said.stderr
    if fault.check != "ledger":  # which shows what is wrong, and nothing mends that but an earlier copy
        follow(sound, mend, fault.known)
        assert found(sound, "--strict") == {}, name


def remedy(desk: Desk, command: str) -> str:
    """A command of ours as it is printed."""
    return as_printed(desk, f"complaintctl {command}")


def as_printed(desk: Desk, remedy: str) -> str:
    """A remedy as it is printed here: with the case file, which is named in the command before it."""
    places = {"folder": desk.path.parent, "config": os.environ["COMPLAINTCTL_CONFIG"], "backups": elsewhere(desk)}
    return remedy.format_map(places).replace("complaintctl ", f"complaintctl --db {desk.path} ", 1)


def follow(desk: Desk, printed: str, known: Mapping[str, str]) -> None:
    """Do what a remedy says, with what the bank alone knows."""
    words = [known.get(word, word) for word in shlex.split(printed)]
    if words[0] == "export":
        in_zone(words[1].removeprefix("TZ="))
        return
    if words[0] != "complaintctl":
        subprocess.run(printed, shell=True, check=True)
        return
    assert words[1:3] == ["--db", str(desk.path)]
    desk(*words[3:])


def test_a_second_folder_that_is_gone_has_no_new_backup_or_no_room(sound: Desk) -> None:
    second = elsewhere(sound).with_name("second")
    with Path(os.environ["COMPLAINTCTL_CONFIG"]).open("a", encoding="utf-8") as file:
        file.write(f"second = {json.dumps(str(second))}\n")
    assert found(sound, expect=6) == {"second_backup": ("wrong", "")}
    assert f"The second folder {second} is not there" in sound.run("doctor", expect=6).stdout
    second.mkdir(mode=0o700)
    again = {"second_backup": ("wrong", remedy(sound, "backup"))}
    assert found(sound, expect=6) == again
    follow(sound, remedy(sound, "backup"), {})
    assert found(sound, "--strict") == {}
    (copy,) = second.iterdir()
    with mounted(second.with_name("full"), str(copy.stat().st_size + 200_000)) as disk:
        disk.chmod(0o700)
        shutil.move(copy, disk)
        second.rmdir()
        second.symlink_to(disk)
        sound("backup", as_of="2026-06-01T10:00", expect=7)
        faults = found(sound, as_of="2026-06-01T10:00", expect=6)
    assert faults == again | {"room": ("wrong", "")}


def test_a_backup_may_be_read_only(sound: Desk) -> None:
    backup(sound).chmod(0o400)
    assert found(sound, "--strict") == {}


def test_a_group_that_works_in_the_folder_is_nobody_else(sound: Desk) -> None:
    folder, backups = sound.path.parent, elsewhere(sound)
    for place in (folder, backups):
        place.chmod(0o2770)
        for file in place.iterdir():
            if file.is_file() and (file.name.startswith("bank")):
                file.chmod(0o660)
    assert found(sound, "--strict") == {}
    sound.path.chmod(0o640)
    state, mend = found(sound, expect=6)["permissions"]
    assert state == "wrong"
    follow(sound, mend, {})
    assert found(sound, "--strict") == {} and sound.path.stat().st_mode & 0o777 == 0o660


def test_a_stick_without_modes_is_mounted_otherwise(sound: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is there to be mounted: what the disk is said to be stands for it."""
    backup(sound).chmod(0o755)
    monkeypatch.setattr(openness, "_WITHOUT_MODES", (mounts.filesystem_of(backup(sound)).kind,))
    assert found(sound, "--strict") == {}  # nobody else comes through the folder above
    for folder in (elsewhere(sound), elsewhere(sound).parent):
        folder.chmod(0o755)
    assert found(sound, expect=6) == {"permissions": ("wrong", "")}
    assert "with umask=0077; so it is with 1 more" in sound.run("doctor", expect=6).stdout


@cases(
    "table state said",
    ("_SHARES", "wrong", "lies on a share"),
    ("_PERHAPS_SHARES", "warning", "may be another machine's"),
)
def test_a_file_on_a_share(sound: Desk, table: str, state: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = mounts.filesystem_of(sound.path).kind.partition(".")[0]
    monkeypatch.setattr(mounts, table, (kind,))
    assert found(sound, "--strict", expect=6) == {"file": (state, "")}
    page = sound.run("doctor", expect=None).stdout
    assert said in page and "complaintctl serve" in page


def test_how_far_the_calendar_is_known_and_a_mail_that_was_never_sent(desk: Desk) -> None:
    assert "calendar" not in found(desk, as_of="2026-11-01", expect=6)  # there is no backup
    faults = found(desk, as_of="2026-11-02", expect=6)
    assert faults["calendar"][0] == "warning" and "overdue_mail" not in faults
    configure(free_port())
    assert found(desk, expect=6)["overdue_mail"] == ("warning", as_printed(desk, "complaintctl overdue --mail"))


def test_a_night_that_failed_or_stopped_running(sound: Desk) -> None:
    assert found(sound, as_of="2026-06-03T01:00") == {}
    late = found(sound, as_of="2026-06-03T02:00", expect=6)
    assert late == {"nightly": ("warning", remedy(sound, "nightly")), "backup": ("wrong", remedy(sound, "backup"))}
    right = sound.path.with_name("config.toml").read_text()
    configured(sound, port=free_port())
    sound.run("nightly", as_of="2026-06-02T01:30", expect=7)
    faults = found(sound, as_of="2026-06-02T09:00", expect=6)
    assert faults == {"nightly": ("wrong", remedy(sound, "nightly")),
                      "overdue_mail": ("wrong", remedy(sound, "overdue --mail"))}  # fmt: skip
    assert "mail failed" in sound.run("doctor", as_of="2026-06-02T09:00", expect=6).stdout
    sound.path.with_name("config.toml").write_text(right)
    follow(sound, faults["nightly"][1], {})
    assert found(sound) == {}


def test_ages_are_days_and_of_the_last_two_hours(sound: Desk) -> None:
    for as_of, said in (
        ("2026-06-01T02:29", "2026-06-01 01:30, 0 hours ago"),
        ("2026-06-03T01:29", "2026-06-01 01:30, 47 hours ago"),
        ("2026-06-03T01:30", "2026-06-01 01:30, 2 days ago"),
        ("2033-05-01", "2026-06-01 01:30, 2526 days ago"),
    ):
        page = sound.run("doctor", as_of=as_of, expect=None).stdout
        assert page.count(said) == 3, page  # the night, its backup and its mail


@pytest.mark.parametrize(
    ("key", "value", "checks"),
    [("calendar_ahead_days", "400", {"calendar"}), ("night_old_hours", "6", {"nightly", "backup"})],
)
def test_the_bank_says_what_is_too_soon_and_what_is_old(sound: Desk, key: str, value: str, checks: set[str]) -> None:
    assert not checks & found(sound).keys()
    sound("policy", "set", key, value)
    assert checks <= found(sound, "--strict", expect=6).keys()


def test_a_night_that_was_cut_off_and_a_backup_that_failed_last(sound: Desk) -> None:
    with db.writing(sound.path) as connection:
        moment = parse_moment("2026-06-01T02:00", "")
        run_log.note_step(connection, run_log.begun("nightly", moment), "escalate", moment, moment, "done", "")
    night = {"nightly": ("warning", remedy(sound, "nightly"))}
    assert found(sound) == night
    assert "cut off before checks, comparison, mail, logs, backup" in sound("doctor")
    (sound.path.parent / "in-the-way").write_text("")
    sound("backup", str(sound.path.parent / "in-the-way"), expect=5)
    assert found(sound, expect=6) == {**night, "backup": ("wrong", remedy(sound, "backup"))}
    follow(sound, remedy(sound, "backup"), {})
    assert found(sound) == night


def test_a_mail_of_overdue_cases_that_failed_last(sound: Desk, server: Inbox) -> None:
    server.refuse = {"watch@bank.example"}
    sound("overdue", "--mail", "--resend", expect=7)
    faults = found(sound, expect=6)
    assert faults == {"overdue_mail": ("wrong", remedy(sound, "overdue --mail"))}
    assert "550 no such mailbox" in sound.run("doctor", expect=6).stdout
    server.refuse = set()
    follow(sound, faults["overdue_mail"][1], {})
    assert found(sound, "--strict") == {}
    sound("overdue", "--mail", as_of="2026-06-06T09:00")  # a rest day
    assert "overdue_mail" not in found(sound, as_of="2026-06-06T10:00", expect=6)


def test_a_fresh_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "bank.db", None)
    desk("init")
    faults = found(desk, expect=6)
    assert faults["leader"][0] == "wrong" and faults["nightly"][0] == faults["backup"][0] == "warning"
    said = desk.run("doctor", expect=6)
    assert "PRACTICE" not in said.stdout and "1 thing is wrong." in said.stderr
    # A real file is looked at as it was: reading needs no practice file.
    assert "calendar" in found(desk, as_of="2030-01-01", expect=6)


def test_none_is_a_warning_until_the_first_night_is_over_and_wrong_after_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "bank.db", "2026-06-01T09:00")
    desk("init", "--practice")
    desk("staff", "add", "sun", "孙惊蛰", "--unit", "supervision", "--role", "petition_leader")
    assert found(desk, as_of="2026-06-03T09:00")["backup"] == ("warning", remedy(desk, "backup"))
    assert found(desk, as_of="2026-06-03T09:01", expect=6)["backup"][0] == "wrong"
    desk("backup")
    (tmp_path / "backups").rename(tmp_path / "away")
    assert found(desk, expect=6)["backup"][0] == "wrong"  # there was one


def test_a_configuration_is_begun_and_changed_by_the_remedy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.path.with_name("folder of mine") / "config.toml"
    monkeypatch.setenv("COMPLAINTCTL_CONFIG", str(path))
    begin = found(desk, expect=6)["mail"][1]
    assert begin == f"complaintctl config sample -o '{path}'"
    desk(*shlex.split(begin)[1:])
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert found(desk, expect=6)["mail"][1] == f"${{EDITOR:-vi}} '{path}'"


def test_a_configuration_that_cannot_be_looked_at_is_wrong(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLAINTCTL_CONFIG", "x" * 300)  # as one in a folder that others may not enter
    assert found(desk, expect=6)["configuration"][0] == "wrong"


def test_where_the_case_file_was_not_named_no_remedy_names_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLAINTCTL_DB", str(desk.path))
    rows = json.loads(CliRunner().invoke(app, ["--as-of", TODAY, "doctor", "--json"]).stdout)
    assert "complaintctl backup" in [row["remedy"] for row in rows]


@cases("zone state", ("Asia/Singapore", "ok"), ("Asia/Tokyo", "warning"), ("UTC", "warning"), ("ABC-24:30", "warning"))
def test_the_time_zone_is_chinas_or_as_far_ahead(sound: Desk, zone: str, state: str) -> None:
    in_zone(zone)
    (row,) = (row for row in json.loads(sound("doctor", "--json")) if row["check"] == "zone")
    assert row["state"] == state and (f"TZ={zone} is +" in row["text"]) == (state == "warning")


def test_quick_looks_at_the_end_and_thorough_at_all(sound: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "_QUICK", 5)
    page = sound("doctor")
    assert re.search(r"the last 5 of \d+ events are unchanged, head \w+; not looked at: the earlier ones, cases", page)
    sql("UPDATE event SET detail = '{}' WHERE seq = 3")(sound)
    assert found(sound) == {}
    assert found(sound, "--thorough", expect=6)["ledger"][0] == "wrong"
    sql("UPDATE event SET detail = '{}' WHERE seq = (SELECT max(seq) - 4 FROM event)")(sound)
    assert found(sound, expect=6)["ledger"][0] == "wrong"


@pytest.mark.parametrize("words", [(), ("--thorough",)])
def test_the_whole_ledger_is_looked_at_whatever_the_day(sound: Desk, words: tuple[str, ...]) -> None:
    for day, status in (("2024-12-31", 6), ("2026-05-31", 6), ("2026-06-01", 0)):  # whose backup was still to come
        assert "ledger" not in found(sound, *words, as_of=day, expect=status)
    sql("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")(sound)
    for day in ("2024-12-31", "2026-05-31", "2026-06-01"):
        assert found(sound, *words, as_of=day, expect=6)["ledger"][0] == "wrong"


@cases(
    "edit",
    "UPDATE complaint SET status = 'closed'",
    "UPDATE complainant SET masked_name = '王**'",
    "UPDATE time_limit SET limit_days = 30 WHERE limit_days = 10",
    "UPDATE staff SET role = 'auditor' WHERE code = 'qian'",
    "UPDATE number_series SET last = last + 1",
    "DROP VIEW open_duty",
)
def test_what_was_not_looked_at_is_not_called_sound(sound: Desk, edit: str) -> None:
    sql(edit)(sound)
    (ledger,) = (line for line in sound("doctor").splitlines() if "events" in line)
    assert "sound" not in ledger and "not looked at" in ledger and "complaintctl verify" in ledger
    assert found(sound, "--thorough", expect=6)["ledger"][0] == "wrong"


def test_a_damaged_file_is_restored_by_the_remedy(sound: Desk) -> None:
    damage(sound.path)
    mend = found(sound, expect=6)["file"]
    assert mend == ("wrong", remedy(sound, f"restore {backup(sound)} --force --reason TEXT --issued-up-to NUMBER"))
    follow(sound, mend[1], {"TEXT": "磁盘故障", "NUMBER": "TS-2026-0001"})
    assert [*found(sound)] == ["nightly"]  # none is in the file of before its own night's end


def test_a_file_that_cannot_be_opened(sound: Desk) -> None:
    good = sound.path.read_bytes()
    sound.path.write_bytes(b"no case file")
    assert found(sound, expect=6)["file"][0] == "wrong"
    sound.path.write_bytes(good)
    make_newer(sound.path)
    assert "install the newer complaintctl" in sound.run("doctor", expect=6).stdout
    sound.path.unlink()
    mend = f"restore {backup(sound)} --force --reason TEXT --issued-up-to NUMBER"
    assert found(sound, expect=6) == {"file": ("wrong", remedy(sound, mend))}
    backup(sound).unlink()
    assert found(sound, expect=6) == {"file": ("wrong", remedy(sound, "init"))}


def test_the_mail_server_is_tried_when_asked_for(sound: Desk) -> None:
    configured(sound, port=free_port())
    assert found(sound) == {}
    assert found(sound, "--mail", expect=6)["mail"][0] == "wrong"
    assert "cannot be reached" in sound.run("doctor", "--mail", expect=6).stdout
    with serving(login=True) as (_, port):
        configured(sound, port=port)
        assert "127.0.0.1 answers" in sound("doctor", "--mail")
        configure(port, user="complaints", password="wrong")
        assert "does not take the name and password" in sound.run("doctor", "--mail", expect=6).stdout
        configure(port, user="complaints", password_command="false")
        assert "gave no password" in sound.run("doctor", "--mail", expect=6).stdout


def test_a_test_mail_goes_through_the_real_settings_and_what_is_answered_is_said(sound: Desk) -> None:
    assert "is not one e-mail address" in sound("doctor", "--mail-to", "li@bank.example, x@y.example", expect=2)
    with serving() as (inbox, port):
        configured(sound, port=port)
        said = sound("doctor", "--mail-to", "li@else.example")
        assert f"127.0.0.1:{port} took a test mail to li@else.example and answered: 250 taken." in said
        assert "Taken is not delivered: look in the mailbox" in said
        ((recipient, message),) = inbox.messages
        assert recipient == "li@else.example" and message["From"].addresses[0].addr_spec == "complaints@bank.example"
        assert not [word for word in ("云溪", "TS-", "李") if word in message.as_string() + message.get_content()]
        inbox.refuse = {"li@else.example"}
        refused = found(sound, "--mail-to", "li@else.example", expect=6)
        assert refused["mail"][0] == "wrong"
        assert "550 no such mailbox" in sound.run("doctor", "--mail-to", "li@else.example", expect=6).stdout
        configured(sound, port=port, user="complaints", password="密码")
        assert "is not ASCII" in sound.run("doctor", "--mail-to", "li@else.example", expect=6).stdout
    Path(os.environ["COMPLAINTCTL_CONFIG"]).unlink()
    assert found(sound, "--mail-to", "li@else.example", expect=6)["mail"][0] == "wrong"
    assert len(inbox.messages) == 1


def test_little_room_and_none(sound: Desk, tmp_path: Path) -> None:
    size = sound.path.stat().st_size
    for times, state in ((2, "wrong"), (5, "warning")):
        with mounted(tmp_path / f"disk{times}", str(size * times)) as disk:
            path = Path(shutil.copy(sound.path, disk / "bank.db"))
            path.chmod(0o600)
            faults = found(Desk(path, TODAY), expect=6 if state == "wrong" else 0)
            assert faults["room"][0] == state


def test_a_full_disk_is_no_reason_to_restore(sound: Desk, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", str(sound.path.stat().st_size + 200_000)) as disk:
        full = Desk(Path(shutil.copy(sound.path, disk / "bank.db")), TODAY)
        full.path.chmod(0o600)
        fill(disk)
        for words in (("overdue",), ("list",), ("overdue", "--mail")):
            said = full(*words, expect=5)
            assert "the disk is full" in said and "Free some space" in said
        faults = found(full, expect=6)
        assert faults == {"file": ("wrong", ""), "room": ("wrong", "")}
        said = full.run("doctor", expect=6).stdout
        assert said.count("the disk is full") == 2 and f"free in {disk}" in said
        (disk / "fill").unlink()
        assert full.json("list")[0]["case_no"] == "TS-2026-0001"


def test_doctor_in_chinese(sound: Desk) -> None:
    sound.path.chmod(0o644)
    page = sound.run("--lang", "zh", "doctor", expect=6).stdout
    assert "有误  权限" in page and "→ chmod 600" in page and "磁盘空间" in page
    for line in page.splitlines()[1:]:
        assert line.startswith(("正常  ", "有误  ", " ")), line
