"""The demonstration: a year that is the same every time, whole, and as varied as a bank's."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from complaintctl.cases.case_words import details
from complaintctl.demo.invented_bank import MATTERS

WALK_DAY = "2026-10-16T09:00"


class Demo(NamedTuple):
    """One demonstration: its file, and what it said."""

    file: Path
    output: str


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> tuple[Demo, Demo]:
    """Two demonstrations at the same time, each in a folder of its own, to a directory of the same name."""
    folders = [tmp_path_factory.mktemp("demo") for _ in range(2)]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COMPLAINTCTL_")}
    environment = {**kept, "LC_ALL": "C.UTF-8", "COMPLAINTCTL_CONFIG": str(folders[0] / "none.toml")}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "complaintctl", "demo", "demo"],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )
        for folder in folders
    ]  # fmt: skip
    outputs = [process.communicate(timeout=600)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], outputs[0]
    first, second = (folder / "demo" / "demo.db" for folder in folders)
    return Demo(first, outputs[0]), Demo(second, outputs[1])


@pytest.fixture(scope="module")
def connection(demos: tuple[Demo, Demo]) -> Iterator[sqlite3.Connection]:
    """The first demonstration's file."""
    with closing(sqlite3.connect(f"{demos[0].file.as_uri()}?mode=ro", uri=True)) as opened:
        yield opened


def column(connection: sqlite3.Connection, sql: str) -> list[Any]:
    """The first column of an answer."""
    return [row[0] for row in connection.execute(sql)]


def test_two_demonstrations_are_the_same(demos: tuple[Demo, Demo]) -> None:
    first, second = demos
    assert first.output == second.output
    heads = []
    for demo in demos:
        with closing(sqlite3.connect(demo.file)) as opened:
            heads.append(opened.execute("SELECT seq, hash FROM ledger_head").fetchone())
    assert heads[0] == heads[1]
    tables = [demo.file.with_name("2026-09.csv").read_bytes() for demo in demos]
    assert tables[0] == tables[1] and tables[0].startswith(b"\xef\xbb\xbf")


def test_the_walk_shows_every_command_before_its_answer(demos: tuple[Demo, Demo]) -> None:
    output = demos[0].output
    typed = [line.split()[2] for line in output.splitlines() if line.startswith("$ complaintctl")]
    assert typed == (
        "register show why brief direct transfer sign todo close resolve review close archive"
        " list todo overdue check report report verify".split()
    )
    refusal = output.index("cannot be closed yet")
    assert output.index("$ complaintctl close") < refusal < output.index("$ complaintctl resolve")
    assert output.index("$ export COMPLAINTCTL_DB=demo/demo.db\n") < output.index("$ complaintctl register")
    assert "rows to demo/2026-09.csv." in output
    assert "The record is sound: " in output
    assert str(demos[0].file.parents[1]) not in output


# What is true of the year: it is whole, as varied as a bank's, and things go on beside the cases.
FACTS = """
count(*) BETWEEN 280 AND 320 FROM complaint
min(received_on) >= '2025-10-16' FROM complaint
value = '1' FROM policy WHERE key = 'practice'
count(DISTINCT channel) = (SELECT count(*) FROM channel) FROM complaint
count(DISTINCT category) = (SELECT count(*) - 1 FROM category) FROM complaint WHERE category <> 'undecided'
count(*) > 0 FROM event WHERE kind = 'registered' AND detail ->> 'category' = 'undecided'
count(DISTINCT substr(received_on, 1, 7)) = 13 FROM complaint
count(*) > 3 FROM event WHERE detail ->> 'on_the_spot'
count(*) > 3 FROM event WHERE detail ->> 'purpose' = 'explain_delay'
count(*) > 3 FROM briefing WHERE absent
count(DISTINCT detail ->> 'to') = (SELECT count(*) FROM escalation_target) FROM event WHERE kind = 'escalated'
count(*) > 0 FROM complaint WHERE received_on = '2026-09-30' AND promised_due_on = '2026-10-10'
count(*) = 2 + (SELECT count(*) FROM unit WHERE kind = 'branch') FROM check_state WHERE person IS NOT NULL
count(*) BETWEEN 2 AND 20 FROM missing_check WHERE day < '2026-10-16'
count(*) = 1 FROM check_made WHERE found IS NOT NULL AND NOT unreported
count(*) > 20 FROM check_made WHERE late_entry
count(*) > 10 FROM accountability_lead WHERE measures = 0
count(*) = 4 AND count(done_at) = 2 FROM improvement_action
""".strip().splitlines()
OF_SOME_CASES = (
    "is_open", "NOT is_open", "is_major", "repeat_of IS NOT NULL", "anonymous",
    "is_referred AND source_replied_at IS NOT NULL", "compensation_fen > 0",
)  # fmt: skip
# What there is none of: a case ended though it was owed what blocks that and was not waived, a slip to the unit that a
# report of crime reports, a withdrawal under duress that counted, a grave lead without measure.
NONE = (
    """
    case_no FROM case_duty
    WHERE blocking AND done_at IS NULL AND waived_at IS NULL
        AND case_no IN (SELECT case_no FROM complaint WHERE status IN ('closed', 'archived') AND NOT EXISTS (
            SELECT 1 FROM event WHERE case_no = complaint.case_no AND kind = 'withdrawn'))
    """,
    "s.case_no FROM slip s JOIN complaint c ON c.case_no = s.case_no WHERE c.category = 'financial_crime'",
    "case_no FROM event WHERE kind = 'withdrawal_coerced'"
    " AND case_no IN (SELECT case_no FROM complaint WHERE status = 'withdrawn')",
    "lead FROM accountability_lead WHERE kind IN ('coerced', 'untrue_finding') AND day < '2026-10-09' AND measures = 0",
)


