"""Programs of several versions on one file: the newer one renews its rules by writing, and reading changes nothing."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Desk, cases
from support.case_file import change, rows

from complaintctl import __version__
from complaintctl.file import replayed_rules
from complaintctl.record import program_text
from complaintctl.record.program_text import ProgramText

REGISTER = ("register", "--category", "work_error", "--summary", "多扣", "--demand", "退", "--anonymous", "--channel")
NEW_CHANNEL = (
    "NULL, 'Art. 9(8)');",
    "NULL, 'Art. 9(8)'),\n    (9, 'mobile', '手机银行', 'mobile bank', 1, 0, 'other_body', NULL, 'x');",
)
OTHER_WORDS = ("' working day'", "' bank day'")
LONGER_LIMIT = ("'general', NULL, 3, 'working'", "'general', NULL, 4, 'working'")
NOTHING_LATE = ("coalesce(x.late, 0) AS late", "0 AS late")


class Program:
    """A complaintctl of its own, with another version and another schema.sql, run as processes on one file."""

    def __init__(self, folder: Path, version: str, *edits: tuple[str, str]) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "complaintctl", folder / "complaintctl", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "complaintctl" / "__init__.py").write_text(f'__version__ = "{version}"\n')
        text = (ROOT / "schema.sql").read_text("utf-8")
        for former, new in edits:
            assert text.count(former) == 1, former
            text = text.replace(former, new)
        (folder / "complaintctl" / "schema.sql").write_text(text, "utf-8")

    def start(self, desk: Desk, *args: str) -> "subprocess.Popen[str]":
        """Begin a command on a file."""
        return subprocess.Popen(
            desk.line(*args), cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def __call__(self, desk: Desk, *args: str, expect: int = 0) -> str:
        """Run a command on a file; all that it says."""
        process = self.start(desk, *args)
        said = "".join(process.communicate(timeout=120))
        assert process.returncode == expect, said
        return said


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A newer program that ships a channel more and words a limit otherwise."""
    return Program(tmp_path_factory.mktemp("newer"), "7.0.0", NEW_CHANNEL, OTHER_WORDS)


