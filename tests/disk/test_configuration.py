"""The configuration file: its keys, where each value comes from, and how a typo is named with its line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ANONYMOUS, ROOT, Desk
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from complaintctl.cli import app
from complaintctl.disk.config import lines_of
from complaintctl.disk.config_keys import keys


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the configuration of a test is read from; nothing is there yet."""
    return tmp_path / "config.toml"


@pytest.fixture(autouse=True)
def nobody_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """No actor in the environment."""
    monkeypatch.delenv("COMPLAINTCTL_ACTOR")


def run(*words: str, **environment: str) -> Any:
    """A command whose case file and actor are named by nothing but its words, the environment and the file."""
    return CliRunner().invoke(app, words, env=environment)


def shown(*words: str, **environment: str) -> dict[str, Any]:
    """What `config show` says, by setting."""
    result = run(*words, "config", "show", "--json", **environment)
    assert result.exit_code == 0, result.output
    return {row["setting"]: row for row in json.loads(result.stdout)}


# ---- What it sets ----


def test_without_a_file_every_setting_has_its_default() -> None:
    rows = shown()
    assert list(rows) == [*keys()]
    assert {row["source"] for row in rows.values()} == {"default"}
    assert rows["database"]["value"].endswith("complaints.db")
    assert (rows["mail.security"]["value"], rows["mail.host"]["value"]) == ("starttls", None)


def test_each_value_says_where_it_comes_from(file: Path) -> None:
    file.write_text(
        '# the bank\'s\ndatabase = "a.db"\nactor = "li"\nlang = "en"\n\n[mail]\nto = [\n  "a@x.cn",\n]\n', "utf-8"
    )
    rows = shown("--db", "b.db", COMPLAINTCTL_LANG="zh")
    assert (rows["database"]["source"], rows["database"]["value"]) == ("option", "b.db")
    assert (rows["lang"]["source"], rows["lang"]["origin"]) == ("environment", "COMPLAINTCTL_LANG")
    assert (rows["actor"]["source"], rows["actor"]["line"]) == ("file", 3)
    assert (rows["mail.to"]["line"], rows["mail.to"]["value"]) == (7, ["a@x.cn"])
    assert shown()["actor"]["origin"] == f"{file}, line 3"
    assert shown(COMPLAINTCTL_DB="c.db")["database"]["value"] == "c.db"


def test_the_file_names_the_case_file_who_acts_and_the_language(desk: Desk, file: Path) -> None:
    file.write_text(f'database = "{desk.path}"\nactor = "sun"\nlang = "zh"\n', "utf-8")
    result = run("--as-of", "2026-11-23", *ANONYMOUS)
    assert "已" in result.stdout and desk.case("1")["events"][0]["actor"] == "sun"
    assert run("--as-of", "2026-11-23", "--actor", "nobody", "unit", "add", "x", "某支行").exit_code == 4
    file.write_text(f'\ufeffdatabase = "{desk.path}"\n', "utf-8")  # as some editors write it
    assert run("list").exit_code == 0


def test_passwords_are_never_shown(file: Path) -> None:
    file.write_text('[mail]\npassword = "geheim"\npassword_command = "echo geheim"\n', "utf-8")
    file.chmod(0o600)
    for form in ((), ("--json",), ("--csv",)):
        result = run("config", "show", *form)
        assert result.exit_code == 0 and "geheim" not in result.output and "set, not shown" in result.stdout
    result = run("config", "show", "--csv", COMPLAINTCTL_MAIL_PASSWORD="geheim")
    assert '"set, not shown",environment,,COMPLAINTCTL_MAIL_PASSWORD' in result.stdout and "geheim" not in result.output


def test_a_password_that_others_may_read_is_refused(file: Path) -> None:
    file.write_text('[mail]\nuser = "x"\npassword = "geheim"\n', "utf-8")
    file.chmod(0o640)
    result = run("list")
    assert result.exit_code == 2 and "line 3: [mail] password stands in a file that others may read" in result.stderr
    assert "geheim" not in result.output


def test_path_says_where_the_file_is(file: Path) -> None:
    missing = run("config", "path")
    assert missing.stdout == f"{file}\n" and "no such file yet" in missing.stderr
    file.touch()
    assert run("config", "path").stderr == ""


def test_the_folder_of_the_banks_own_forms_is_a_setting(desk: Desk, file: Path, tmp_path: Path) -> None:
    desk.register()
    own = tmp_path / "sheets"
    own.mkdir()
    paper = Document()
    paper.add_paragraph("本行回执 {{ case_no }}")
    paper.save(str(own / "receipt.docx"))
    assert "本行回执" not in desk("slip", "1", "receipt")
    file.write_text(f'[forms]\nfolder = "{own}"\n', "utf-8")
    assert desk("slip", "1", "receipt") == "本行回执 TS-2026-0001\n"


# ---- The sample ----


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sample_has_every_key_and_every_example_is_valid(file: Path, language: str) -> None:
    sample = run("--lang", language, "config", "sample").stdout
    file.write_text(sample, "utf-8")
    assert {row["source"] for row in shown().values()} == {"default"}
    filled = re.sub(r"(?m)^# (\w+ = )", r"\1", sample)
    file.write_text(filled, "utf-8")
    file.chmod(0o600)
    assert {row["source"] for row in shown().values()} == {"file"}


def test_the_sample_is_written_for_its_owner_alone_whatever_it_replaces(file: Path) -> None:
    other = file.with_name("other.toml")
    for place, force in ((other, ()), (other, ("--force",))):
        assert run("config", "sample", "-o", str(place), *force).exit_code == 0
        assert other.stat().st_mode & 0o777 == 0o600
        other.chmod(0o644)


