"""The configuration file as a sample to be filled in."""

import json
from collections.abc import Iterator, Sequence

from complaintctl.config_keys import Key, allowed_words
from complaintctl.language import _


def as_sample(keys: Sequence[Key]) -> str:
    """A file that sets nothing yet: every key in a comment, with what it means and what holds without it."""
    return "\n".join(_sample(keys)) + "\n"


def meaning(key: Key) -> str:
    """What a key means and what it may be."""
    if not key.allowed:
        return _(key.meaning)
    return _("{meaning} It is {allowed}.", meaning=_(key.meaning), allowed=allowed_words(key))


def _sample(keys: Sequence[Key]) -> Iterator[str]:
    yield _("# The configuration of complaintctl. Take the # away before a key to set it.")
    section = ""
    for key in keys:
        above, _dot, name = key.name.rpartition(".")
        if above != section:
            yield from ("", f"[{above}]")
            section = above
        yield from ("", f"# {meaning(key)}")
        yield _("# Without it: {otherwise}.", otherwise=_(key.otherwise))
        yield f"# {name} = {json.dumps(key.example, ensure_ascii=False)}"
