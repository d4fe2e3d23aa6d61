"""A few of the faults of `make torture`, for each command: nothing is lost, and what is said of it is so."""

import random
import warnings
from pathlib import Path

import pytest
from torture.commands import COMMANDS
from torture.faults import can_trace
from torture.trying import tries


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_a_disk_fails_or_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if not can_trace():
        warnings.warn(
            "STRACE CANNOT BE USED HERE: no call is made to fail, kills at random moments alone", stacklevel=1
        )
    monkeypatch.setenv("COMPLAINTCTL_CONFIG", str(tmp_path / "config.toml"))
    done = list(tries(COMMANDS[name], tmp_path, random.Random(f"short {name}"), most=6, number=4))
    wrong = [(str(tried.fault), tried.ended.said, tried.problems) for tried in done if tried.problems]
    assert done and not wrong, wrong
