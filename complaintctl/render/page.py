"""A page filled in from a template of complaintctl/pages: whatever is put in stands there as text."""

from pathlib import Path
from typing import Any

_PAGES = Path(__file__).parent.parent / "pages"


def filled(template: str, **values: Any) -> str:
    """The HTML of a template; a value that it names must be there."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return pages.get_template(template).render(values).lstrip()
