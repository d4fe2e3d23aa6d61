"""What officers read in Chinese: every command in golden sessions, without an English word, in the bank's own terms."""

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import ROOT, Desk
from support.case_commands import opened
from support.every_command import DOING
from support.session_text import steps

from complaintctl.asking.asked_command import Command, Wanted
from complaintctl.base import command_names
from complaintctl.base.language import _, speak, speaking
from complaintctl.base.option import fields_of
from complaintctl.cases.rule_rows import code
from complaintctl.finishing import result_report
from complaintctl.handling.delays import delay
from complaintctl.handling.transfer_slip import transfer
from complaintctl.intake import statement
from tools import catalogue

PACKAGE = ROOT / "complaintctl"
SESSIONS = [*sorted((ROOT / "examples").glob("*.zh.session")), ROOT / "README.zh.md"]
TERMS = list(csv.DictReader((ROOT / "tests" / "data" / "terms.csv").read_text("utf-8").splitlines()))

# The commands with questions of their own, and what they take.
TABLES = {"register": statement.FIELDS, "resolve": result_report.FIELDS, "delay": delay, "transfer": transfer}

# ---- No English word ----

# Where ASCII letters stand: case numbers, the command itself, codes beside what they stand for, file names, addresses,
# digests, keys of the configuration.
MEANT = re.compile(
    r"没有选项：--[\w-]+|TS-\d{4}-\d{4}|\bcomplaintctl(\[web\])?|（[\w.+]+）|[^\s：（“`，。]+\.(db|csv|docx|xlsx|pdf|txt|toml|json|eml|session)\b"
    r"|\S+@\S+|\b[0-9a-f]{16,}(@\d+)?|\b[0-9A-F]{4}(-[0-9A-F]{4})+(@\d+)?|\[mail\] \w+|\[backup\] \w+|https?://\S+"
    r"|\d{4}-(\d\d-\d\dT\d\d:?\d\d|Q\d|H\d)|(?<![a-z])[a-z_]+(:[\w-]+)+|COMPLAINTCTL_[A-Z_]+"
    r"|^[a-z_.]+(?=  )|(?<=  )[a-z_]+(?=  +[一-鿿])|[a-z_.]+(?=（[一-鿿])"  # keys, codes beside their label
    r'|"\{"".*\}"'  # the column of the register that a program reads
)
# Names of formats, programs and keys, which are called so in Chinese as well.
CALLED_SO = set(
    "CSV JSON UTF GB18030 Excel Word WPS Outlook TOML SHA ASCII TLS SSH OpenSSH systemd cron crontab Windows PowerShell"
    " bash zsh fish XML A4 JR Linux macOS ID MB GB KB KiB MiB kB root CST Ctrl Tab Esc NUL TMPDIR cmd".split()
)
# And what stands in sentences besides: keys and values of files, ends of file names, what other programs are told.
WRITTEN_SO = re.compile(
    r"`[^`]*`|\[\[?[a-z]+\.? ?\]?\]|\.[a-z]+\b|--(json|csv|toml|xml|systemd)\b"
    r"|\b(ssh|ssh-keygen|chmod|groupadd|usermod|schtasks|install|pip|umask)\b[ -~]*|\b(sshd|ssh-ed25519|systemd)\b"
    r"|\b(utf-8|gb18030|auto|csv|json|xlsx|docx|html|toml|zh|en|yes|no|true|false|TS|C:.folder|holiday-cn|HOME|LANG)\b"
    r"|\b(folder|backups|forms|daily|weekly|monthly|days|date|isOffDay|name|host|sender|port|to|from|key|value|user)\b"
    r"|\b(password|password_command|security|date_format|MAILTO)\b|-wal\b|docs/[a-z]+\.md",
    re.ASCII,
)


def asked_by(command: Any) -> dict[str, Wanted]:
    """All that a command asks for, by the names of its parameters."""
    return command.wanted({}) if isinstance(command, Command) else {}


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
        found += [f"{line.strip()}: {said}" for line in lines if (said := english(line, typed))]
    assert not found, "\n".join(found)


def unmeant(text: str) -> str:
    """A sentence without what may stand in it in ASCII letters."""
    return WRITTEN_SO.sub(" ", MEANT.sub(" ", text))


def test_no_english_word_stands_in_a_chinese_sentence_of_the_program() -> None:
    """As they are said: commands and options by their Chinese names, with a blank for every value."""
    speak("zh")
    said = [re.sub(r"\{\w+(!r)?\}", " ", command_names.line(text)) for place, text in texts() if place == "catalogue"]
    found = [f"{text}: {words}" for text in said[1:] if (words := english(unmeant(text), set()))]
    assert not found, "\n".join(found)


def test_no_english_word_stands_on_a_chinese_page_of_help() -> None:
    """The pages say what `--help` says (see front/test_help.py); the English names of commands and options beside."""
    new = {"mobile", "app", "wang", "retail", "usb", "stick", "demo", "nightly"}  # codes, files that an example names
    found = []
    for path in sorted((ROOT / "docs" / "commands" / "zh").iterdir()):
        for line in path.read_text("utf-8").splitlines():
            shown = re.sub(r"^#.*|\[[^]]*\]\([^)]*\)|```console|(?<!\w)--?[a-z][a-z-]*|&lt;|环境变量：\w+", " ", line)
            found += [f"{path.name}: {line}: {words}" for words in [english(unmeant(shown), new)] if words]
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


def test_a_question_is_called_as_its_option_is() -> None:
    apart = set()
    with speaking("zh"):
        for path, command in DOING.items():
            own = {name: (asked.parameter.opts, asked.option) for name, asked in asked_by(command).items()}
            table = {name: ([field.flag], field.option) for name, field in fields_of(TABLES.get(path, {})).items()}
            for name, (flags, option) in {**own, **table}.items():
                called = command_names.chinese_options(flags, path)[:1]
                if option.ask and called and called[0].lstrip("-") not in _(option.ask):
                    apart.add(f"{path} {name}")
    # No and yes are the other way round in one; an argument that is an option as well in the other.
    assert apart == {"brief absent", "attachment output"}


def test_what_codes_were_called_is_still_understood(desk: Desk) -> None:
    with opened(desk.path) as connection:
        former = [tuple(row) for row in connection.execute("SELECT kind, code, label_zh FROM former_label")]
        assert former and all(code(connection, kind, label) == known for kind, known, label in former)
        narrow, wide = code(connection, "channel", "意见簿(箱)"), code(connection, "channel", "意见簿（箱）")
        assert narrow == wide == "suggestion_box"
