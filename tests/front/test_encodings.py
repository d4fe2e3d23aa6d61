"""A terminal of another encoding than UTF-8: what is typed there is understood, what is shown there can be read."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest
from conftest import ANONYMOUS, Desk, cases
from support.case_file import rows
from support.long_runs import LONG
from support.terminal import PATIENCE

# That of GB18030 takes long to be made; what it is tried with here is the same as with GBK.
CHINESE = ["GBK", "GB18030"] if LONG else ["GBK"]
COUNTRIES = {**dict.fromkeys(CHINESE, "zh_CN"), "ISO-8859-1": "en_US"}


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a locale of each encoding, as the system's own are made."""
    folder = tmp_path_factory.mktemp("locales")
    for encoding, country in COUNTRIES.items():
        make = ["localedef", "-i", country, "-f", encoding, folder / f"{country}.{encoding}"]
        if not shutil.which("localedef") or subprocess.run(make, capture_output=True).returncode:
            pytest.skip("no locale can be made: tools/install-programs.sh")
    return folder


def environment(encoding: str, locales: Path, **more: str) -> Mapping[str, str]:
    """The environment of whoever sits at a terminal of an encoding."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONUTF8", "PYTHONIOENCODING")}
    return {**kept, "LOCPATH": str(locales), "LC_ALL": f"{COUNTRIES[encoding]}.{encoding}", **more}


def piped(desk: Desk, encoding: str, locales: Path, *words: str | bytes, expect: int = 0) -> bytes:
    """Run a command there into a pipe, with its messages if it fails."""
    line = [word if isinstance(word, bytes) else word.encode(encoding) for word in (*desk.line(), *words)]
    done = subprocess.run(line, capture_output=True, env=environment(encoding, locales), timeout=PATIENCE)
    assert done.returncode == expect, done.stderr
    return done.stderr if expect else done.stdout


def at_terminal(desk: Desk, encoding: str, locales: Path, *words: str, kind: str = "xterm") -> "pexpect.spawn[str]":
    """A command typed at a terminal of an encoding."""
    script = desk.path.with_name("typed.sh")
    script.write_bytes(shlex.join(desk.line(*words)).encode(encoding))
    surroundings = environment(encoding, locales, TERM=kind, PROMPT_TOOLKIT_NO_CPR="1", COLUMNS="120")
    return pexpect.spawn("/bin/sh", [str(script)], env=dict(surroundings), encoding=encoding, timeout=PATIENCE)


@cases("encoding", *CHINESE)
def test_what_is_typed_and_shown_is_in_the_encoding_of_the_terminal(desk: Desk, locales: Path, encoding: str) -> None:
    said = piped(desk, encoding, locales, *ANONYMOUS[:5], "--summary", "镕基路网点", "--demand", "道歉", "--anonymous")
    assert "已登记" in said.decode(encoding)
    assert rows(desk, "SELECT summary FROM complaint") == [("镕基路网点",)]
    for words in (("show", "1"), ("list",), ("ledger", "--format", "table")):
        assert "练习" in piped(desk, encoding, locales, *words).decode(encoding)
    assert "工作失误" in piped(desk, encoding, locales, "list", "--csv").decode("utf-8")  # a program reads it
    at_terminal(desk, encoding, locales, "list", "--csv").expect("工作失误")


@cases("kind", "xterm", "dumb")
def test_questions_are_asked_and_answered_there(desk: Desk, locales: Path, kind: str) -> None:
    desk.do("register", *ANONYMOUS[1:])
    child = at_terminal(desk, CHINESE[-1], locales, "contact", "1", "--purpose", "acknowledge", kind=kind)
    for question, answer in (
        ("沟通内容", "已告知镕基路网点"),
        ("答复方式", "电话"),
        ("承诺日期", ""),
        ("是否正确", ""),
    ):
        child.expect(question)
        child.send(f"{answer}\r")
    child.expect(pexpect.EOF)
    said = "SELECT detail ->> 'text' FROM event WHERE kind = 'contacted'"
    assert rows(desk, said) == [("已告知镕基路网点",)]


def test_a_sign_that_the_terminal_cannot_show_is_written_as_an_escape(desk: Desk, locales: Path) -> None:
    desk.do("register", *ANONYMOUS[1:5], "--summary", "柜员🙂", "--demand", "道歉", "--anonymous")
    assert "柜员\\U0001f642" in piped(desk, "GBK", locales, "show", "1").decode("gbk")
    assert b"\\u67dc\\u5458\\U0001f642" in piped(desk, "ISO-8859-1", locales, "show", "1")
    assert b"\\u7528\\u6cd5" in piped(desk, "ISO-8859-1", locales, "--lang", "zh", "list", "--help")


def test_what_is_no_text_in_that_encoding_is_said_to_be_that(desk: Desk, locales: Path) -> None:
    said = piped(desk, CHINESE[-1], locales, "list", "--unit", b"\xff\xfe", expect=2)
    assert CHINESE[-1] in said.decode(CHINESE[-1])
