"""A Word template filled in: as the document that is printed, and as text for the screen, both of one rendering."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.disk.input_files import read_bytes, refuse_large_archive
from complaintctl.papers.form_fields import Filters

_LABEL_WIDTH = 16


def filled(template: Path, fields: Callable[[set[str]], tuple[Mapping[str, Any], Filters]]) -> bytes:
    """The document, a .docx file, that a template becomes with the fields and filters given for the words in it.

    A text goes in as it is: what would be a tag or a command of the template is shown as written.

    Raises:
        UsageProblem: the template cannot be read, is no Word document, has an error, or names an unknown field.
    """
    document, words = _opened(template)
    (given, filters), out = fields(words), io.BytesIO()
    with _explained(template):
        document.render(given, _environment(filters), autoescape=True)
        document.save(out)
    return out.getvalue()


def used_fields(template: Path, filters: Filters) -> list[str]:
    """The names of the fields that a template uses, in alphabetical order. Raises UsageProblem as `filled` does."""
    document, _words = _opened(template)
    with _explained(template):
        return sorted(document.get_undeclared_template_variables(_environment(filters)))


def _environment(filters: Filters) -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    # The sandbox: a template is a file from somewhere, and fills in words, nothing else.
    environment = SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=lambda value: "" if value is None else value
    )
    environment.filters.update(filters)
    return environment


def _opened(template: Path) -> tuple[Any, set[str]]:
    """A template, and every word that it may fill in, the names of its fields among them."""
    from docxtpl import DocxTemplate

    try:
        data = read_bytes(template)
        refuse_large_archive(data, template.name)
        document = DocxTemplate(io.BytesIO(data))
        document.init_docx()
        with ZipFile(io.BytesIO(data)) as archive:
            # The styles are most of a document, and nobody fills them in.
            names = [name for name in archive.namelist() if name.endswith(".xml") and "styles" not in name]
            parts = [re.sub("<[^>]*>", "", archive.read(name).decode(errors="replace")) for name in names]
        return document, {word for part in parts for word in re.findall(r"\w+", part)}
    except UsageProblem as error:
        raise UsageProblem("The template: {problem}", problem=error) from None
    except Exception:  # what is wrong with it can come from the archive, its parts, or the XML in them
        raise UsageProblem(
            "The template {path} is not a Word document: save it from Word or WPS as .docx.", path=template
        ) from None


@contextmanager
def _explained(template: Path) -> Iterator[None]:
    """Say in a sentence what a template does wrong in the block."""
    try:
        yield
    except Exception as error:
        near = [line.strip() for line in getattr(error, "docx_context", ()) if line.strip()]
        raise UsageProblem(
            _("The template {path} has an error: {problem}.", path=template, problem=str(error).rstrip("."))
            + (" " + _("It is near: {text}", text=" / ".join(near)) if near else "")
        ) from None


def as_text(paper: bytes) -> str:
    """A document as plain text: each paragraph a line, each label of a table a line with what stands beside it."""
    from docx import Document

    document = Document(io.BytesIO(paper))
    section = document.sections[0]
    lines = [*_lines(section.header), "", *_lines(document), "", *_lines(section.footer)]
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _lines(part: Any) -> Iterator[str]:
    from docx.table import Table

    for block in part.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield from _row(row)
        elif not block._p.xpath(".//w:instrText"):  # a page number means nothing on a screen
            yield from block.text.split("\n")


def _row(row: Any) -> Iterator[str]:
    from wcwidth import wcswidth

    # A cell that spans several columns comes several times.
    texts = [next(same).text for _tc, same in groupby(row.cells, key=lambda cell: cell._tc)]
    if len(texts) % 2:
        yield from (line for text in texts for line in text.split("\n"))
        return
    for label, value in zip(texts[::2], texts[1::2], strict=True):
        label, (first, *others) = label.replace("\n", ""), value.split("\n")
        yield label + " " * max(1, _LABEL_WIDTH - max(0, wcswidth(label))) + first
        yield from (" " * _LABEL_WIDTH + line for line in others)
