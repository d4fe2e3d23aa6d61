"""docs/commands, docs/man, docs/configuration.md and docs/return.md: commands, configuration, columns of the return.

And complaintctl/front/first_sentences.csv, by which `complaintctl --help` says what each command does, and
example_names.csv beside it, by which the examples are in Chinese.

`python tools/pages.py` (`make pages`) writes them anew in both languages, from what the help says, from the table of
the configuration's keys and from the rows of the figures; `python tools/pages.py --check` says whether they are up to
date. They are the same on every machine: no width of a terminal and nothing of the environment reaches them.
"""

import csv
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from complaintctl.bank.config_command import as_sample
from complaintctl.base import command_names
from complaintctl.base.language import LANGUAGES, _, speak, spoken
from complaintctl.cases import rule_rows
from complaintctl.cli import WORK, app
from complaintctl.disk.config_keys import keys
from complaintctl.file.replayed_rules import fresh
from complaintctl.front.framework import Page
from complaintctl.front.typer_words import as_typed, path_of
from complaintctl.month.columns import defined
from complaintctl.record.figures import figures_of
from complaintctl.record.program_text import own

try:
    from tools.man_page import manual
except ImportError:  # run as a script
    from man_page import manual  # type: ignore[no-redef]

DOCS = Path(__file__).parent.parent / "docs"
PACKAGE = DOCS.parent / "complaintctl"
FRONT = PACKAGE / "front"

_OF_THE_RETURN = ("answer_band_1", "answer_band_2", "answer_band_3", "staff_number", "outlets", "customers")
WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))  # that stand in no help, by language


def pages() -> Mapping[Path, str]:
    """Every page, by where it stands."""
    found = {FRONT / "example_names.csv": _as_csv(_example_names())}
    for language in LANGUAGES:
        speak(language)
        folder = DOCS / "commands" / ("zh" if language == "zh" else "")
        front = get_command(app)
        top = typer.Context(front, info_name="complaintctl", help_option_names=["-h", "--help"])
        found[folder / "README.md"] = "\n".join(_index(front, top, language))
        for name in front.list_commands(top):
            command = front.get_command(top, name)
            link = WORDS[language]["link"].format(name=name)
            found[folder / f"{name}.md"] = "\n".join([*_command(command, name, top, 1), link])
        where = DOCS / "man" / ("complaintctl.1" if language == "en" else "complaintctl.zh.1")
        found[where] = "\n".join([*manual(front, top, WORDS[language]), ""])
        where = DOCS / ("configuration.md" if language == "en" else "configuration.zh.md")
        found[where] = "\n".join(_configuration(language))
        where = DOCS / ("return.md" if language == "en" else "return.zh.md")
        found[where] = "\n".join(_return(language))
    speak("en")
    found[FRONT / "first_sentences.csv"] = _as_csv(_first_sentences())
    return found


def _as_csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _example_names() -> Iterator[Sequence[str]]:
    """What the examples call codes, units and people in Chinese: each by its kind and code."""
    yield "kind", "code", "name"
    speak("zh")
    with closing(fresh(own())) as connection:
        names = dict(rule_rows.typed_names(connection))
    names |= {("every_code", code): name for (_kind, code), name in names.items()}
    for kind in {kind for kind, _code in names}:
        names |= {(kinds, kind): _(kind.replace("_", " ")) for kinds in ("kinds", "extendable_kinds")}
    for kind, called in WORDS["example_names"].items():
        names |= {(kind, code): name for code, name in called.items()}
    texts = "\n".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    examples = re.findall(r'Example: (.*?)(?:\n\n|""")', texts, re.DOTALL)
    taken, said = set(command_names.kinds().values()), set(re.findall(r"[\w.]+", " ".join(examples)))
    said |= {code for called in WORDS["example_names"].values() for code in called}
    yield from sorted((kind, code, name) for (kind, code), name in names.items() if kind in taken and code in said)


def _first_sentences() -> Iterator[tuple[str, str]]:
    """The table by which the help of the program is shown without loading every command."""
    front: Any = get_command(app)
    yield "command", "sentence"
    yield from ((name, front.get_command(None, name).get_short_help_str()) for name in front.list_commands(None))


