"""All that people read is in their language; nothing is said that has no Chinese words."""

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Desk, cases
from support.case_file import unchanged
from typer.testing import CliRunner
from wcwidth import width

from complaintctl.base.errors import system_reason
from complaintctl.base.language import speak
from complaintctl.cli import COMMANDS, app
from tools import catalogue

PACKAGE = ROOT / "complaintctl"
# What is said through these has its translation, or is a program's own text and no sentence.
TRANSLATED = {"_", "plural", "marked"}
NO_SENTENCE = {"compile", "add_argument", "getenv", "Row", "Listing", "split"}
# Two words beside each other; what is typed (commands, options, paths) and SQL are none.
WORDS = re.compile(r"(?<![-\w/.`])[A-Za-z][a-z]+,? [a-z]{2,}(?![-\w/.])")
TYPED = re.compile(rf"(complaintctl|ssh bank|{'|'.join(COMMANDS)})( |$)")
COLUMNS = re.compile(r"[a-z_]+(, [a-z_]+){3,}")  # of a table, for SQL
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|PRAGMA|BEGIN|WHERE|FROM)\b")


def unsaid(path: Path) -> Iterator[str]:
    """Every sentence in a module that would be said in English whatever the language."""
    tree = ast.parse(path.read_text("utf-8"))
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            passed.add(node.body[0])
        if isinstance(node, ast.Call) and _name(node.func) in TRANSLATED | NO_SENTENCE:
            passed.add(node)
        for said in catalogue.sentences_in(node):
            either = (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,)
            passed |= {argument for argument in either if isinstance(argument, ast.Constant)}
        if isinstance(node, ast.keyword) and node.arg in ("help", "metavar"):
            passed.add(node)
        if isinstance(node, ast.Assert | ast.Raise) and isinstance(getattr(node, "exc", None), ast.Name):
            passed.add(node)
        if isinstance(node, ast.Tuple) and _in_both_languages(node):
            passed.add(node)
    yield from _sentences(tree, passed, path)


def _in_both_languages(words: ast.Tuple) -> bool:
    """Whether this is a pair of Chinese and English, such as a column's heading."""
    first = words.elts[0] if len(words.elts) == 2 else None
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and bool(re.search("[一-鿿]", first.value))


def _sentences(node: ast.AST, passed: set[ast.AST], path: Path) -> Iterator[str]:
    if node in passed:
        return
    if isinstance(node, ast.JoinedStr) and SQL.search(ast.unparse(node)):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
        if WORDS.search(text) and not (SQL.search(text) or TYPED.match(text) or COLUMNS.fullmatch(text)):
            yield f"{path.relative_to(PACKAGE)}:{node.lineno}: {text.strip()[:90]}"
    for child in ast.iter_child_nodes(node):
        yield from _sentences(child, passed, path)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def test_nothing_is_said_outside_the_catalogue() -> None:
    found = [line for path in sorted(PACKAGE.rglob("*.py")) for line in unsaid(path)]
    assert not found, "\n".join(found)


def test_every_sentence_has_chinese_words_and_keeps_its_values() -> None:
    assert list(catalogue.problems()) == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_in_chinese_says_nothing_in_english_and_is_broken_as_chinese_is(command: str) -> None:
    words = ["--lang", "zh", *([command] if command else []), "--help"]
    page = CliRunner().invoke(app, words, env={"COLUMNS": "60"}).stdout.partition("示例")[0]
    prose = re.sub(r"(?m)^  complaintctl .*$|^ +\S+ .*$", "", page.split("\n", 1)[1])
    assert not WORDS.search(prose), WORDS.findall(page)
    assert page.startswith("用法：") and "[选项]" in page.split("\n", 1)[0]
    for line in page.splitlines():
        assert width(line) <= 60 or "|" in line, line  # a list of values is not broken
        assert not re.match(r"\s*[，。：；、）”]", line) and not re.search(r"[（“]$", line), line


MISTYPED = {
    ("clos",): "没有", ("close",): "缺少", ("close", "1", "--foo"): "没有", ("unit", "ad"): "没有",
    ("close", "1", "2"): "多余", ("close", "1", "--note"): "需要", ("extend", "1", "--days", "x"): "整数",
}  # fmt: skip


@pytest.mark.parametrize("words", MISTYPED, ids=" ".join)
def test_a_mistyped_command_is_explained_in_chinese(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk("--lang", "zh", *words, expect=2)
    assert MISTYPED[words] in said and not WORDS.search(said), said


def test_the_language_is_the_locales_unless_it_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No cases." in desk("list")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "没有" in desk("list")
    monkeypatch.setenv("COMPLAINTCTL_LANG", "en")
    assert "No cases." in desk("list")
    assert "没有" in desk("--lang", "zh", "list")


# ---- What the operating system says ----


@cases(
    "number",
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EISDIR, errno.EEXIST, errno.EROFS),
    *(errno.ENAMETOOLONG, errno.ENOTDIR, errno.ECONNREFUSED),
)
def test_what_the_system_says_is_said_in_chinese(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert system_reason(error) == os.strerror(number)
    speak("zh")
    assert not any(letter.isascii() for letter in system_reason(error))


def test_what_has_no_words_here_is_said_as_the_system_says_it() -> None:
    assert system_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert system_reason(OSError("a socket's own words")) == "a socket's own words"


def test_no_module_says_it_past_the_catalogue() -> None:
    telling = [path.name for path in PACKAGE.rglob("*.py") if ".strerror" in path.read_text("utf-8")]
    assert telling == ["errors.py"]


def test_an_output_file_that_cannot_be_is_named_and_not_the_case_file(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    with unchanged(desk):
        for paper, why in (tmp_path / f"{'长' * 300}.docx", "文件名过长"), (tmp_path / "no" / "b.docx", "没有这个文件"):
            said = desk("--lang", "zh", "slip", "1", "receipt", "-o", str(paper), expect=5)
            assert f"{paper} 不能写入：{why}" in said and "--db" not in said


def test_a_configuration_that_cannot_be_read_is_said_in_chinese(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert "这是文件夹" in desk("--lang", "zh", "list", expect=2)
    (tmp_path / "config.toml").rmdir()
    (tmp_path / "config.toml").write_bytes(b'lang = "\xff"')
    assert "不是UTF-8" in desk("--lang", "zh", "list", expect=2).replace(" ", "")
