"""A page filled in from a template of complaintctl/pages: what is put in stands there as text that is safe to show."""

from functools import cache
from pathlib import Path
from typing import Any

from complaintctl.base.text import visible

_PAGES = Path(__file__).parent.parent / "pages"


def filled(template: str, **values: Any) -> str:
    """Fill in a template; a value that it names must be there."""
    return str(_templates().get_template(template).render(values)).lstrip()


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
    from markupsafe import Markup

    return Environment(
        loader=FileSystemLoader(_PAGES),
        extensions=["jinja2.ext.do"],
        autoescape=select_autoescape(["html", "svg"]),
        finalize=lambda value: value if isinstance(value, Markup) else visible(value),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
