"""Many officers at once: numbers without gaps, a ledger without breaks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Desk
from support.acts import REGISTER_MANY


@pytest.mark.requirement("G32")
def test_sixteen_processes_register_twenty_five_cases_each(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "bank.db", as_of=None)
    desk("init")
    environment = os.environ | {"COMPLAINTCTL_WAIT": "120"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", REGISTER_MANY, str(desk.path), "25"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(16)
    ]  # fmt: skip
    for process in processes:
        _, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
    numbers = sorted(case["case_no"] for case in desk.json("list", "--all"))
    year = numbers[0][3:7]
    assert numbers == [f"TS-{year}-{n:04}" for n in range(1, 401)]
    assert "400 cases in 80" in desk("verify")
