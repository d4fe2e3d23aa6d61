"""What was approved in somebody's name stands in his list until he has seen it (Arts 6, 19)."""

import json

from conftest import Desk, made_once, picked_each
from support.case_file import unchanged


@made_once
def approved(desk: Desk) -> None:
    """A case that a clerk voided, sun having approved it."""
    desk.register()
    desk.do("void", "1", "--reason", "误登", "--approved-by", "sun")


def listed(desk: Desk, *words: str) -> list[tuple[object, ...]]:
    rows = json.loads(desk(*words, "--json"))
    return picked_each([row for row in rows if row["duty"] == "approval_seen"], "case_no person remedy")


def test_it_is_listed_for_him_alone_until_he_has_seen_it(approved: Desk) -> None:
    seq = approved.case("1")["events"][-1]["seq"]
    waiting = [("TS-2026-0001", "sun", f"complaintctl todo --seen {seq}")]
    assert listed(approved, "todo") == listed(approved, "todo", "--person", "zhou") == []
    assert listed(approved, "todo", "--person", "sun") == listed(approved, "--actor", "sun", "todo") == waiting
    said = approved.run("--actor", "sun", "todo", "--seen", str(seq)).stderr
    assert f"Seen: event {seq} of 2026-11-23 10:00, entered by 李清明." in said
    assert listed(approved, "--actor", "sun", "todo") == []
    assert "sound" in approved("verify")


def test_nobody_sees_it_for_him_nor_twice(approved: Desk) -> None:
    with unchanged(approved):
        for number in ("1", "99", approved.case("1")["events"][-1]["seq"]):
            assert "each sees their own" in approved("todo", "--seen", str(number), expect=3)
        approved("todo", "--seen", "all")
        for given in ("x", "9" * 30):
            assert "neither the number" in approved("todo", "--seen", given, expect=2)
    approved("--actor", "sun", "todo", "--seen", "all")
    with unchanged(approved):
        approved("--actor", "sun", "todo", "--seen", "all")
