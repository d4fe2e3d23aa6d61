"""The place of a rule, as `Art. 8(2)` or `Order 2020 No. 3, Art. 18` of the database, in the language spoken."""

import re

from complaintctl.base.language import spoken

_NAMES = {
    english: chinese
    for chinese, english in (
        ("中国人民银行令〔2020〕第5号", "PBoC Order 2020 No. 5"),
        ("银保监会令2020年第3号", "Order 2020 No. 3"),
        ("《信访工作条例》", "Petition Regulations 2022"),
        ("《民法典》", "Civil Code"),
        ("默认", "default"),
        ("良好做法", "good practice"),
        ("本行启用后生效", "off unless the bank enables it"),
        ("第十条未作规定", "Art. 10 is silent"),
        ("沿用原名", "where it still has its former name"),
        ("办法标题", "title"),
        ("working 为仅工作日", "working"),
        ("练习库可设置时钟", "a practice file may set its clock"),
        ("正式库不可", "a real one never does"),
        ("本行自定", "the bank"),
    )
}
_DIGITS = "零一二三四五六七八九十"


def cited(citation: str) -> str:
    """A citation in the language spoken; in Chinese without the words that explain a value to who reads the schema."""
    return in_chinese(citation) if spoken() == "zh" else citation


def in_chinese(citation: str) -> str:
    """A citation as papers for the bank have it, whatever the language spoken: 第八条第二项."""
    return "；".join(_source(part.split(":")[0]) for part in citation.split("; "))


def _source(part: str) -> str:
    if part in _NAMES:
        return _NAMES[part]
    name = next((name for name in _NAMES if part.startswith(name)), "")
    places = part.removeprefix(name).strip(", ")
    # The bank's regulation counts in characters, the laws are cited in figures.
    return _NAMES.get(name, "") + "、".join(_places(places, in_figures=bool(name)))


def _places(text: str, in_figures: bool) -> list[str]:
    found = []
    for place in re.sub(r"^Arts?\. ?|^Arts ", "", text).split(", "):
        numbered = re.fullmatch(r"(\d+)(?:\((\d+)\))?", place)
        annex = re.fullmatch(r"annex (\d+)", place)
        if numbered:
            article, item = (f"{_number(n, in_figures)}" if n else "" for n in numbered.groups())
            found.append(f"第{article}条" + (f"第{item}项" if item else ""))
        elif annex:
            found.append(f"附件{annex[1]}")
        elif place:
            found.append(_NAMES.get(place, place))
    return found


def _number(digits: str, in_figures: bool) -> str:
    """A number below one hundred, in characters unless in figures: 26 is 二十六."""
    if in_figures:
        return digits
    tens, ones = divmod(int(digits), 10)
    if tens == 0 or int(digits) == 10:
        return _DIGITS[int(digits)]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")
