"""Help that teaches: every command ends with examples that work, its page in docs says the same, errors point to it."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Desk
from support.every_command import COMMANDS, FRONT
from typer.testing import CliRunner

from complaintctl.cli import app
from complaintctl.front.typer_words import paragraphs
from tools import pages

# But for `demo`, which takes its time, and `browse`, `desk` and `serve`, which stay until they are left: each has its
# own tests.
EXAMPLES = [
    example
    for name, command in (("", FRONT), *COMMANDS.items())
    for example in paragraphs(command.help or "")[1]
    if name not in ("demo", "browse", "desk", "serve")
]

REGISTER = """\
投诉日期,投诉人,联系电话,投诉渠道,投诉类别,投诉内容,客户诉求
2026-03-02,周霜降,13900000007,上门,服务态度,排队过久,道歉
"""


# How case 1 goes on, one command and what the file is like after it: somewhere on the way each example is done.
GOES_ON = {
    "registered": (),
    "complex in law": ("classify", "1", "--legal-complexity", "complex", "--reason", "需外部核查"),
    "paused": ("pause", "1", "--reason", "笔迹送司法鉴定", "--customer-told", "2026-11-26"),
    "resumed": ("resume", "1"),
    "briefed": ("brief", "1", "--to", "wang"),
    "transferred": ("transfer", "1", "--to", "chengguan"),
    "resolved": (),  # by Desk.resolve
    "reviewed": ("review", "1", "--accept"),
    "closed": ("close", "1"),
}
Stages = dict[str, bytes]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Stages:
    """Files in which the examples may be: no unit there yet, then four cases, and case 1 at each stage of its way."""
    desk = Desk(tmp_path_factory.mktemp("stages") / "bank.db")
    desk("init", "--practice", "--bank", "云溪农村商业银行", "--officer", "李清明", as_of="2026-01-01")
    found = {"founded": desk.path.read_bytes()}
    desk.path.write_bytes(furnished)
    desk("staff", "add", "wang", "王五", "--unit", "supervision", "--role", "petition_leader")
    found["furnished"] = desk.path.read_bytes()
    desk("check", "name", "web_channel", "li", as_of="2026-10-01T08:00")
    for _case in range(4):
        desk.register(unit="chengguan", phone="")
    desk("improvement", "add", "--text", "修订手册", "--owner", "sun", "--due", "2026-12-31", "--case", "1")
    desk("attach", "1", __file__)
    for hour, (stage, words) in enumerate(GOES_ON.items(), 8):
        desk.as_of = f"2026-11-26T{hour:02}:00"
        if stage == "resolved":
            desk.resolve("1", "2026-11-26T13:30")
        elif words:
            desk(*words)
        found[stage] = desk.path.read_bytes()
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, furnished: bytes) -> Path:
    """A folder with the files that the examples read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "register.csv").write_text(REGISTER, "gb18030")
    (tmp_path / "units.csv").write_text("code,name\nhedong,河东支行\n", "utf-8")
    (tmp_path / "staff.csv").write_text("code,name,unit\nwei,卫小寒,supervision\n", "utf-8")
    (tmp_path / "和解书.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "rules.toml").write_text('[[limit]]\nkey = "seed.general"\ndays = 4\nfrom = 2027-01-01\n', "utf-8")
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    (tmp_path / "2027.json").write_text(json.dumps({"year": 2027, "days": days}), "utf-8")
    (tmp_path / "2027.csv").write_text("日期,是否上班,名称\n2027-01-01,否,元旦\n", "gb18030")
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "complaints-2026-11-25T0130.db").write_bytes(furnished)
    return tmp_path


def run(*words: str) -> Any:
    """Run a command line as it is typed."""
    return CliRunner().invoke(app, words, prog_name="complaintctl")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_explains_its_options_and_ends_with_one_or_two_examples(name: str) -> None:
    for parameter in COMMANDS[name].get_params(typer.Context(COMMANDS[name])):
        assert parameter.help, f"{name}: {parameter.name}"
    page = run(*name.split(), "--help").stdout
    examples = page.partition("\nExamples:\n")[2].strip().splitlines()
    assert 1 <= len(examples) <= 2, page
    for example in examples:
        assert name in example and example.strip().startswith("complaintctl "), example


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood_and_done_at_some_stage(stages: Stages, folder: Path, example: str) -> None:
    program, *words = shlex.split(example)
    assert program == "complaintctl"
    if "-o" in words:  # it writes the file that another example reads
        (folder / words[words.index("-o") + 1]).unlink(missing_ok=True)
    if words[0] == "init":
        assert run("--db", str(folder / "new.db"), *words).exit_code == 0
        return
    # Nobody is named for the boxes of the branches, and so nobody looked into them: that is a finding; the head in the
    # help is that of some other record; and doctor misses a backup.
    is_found = words[0] == "doctor" or words[:2] in (["check", "missing"], ["verify", "--against"])
    done = 6 if is_found else 0
    # On the last day of the limit; then on the day after, for what is about cases that are late.
    for as_of in ("2026-11-26T18:00", "2026-11-27T09:00"):
        for stage, data in stages.items():
            (folder / "bank.db").write_bytes(data)
            result = run("--db", "bank.db", "--as-of", as_of, *words)
            if result.exit_code == done:
                return
            if stage in GOES_ON:
                assert result.exit_code in (3, 4), f"{example} ({stage}): {result.output}"
    pytest.fail(f"{example}: refused at every stage, last with {result.output}")


MISTYPED = {
    ("close", "1", "--note"): "complaintctl close",
    ("close", "1", "--foo"): "complaintctl close",
    ("close",): "complaintctl close",
    ("extend", "1", "--days", "x"): "complaintctl extend",
    ("unit", "add", "x", "--foo"): "complaintctl unit add",
    ("unit", "ad"): "complaintctl unit",
    ("--lang",): "complaintctl",
}


@pytest.mark.parametrize("words", MISTYPED, ids=" ".join)
def test_what_is_mistyped_points_to_the_help_of_its_command(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert (result.exit_code, f"`{MISTYPED[words]} --help` explains it." in result.stderr) == (2, True), result.stderr


def test_usage_shows_what_has_to_be_given_without_brackets() -> None:
    assert run("close", "--help").stdout.startswith("Usage: complaintctl close [OPTIONS] CASE\n")
    assert run("check", "name", "--help").stdout.startswith("Usage: complaintctl check name [OPTIONS] KIND [STAFF]\n")


def test_the_pages_in_docs_say_what_the_program_says_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(pages.problems()) == []
    for name, value in (("COLUMNS", "40"), ("LC_ALL", "zh_CN.UTF-8"), ("COMPLAINTCTL_DB", "other.db")):
        monkeypatch.setenv(name, value)
    assert list(pages.problems()) == []


def test_a_page_that_nothing_is_said_on_any_more_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "DOCS", tmp_path / "docs")
    for path, text in pages.pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert list(pages.problems()) == []
    spoilt = ["docs/commands/zh/close.md", "docs/commands/gone.md"]
    for name in spoilt:
        (tmp_path / name).write_text("", "utf-8")
    assert [problem.split()[0] for problem in pages.problems()] == spoilt
