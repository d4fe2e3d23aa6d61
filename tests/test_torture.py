"""A few of the faults of `make torture`, for each command: nothing is lost, and what is said of it is so."""

import random
import warnings
from pathlib import Path

import pytest
from torture.commands import COMMANDS
from torture.faults import Fault, can_trace
from torture.trying import Trial

NO_STRACE = "STRACE CANNOT BE USED HERE: no call is made to fail, the program is killed at random moments alone"
traced = pytest.mark.skipif(not can_trace(), reason=NO_STRACE)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_on_a_failing_disk_or_killed(tmp_path: Path, name: str) -> None:
    if not can_trace():
        warnings.warn(NO_STRACE, stacklevel=1)
    done = list(Trial(COMMANDS[name], tmp_path).tries(random.Random(f"short {name}"), most=4, number=2))
    wrong = [(str(tried.fault), tried.ended.said, tried.problems) for tried in done if tried.problems]
    assert done and not wrong, wrong


@traced
def test_what_is_said_of_a_failed_commit_is_so(tmp_path: Path) -> None:
    trial = Trial(COMMANDS["staff add"], tmp_path)
    said = ""
    for number in range(1, trial.clean.calls["fdatasync"] + 1):
        for kind, with_reader in ("EIO", True), ("EIO, no unlink", False), ("EIO+", False):
            tried = trial.tried(Fault(kind, "fdatasync", number), with_reader)
            assert not tried.problems, tried
            said += tried.ended.said
    for sentence in "Nothing was recorded: ", "What was recorded stands", "could not be found out":
        assert sentence in said
