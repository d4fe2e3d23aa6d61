"""docs/man: the manual page, by which `man complaintctl` says what the help of every command says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typer

from complaintctl import __version__
from complaintctl.base.language import _, spoken
from complaintctl.cli import WORK
from complaintctl.front.typer_words import path_of
from complaintctl.record.program_text import shipped


def manual(front: Any, top: typer.Context, words: Mapping[str, str]) -> Iterator[str]:
    """The lines of the page, in the language spoken; `words` are those that stand in no help."""
    page = front.page(top, all_names=spoken() == "zh")
    released = re.search(r"^## \S+, (\S+)$", shipped("CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    yield f'.TH COMPLAINTCTL 1 "{released[1] if released else ""}" "complaintctl {__version__}"'
    yield f".SH {words['man_name']}\ncomplaintctl \\- {_plain(page.text[0])}"
    yield f".SH {words['man_synopsis']}\n.B {_plain(page.command_line)}"
    yield f".SH {words['man_description']}"
    yield from _paragraphs([*page.text[1:], words["man_about"].strip()])
    yield f".SH {words['man_options']}"
    yield from _definitions(page.sections[-1][1])
    for heading, names in WORK.items():
        yield f".SH {_plain(_(heading)).upper()}"
        for name in names:
            yield from _command(front.get_command(top, name), name, top)
    for part in ("man_status", "man_environment", "man_see"):
        heading, _line, text = words[part].strip().partition("\n")
        yield f".SH {heading}"
        yield from _definitions([tuple(line.split(" – ", 1)) for line in text.splitlines()])  # type: ignore[misc]


def _command(command: Any, name: str, parent: typer.Context) -> Iterator[str]:
    """Describe a command, its options and examples; then the same of the commands under it."""
    context = typer.Context(command, info_name=name, parent=parent)
    page = command.page(context, all_names=spoken() == "zh")
    below = command.list_commands(context) if hasattr(command, "list_commands") else []
    english = f" ({path_of(context)})" if spoken() == "zh" else ""
    yield f".SS {_plain(page.command_line + english)}"
    yield from _paragraphs(page.text)
    for _heading, lines in page.sections[bool(below) :]:
        yield from _definitions([line for line in lines if not line[0].startswith("-h")])
    if page.examples and not below:
        yield ".PP\n.nf\n.RS 4\n" + "\n".join(map(_plain, page.examples)) + "\n.RE\n.fi"
    for under in below:
        yield from _command(command.get_command(context, under), under, context)


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    yield "\n.PP\n".join(map(_plain, texts))


def _definitions(lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from (f".TP\n.B {_plain(name)}\n{_plain(text)}" for name, text in lines)


def _plain(text: str) -> str:
    """Text as roff sets it: no sign of it is taken for a request or an escape, and a hyphen can be copied."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in escaped.splitlines())