def problems() -> Iterator[str]:
    """Pages that do not say what the program says."""
    wanted = pages()
    for path, text in wanted.items():
        if not path.exists() or path.read_text("utf-8") != text:
            yield f"{path.relative_to(DOCS.parent)} is not up to date: run `make pages`."
    for path in sorted((DOCS / "commands").rglob("*.md")):
        if path not in wanted:
            yield f"{path.relative_to(DOCS.parent)} is about no command: delete it."


def _index(front: Any, top: typer.Context, language: str) -> Iterator[str]:
    words = WORDS[language]
    yield words["index"]
    for heading, names in WORK.items():
        yield f"## {_(heading)}\n"
        lines = [(name, front.get_command(top, name).get_short_help_str()) for name in names]
        yield from _table([(f"[{_both(front.shown(top, name), name)}]({name}.md)", text) for name, text in lines])
    yield f"## {WORDS[language]['before']}\n"
    yield from _table([(f"`{name}`", text) for name, text in front.page(top, all_names=_all()).sections[-1][1]])


def _command(command: Any, name: str, parent: typer.Context, level: int) -> Iterator[str]:
    """A command's page, or of a command under it the part of the page."""
    context = typer.Context(command, info_name=name, parent=parent)
    page: Page = command.page(context, all_names=_all())
    marks = "#" * level
    yield f"{marks} {_both(as_typed(context), path_of(context))}\n"
    yield from (f"{_cell(text)}\n" for text in page.text)
    yield f"    {page.command_line}\n"
    below = command.list_commands(context) if hasattr(command, "list_commands") else []
    for heading, lines in page.sections[bool(below) :]:  # without the list of commands where each follows in full
        yield f"**{heading}**\n"
        yield from _table([(f"`{line}`", text) for line, text in lines])
    examples = page.examples if page.examples != command.examples(context) else ()
    if examples:
        yield f"**{_('Examples')}**\n"
        yield "\n".join(["```console", *(f"$ {example}" for example in examples), "```\n"])
    for under in below:
        yield from _command(command.get_command(context, under), under, context, level + 1)


def _all() -> bool:
    """Tell whether the pages of the language spoken show all names of an option: in Chinese the English ones too."""
    return spoken() == "zh"


def _both(shown: str, english: str) -> str:
    """A command by its name in the language spoken and, in Chinese, by the English one too."""
    return shown if shown.endswith(english) else f"{shown} {english}"


def _configuration(language: str) -> Iterator[str]:
    words = WORDS[language]
    yield words["configuration"]
    yield words["key_headings"] + "\n|---|---|---|"
    for key in keys().values():
        yield f"| `{key.name}` | {_cell(key.meaning_words())} | {_cell(key.otherwise[language])} |"
    yield f"\n## {WORDS[language]['sample']}\n\n```toml\n{as_sample()}```\n"


def _return(language: str) -> Iterator[str]:
    """The columns of the return, by the option that asks for them, and what the bank itself enters for them."""
    words = WORDS[language]
    with closing(fresh(own())) as connection:
        columns = list(defined(figures_of(connection)))
        rules = [rule for rule in rule_rows.rules(connection, None) if rule["key"] in _OF_THE_RETURN]
    yield words["return"]
    for option, heading in (("", "return_always"), ("more", "return_more"), ("compare", "return_compare")):
        yield f"## {words[heading]}\n\n{words['return_headings']}\n|---|---|---|"
        for column in columns:
            if column["option"] == option:
                cells = f"`{column['column']}`", _cell(column["label"]), _cell(column["definition"])
                yield f"| {' | '.join(cells)} |"
        yield ""
    yield f"{words['return_entered']}\n{words['entered_headings']}\n|---|---|---|"
    for rule in rules:
        yield f"| `{rule['key']}` | {_cell(rule[f'label_{language}'])} | {rule['value'] or words['nothing']} |"
    yield f"\n{words['return_empty']}"


def _table(lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield "| | |\n|---|---|"
    yield from (f"| {name.replace('|', chr(92) + '|')} | {_cell(text)} |" for name, text in lines)
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        found = list(problems())
        print("\n".join(found) or "Every page says what the program says.")
        sys.exit(bool(found))
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    print(f"{len(pages())} pages written.")
