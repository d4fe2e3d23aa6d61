"""docs/regulation.md: what the program does about each requirement of the regulation, and the tests that show it.

`python tools/trace.py` writes the page anew from tests/requirements.toml, the marks `@pytest.mark.requirement("A8.2b")`
on the tests, and schema.sql; `python tools/trace.py --check` says whether it is up to date.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from complaintctl.record import program_text
from complaintctl.record.schema import statements

TESTS = Path(__file__).parent.parent / "tests"
PAGE = TESTS.parent / "docs" / "regulation.md"
LISTED = tomllib.loads((TESTS / "requirements.toml").read_text("utf-8"))

INTRODUCTION = Path(__file__).with_name("regulation.md").read_text("utf-8")  # how the page is read


class Requirement(NamedTuple):
    """One requirement: either what the program does and where, or why it is not for software."""

    heading: str
    asks: str = ""  # the whole demand, as strong as the text has it; empty where the heading says it all
    kinds: str = ""  # of the letters S, C, E, W, P
    does: str = ""
    where: Sequence[str] = ()  # each a word for what it is, and its name: "view case_duty", "command brief"
    not_for_software: str = ""
    same_as: Sequence[str] = ()  # requirements whose tests show this one too
    later: str = ""  # with what its printed form comes
    left_out: str = ""  # the part of the demand that is not met, and why

    @property
    def needs_test(self) -> bool:
        """Tell whether a test has to show it: not what people do, nor what is only a printed form that comes later."""
        return not self.not_for_software and not (self.later and self.kinds == "P")


Requirements = Mapping[str, Requirement]
Marks = Mapping[str, Sequence[tuple[str, str]]]  # per requirement: the files and names of tests


def headings() -> Mapping[str, str]:
    """The headings of the page in their order, the articles first, each with what it is about."""
    return {heading: group["about"] for heading, group in LISTED.items()}


def requirements() -> Requirements:
    """The requirements by id."""
    return {
        identifier: Requirement(heading, **entry)
        for heading, group in LISTED.items()
        for identifier, entry in group.items()
        if identifier != "about"
    }


def marks() -> Marks:
    """The tests that show each requirement, as marked; read without being imported."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for identifier, test in marks_of(path.read_text("utf-8")):
            found.setdefault(identifier, []).append((path.relative_to(TESTS).as_posix(), test))
    return found


def marks_of(text: str) -> Iterator[tuple[str, str]]:
    """The requirement and the test of each mark in a test module; only what decorates a test is one."""
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
            for node in [node for decorator in function.decorator_list for node in ast.walk(decorator)]:
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.requirement":
                    yield from ((ast.literal_eval(argument), function.name) for argument in node.args)


def tests_of(identifier: str, listed: Requirements, marked: Marks) -> list[tuple[str, str]]:
    """The tests that show a requirement: its own, and those of the ones it is the same as."""
    names = (identifier, *listed[identifier].same_as)
    return list(dict.fromkeys(test for name in names for test in marked.get(name, ())))


def without_test(listed: Requirements, marked: Marks) -> list[str]:
    """The ids of the requirements that need a test and have none."""
    return [name for name, entry in listed.items() if entry.needs_test and not tests_of(name, listed, marked)]


def articles_cited(text: str) -> set[str]:
    """The articles of the bank's regulation that a text cites, as "Art. 8"; those of a law named before are not its."""
    joined = re.sub(r"\s*\n\s*--\s*", " ", text)
    lists = re.findall(r"(?<!\d, )\bArt(?:\.|s) (\d+(?:\([^)]*\))?(?:(?:, | and )\d+(?:\([^)]*\))?)*)", joined)
    return {f"Art. {number}" for numbers in lists for number in re.findall(r"\d+", re.sub(r"\([^)]*\)", "", numbers))}


def places(heading: str, schema: str) -> dict[str, list[str]]:
    """The tables, views and triggers of a schema whose text cites an article, or names the law of a heading."""
    found: dict[str, list[str]] = {"table": [], "view": [], "trigger": []}
    for statement in statements(schema):
        start = re.search(r"^(?:CREATE (TABLE|VIEW|TRIGGER)|INSERT INTO) (\w+)", statement, re.MULTILINE)
        cites = heading in articles_cited(statement) if heading.startswith("Art.") else heading in statement
        if start and cites:
            kind = (start[1] or "TABLE").lower()
            found[kind] = list(dict.fromkeys([*found[kind], start[2]]))
    return found


def page() -> str:
    """The whole page."""
    listed, marked, schema = requirements(), marks(), program_text.own().sql.decode()
    parts = [INTRODUCTION]
    for heading, about in headings().items():
        found = {kind: ", ".join(f"`{name}`" for name in names) for kind, names in places(heading, schema).items()}
        cited = [f"{kind}s {names}" for kind, names in found.items() if names]
        parts.append(f"## {heading}\n\n{about}" + (f" In schema.sql: {'; '.join(cited)}." if cited else "") + "\n")
        lines = ["| Id | | What the program does | Where | Shown by |", "|---|---|---|---|---|"]
        lines += [_line(name, listed, marked) for name, entry in listed.items() if entry.heading == heading]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _line(name: str, listed: Requirements, marked: Marks) -> str:
    entry = listed[name]
    does = f"*Not for software:* {entry.not_for_software}" if entry.not_for_software else entry.does
    if entry.asks:
        does = f"*Asked:* {entry.asks} *Done:* {does}"
    if entry.left_out:
        does += f" *Left out:* {entry.left_out}"
    if entry.later:
        does += f" *Not there yet: the {entry.later}.*"
    where = ", ".join(f"{kind} `{word}`" for kind, word in (place.split(" ", 1) for place in entry.where))
    shown = "<br>".join(f"[{test}](../tests/{file})" for file, test in tests_of(name, listed, marked))
    missing = "**no test yet**" if entry.needs_test else "–"
    cells = (f"**{name}**", " ".join(entry.kinds), does, where or "–", shown or missing)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main(words: Sequence[str]) -> int:
    """Write the page, or check it; the exit status."""
    if list(words) == ["--check"]:
        if PAGE.exists() and PAGE.read_text("utf-8") == page():
            return 0
        print("docs/regulation.md is out of date: run `make trace`, and read what it changes.", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
