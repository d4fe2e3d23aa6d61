"""What is shown, printed or exported is on record before it leaves; where it then cannot, a second event says so."""

import json
import os
import subprocess
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, made_once
from support.killing import killed_at
from support.small_disk import fill, mounted
from support.terminal import Terminal

from complaintctl.base.errors import StorageProblem
from complaintctl.cases import access
from complaintctl.disk import new_file
from complaintctl.file import db

REVEAL = ("--reveal", "--reason", "电话回访")
SHOWINGS: dict[str, tuple[str, ...]] = {
    "show": ("show", "1", *REVEAL),
    "show --json": ("show", "1", "--json", *REVEAL),
    "slip": ("slip", "1", "receipt", *REVEAL),
    "ledger": ("ledger", *REVEAL),
}
FILES: dict[str, tuple[str, ...]] = {
    "slip": ("slip", "1", "receipt", *REVEAL, "-o", "a.docx"),
    "masked slip": ("slip", "1", "receipt", "-o", "a.docx"),
    "ledger.xlsx": ("ledger", *REVEAL, "-o", "a.xlsx"),
    "ledger.csv": ("ledger", *REVEAL, "-o", "a.csv"),
}


@made_once
def handled(desk: Desk) -> None:
    desk.register(name="赵小满", phone="13900000001")


def events(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Kind and details of all that was recorded about showing."""
    with db.reading(path) as connection:
        rows = connection.execute(
            "SELECT seq, kind, detail FROM event WHERE kind IN"
            " ('revealed', 'printed', 'exported', 'output_failed', 'export_failed') ORDER BY seq"
        ).fetchall()
    return [(row["kind"], {"seq": row["seq"], **json.loads(row["detail"])}) for row in rows]


def written_on_a_full_disk(desk: Desk, tmp_path: Path, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command where there is no room for its file; nothing of it is left."""
    with mounted(tmp_path / "disk", "64k") as disk:
        fill(disk)
        done = subprocess.run(desk.line(*words), cwd=disk, capture_output=True, text=True)
        assert [file.name for file in disk.iterdir()] == ["fill"]
    disk.rmdir()
    return done


# ---- The reason ----


@pytest.mark.requirement("A6.2")
@pytest.mark.parametrize("words", SHOWINGS.values(), ids=SHOWINGS)
def test_to_see_who_the_customer_is_wants_a_reason_wherever(handled: Desk, words: tuple[str, ...]) -> None:
    bare = [word for word in words if word not in REVEAL[1:]]
    assert "--reason" in handled(*bare, expect=2)
    assert handled.run(*bare, "--reason", " ", expect=2).stdout == ""
    assert events(handled.path) == []
    assert "赵小满" in handled(*words)
    ((_, detail),) = events(handled.path)
    assert detail["text"] == "电话回访"


@pytest.mark.requirement("A6.2")
def test_at_a_terminal_the_reason_is_asked_for(handled: Desk) -> None:
    terminal = Terminal(handled, "show", "1", "--reveal")
    terminal.answer("Why is the customer's data to be shown", "电话回访").sees("赵小满").ends()
    assert [detail["text"] for _, detail in events(handled.path)] == ["电话回访"]


# ---- The record comes first ----


@pytest.mark.requirement("A6.2", "A6.3")
@pytest.mark.parametrize("words", FILES.values(), ids=FILES)
def test_no_kill_leaves_a_paper_without_its_record(handled: Desk, tmp_path: Path, words: tuple[str, ...]) -> None:
    options = ("--db", str(handled.path), "--as-of", str(handled.as_of))
    for step in count(1):
        killed = killed_at(step, *options, *words, folder=tmp_path)
        assert len(events(handled.path)) == step  # before the file has its name, and after
        if list(tmp_path.glob("a.*")):
            break
        assert killed
    handled("list", "-o", str(tmp_path / "list.csv"))
    assert not list(tmp_path.glob(".complaintctl-*"))


@pytest.mark.requirement("A6.2", "A6.3")
@pytest.mark.parametrize("words", SHOWINGS.values(), ids=SHOWINGS)
def test_a_screen_that_cannot_be_written_is_on_record(handled: Desk, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(handled.line(*words), stdout=full, stderr=subprocess.PIPE, text=True)
    (kind, first), (failed, second) = events(handled.path)
    assert done.returncode == 5 and f"Event {first['seq']} says that it was shown" in done.stderr
    assert failed == ("export_failed" if kind == "exported" else "output_failed")
    assert (second["event"], second["text"]) == (first["seq"], "No space left on device")
    assert "sound" in handled("verify")


@pytest.mark.requirement("A6.2", "A6.3")
@pytest.mark.parametrize("words", FILES.values(), ids=FILES)
def test_a_paper_for_which_there_is_no_room_is_on_record_as_not_written(
    handled: Desk, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = written_on_a_full_disk(handled, tmp_path, words)
    assert done.returncode == 5 and "cannot be written" in done.stderr and done.stdout == ""
    (_, first), (_, second) = events(handled.path)
    assert (second["event"], second["output"]) == (first["seq"], words[-1])
    assert "another one now says that it was not" in done.stderr


def test_where_not_even_that_can_be_recorded_it_is_said(
    handled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(error: Exception, *_given: Any, **_named: Any) -> None:
        raise error

    monkeypatch.setattr(access, "not_written", partial(full, StorageProblem("no room")))
    monkeypatch.setattr(new_file, "fill", partial(full, OSError(28, "No space left on device")))
    said = handled("slip", "1", "receipt", "-o", str(tmp_path / "a.docx"), expect=5)
    assert "could not be entered: no room" in said
    assert [kind for kind, _ in events(handled.path)] == ["printed"]


def test_whoever_closes_the_pipe_has_seen_enough(handled: Desk) -> None:
    read, write = os.pipe()
    os.close(read)
    subprocess.run(handled.line(*SHOWINGS["show"]), stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert [kind for kind, _ in events(handled.path)] == ["revealed"]


# ---- What follows from it ----


@pytest.mark.requirement("A6.3")
def test_a_paper_that_was_never_written_is_no_copy(handled: Desk, tmp_path: Path) -> None:
    assert written_on_a_full_disk(handled, tmp_path, FILES["slip"]).returncode == 5
    handled("slip", "1", "receipt", "-o", str(tmp_path / "b.docx"))
    assert [detail.get("copy_no") for kind, detail in events(handled.path) if kind == "printed"] == [1, 1]
    blank = ("slip", "1", "result", "--blank", "-o", "blank.docx")
    assert written_on_a_full_disk(handled, tmp_path, blank).returncode == 5
    assert "--check-characters" not in handled("todo", "--json")
    handled("slip", "1", "result", "--blank", "-o", str(tmp_path / "blank.docx"))
    handled.through("1", "brief transfer")
    assert "--check-characters" in handled("todo", "--json")
    assert "not shown or printed after all" in handled("show", "1")
