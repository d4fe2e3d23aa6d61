"""docs/regulation.md is true: every requirement has its line and its test, and every place named is there."""

import re
import sqlite3
from pathlib import Path

import pytest
from conftest import ROOT, cases

from complaintctl.cli import COMMANDS
from complaintctl.record import schema
from tools import trace

LISTED, MARKED = trace.requirements(), trace.marks()


@pytest.fixture
def empty() -> sqlite3.Connection:
    """An empty file, as schema.sql lays it out."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(connection)
    return connection


def test_the_page_is_what_the_command_makes() -> None:
    assert trace.main(["--check"]) == 0


def test_every_requirement_has_a_test() -> None:
    missing = trace.without_test(LISTED, MARKED)
    assert not missing, f"No test is marked with these requirements: {', '.join(missing)}."


def test_every_mark_names_a_requirement() -> None:
    unknown = {name: tests for name, tests in MARKED.items() if name not in LISTED}
    assert not unknown, "tests/requirements.toml has no such requirement."


def test_every_mark_is_on_a_test() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        text = path.read_text("utf-8")
        if path.name != "test_trace.py":
            written = sum(len(re.findall(r'"[^"]+"', ids)) for ids in re.findall(r"mark\.requirement\(([^)]*)\)", text))
            assert len(list(trace.marks_of(text))) == written, f"{path.name} has a mark that decorates no test."


def test_every_id_has_a_line(empty: sqlite3.Connection) -> None:
    lines = re.findall(r"^\| \*\*(.+?)\*\* \|", trace.PAGE.read_text("utf-8"), re.MULTILINE)
    assert lines == list(LISTED)
    clocks = {code for (code,) in empty.execute("SELECT code FROM time_limit")}
    gaps, practice = {f"G{number}" for number in range(1, 37)}, {f"O{number}" for number in range(1, 14)}
    assert not (clocks | gaps | practice | set(MARKED)) - set(lines)
    assert list(trace.headings())[:26] == [f"Art. {number}" for number in range(1, 27)]


def test_every_requirement_says_what_is_done_and_where_or_why_not() -> None:
    for name, entry in LISTED.items():
        if entry.not_for_software:
            assert not (entry.kinds or entry.does or entry.where or MARKED.get(name)), name
        else:
            assert entry.does.endswith(".") and entry.where and set(entry.kinds) <= set("SCEWP"), name
        assert set(entry.same_as) <= set(LISTED), name
        assert all(part == "" or part.endswith(".") for part in (entry.asks, entry.left_out)), name


def test_every_place_named_is_there(empty: sqlite3.Connection) -> None:
    rows = {"duty": "duty", "clock": "time_limit", "purpose": "contact_purpose", "event": "event_kind", "form": "form"}
    there = {f"{kind} {name}" for kind, name in empty.execute("SELECT type, name FROM sqlite_schema")}
    there |= {f"{kind} {code}" for kind in rows for (code,) in empty.execute(f"SELECT code FROM {rows[kind]}")}
    there |= {f"policy {key}" for (key,) in empty.execute("SELECT key FROM policy")}
    columns = "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
    there |= {f"column {table}.{column}" for table, column in empty.execute(columns)}
    there |= {f"command {name}" for name in COMMANDS}
    there |= {f"module {path.relative_to(ROOT)}" for path in (ROOT / "complaintctl").rglob("*.py")}
    for name, entry in LISTED.items():
        assert set(entry.where) <= there, name


@cases(
    "text articles",
    ("'Art. 8(2)'", {8}),
    ("-- Arts 9(1), 17: a major case", {9, 17}),
    ("-- of Arts 8, 15, 16, 17, 20.", {8, 15, 16, 17, 20}),
    ("'Art. 13; Art. 10 is silent'", {13, 10}),
    ("'Order 2020 No. 3, Art. 18; Civil Code 201'", set()),
    ("-- Petition Regulations 2022, Arts 30, 46(5); Art. 13", {13}),
    ("-- the unit (Art.\n-- 4) and (Arts 12\n-- and 13)", {4, 12, 13}),
    ("'Art. 9(1): an amount above 50,000.00 yuan'", {9}),
)
def test_the_articles_a_text_cites(text: str, articles: set[int]) -> None:
    assert trace.articles_cited(text) == {f"Art. {number}" for number in articles}


def test_the_places_that_cite_an_article() -> None:
    script = (
        "-- Kept (Art. 6).\nCREATE TABLE a (b TEXT);\nINSERT INTO a (b) VALUES ('Art. 7');\n"
        "-- Art. 6.\nCREATE VIEW c AS\nSELECT 1;\nCREATE INDEX d ON a (b);  -- Art. 6\n"
    )
    assert trace.places("Art. 6", script) == {"table": ["a"], "view": ["c"], "trigger": []}
    assert trace.places("Art. 7", script) == {"table": ["a"], "view": [], "trigger": []}


def test_marks_are_read_where_they_decorate_a_test() -> None:
    text = (
        'import pytest\npytestmark = pytest.mark.requirement("A1")\n\n\n@pytest.mark.requirement("A2", "A3")\n'
        "def test_one() -> None: ...\n\n\n"
        '@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.requirement("A4"))])\n'
        'def test_two(n: int) -> None: ...\n\n\n@pytest.mark.requirement("A5")\ndef helper() -> None: ...\n'
    )
    assert list(trace.marks_of(text)) == [("A2", "test_one"), ("A3", "test_one"), ("A4", "test_two")]


def test_a_requirement_without_a_test_is_named() -> None:
    listed = {
        "A1": trace.Requirement("Art. 1", kinds="S"),
        "A2": trace.Requirement("Art. 2", kinds="SP", later="printed forms"),
        "A3": trace.Requirement("Art. 3", kinds="P", later="printed forms"),
        "A4": trace.Requirement("Art. 4", not_for_software="It is not."),
        "A5": trace.Requirement("Art. 5", does="It does.", same_as=["A6"]),
        "A6": trace.Requirement("Art. 6", kinds="E"),
    }
    assert trace.without_test(listed, {}) == ["A1", "A2", "A5", "A6"]
    assert trace.without_test(listed, {"A1": [], "A6": [("test_a.py", "test_b")]}) == ["A1", "A2"]


def test_a_page_out_of_date_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(trace, "PAGE", tmp_path / "docs" / "regulation.md")
    assert trace.main(["--check"]) == 1 and "make trace" in capsys.readouterr().err
    assert trace.main([]) == 0 and trace.main(["--check"]) == 0
    trace.PAGE.write_text(trace.PAGE.read_text("utf-8") + "\n", "utf-8")
    assert trace.main(["--check"]) == 1