def test_the_folder_of_the_configuration_is_made(tmp_path: Path) -> None:
    place = tmp_path / "home" / ".config" / "config.toml"
    assert run("config", "sample", "-o", str(place), COMPLAINTCTL_CONFIG=str(place)).exit_code == 0
    assert place.exists() and place.parent.stat().st_mode & 0o777 == 0o700
    assert run("config", "sample", "-o", str(tmp_path / "no" / "x.toml")).exit_code == 5


def test_the_page_in_docs_has_every_key() -> None:
    for page in ("configuration.md", "configuration.zh.md"):
        text = (ROOT / "docs" / page).read_text("utf-8")
        assert [name for name in keys() if f"| `{name}` |" not in text] == []


# ---- What is wrong with it ----

WRONG = {
    'actor = "li"\n\n[mail]\n# its\nhost = "x"\n\nprot = 25\n': "line 7: [mail] prot is not a key; did you mean port?",
    'datbase = "x"\n': "line 1: datbase is not a key; did you mean database?",
    'host = "x"\n': "line 1: host is not a key; did you mean [mail] host?",
    '[mail]\nactor = "li"\n': "line 2: [mail] actor is not a key; did you mean actor above the first section?",
    "colour = 1\n": "line 1: colour is not a key; `complaintctl config sample` shows all.",
    '\n[mial]\nhost = "x"\n': "line 2: [mial] is not a section; did you mean [mail]?",
    "[letters]\n": "line 1: [letters] is not a section; `complaintctl config sample` shows all.",
    "mail = 3\n": "line 1: mail is a section: write [mail] on a line of its own",
    "[database]\nx = 1\n": "line 1: database must be text in quotes.",
    "database = 3\n": "line 1: database must be text in quotes.",
    "lang = 'zh'\n[mail]\nport = '25'\n": "line 3: [mail] port must be a whole number.",
    "[mail]\nport = true\n": "line 2: [mail] port must be a whole number.",
    "[mail]\nport = 70000\n": "line 2: [mail] port must be from 1 to 65535, not 70000.",
    "[mail]\nto = 'a@x.cn'\n": "line 2: [mail] to must be a list of texts, in brackets.",
    "[mail]\nto = [1]\n": "line 2: [mail] to must be a list of texts, in brackets.",
    "mail.security = 'ssl'\n": "line 1: [mail] security must be none or starttls or tls, not 'ssl'.",
    "backup = { folder = 'x',\nkep = 1 }\n": "this is not TOML",
    "backup = { folder = 'x', kep = 1 }\n": "line 1: [backup] kep is not a key; did you mean keep?",
    "lang = 'fr'\n": "line 1: lang must be zh or en, not 'fr'.",
    '[mail]\npassword_command = "C:\\Tools\\pass.exe"\n': "not TOML (Unescaped '\\' in a string). In double quotes a"
    " backslash begins another character: write the path in single quotes, 'C:\\folder'.",
    '[mail]\npassword_command = ["C:\\tools.exe"]\n': "[mail] password_command holds a tab, a line break or the like",
    '[backup]\nfolder = "C:\\backups"\n': "line 2: [backup] folder holds a tab, a line break or the like.",
    '[backup]\nsecond = "E:\\backups"\n': "line 2: [backup] second holds a tab, a line break or the like.",
    "[mail]\npassword_command = 3\n": "must be text in quotes or a list of texts, in brackets.",
    "actor = 'li'\nlang = \n": "line 2: this is not TOML (Invalid value).",
    "actor = 'li'\n[mail\n": "line 2: this is not TOML",
    'actor = """\nprot = 1\n': "line 2: this is not TOML",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_named_with_its_line(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    for words in (("list",), ("--db", "x.db", "--lang", "en", "todo"), ("config", "show")):
        result = run(*words)
        assert result.exit_code == 2, words
        assert f"complaintctl: The configuration {file}, line " in result.stderr and WRONG[text] in result.stderr


def test_all_that_is_wrong_is_named_at_once_in_the_order_of_the_lines(file: Path) -> None:
    file.write_text("[mail]\nport = 0\nprot = 1\n[bakup]\n", "utf-8")
    lines = re.findall(r"line (\d)", run("list").stderr)
    assert lines == ["2", "3", "4"]


def test_what_mends_a_configuration_runs_with_a_wrong_one(file: Path) -> None:
    file.write_text("prot = 1\n", "utf-8")
    for words in (("config", "path"), ("config", "sample"), ("--help",), ("config", "--help"), ("--version",)):
        assert run(*words).exit_code == 0, words


def test_it_is_said_in_chinese(file: Path) -> None:
    file.write_text("[mail]\nprot = 1\n", "utf-8")
    said = f"complaintctl: 配置文件{file}第2行：[mail] prot不是配置文件的键；是不是port？\n"
    assert run("--lang", "zh", "list").stderr == said


VALUES = st.sampled_from(
    ['"x"', "1", '"""\nport = 1\n[mail]\n"""', "[\n'a',\n# prot = 1\n'b'\n]", "{ a = 1 }", "'''#\n'''"]
)
BETWEEN = st.sampled_from(["", "\n", "# host = 1\n", "\n\n"])


@given(st.lists(st.tuples(BETWEEN, VALUES), min_size=1, max_size=8))
def test_the_line_of_a_key_is_where_it_is_written(written: list[tuple[str, str]]) -> None:
    text, expected = "", {}
    for number, (between, value) in enumerate(written):
        text += between
        expected[f"key{number}"] = text.count("\n") + 1
        text += f"key{number} = {value}\n"
    assert lines_of(text) == expected
