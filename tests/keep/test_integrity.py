"""verify holds the regulation's rows, the units, the staff and the counts of numbers against what is on record."""

from pathlib import Path

import pytest
from conftest import Desk, made_once
from support.case_file import FIRST_FORMAT, VERSIONS, change, rows, unpacked


@made_once
def changed(desk: Desk) -> None:
    """A file whose rules, units and staff were changed by command, with numbered slips."""
    desk("policy", "set", "seed.general", "4", "--from", "2026-01-01")
    desk("policy", "set", "seed.general", "5", "--from", "2026-06-01")
    desk("policy", "set", "major_amount_fen", "4000000", "--from", "2026-06-01")
    desk("policy", "set", "bank_name", "云溪农商银行")
    desk("policy", "set", "lead_unit.service_channel", "retail")
    desk("policy", "set", "lead_unit.service_channel", "")
    desk("unit", "set", "hexi", "--name", "河西新区支行", "--head", "qian")
    desk("staff", "set", "qian", "--role", "unit_head", "--phone", "0000-1234568")
    for _ in range(2):
        desk.register(unit="chengguan")
    desk.through("1", "brief transfer")
    desk.do("supervise", "1", "--reason", "directive")
    assert "sound" in desk("verify")


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE time_limit SET limit_days = 9 WHERE code = 'seed.complex'",
         "row time_limit seed.complex 2007-01-01 is not as it was entered: limit_days"),
        ("UPDATE time_limit SET limit_days = 9 WHERE code = 'seed.general' AND in_force_from = '2026-06-01'",
         "row time_limit seed.general 2026-06-01 is not"),
        ("UPDATE time_limit SET enabled = 0, citation = 'x' WHERE code = 'law2020.simple'",
         "row time_limit law2020.simple 2020-03-01 is not as it was entered: enabled, citation"),
        ("UPDATE time_limit SET in_force_to = '2026-02-28' WHERE in_force_to = '2026-05-31'", "in_force_to"),
        ("DELETE FROM time_limit WHERE code = 'seed.general' AND in_force_from = '2026-01-01'",
         "row time_limit seed.general 2026-01-01 is missing"),
        ("UPDATE policy SET value = '9000000' WHERE key = 'major_amount_fen' AND in_force_from = '2026-06-01'",
         "row policy major_amount_fen 2026-06-01 is not as it was entered: value"),
        ("UPDATE policy SET value = '别家银行' WHERE key = 'bank_name' AND in_force_to = '9999-12-31'",
         "row policy bank_name"),
        ("INSERT INTO policy (key, value, citation) VALUES ('own', '1', 'x')",
         "row policy own 2007-01-01 is not on record"),
        ("UPDATE category SET complexity = 'complex' WHERE code = 'work_error'", "row category work_error"),
        ("UPDATE channel SET needs_slip = 0 WHERE code = 'phone'", "row channel phone"),
        ("UPDATE duty SET blocking = 0 WHERE code = 'brief'", "row duty brief is not as it was entered: blocking"),
        ("DELETE FROM clock_stop WHERE event_kind = 'replied' AND stops_with = 'transfer'",
         "row clock_stop transfer replied is missing"),
        ("UPDATE form SET number_pattern = NULL WHERE code = 'endorsed' OR code = 'archive'", "row form archive"),
        ("UPDATE role SET briefed = 1 WHERE code = 'officer'", "row role officer"),
        ("INSERT INTO report_dimension VALUES ('mood', '心情', 'x')", "row report_dimension mood is not on record"),
        ("UPDATE unit SET name = '河西支行' WHERE code = 'hexi'", "row unit hexi is not as it was entered: name"),
        ("UPDATE unit SET head = NULL WHERE code = 'chengguan'", "row unit chengguan is not as it was entered: head"),
        ("INSERT INTO unit (code, name) VALUES ('ghost', '某支行')", "row unit ghost is not on record"),
        ("DELETE FROM unit WHERE code = 'retail'", "row unit retail is missing"),
        ("UPDATE staff SET role = 'petition_leader' WHERE code = 'qian'",
         "row staff qian is not as it was entered: role"),
        ("UPDATE staff SET retired_on = '2026-01-01' WHERE code = 'sun'", "row staff sun"),
        ("UPDATE staff SET name = '别人' WHERE code = 'li'", "row staff li is not as it was entered: name"),
        ("UPDATE number_series SET last = 7 WHERE form = 'register'",
         "complaints register of 2026: the last number given out is 7, but the last one used 2"),
        ("UPDATE number_series SET last = 0 WHERE form = 'transfer'",
         "transfer slip of 2026: the last number given out is 0"),
        ("DELETE FROM number_series WHERE form = 'supervise'", "supervision slip of 2026"),
        ("INSERT INTO number_series VALUES ('archive', 2025, 3)", "archive number of 2025"),
    ],
)  # fmt: skip
def test_verify_finds_what_was_changed_outside_the_program(changed: Desk, statement: str, finding: str) -> None:
    change(changed, statement)
    said = changed.run("verify", expect=6).stdout
    assert finding in said, said


