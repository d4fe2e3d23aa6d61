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

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from complaintctl.base import errors

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "complaintctl"
PO = PACKAGE / "locales" / "zh" / "LC_MESSAGES" / "complaintctl.po"
MO = PO.with_suffix(".mo")
SAID_BY_TYPER = PACKAGE / "front" / "said_by_typer.txt"


def sentences() -> Catalog:
    """Every sentence the program says, with where it says it."""
    catalogue = Catalog(project="complaintctl", charset="utf-8", fuzzy=False)
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for line, message in _said(path):
            catalogue.add(message, locations=[(place, line)])
        for line, text in _help(path):
            catalogue.add(text, locations=[(place, line)])
    for path in sorted(PACKAGE.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            for row in table if "question" in (table.fieldnames or ()) else ():
                for text in filter(None, (row["help"], row["question"])):
                    catalogue.add(text, locations=[(path.relative_to(ROOT).as_posix(), table.line_num)])
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
        return [*node.args[:3:2], *(keyword.value for keyword in node.keywords if keyword.arg == "ask")]
    if name in ("_", "marked") or (isinstance(failure, type) and issubclass(failure, errors.ComplaintError)):
        return node.args[:1]
    return node.args[:2] if name == "plural" else []


def _said(path: Path) -> Iterator[tuple[int, str | tuple[str, str]]]:
    """The sentences that a module says through the catalogue, wherever it does; Babel misses those in other calls."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        said = [text for argument in sentences_in(node) for text in _text(argument) if text]
        if said and ast.unparse(node.func) == "plural":
            yield node.lineno, (said[0], said[1])
        else:
            yield from ((node.lineno, text) for text in said)


def _text(node: ast.expr) -> list[str]:
    """The text of an argument: of a choice between two, both; of a variable, none."""
    if isinstance(node, ast.IfExp):
        return _text(node.body) + _text(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _help(path: Path) -> Iterator[tuple[int, str]]:
    """The help of a module's commands: the words beside options, and the paragraphs that say what a command does."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield node.value.lineno, node.value.value
        if isinstance(node, ast.FunctionDef) and _is_help(node):
            for part in re.split(r"\n\s*\n", (ast.get_docstring(node) or "").partition("\nRaises:")[0]):
                text = " ".join(part.split())
                if text and not text.startswith("Example: "):
                    yield node.lineno, text


def _is_help(function: ast.FunctionDef) -> bool:
    """Tell whether a docstring is help: that of a command, or of an act that a command is made of, with its example."""
    marks = (mark.func if isinstance(mark, ast.Call) else mark for mark in function.decorator_list)
    is_command = any(isinstance(mark, ast.Attribute) and mark.attr in ("command", "callback") for mark in marks)
    return is_command or "\nExample: " in (ast.get_docstring(function) or "")


def updated() -> Catalog:
    """The catalogue as it should be: every sentence said, with the translation it has."""
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="zh", domain="complaintctl")
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
    catalogue = updated()
    with PO.open("rb") as file:
        written = read_po(file, locale="zh", domain="complaintctl")
    if {message.id for message in written} != {message.id for message in catalogue}:
        yield "The catalogue does not hold just the sentences that the program says: run `make words`."
    if not MO.exists() or _read(as_mo(written)) != _read(MO.read_bytes()):
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
