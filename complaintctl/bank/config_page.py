"""The configuration file as a sample to be filled in."""

import json
from collections.abc import Iterator

from complaintctl.base.language import _, spoken
from complaintctl.disk.config_keys import keys


def as_sample() -> str:
    """A file that sets nothing yet: every key in a comment, with what it means and what holds without it."""
    return "\n".join(_sample()) + "\n"


def _sample() -> Iterator[str]:
    yield _("# The configuration of complaintctl. Take the # away before a key to set it.")
    section = ""
    for key in keys().values():
        above, _dot, name = key.name.rpartition(".")
        if above != section:
            yield from ("", f"[{above}]")
            section = above
        yield from ("", f"# {key.meaning_words()}")
        yield _("# Without it: {otherwise}.", otherwise=key.otherwise[spoken()])
        yield f"# {name} = {json.dumps(key.example, ensure_ascii=False)}"
