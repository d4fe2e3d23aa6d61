"""The main job, from a registered to a closed and archived case."""

import pytest
from conftest import Desk


@pytest.mark.requirement("A9.1e", "A10.2", "G31")
def test_a_case_from_the_counter_to_its_end(desk: Desk) -> None:
    case = desk.register(unit="chengguan")
    assert (case["case_no"], case["status"], case["due_on"], case["due_rule"]) == (
        "TS-2026-0001", "registered", "2026-11-26", "seed.general")  # fmt: skip
    desk.through("1", "brief transfer")
    assert "cannot be closed" in desk("close", "1", expect=3)
    desk.resolve("1", "2026-11-25T15:00", as_of="2026-11-25T16:00")
    desk.do("review", "1", "--accept", as_of="2026-11-25T17:00")
    closed = desk.json("close", "1", as_of="2026-11-25T17:30")
    assert closed["status"] == "closed" and not closed["is_open"]
    assert all(duty["done_at"] for duty in closed["duties"] if duty["blocking"])
    assert [duty["duty"] for duty in closed["duties"] if duty["owed"]] == ["archive"]
    archived = desk.json("archive", "1", as_of="2026-11-26T09:00")
    assert archived["status"] == "archived" and not any(duty["owed"] for duty in archived["duties"])
    # What the tests read of a case is what the command shows.
    assert desk.json("show", "1") == {**desk.case("1"), "duties": desk.duties("1")}
    assert "sound" in desk("verify")