def test_codes_of_the_standard_are_the_banks_to_fill_in(desk: Desk) -> None:
    change(desk, "UPDATE code SET jrt_code = 'C01' WHERE kind = 'cause' AND code = 'pricing'")
    assert "sound" in desk("verify")
    change(desk, "UPDATE code SET label_zh = '收费' WHERE kind = 'cause' AND code = 'pricing'")
    assert "row code cause pricing" in desk.run("verify", expect=6).stdout


def test_an_import_that_made_units_is_sound(desk: Desk, tmp_path: Path) -> None:
    register = tmp_path / "old.csv"
    register.write_text("日期,单位,内容\n2025-03-04,东坡支行,排队时间长\n", "utf-8")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'create_units = true\n[columns]\n"日期" = "received_at"\n"单位" = "unit"\n"内容" = "summary"\n'
        '[defaults]\nchannel = "walk_in"\ncategory = "service_attitude"\nfirst_receiver = "li"\n',
        "utf-8",
    )
    desk("import", str(register), "--mapping", str(mapping))
    assert "sound" in desk("verify")
    change(desk, "UPDATE unit SET name = '东坡分理处' WHERE code = '东坡支行'")
    assert "row unit 东坡支行" in desk.run("verify", expect=6).stdout


def test_a_file_begun_by_version_1_is_held_against_what_was_changed_by_command(tmp_path: Path) -> None:
    old = unpacked(VERSIONS[0], tmp_path)
    change(old, "UPDATE time_limit SET limit_days = 5 WHERE code = 'seed.general'")  # as a bank could edit it by hand
    old("upgrade")
    assert "sound" in old("verify") and old.case("2")["due_on"] == "2026-03-09"
    old("policy", "set", "seed.general", "4", "--from", "2026-03-03")
    old("policy", "set", "tracking_days", "3", "--from", "2026-03-03")
    old("unit", "set", "chengguan", "--name", "城关中心支行")
    assert "sound" in old("verify")
    change(old, "UPDATE time_limit SET limit_days = 6 WHERE in_force_from = '2026-03-03'")
    change(old, "UPDATE unit SET name = '别处' WHERE code = 'chengguan'")
    said = old.run("verify", expect=6).stdout
    assert "row time_limit seed.general 2026-03-03" in said and "row unit chengguan" in said


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("version", FIRST_FORMAT, ids=lambda version: version.name)
def test_the_days_of_an_older_file_are_proved_from_its_upgrade_on(version: Path, tmp_path: Path) -> None:
    old = unpacked(version, tmp_path)
    old("upgrade")
    result = old.run("verify")
    (seq,) = rows(old, "SELECT max(seq) FROM event WHERE kind = 'program_changed'")[0]
    assert "sound" in result.stdout and f"proved from event {seq} on (2026-03-02)" in result.stderr
    change(old, "UPDATE calendar SET is_working = 0 WHERE day = '2026-03-04'")
    assert "calendar is not as it was entered, 2026-03-04:" in old.run("verify", expect=6).stdout


def test_a_day_edited_before_the_upgrade_is_found_and_told_for_good(tmp_path: Path) -> None:
    old = unpacked(FIRST_FORMAT[-1], tmp_path)
    change(old, "DELETE FROM calendar WHERE day = '2026-03-08'")  # a Sunday: no working day is counted otherwise
    change(old, "UPDATE calendar SET known = 0 WHERE day BETWEEN '2026-03-09' AND '2026-03-10'")
    said = old.run("upgrade").stderr
    assert "not as the holidays package has it, 2026-03-08 to 2026-03-10:" in said
    assert "not as the holidays package has it, 2026-03-08 to 2026-03-10:" in old.run("verify", expect=6).stdout


def test_days_of_another_source_than_on_record_are_found(tmp_path: Path) -> None:
    old = unpacked(FIRST_FORMAT[-1], tmp_path)
    change(old, "UPDATE calendar SET source = 'own.csv' WHERE day > '2029-12-30'")
    assert "holidays package has it, 2029-12-31:" in old.run("upgrade").stderr
