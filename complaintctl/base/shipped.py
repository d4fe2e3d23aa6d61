"""Files given out with the program beside its modules: the rules, the pages about it, examples."""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """A file or folder beside the modules in an installed wheel, one folder up in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parent / name
