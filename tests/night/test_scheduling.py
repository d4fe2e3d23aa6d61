"""schedule: what it prints is run for real by cron and by systemd, and is what the task scheduler of Windows takes."""

import getpass
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT, Desk, cases, made_once
from support.case_file import rows
from support.mail_server import Inbox, free_port

from complaintctl.base.date_grammar import CHINA
from complaintctl.night import log_listing

HARD = '行 50%h/it\'s "x" ${HOME}'  # a folder that cron, the shell and systemd would each read something else from
NO_QUOTES = "行 50%h ${HOME}"
STEPS = dict.fromkeys(log_listing.STEPS, "done")
EVERYBODY = ["office@bank.example", "sun@bank.example", "watch@bank.example"]
LOG = "SELECT step, outcome FROM job_run ORDER BY id"
# cron has no crontab but the one given, and a program that takes its mail.
CRON = """
mount --bind {folder}/crontabs /var/spool/cron/crontabs && mount --bind {folder}/none /etc/cron.d
mount --bind /dev/null /etc/crontab && mount -t tmpfs none /run && mkdir /run/upper /run/work
mount -t overlay -o lowerdir={folder}/sbin:/usr/sbin none /usr/sbin
exec faketime -f '@{start}' cron -f
"""
# systemd as the first process of a machine of its own, whose timer was last run long ago. A program under test may lie
# where a service sees nothing, in /tmp or a home.
SYSTEMD = """
mount --make-rprivate / && mount -t tmpfs none /run && mount -t tmpfs none /var/lib/systemd
mount -t tmpfs none /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup && mount --bind {folder} /srv && cd /srv
mkdir -p /run/systemd/system/complaintctl-nightly.service.d /var/lib/systemd/timers
touch -d 2026-11-01 /var/lib/systemd/timers/stamp-complaintctl-nightly.timer
complaintctl --actor li schedule --systemd -o /run/systemd/system/complaintctl-nightly.service
printf '[Service]\\nEnvironment=COMPLAINTCTL_AS_OF=2026-11-23T02:30\\nBindReadOnlyPaths={program}\\n' \
    > /run/systemd/system/complaintctl-nightly.service.d/day.conf
for target in sysinit basic shutdown network-online; do
    printf '[Unit]\\nDefaultDependencies=no\\n' > /run/systemd/system/$target.target
done
printf '[Unit]\\nWants=complaintctl-nightly.timer\\n' > /run/systemd/system/night.target
export container=test SYSTEMD_UNIT_PATH=/run/systemd/system  # nothing else of this machine
exec /lib/systemd/systemd --system --unit=night.target --log-target=console --show-status=no
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program in a folder whose name is hard but for quotes, which systemd does not take in that of a program."""
    program = tmp_path / NO_QUOTES / "complaintctl"
    program.parent.mkdir()
    program.symlink_to(Path(sys.executable).with_name("complaintctl"))
    return program


def run(program: Path, *words: str, desk: Desk, **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "COMPLAINTCTL_DB": str(desk.path), **settings}
    return subprocess.run([program, *words], env=environment, capture_output=True, text=True, timeout=60)


@made_once
def well(desk: Desk) -> None:
    """Whoever should be written to has an address."""
    desk("unit", "set", "supervision", "--email", "office@bank.example")
    desk("staff", "set", "sun", "--email", "sun@bank.example")


@pytest.fixture
def hard(well: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inbox: Inbox) -> Desk:
    """A desk whose file and configuration lie in a folder of a hard name, and nobody is named by the environment."""
    folder = tmp_path / HARD
    folder.mkdir(parents=True)
    for name in ("bank.db", "config.toml"):
        (tmp_path / name).rename(folder / name)
    monkeypatch.setenv("COMPLAINTCTL_CONFIG", str(folder / "config.toml"))
    monkeypatch.delenv("COMPLAINTCTL_ACTOR")
    return Desk(folder / "bank.db", well.as_of)


def namespaces(mounts: str, *more: str) -> list[str]:
    """Give the words that start a program with mounts of its own; the test is skipped where these may not be made."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("root alone runs cron and systemd")
    words = ["unshare", "--mount", *more]
    tried = subprocess.run([*words, "sh", "-ec", mounts], capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"no namespace may be made here: {tried.stderr}")
    return words


@contextmanager
def started(words: list[str], script: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A daemon at work, and all that it starts, until the block ends."""
    daemon = subprocess.Popen([*words, "sh", "-ec", script], env={**os.environ, **environment}, start_new_session=True)
    try:
        yield daemon
    finally:
        os.killpg(daemon.pid, signal.SIGKILL)
        daemon.wait()


