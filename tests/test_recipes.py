"""The recipes of docs/architecture.md, each followed in a copy of the program: it works, by so many files."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

DAY = "2026-11-23"


class Copy:
    """A copy of the program in which a recipe is followed, with a practice file of one case."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.touched = folder, set[str]()
        shutil.copytree(ROOT / "complaintctl", folder / "complaintctl", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "schema.sql", folder)

    def edit(self, name: str, old: str, new: str) -> None:
        """Put `new` in the place of `old`, which stands there once."""
        file = self.folder / name
        text = file.read_text("utf-8")
        assert text.count(old) == 1, (name, old)
        file.write_text(text.replace(old, new), "utf-8")
        self.touched.add(name)

    def __call__(self, *words: str, expect: int = 0) -> str:
        given = {"COMPLAINTCTL_DB": "bank.db", "COMPLAINTCTL_CONFIG": "none.toml", "COMPLAINTCTL_ACTOR": "li"}
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "COMPLAINTCTL_LANG": "en", **given}
        command = [sys.executable, "-m", "complaintctl", "--as-of", f"{DAY}T10:00", *words]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)
        assert done.returncode == expect, done.stderr
        return done.stdout + done.stderr

    def begin(self, channel: str = "letter") -> None:
        """Make a practice file with one case."""
        self("init", "--practice", "--officer", "li", "--bank", "云溪农村商业银行")
        words = ("--category", "work_error", "--summary", "多扣手续费", "--demand", "退款", "--name", "赵小满")
        self("register", "--channel", channel, "--phone", "13900000001", *words)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the program, as it is."""
    return Copy(tmp_path)


def test_a_channel_is_a_row(copy: Copy) -> None:
    before = "'referred by a government body', 1, 1, 'other_body', NULL, 'Art. 9(8)')"
    copy.edit(
        "schema.sql", before, before + ",\n    (9, 'kiosk', '自助终端', 'kiosk', 1, 0, 'other_body', NULL, 'the bank')"
    )
    copy.begin(channel="自助终端")
    assert "transfer 1" in copy("todo").replace("TS-2026-0001", "1")
    assert "kiosk" in copy("report", "--by", "channel", "--csv")
    assert copy.touched == {"schema.sql"}


def test_a_duty_is_a_row_and_a_view(copy: Copy) -> None:
    row = "(31, 'archive', '归档', 'archive the case', 0, 'office', 'Art. 6')"
    copy.edit("schema.sql", row, row + ",\n    (32, 'thanks', '致谢', 'thank the customer', 1, 'office', 'Art. 7')")
    copy.edit("schema.sql", "-- ---- All of them ----\n", """
CREATE VIEW duty_thanks (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT case_no, 'thanks', is_open, received_on, NULL,
    'complaintctl contact ' || case_no || ' --purpose follow_up --text TEXT'
FROM complaint;

-- ---- All of them ----
""")  # fmt: skip
    last = "UNION ALL SELECT * FROM duty_archive_done"
    copy.edit("schema.sql", last, f"{last} UNION ALL SELECT * FROM duty_thanks")
    copy.begin()
    owed = {duty["duty"]: duty for duty in json.loads(copy("todo", "--json"))}
    assert owed["thanks"]["blocking"] and owed["thanks"]["due_at"] == f"{DAY}T23:59:59+08:00"
    assert "thank the customer" in copy("close", "1", expect=3)
    assert copy.touched == {"schema.sql"}  # and its test and its requirement: three files


def test_a_printed_form_is_a_template_and_a_row(copy: Copy) -> None:
    forms = copy.folder / "complaintctl" / "forms"
    shutil.copy(forms / "reply.docx", forms / "thanks.docx")
    row = "('reply', '客户投诉答复函', 'written reply', NULL, 'customer', 'Art. 10')"
    copy.edit("schema.sql", row, row + ",\n    ('thanks', '致谢函', 'letter of thanks', NULL, 'customer', 'Art. 7')")
    copy.begin()
    assert "letter.docx" in copy("slip", "1", "thanks", "-o", "letter.docx")
    assert (copy.folder / "letter.docx").stat().st_size > 1000
    assert copy.touched == {"schema.sql"}  # and the template and its test: three files


def test_a_figure_is_a_row_a_column_and_its_sum(copy: Copy) -> None:
    row = "(28, 'supervised', "
    copy.edit(
        "schema.sql", row, f"(99, 'by_letter', '来信', 'by letter', 1, '来信受理的', 'received by letter'), {row}"
    )
    copy.edit("schema.sql", "m.kind = 'dispatched' AS slips,", """m.kind = 'dispatched' AS slips,
    m.kind = 'received' AND m.day >= p.first_day AND c.channel = 'letter' AS by_letter,""")  # fmt: skip
    total = "coalesce(sum(undated), 0) AS undated"
    copy.edit("schema.sql", total, f"{total}, coalesce(sum(by_letter), 0) AS by_letter")
    copy.begin()
    rows = {row["group"]: row for row in csv.DictReader(copy("report", "--more", "--csv").splitlines())}
    assert rows["total"]["by_letter"] == "1" and rows["total"]["received"] == "1"
    found, *_said = copy("report", "--more", "--json").split("\nNot entered")  # what the bank is counted by
    assert json.loads(found)[-1]["by_letter"] == 1
    assert "来信受理的" in copy("--lang", "zh", "report", "--columns")
    assert copy.touched == {"schema.sql"}  # and its test: two files


def test_a_command_is_a_function_and_its_name(copy: Copy) -> None:
    module, name = "complaintctl/watch/list_command.py", "complaintctl/commands.csv"
    copy.edit(
        module,
        '@app.command("list")',
        '''@app.command("late")
@lists(CASES)
def list_late(session: Session, connection: sqlite3.Connection) -> Found:
    """List the open cases of this year.

    Example: complaintctl late
    """
    return Found(watch_rows.overview(connection, everything=False), "none")


@app.command("list")''',
    )
    copy.edit(
        name,
        "Watch,list,列表,watch.list_command,look,\n",
        "Watch,list,列表,watch.list_command,look,\nWatch,late,已超期,watch.list_command,look,\n",
    )
    copy.begin()
    assert [case["case_no"] for case in json.loads(copy("late", "--json"))] == ["TS-2026-0001"]
    assert "complaintctl late" in copy("late", "--help")
    assert copy.touched == {module, name}