def test_the_year_is_whole_varied_and_lawful(connection: sqlite3.Connection) -> None:
    for fact in FACTS:
        assert column(connection, f"SELECT {fact}") == [1], fact
    for fact in OF_SOME_CASES:
        assert column(connection, f"SELECT count(*) >= 3 FROM complaint WHERE {fact}") == [1], fact
    for what in NONE:
        assert column(connection, f"SELECT {what}") == []
    # Entered in the order of time, the walk last.
    entered = column(connection, "SELECT seq FROM event ORDER BY recorded_at, seq")
    assert entered == list(range(1, len(entered) + 1))
    assert set(column(connection, "SELECT kind FROM event")) >= {
        "briefed", "dispatched", "signed", "slip_returned", "classified", "contacted", "replied", "result_reported",
        "result_accepted", "result_returned", "closed", "reopened", "directed", "delay_reported", "supervised",
        "escalated", "investigated", "withdrawal_requested", "withdrawn", "withdrawal_coerced", "duty_waived",
        "archived", "check_named", "checked", "improvement_opened", "improvement_done", "measure_taken",
        "policy_changed",
    }  # fmt: skip


def test_some_cases_are_overdue_on_the_day_of_the_walk(demos: tuple[Demo, Demo], program: Any) -> None:
    answer = program("--as-of", WALK_DAY, "overdue", "--csv", db=demos[0].file)
    assert answer.returncode == 0
    assert len(answer.stdout.splitlines()) - 1 >= 5


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, program: Any) -> None:
    note = tmp_path / "note.txt"
    note.write_text("mine")
    for target in (tmp_path, note):
        refused = program("demo", str(target))
        assert refused.returncode == 2 and "not an empty folder" in refused.stderr and refused.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"] and note.read_text() == "mine"


def test_every_category_has_matters_enough_and_no_text_has_an_unknown_word() -> None:
    words = {"unit": "城关支行", "date": "1月2日", "minutes": 20, "days": 3, "amount": 100}
    texts = {"summary", "demand", "findings", "reply", "corrective", "fault"}
    for matters in MATTERS.values():
        assert len({matter["summary"] for matter in matters}) >= 6
        for matter in matters:
            assert texts <= matter.keys() <= texts | {"lead", "amounts", "paid"}
            assert "{" not in "".join(matter[text] for text in texts).format(**words)
            assert ("amounts" in matter) == ("{amount}" in matter["summary"] + matter["demand"])


def test_every_detail_of_an_event_has_its_chinese_name(connection: sqlite3.Connection) -> None:
    sql = "SELECT DISTINCT kind || ' ' || key FROM event, json_each(detail) WHERE case_no IS NOT NULL"
    found = {tuple(each.removesuffix("_fen").split(" ")) for each in column(connection, sql)}
    named = details().keys() | {"complainant", "complainant_digest"}
    assert {(kind, key) for kind, key in found if not {key, f"{kind} {key}"} & named} == set()
