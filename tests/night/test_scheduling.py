"""The examples that make other programs run this one: cron, systemd, the Windows task scheduler."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT, Desk
from support.case_file import rows
from support.mail_server import Inbox

EXAMPLES = ROOT / "examples"
# In a mount namespace of its own, cron has no crontab but the example; its clock is set to just before the hour in it.
PRIVATE_CRON = (
    "mount --bind {folder}/crontabs /var/spool/cron/crontabs && mount --bind {folder}/none /etc/cron.d"
    " && mount --bind /dev/null /etc/crontab && mount -t tmpfs none /run"
    " && exec faketime -f '@2026-11-23 08:04:57' cron -f"
)


@pytest.fixture
def cron(tmp_path: Path) -> Path:
    """The folder of crontabs for a private cron; the test is skipped where the machine cannot run one."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("cron runs as root alone")
    for program in ("cron", "faketime", "unshare"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed: tools/install-programs.sh")
    if subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        pytest.skip("no mount namespace may be made here")
    for name in ("crontabs", "none"):
        (tmp_path / name).mkdir()
    return tmp_path / "crontabs"


def test_cron_runs_the_example(desk: Desk, cron: Path, inbox: Inbox, tmp_path: Path) -> None:
    words = (EXAMPLES / "crontab").read_text("utf-8").replace("PATH=", f"PATH={Path(sys.executable).parent}:", 1)
    settings = {"COMPLAINTCTL_DB": desk.path, "COMPLAINTCTL_AS_OF": "2026-11-23T08:05",
                "COMPLAINTCTL_CONFIG": os.environ["COMPLAINTCTL_CONFIG"]}  # fmt: skip
    lines = [f"{name}={value}" for name, value in settings.items()]
    (cron / "root").write_text("\n".join([*lines, words]), "utf-8")
    (cron / "root").chmod(0o600)
    started = subprocess.Popen(
        ["unshare", "-m", "sh", "-c", PRIVATE_CRON.format(folder=tmp_path)], start_new_session=True
    )
    try:
        deadline = time.monotonic() + 60  # the set clock's minute is full in three seconds
        while not rows(desk, "SELECT 1 FROM job_run") and time.monotonic() < deadline:
            assert started.poll() is None
            time.sleep(0.2)
    finally:
        os.killpg(started.pid, signal.SIGTERM)  # with the cron that it has started
        started.wait()
    assert rows(desk, "SELECT job, step, outcome FROM job_run") == [("overdue", "mail", "done")]
    assert inbox.recipients() == ["watch@bank.example"]


def test_the_timer_runs_the_service(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    for name in ("complaintctl-overdue.service", "complaintctl-overdue.timer"):
        shutil.copy(EXAMPLES / name, tmp_path)
    verified = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True
    )
    assert verified.returncode == 0, verified.stderr
    hours = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=4", "*-*-* 08..11:05:00 Asia/Shanghai"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert hours.returncode == 0, hours.stderr


def test_the_windows_task_is_whole() -> None:
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    task = ElementTree.parse(EXAMPLES / "complaintctl-overdue.xml").getroot()
    assert task.findtext(".//t:StartBoundary", namespaces=space) == "2026-01-01T08:05:00"
    assert task.findtext(".//t:MultipleInstancesPolicy", namespaces=space) == "IgnoreNew"
    assert task.findtext(".//t:StartWhenAvailable", namespaces=space) == "true"


def test_every_example_runs_the_same_command(desk: Desk) -> None:
    for name in ("crontab", "complaintctl-overdue.service", "complaintctl-overdue.xml"):
        lines = (EXAMPLES / name).read_text("utf-8").splitlines()
        assert sum("overdue --mail" in line for line in lines if not line.startswith("#")) == 1
    desk("overdue", "--mail", "--dry-run")