def until(done: Callable[[], bool], daemon: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while not done() and time.monotonic() < deadline:
        assert daemon.poll() is None
        time.sleep(0.2)
    assert done()


def test_cron_runs_the_entry_and_mails_what_is_wrong(hard: Desk, inbox: Inbox, tmp_path: Path, program: Path) -> None:
    overlay = (
        "mount -t tmpfs none /mnt && mkdir /mnt/upper && mount -t overlay -o lowerdir=/mnt/upper:/usr/sbin none /mnt"
    )
    words = namespaces(overlay)
    for needed in ("cron", "faketime"):
        if not shutil.which(needed):
            pytest.skip(f"{needed} is not installed: tools/install-programs.sh")
    for name in ("crontabs", "none", "sbin"):
        (tmp_path / name).mkdir()
    sendmail = tmp_path / "sbin" / "sendmail"
    sendmail.write_text(f"#!/bin/sh\ncat > {tmp_path}/$$ && mv {tmp_path}/$$ {tmp_path}/$$.mailed\n")
    sendmail.chmod(0o755)
    other = Desk(tmp_path / "other.db")  # whose mail server does not answer
    other.path.write_bytes(hard.path.read_bytes())
    settings = tmp_path / "other.toml"
    settings.write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {free_port()}\nsecurity = "none"\nsender = "a@bank.example"\n'
    )
    entry = run(program, "schedule", "--cron", desk=hard).stdout
    entries = entry + run(program, "schedule", "--cron", desk=other, COMPLAINTCTL_CONFIG=str(settings)).stdout
    crontab = tmp_path / "crontabs" / "root"
    crontab.write_text(f"COMPLAINTCTL_AS_OF=2026-11-23T02:30\n{entries}", "utf-8")
    crontab.chmod(0o600)
    minute, hours = re.search(r"^(\d+) (\d+),", entry, re.MULTILINE).groups()  # type: ignore[union-attr]
    start = datetime(2026, 11, 22, int(hours), int(minute)) - timedelta(seconds=3)
    with started(words, CRON.format(folder=tmp_path, start=start)) as daemon:
        until(lambda: any(tmp_path.glob("*.mailed")) and len(rows(hard, LOG)) == len(STEPS), daemon)
    assert dict(rows(hard, LOG)) == {**STEPS, "second": "skipped"} and inbox.recipients() == EVERYBODY
    (mailed,) = tmp_path.glob("*.mailed")
    text = mailed.read_text("utf-8")
    assert "nightly 2026-11-23: " in text and "mail failed" in text and str(other.path) in text


@cases(
    "zone line", ("Asia/Shanghai", "30 2,6 * * *"), ("Asia/Kathmandu", "15 0,4 * * *"), ("Etc/UTC", "30 18,22 * * *")
)
def test_the_crontab_goes_by_the_zone_of_the_machine(desk: Desk, zone: str, line: str) -> None:
    there = f'mount --bind "$(realpath /usr/share/zoneinfo/{zone})" "$(realpath /etc/localtime)"'
    words = [*namespaces(there), "sh", "-ec", f"{there} && exec {shlex.join([*desk.line('schedule', '--cron')])}"]
    printed = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "TZ": "America/New_York"})
    assert f"\n{line} " in printed.stdout, printed.stderr


def test_systemd_makes_up_for_a_night_by_the_hardened_service(
    hard: Desk, inbox: Inbox, tmp_path: Path, program: Path
) -> None:
    groups = "mount -t tmpfs none /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup"
    words = namespaces(groups, "--fork", "--kill-child", "--pid", "--mount-proc", "--cgroup", "--uts", "--ipc")
    if not Path("/lib/systemd/systemd").exists():
        pytest.skip("systemd is not installed")
    settings = Path(os.environ["COMPLAINTCTL_CONFIG"])
    settings.write_text(f'{settings.read_text("utf-8")}\n[backup]\nsecond = "/srv/elsewhere"\n', "utf-8")
    hard.path.parent.chmod(0o2770)  # a group works in it
    (tmp_path / "elsewhere").mkdir()
    there = {"COMPLAINTCTL_DB": f"/srv/{HARD}/bank.db", "COMPLAINTCTL_CONFIG": f"/srv/{HARD}/config.toml"}
    path = f"/srv/{program.parent.name}:{os.environ['PATH']}"
    script = SYSTEMD.format(folder=tmp_path, program=f"{ROOT} {sys.base_prefix}")
    with started(words, script, **there, PATH=path) as daemon:
        until(lambda: len(rows(hard, LOG)) == len(STEPS), daemon)
    assert dict(rows(hard, LOG)) == STEPS and inbox.recipients() == EVERYBODY
    copies = [*hard.path.parent.glob("backups/*.db"), *tmp_path.glob("elsewhere/*.db")]
    assert [file.name for file in copies] == ["bank-2026-11-23T0230.db"] * 2
    assert stat.S_IMODE(copies[0].parent.stat().st_mode) == 0o2770


