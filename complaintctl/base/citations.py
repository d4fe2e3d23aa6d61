"""The place of a rule, as `Art. 8(2)` or `Order 2020 No. 3, Art. 18` of the database, in the language spoken."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from complaintctl.base.language import spoken

# What citations name beside articles, and its name in Chinese; second_hand_from: of a law whose text was read in part
# alone, the first of its articles whose number is known at second hand.
_FILE = Path(__file__).with_name("citations.csv")
_DIGITS = "零一二三四五六七八九"


def cited(citation: str) -> str:
    """A citation in the language spoken; in Chinese without the words that explain a value to who reads the schema."""
    return in_chinese(citation) if spoken() == "zh" else citation


def in_chinese(citation: str) -> str:
    """A citation as papers for the bank have it, whatever the language spoken: 第八条第二项."""
    return "；".join(_source(part.split(":")[0]) for part in citation.split("; "))


def proven(citation: str) -> str:
    """A citation without the numbers of articles that are known at second hand alone: as a form may have it."""
    return "; ".join(map(_proven, citation.split("; ")))


def _proven(part: str) -> str:
    rows = csv.DictReader(_FILE.read_text("utf-8").splitlines())
    known = {row["citation"]: int(row["second_hand_from"]) for row in rows if row["second_hand_from"]}
    name = next((name for name in known if part.startswith(f"{name}, Art")), None)
    if name is None:
        return part
    places = re.findall(r"\d+(?:\(\d+\))?", part.removeprefix(name))
    kept = [place for place in places if int(place.split("(")[0]) < known[name]]
    return f"{name}, Art{'s' if len(kept) > 1 else ''}. {', '.join(kept)}".replace("Arts.", "Arts") if kept else name


def _source(part: str) -> str:
    names = _names()
    if part in names:
        return names[part]
    name = next((name for name in names if part.startswith(name)), "")
    places = []
    for place in re.sub(r"^Arts?\. ?|^Arts ", "", part.removeprefix(name).strip(", ")).split(", "):
        if numbered := re.fullmatch(r"(\d+)(?:\((\d+)\))?", place):
            article, item = numbered.groups()
            places.append(f"第{_in_characters(article)}条" + (f"第{_in_characters(item)}项" if item else ""))
        elif annex := re.fullmatch(r"annex (\d+)", place):
            places.append(f"附件{annex[1]}")
        elif place:
            places.append(names.get(place, place))
    return names.get(name, "") + "、".join(places)


@cache
def _names() -> Mapping[str, str]:
    """The words that citations name beside articles, each with its Chinese."""
    return {row["citation"]: row["zh"] for row in csv.DictReader(_FILE.read_text("utf-8").splitlines())}


def _in_characters(digits: str) -> str:
    """A number below ten thousand: 26 is 二十六, 203 二百零三."""
    said, rest = "", int(digits)
    for worth, name in ((1000, "千"), (100, "百"), (10, "十")):
        count, rest = divmod(rest, worth)
        if count:
            said += ("" if (worth, count, said) == (10, 1, "") else _DIGITS[count]) + name
        elif said and rest and not said.endswith("零"):
            said += "零"
    return said + (_DIGITS[rest] if rest or not said else "")
