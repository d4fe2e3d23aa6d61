"""The line of a mapping that cures what is wrong in a cell, to be copied into it."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from complaintctl.base.language import _
from complaintctl.base.likeness import alike
from complaintctl.privacy.personal import Person
from complaintctl.register.fields import FIELDS
from complaintctl.taking_over.register_file import SAID_OF_ALL, TO_CHOOSE, RegisterFile

EARLY = "early_dates_count_as_receipt = true"
_DEFAULTS = {**SAID_OF_ALL, "unit": TO_CHOOSE}
_LONGEST = 40  # of what a line repeats
_FORMS = ("%m/%d/%Y", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%Y年%m月%d日%H%M")


def toml(text: str) -> str:
    """Return a text in quotes."""
    return json.dumps(text, ensure_ascii=False)


def default(field: str) -> str:
    """Return the line that says what holds for every row that does not say it; empty where none could."""
    return f"[defaults] {field} = {toml(_DEFAULTS[field])}" if field in _DEFAULTS else ""


@lru_cache(maxsize=1000)  # a file often repeats it
def cure(file: RegisterFile, field: str, text: str) -> str:
    """Return the line by which a text that cannot be read in a field is taken; empty where there is none.

    What says who the customer is stands in no line: a mapping is handed on.
    """
    kind = FIELDS[field].kind
    if field in Person._fields or len(text) > _LONGEST or "\n" in text:
        return ""
    if kind in ("time", "day") and (form := form_of([text])) and not file.mapping.date_format:
        return f"date_format = {toml(form)}"
    if field == "received_at" or (kind == "code" and text in file.codes[field]):  # a code that does not serve any more
        return ""
    match kind:
        case "flag":
            meaning = f"{toml('no')}{_(' or ')}{toml('yes')}"
        case "code":
            meaning = toml(code_like(file, field, text) or TO_CHOOSE)
        case "unit" | "staff":
            near = alike(text, file.names.known(kind))
            if not near and not file.names.bears(text):
                return "create_units = true" if kind == "unit" else "create_people = true"
            meaning = toml(near[0] if near else TO_CHOOSE)
        case _:  # as if nothing stood there
            meaning = toml("")
    return f"[values.{field}] {toml(text)} = {meaning}"


def form_of(texts: Iterable[str]) -> str | None:
    """Return the first form of dates by which all texts are days."""
    texts = [*texts]
    return next((form for form in _FORMS if texts and all(_is_of(form, text) for text in texts)), None)


def code_like(file: RegisterFile, field: str, text: str) -> str | None:
    """Return the code that a word was perhaps to be."""
    near = next(iter(alike(text, file.words(field))), None)
    return near and file.codes[field].get(file.taken(field, near))


def _is_of(form: str, text: str) -> bool:
    try:
        return bool(datetime.strptime(text, form))
    except ValueError:
        return False
