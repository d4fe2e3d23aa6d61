"""How far the runs by chance and by every step go: whole in `make torture`, which sets LONG; else shortened."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

LONG = "LONG" in os.environ
STEP = 1 if LONG else 3  # of the steps at which a program is killed, and the like, each, or one of three


def examples(number: int, *, shortened: int | None = None, **more: Any) -> Callable[[Any], Any]:
    """Try so many examples of a property in `make torture`, else as many as shortened, or a fifth of them.

    Those of the shortened run are the same each time: what fails by chance alone fails for whoever looks for it.
    """

    def decorate(test: Any) -> Any:
        many = number if LONG else shortened or max(number // 5, 5)
        chosen = settings(**{"max_examples": many, "deadline": None, "derandomize": not LONG, **more})
        return pytest.mark.long(chosen(test))

    return decorate
