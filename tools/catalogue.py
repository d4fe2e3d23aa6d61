"""The catalogue of Chinese words, complaintctl/locales/zh/LC_MESSAGES/complaintctl.po, and what is read of it.

`python tools/catalogue.py` (`make words`) finds every sentence that the program says, puts new ones into the
catalogue, takes out those that are said no more, and compiles it; `--check` says whether it is up to date and whole.
"""

import ast
import csv
import io
import re
import sqlite3
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from complaintctl.base import errors

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "complaintctl"
PO = PACKAGE / "locales" / "zh" / "LC_MESSAGES" / "complaintctl.po"
MO = PO.with_suffix(".mo")
SAID_BY_TYPER = PACKAGE / "front" / "said_by_typer.txt"
_COMMAND = re.compile(r"\w+\.(command|callback)\b")  # what makes a function a command


def sentences() -> Catalog:
    """Every sentence the program says, with where it says it."""
    catalogue = Catalog(project="complaintctl", charset="utf-8", fuzzy=False)
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for line, message in _said(path):
            catalogue.add(message, locations=[(place, line)])
    for path in sorted(PACKAGE.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            for row in table if "question" in (table.fieldnames or ()) else ():
                for text in filter(None, (row["help"], row["question"], *_blanks(row.get("metavar") or ""))):
                    catalogue.add(text, locations=[(path.relative_to(ROOT).as_posix(), table.line_num)])
    for path in sorted((PACKAGE / "pages").rglob("*.*")):
        with path.open("rb") as page:
            for line, _name, message, _comments in babel_extract(page, ("_",), (), {"extensions": "jinja2.ext.do"}):
                catalogue.add(
                    message[0] if isinstance(message, tuple) else message,
                    locations=[(path.relative_to(ROOT).as_posix(), line)],
                )
    for kind in _kinds():
        catalogue.add(kind.replace("_", " "), locations=[("schema.sql", 1)])
    for path in sorted(PACKAGE.rglob("notes.toml")):
        for said in tomllib.loads(path.read_text("utf-8")).values():
            message = (said["one"], said["many"]) if "many" in said else said["one"]
            catalogue.add(message, locations=[(path.relative_to(ROOT).as_posix(), 1)])
    for line, text in enumerate(SAID_BY_TYPER.read_text("utf-8").splitlines(), 1):
        catalogue.add(text, locations=[(SAID_BY_TYPER.relative_to(ROOT).as_posix(), line)])
    return catalogue


def _kinds() -> list[str]:
    """The kinds of code, by whose names a code that is not known is spoken of."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript((ROOT / "schema.sql").read_text("utf-8"))
        rows = connection.execute("SELECT DISTINCT kind FROM code_label WHERE kind <> 'major_ground' ORDER BY kind")
        return [kind for (kind,) in rows]


def sentences_in(node: ast.AST) -> list[ast.expr]:
    """The arguments of a call that are said through the catalogue: a failure says its first, an option also its ask."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return []
    name, failure = node.func.id, getattr(errors, node.func.id, None)
    if name == "Option":
        return [*node.args[:3], *(keyword.value for keyword in node.keywords if keyword.arg == "ask")]
    if name in ("_", "marked") or (isinstance(failure, type) and issubclass(failure, errors.ComplaintError)):
        return node.args[:1]
    return node.args[:2] if name == "plural" else []


def _said(path: Path) -> Iterator[tuple[int, str | tuple[str, str]]]:
    """What a module says through the catalogue, wherever it does (Babel misses what stands in other calls), or as help.

    Help are the words beside options, and the paragraphs that say what a command does.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        said: list[Any] = [text for argument in sentences_in(node) for text in _text(argument) if text]
        if said and isinstance(node, ast.Call) and ast.unparse(node.func) == "plural":
            said = [(said[0], said[1])]
        elif isinstance(node, ast.keyword) and node.arg == "help":
            said = _text(node.value)
        elif isinstance(node, ast.keyword) and node.arg == "metavar":
            said = [blank for text in _text(node.value) for blank in _blanks(text)]
        elif isinstance(node, ast.FunctionDef):
            parts = re.split(r"\n\s*\n", _help_of(node))
            said = [" ".join(part.split()) for part in parts if part.strip() and not part.startswith("Example: ")]
        yield from ((node.lineno, text) for text in said)


def _text(node: ast.expr) -> list[str]:
    """The text of an argument: of a choice between two, both; of a variable, none."""
    if isinstance(node, ast.IfExp):
        return _text(node.body) + _text(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _blanks(metavar: str) -> list[str]:
    """What is to be filled in, without the brackets around it; a choice between words is no blank: zh|en."""
    return [metavar.strip("[]")] if any(map(str.isupper, metavar)) else []


def _help_of(function: ast.FunctionDef) -> str:
    """The docstring that is help, of a command or of an act that a command is made of, with its example; or nothing."""
    docstring = ast.get_docstring(function) or ""
    is_command = any(map(_COMMAND.match, map(ast.unparse, function.decorator_list)))
    return docstring.partition("\nRaises:")[0] if is_command or "\nExample: " in docstring else ""


def written() -> Catalog:
    """The catalogue as it stands in its file."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh", domain="complaintctl")


def updated() -> Catalog:
    """The catalogue as it should be: every sentence said, with the translation it has."""
    catalogue = written()
    catalogue.update(sentences(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a file: by place, without line numbers, which would change with every commit."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    dated = rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid).*\n'
    return re.sub(dated, b"", out.getvalue(), flags=re.MULTILINE)


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    catalogue.creation_date = datetime(2000, 1, 1, tzinfo=UTC)  # else it is another file every minute
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def problems() -> Iterator[str]:
    """Find what is wrong with the catalogue: a sentence without a translation, or one that lost a value on the way."""
    catalogue, there = updated(), written()
    if {message.id for message in there} != {message.id for message in catalogue}:
        yield "The catalogue does not hold just the sentences that the program says: run `make words`."
    if not MO.exists() or _read(as_mo(there)) != _read(MO.read_bytes()):
        yield "The compiled catalogue is not that of its source: run `make words`."
    for message in catalogue:
        if not message.id:
            continue
        given = message.id if isinstance(message.id, str) else message.id[-1]
        translation = message.string if isinstance(message.string, str) else message.string[0]
        if not translation:
            yield f"Without a Chinese translation: {given!r} ({message.locations[0][0]})"
        elif _values(given) != _values(translation):
            yield f"The translation of {given!r} puts in {_values(translation)}, not {_values(given)}."


def _read(data: bytes) -> dict[str, str]:
    import gettext

    catalogue = dict(gettext.GNUTranslations(io.BytesIO(data))._catalog)  # type: ignore[attr-defined]
    catalogue.pop("", None)  # when and by which release of Babel it was made
    return catalogue


def _values(sentence: str) -> set[str]:
    return {name for _text, name, _form, _conversion in Formatter().parse(sentence) if name}


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        found = list(problems())
        print("\n".join(found) or "Every sentence has its translation.")
        sys.exit(bool(found))
    catalogue = updated()
    PO.write_bytes(as_po(catalogue))
    MO.write_bytes(as_mo(catalogue))
    without = sum(1 for message in catalogue if message.id and not message.string)
    print(f"{len(catalogue)} sentences, {without} of them without Chinese words.")
