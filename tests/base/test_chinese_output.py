"""What officers read in Chinese: every command in golden sessions, without an English word, in the bank's own terms."""

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT, Desk
from support.case_commands import opened
from support.session_text import steps

from complaintctl.cases.rule_rows import code
from tools import catalogue

PACKAGE = ROOT / "complaintctl"
SESSIONS = [*sorted((ROOT / "examples").glob("*.zh.session")), ROOT / "README.zh.md"]
TERMS = list(csv.DictReader((ROOT / "tests" / "data" / "terms.csv").read_text("utf-8").splitlines()))

# ---- No English word ----

# Where ASCII letters stand: case numbers, the command itself, codes beside what they stand for, file names, addresses,
# digests, keys of the configuration.
MEANT = re.compile(
    r"没有选项：--[\w-]+|TS-\d{4}-\d{4}|\bcomplaintctl(\[web\])?|（[\w.+]+）|[^\s：（“`，。]+\.(db|csv|docx|xlsx|pdf|txt|toml|json|eml|session)\b"
    r"|\S+@\S+|\b[0-9a-f]{16,}(@\d+)?|\b[0-9A-F]{4}(-[0-9A-F]{4})+(@\d+)?|\[mail\] \w+|\[backup\] \w+|https?://\S+"
    r"|\d{4}-(\d\d-\d\dT\d\d:?\d\d|Q\d|H\d)|(?<![a-z])[a-z_]+(:[\w-]+)+|(规定 修改|代码 列表) [\w.]+"
)
# Names of formats, programs and keys, which are called so in Chinese as well.
CALLED_SO = set(
    "CSV JSON UTF GB18030 Excel Word WPS Outlook TOML SHA ASCII TLS SSH OpenSSH systemd cron crontab Windows PowerShell"
    " bash zsh fish XML A4 JR Linux macOS ID MB GB KB KiB MiB kB root CST Ctrl Tab Esc NUL TMPDIR cmd".split()
)
# Whose answer is in part what was asked for in English or as codes.
ASKED_FOR = {
    "code": "codes and their English labels",
    "policy": "the keys of the rules",
    "config": "the keys of the configuration",
    "docs": "the names of pages, some of them in English alone",
    "report --month 2026-02 --columns": "the names of the columns of a CSV",
    "ledger": "",
}


def told(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each command of a Chinese session, and what it printed."""
    return iter(steps(path.read_text("utf-8"), path.suffix == ".md"))


def english(line: str, typed: set[str]) -> list[str]:
    """The English words of a line of output that are none of those meant, nor were typed."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", MEANT.sub(" ", line))
    return [word for word in words if len(word) > 1 and word not in typed | CALLED_SO]


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.name)
def test_no_english_word_stands_in_chinese_output(path: Path) -> None:
    typed: set[str] = {"li", "practice", "supervision"}  # who made the practice file, under its login, and their unit
    found = []
    for command, lines in told(path):
        typed |= set(re.findall(r"[A-Za-z][A-Za-z0-9]*", re.sub(r"(?<!\S)--?[a-z-]+|\\n", " ", command)))
        words = command.removeprefix("complaintctl ")
        if not any(words.startswith(name) for name in ASKED_FOR):
            found += [f"{line.strip()}: {said}" for line in lines if (said := english(line, typed))]
    assert not found, "\n".join(found)


def test_every_command_is_in_a_chinese_session() -> None:
    commands = {row["command"] for row in csv.DictReader((PACKAGE / "commands.csv").read_text("utf-8").splitlines())}
    run = " ".join(command for path in SESSIONS for command, _lines in told(path))
    missing = [name for name in sorted(commands) if not re.search(rf"complaintctl {re.escape(name)}(?![\w-])", run)]
    assert not missing, missing
    assert not {f"{name.split()[0]}.md" for name in commands} - {
        path.name for path in (ROOT / "docs" / "commands" / "zh").iterdir()
    }


# ---- The bank's terms ----


def read_texts() -> Iterator[tuple[str, str]]:
    """Read every Chinese text of the program, and where it stands."""
    for message in catalogue.written():
        said = message.string if isinstance(message.string, str) else message.string[0]
        yield "catalogue", said
    schema = (ROOT / "schema.sql").read_text("utf-8")
    schema = re.sub(r"CREATE VIEW former_label.*?;\n", "", re.sub(r"--.*", "", schema), flags=re.DOTALL)
    yield from (("schema.sql", text) for text in re.findall(r"'((?:[^']|'')*)'", schema))
    for path in sorted(PACKAGE.rglob("*.csv")):
        yield from ((path.name, cell) for row in csv.reader(path.read_text("utf-8").splitlines()) for cell in row)
    for path in sorted((PACKAGE / "forms").glob("*.docx")):
        with ZipFile(path) as archive:
            yield path.name, "".join(re.findall(r"<w:t[ >][^<]*", archive.read("word/document.xml").decode()))
    for path in [*sorted((PACKAGE / "pages").rglob("*.*")), *sorted(PACKAGE.rglob("*.toml"))]:
        if path.parent.name != "mappings":  # the headings of old registers
            yield from ((path.name, line) for line in path.read_text("utf-8").splitlines())
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value


@cache
def texts() -> list[tuple[str, str]]:
    """What was read of them once, for every term."""
    return list(read_texts())


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["now"])
def test_an_idea_has_one_term(term: dict[str, str]) -> None:
    now, allowed = re.compile(term["now"]), term["allowed"]
    found = [
        f"{place}: {text}" for place, text in texts() if now.search(re.sub(allowed, "", text) if allowed else text)
    ]
    assert not found, f"{term['better']}\n" + "\n".join(found)


def test_chinese_has_the_punctuation_of_print() -> None:
    beside = re.compile(r"(?<=[一-鿿）》”])([,:()?!]|;(?! ))|[,:;()?!](?=[一-鿿（《“])")
    found = [text for place, text in texts() if place in ("catalogue", "schema.sql", "columns.csv", "details.csv")
             and beside.search(text)]  # fmt: skip
    assert not found, "\n".join(found)


def test_what_codes_were_called_is_still_understood(desk: Desk) -> None:
    with opened(desk.path) as connection:
        former = [tuple(row) for row in connection.execute("SELECT kind, code, label_zh FROM former_label")]
        assert former and all(code(connection, kind, label) == known for kind, known, label in former)
        narrow, wide = code(connection, "channel", "意见簿(箱)"), code(connection, "channel", "意见簿（箱）")
        assert narrow == wide == "suggestion_box"
