"""The pages about the program, and its examples, as they came with it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.errors import NotFound
from complaintctl.base.language import LANGUAGES, _, spoken
from complaintctl.front.session import of, say
from complaintctl.record.program_text import shipped
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Output, give

app = typer.Typer()

PAGES = Listing("page title")


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
        records = [{"page": name, "title": _title(path)} for name, path in pages.items()]
        give(of(context), PAGES, Output("table"), records)
        say(_("To read one: complaintctl docs PAGE; of a command: complaintctl docs COMMAND"))
        return
    known = {**commands, **pages}
    if page not in known:
        raise NotFound.named(_("page"), page, known, _("`complaintctl docs` lists them."))
    typer.echo(known[page].read_text("utf-8"), nl=False)


def _pages(language: str) -> Iterator[tuple[str, Path]]:
    """The pages by name, each in a language if it is there in that, then the examples."""
    for path in (*sorted(shipped("docs").glob("*.md")), shipped("README.md"), shipped("CHANGELOG.md")):
        if path.stem.rpartition(".")[2] not in LANGUAGES:
            own = path.with_suffix(f".{language}.md")
            yield path.stem.lower(), own if own.exists() else path
    yield from ((path.name, path) for path in sorted(shipped("examples").iterdir()))


def _title(path: Path) -> str:
    """The first sentence of a page or an example; empty for a table."""
    found = re.search(r"^# +(.+?[.。](?=\s|$)|.+)", path.read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""