def test_the_units_are_sound_and_safe(
    hard: Desk, tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    files = [tmp_path / f"complaintctl-nightly{suffix}" for suffix in (".service", ".timer")]
    monkeypatch.chdir(tmp_path)  # root, who installs them, stands elsewhere
    said = run(program, "schedule", "--systemd", "-o", files[0].name, desk=hard).stderr
    assert f"install -m 644 {files[0]} {files[1]} " in said
    verified = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    most = ("--offline=yes", "--threshold=25")  # of exposure, 0 to 100, where 4 is that it is root who tries it
    safe = subprocess.run(["systemd-analyze", "security", *most, files[0]], capture_output=True, text=True)
    assert safe.returncode == 0 or "--offline" in safe.stderr, safe.stdout  # which systemd has from 250 on
    assert run(program, "schedule", "--systemd", desk=hard).stdout == "\n".join(
        file.read_text("utf-8") for file in files
    )
    assert "exists already" in run(program, "schedule", "--systemd", "-o", str(files[0]), desk=hard).stderr


def test_the_task_of_windows_is_whole(hard: Desk, tmp_path: Path, program: Path) -> None:
    said = run(program, "schedule", "--windows", "-o", str(tmp_path / "night.xml"), desk=hard).stderr
    assert f"schtasks /Create /TN complaintctl-nightly /XML {tmp_path}/night.xml /RU" in said
    text = (tmp_path / "night.xml").read_bytes()
    assert text.startswith(b"\xff\xfe")  # the mark of UTF-16, which the declaration names
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    task = {
        name: ElementTree.fromstring(text).findtext(f".//t:{name}", namespaces=space)
        for name in (
            "StartBoundary",
            "Interval",
            "MultipleInstancesPolicy",
            "StartWhenAvailable",
            "Command",
            "Arguments",
        )
    }
    assert task.pop("Command") == str(program)
    arguments = task.pop("Arguments") or ""
    assert arguments == subprocess.list2cmdline(["--db", str(hard.path), "--lang", "en", "nightly", "--quiet"])
    day = datetime.now(CHINA).date()
    assert [*task.values()] == [f"{day}T02:30:00+08:00", "PT4H", "IgnoreNew", "true"]


def test_what_the_night_will_lack_is_said(well: Desk, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """No mail server, a password of one's own alone, a login that is nobody's."""
    assert well.run("schedule", "--cron").stderr.count("\n") == 1
    monkeypatch.setenv("COMPLAINTCTL_MAIL_PASSWORD", "s3cret")
    done = well.run("schedule", "--cron")
    assert "COMPLAINTCTL_MAIL_PASSWORD is set for you" in done.stderr and "s3cret" not in done.output
    Path(os.environ["COMPLAINTCTL_CONFIG"]).unlink()
    assert "will mail nothing" in well.run("schedule", "--cron").stderr
    monkeypatch.delenv("COMPLAINTCTL_ACTOR")
    real = Desk(well.path.with_name("real.db"), as_of=None)
    real("init")
    assert "is nobody's" not in real.run("schedule", "--cron").stderr
    real("staff", "set", getpass.getuser(), "--login", "other")
    assert "is nobody's: the night does its work" in real.run("schedule", "--cron").stderr


def test_an_entry_that_would_fail_each_night_is_not_printed(desk: Desk, tmp_path: Path) -> None:
    assert "Choose one schedule" in desk("schedule", expect=2)
    assert "Choose one schedule" in desk("schedule", "--cron", "--systemd", expect=2)
    assert "There is no case file" in Desk(tmp_path / "none.db")("schedule", "--cron", expect=5)
    assert "no member of staff 'nobody'" in desk("--actor", "nobody", "schedule", "--cron", expect=4)
    assert "钱谷雨 (officer) may not keep the file" in desk("--actor", "qian", "schedule", "--cron", expect=3)
    for name in ("line\nbreak.db", "back\\slash.db"):
        odd = Desk(tmp_path / name)
        odd.path.write_bytes(desk.path.read_bytes())
        assert "cannot stand in a schedule" in odd("schedule", "--cron", expect=2)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(desk.path, 12345, -1)
        assert "belongs to 12345, under whose login" in desk("schedule", "--cron", expect=2)
