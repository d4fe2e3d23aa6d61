"""Those of several names that somebody may have meant who typed one that there is not."""

from collections.abc import Iterable
from itertools import islice

_LIKENESS = 0.6  # the least share of characters in common: of two characters, one is too few
_SAME_SOUND = 8  # places of GB 2312 between characters of one sound at the most
_MOST = 3


def alike(given: str, names: Iterable[str]) -> list[str]:
    """Return up to three names that look or sound like what was given, or contain it, the likest first."""
    from difflib import get_close_matches

    if not given:
        return []
    lowered = {name.lower(): name for name in names}
    near = [lowered[name] for name in get_close_matches(given.lower(), lowered, n=_MOST, cutoff=_LIKENESS)]
    is_letter = len(given) == 1 and given.isascii()  # stands in nearly every code
    near += [name for name in lowered.values() if (given in name and not is_letter) or _sounds_alike(given, name)]
    return list(islice(dict.fromkeys(near), _MOST))


def _sounds_alike(one: str, other: str) -> bool:
    """Tell whether two words differ as a keyboard that goes by sound makes them differ: 电化 and 电话."""
    if len(one) != len(other):
        return False
    pairs = [(_place(a), _place(b)) for a, b in zip(one, other, strict=True) if a != b]
    return all(a is not None and b is not None and abs(a - b) <= _SAME_SOUND for a, b in pairs)


def _place(character: str) -> int | None:
    """Return where a character stands in GB 2312, which has the commonest 3755 in the order of their sound."""
    code = character.encode("gb2312", "ignore")
    return (code[0] - 0xB0) * 94 + code[1] - 0xA1 if len(code) == 2 and 0xB0 <= code[0] <= 0xD7 else None