@pytest.fixture(scope="module")
def mover(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A newer program under which a general complaint is due a day later, and no month has late cases."""
    return Program(tmp_path_factory.mktemp("mover"), "7.0.0", LONGER_LIMIT, NOTHING_LATE)


def renewals(desk: Desk) -> list[dict[str, Any]]:
    return [json.loads(text) for (text,) in rows(desk, "SELECT detail FROM event WHERE kind = 'program_changed'")]


# ---- Reading and writing ----


@pytest.mark.parametrize("day", ["2026-11-23T10:00", "2026-11-24T10:00"])
def test_reading_answers_by_the_newer_rules_and_leaves_the_file_byte_for_byte(
    desk: Desk, newer: Program, day: str
) -> None:
    case = desk.register()["case_no"]
    desk("brief", case, "--to", "sun", as_of="2026-11-25T10:00")  # later than one of the days looked at
    before = desk.path.read_bytes()
    looking = Desk(desk.path, as_of=day)
    assert "general complaint, 3 bank days" in newer(looking, "show", case)
    assert "手机银行" in newer(looking, "--lang", "zh", "report", "--by", "channel", "--month", "2026-11")
    assert "mobile" in newer(looking, "report", "--by", "channel", "--month", "2026-11", "--known-on", "2026-11-22")
    assert "sound" in newer(looking, "verify") and "renews them" in newer(looking, "doctor", expect=6)
    assert desk.path.read_bytes() == before


def test_the_first_command_that_writes_renews_the_rules_and_keeps_the_banks_own(desk: Desk, newer: Program) -> None:
    desk("policy", "set", "seed.general", "5", "--from", "2026-01-01")
    assert "7.0.0" in newer(desk, *REGISTER, "mobile")
    assert "general complaint, 5 bank days" in newer(desk, "show", "1")
    (event,) = renewals(desk)
    assert (event["previous_version"], event["version"]) == (__version__, "7.0.0")
    assert rows(desk, "SELECT version, digest FROM program") == [("7.0.0", event["digest"])]
    assert event["digest"] != event["previous_digest"] and "found" not in event
    assert "7.0.0" not in newer(desk, *REGISTER, "phone")  # there is nothing left to renew
    assert "sound" in newer(desk, "verify") and len(renewals(desk)) == 1


def test_a_banks_own_codes_stand_where_a_newer_program_ships_the_same_code_or_label(desk: Desk, newer: Program) -> None:
    desk("code", "add", "channel", "mobile", "--zh", "掌上银行", "--en", "pocket bank")  # shipped by the newer one
    desk("code", "add", "channel", "app", "--zh", "手机银行", "--en", "app")  # the label of that
    desk("code", "set", "channel", "mobile", "--no-slip", "--from", "2026-11-24")
    desk("code", "set", "duty", "brief", "--en", "tell the leader")
    newer(desk, *REGISTER, "掌上银行")
    newer(desk, *REGISTER, "手机银行")
    assert len(renewals(desk)) == 1
    assert rows(desk, "SELECT channel FROM complaint ORDER BY case_no") == [("mobile",), ("app",)]
    assert "pocket bank" in newer(desk, "show", "1") and "tell the leader" in newer(desk, "show", "1")
    assert "sound" in newer(desk, "verify") and "sound" in desk("verify")


def test_an_older_program_reads_and_proves_the_renewed_file_and_may_not_write(desk: Desk, newer: Program) -> None:
    newer(desk, *REGISTER, "mobile")
    before = desk.path.read_bytes()
    assert desk.case("1")["channel"] == "mobile"
    assert "sound" in desk("verify")
    said = desk(*REGISTER, "phone", expect=5)
    assert "7.0.0" in said and __version__ in said
    assert "newer program" in desk.run("doctor", expect=6).stdout
    assert desk.path.read_bytes() == before


def test_a_developers_text_of_the_same_version_is_laid(desk: Desk, tmp_path: Path) -> None:
    same = Program(tmp_path / "same", __version__, OTHER_WORDS)
    same(desk, *REGISTER, "phone")
    assert "3 bank days" in same(desk, "show", "1")
    desk(*REGISTER, "phone")
    assert "3 working days" in desk("show", "1") and len(renewals(desk)) == 2


def test_two_programs_at_once_leave_a_sound_file(desk: Desk, newer: Program, tmp_path: Path) -> None:
    older = Program(tmp_path / "older", __version__)
    started = [program.start(desk, *REGISTER, "phone") for program in (older, newer, older, newer)]
    said = [process.communicate(timeout=120)[1] for process in started]
    assert [started[number].returncode for number in (1, 3)] == [0, 0], said
    assert all(started[number].returncode in (0, 5) for number in (0, 2)), said
    recorded = sum(process.returncode == 0 for process in started)
    assert f"{recorded} cases" in desk("verify") and len(renewals(desk)) == 1


# ---- Changed by hand ----


def test_a_view_changed_by_hand_is_put_right_and_told_for_good(desk: Desk, newer: Program) -> None:
    forged = "CREATE VIEW overdue_case AS SELECT * FROM due_case WHERE false"
    change(desk, "DROP VIEW overdue_case")
    change(desk, forged)
    finding = "The view overdue_case of the file is changed"
    for verify in (desk.run("verify", expect=6).stdout, newer(desk, "verify", expect=6)):
        assert finding in verify
    assert finding in newer(desk, *REGISTER, "phone")  # the counter does not stop
    assert (forged,) not in rows(desk, "SELECT sql FROM sqlite_schema")
    assert [found["found"] for found in renewals(desk)[0]["found"]] == [forged]
    for verify in (desk.run("verify", expect=6).stdout, newer(desk, "verify", expect=6)):
        assert f"when complaintctl 7.0.0 renewed the rules, this was found: {finding}" in verify
    assert "proven sound" in newer(desk, "backup", str(desk.path.parent / "kept"))  # nothing is wrong with it now


def test_rows_changed_by_hand_are_put_right_and_one_that_is_named_stays(desk: Desk, newer: Program) -> None:
    put_in = "INSERT INTO channel VALUES ('{code}', '{code}', '{code}', 1, 0, 'other_body', NULL, 9, 'x')"
    change(desk, put_in.format(code="fax"))
    change(desk, put_in.format(code="telex"))
    change(desk, "UPDATE duty SET blocking = 0 WHERE code = 'brief'")
    change(desk, "DELETE FROM satisfaction WHERE code = 'declined'")
    change(desk, "INSERT INTO contact_purpose (code, label_zh, label_en, position, party, citation)"
                 " VALUES ('regret', '致歉', 'regret', 99, 'customer', 'x')")  # fmt: skip
    change(desk, "INSERT INTO code_change (kind, code, field, in_force_from, value)"
                 " VALUES ('channel', 'phone', 'needs_slip', '2007-01-01', 0)")  # fmt: skip
    desk(*REGISTER, "fax")
    desk("contact", "1", "--purpose", "regret", "--text", "致歉")  # its code stands in an event alone
    newer(desk, *REGISTER, "mobile")
    assert rows(desk, "SELECT blocking FROM duty WHERE code = 'brief'") == [(1,)]
    assert rows(desk, "SELECT * FROM code_change") == []
    assert rows(desk, "SELECT code FROM channel WHERE code IN ('fax', 'telex')") == [("fax",)]
    assert rows(desk, "SELECT 1 FROM satisfaction WHERE code = 'declined'") == [(1,)]
    said = newer(desk, "verify", expect=6).splitlines()
    assert [line for line in said if line.startswith("The row")] == [
        f"The row {row} is not on record: it was put in outside the program."
        for row in ("channel fax", "contact_purpose regret")
    ]
    assert [line.partition("found: The row ")[2].split(":")[0] for line in said if "found:" in line] == [
        "channel fax is not on record",
        "channel telex is not on record",
        "satisfaction declined is missing",
        "contact_purpose regret is not on record",
        "code_change channel phone needs_slip 2007-01-01 is not on record",
        "duty brief is not as it was entered",
    ]


@cases(
    "edit",
    "UPDATE program SET text = x'789c'",
    "UPDATE program SET digest = substr(digest, 2) || '0'",
    "UPDATE program SET version = '0.0.1', digest = printf('%064d', 0)",
    "DELETE FROM program",
)
def test_the_text_that_the_file_keeps_is_proved_and_put_right(desk: Desk, newer: Program, edit: str) -> None:
    change(desk, edit)
    finding = "The text of the rules that the file keeps is not the one on record"
    assert finding in desk.run("verify", expect=6).stdout
    assert finding in newer(desk, *REGISTER, "phone")
    assert finding in newer(desk, "verify", expect=6)
    assert rows(desk, "SELECT version FROM program") == [("7.0.0",)]


# ---- What moves ----


@pytest.fixture
def lived(spring: Desk) -> Desk:
    """The spring's file with a general complaint on which nothing is late yet."""
    spring.register(unit="hexi", channel="web")
    return spring


def test_a_renewal_that_moves_due_dates_or_closed_months_is_refused_and_named(lived: Desk, mover: Program) -> None:
    before = lived.path.read_bytes()
    case, due = rows(lived, "SELECT case_no, due_on FROM case_deadline ORDER BY case_no DESC LIMIT 1")[0]
    for command in ((*REGISTER, "phone"), ("upgrade",)):
        said = mover(lived, *command, expect=3)
        assert f"{case}: {due} → 2025-07-04" in said and "2025-04, total: late: 2 → 0" in said and "upgrade" in said
    assert lived.path.read_bytes() == before
    assert due in json.dumps(lived.json("show", case))


def test_upgrade_lays_them_once_somebody_agreed_and_keeps_what_was_promised(lived: Desk, mover: Program) -> None:
    case = rows(lived, "SELECT max(case_no) FROM complaint")[0][0]
    assert "2025-04, total: late" in mover(lived, "upgrade", "--yes")
    moved = rows(lived, "SELECT case_no, detail ->> 'previous_due_on', detail ->> 'due_on' FROM event"
                        " WHERE kind = 'deadline_set' AND detail ->> 'reason' = 'program_changed'")  # fmt: skip
    assert (case, "2025-07-03", "2025-07-04") in moved
    assert ["2025-04, total: late", "2", "0"] in renewals(lived)[0]["figures"]
    assert "up to date" in mover(lived, "upgrade")
    assert "sound" in mover(lived, "verify")


def test_a_release_that_touches_neither_compares_none(desk: Desk, newer: Program) -> None:
    """A label and a new channel: the figures of the channel's own group are none, and nothing is asked."""
    desk.register(as_of="2026-10-12T10:00")
    assert "up to date" not in newer(desk, "upgrade")
    assert "sound" in newer(desk, "verify")


def test_a_case_that_follows_otherwise_from_its_events_is_made_anew(desk: Desk, tmp_path: Path) -> None:
    case = desk.register(amount="60000")["case_no"]
    other = Program(tmp_path / "other", "7.0.0", ("('major_amount_fen', '5000000'", "('major_amount_fen', '7000000'"))
    before = desk.path.read_bytes()
    assert json.loads(other(desk, "show", case, "--json"))["is_major"] is False
    assert desk.path.read_bytes() == before
    other(desk, "upgrade", "--yes")
    assert json.loads(other(desk, "show", case, "--json"))["is_major"] is False
    assert desk.case(case)["is_major"] is False and "sound" in desk("verify")


def test_a_release_is_newer_than_its_candidate() -> None:
    assert not program_text.is_newer(f"{__version__}rc1") and not program_text.is_newer(__version__)
    assert program_text.is_newer(f"{__version__}.1")


@pytest.mark.parametrize("version", ["7.0.9", "0.0.1"])
def test_the_version_on_record_counts_and_not_one_typed_into_the_file(desk: Desk, newer: Program, version: str) -> None:
    newer(desk, *REGISTER, "phone")
    change(desk, f"UPDATE program SET version = '{version}'")
    assert "complaintctl 7.0.0" in desk(*REGISTER, "phone", expect=5)
    assert "was changed outside the program" in newer(desk, "verify", expect=6)


def test_no_row_that_was_shipped_is_taken_out() -> None:
    """A retired row stays: a case may have it, and a file that has it would be called changed by hand."""
    text = gzip.decompress((ROOT / "complaintctl/migrations/005_schema.sql.gz").read_bytes())
    shipped = ProgramText("0.4.0", text, "")
    former, own = (replayed_rules.fresh(text) for text in (shipped, program_text.own()))
    for table in replayed_rules.tables_with_rows(former):
        is_there = bool(replayed_rules.key_of(own, table))
        known = replayed_rules.keyed_rows(own, table if is_there else "code")
        places = {key if is_there else (table, *key) for key in replayed_rules.keyed_rows(former, table)}
        assert places <= known.keys(), table
