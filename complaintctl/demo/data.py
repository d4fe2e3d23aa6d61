"""The invented bank, its customers' matters, what people say of them, and chance, from the TOML files beside this."""

import tomllib
from pathlib import Path
from typing import Any


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


BANK = _read("bank")
MATTERS = _read("matters")
TEXTS = _read("texts")
YEAR = _read("year")
