"""The pages about the program, and its examples, as they came with it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base import command_names
from complaintctl.base.errors import NotFound
from complaintctl.base.language import LANGUAGES, _, marked, spoken
from complaintctl.front.session import of, say
from complaintctl.record.program_text import shipped
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Output, give

app = typer.Typer()

PAGES = Listing("page title")
# What the pages are called.
_NAMES = (
    *(marked("administration"), marked("architecture"), marked("configuration"), marked("regulation")),
    *(marked("reliability"), marked("return"), marked("readme"), marked("changelog"), marked("commands")),
)


@app.command("docs")
def docs(
    context: typer.Context,
    page: Annotated[str | None, typer.Argument(metavar="[PAGE]", help="A page, a command or an example.")] = None,
) -> None:
    """Show a page about the program, or an example; without one, list them.

    Example: complaintctl docs administration

    Example: complaintctl docs counter.session
    """
    pages = dict(_pages(spoken()))
    commands = {path.stem: path for path in shipped(f"docs/commands/{'zh' if spoken() == 'zh' else ''}").glob("*.md")}
    pages["commands"] = commands.pop("README")
    if page is None:
        records = [{"page": _called(name), "title": _title(path)} for name, path in pages.items()]
        give(of(context), PAGES, Output("table"), records)
        say(_("To read one: complaintctl docs PAGE; of a command: complaintctl docs COMMAND"))
        return
    known = {**commands, **pages}
    named = {_called(name): path for name, path in pages.items()}
    named |= {command_names.command(name): path for name, path in commands.items()}
    if page not in {**known, **named}:
        raise NotFound.named(_("page"), page, named, _("`complaintctl docs` lists them."))
    typer.echo({**known, **named}[page].read_text("utf-8"), nl=False)


def _called(page: str) -> str:
    """Return what a page is called in the language spoken; an example by its file."""
    return _(page) if page in _NAMES else page


def _pages(language: str) -> Iterator[tuple[str, Path]]:
    """The pages by name, each in a language if it is there in that, then the examples."""
    for path in (*sorted(shipped("docs").glob("*.md")), shipped("README.md"), shipped("CHANGELOG.md")):
        if path.stem.rpartition(".")[2] not in LANGUAGES:
            own = path.with_suffix(f".{language}.md")
            yield path.stem.lower(), own if own.exists() else path
    yield from ((path.name, path) for path in sorted(shipped("examples").iterdir()))


def _title(path: Path) -> str:
    """The first sentence of a page or an example, in its language; empty for a table."""
    found = re.search(r"^# +(.+?[.。](?=\s|$)|.+)", path.read_text("utf-8"), re.MULTILINE)
    title = found[1] if found else ""
    is_english = re.match(r"[A-Z]", title) and spoken() == "zh"
    return _("(in English)") if is_english else title
