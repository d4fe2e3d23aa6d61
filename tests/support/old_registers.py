"""Registers of other makes, written to be taken in, and what an import rejected of them."""

import csv
from pathlib import Path

from conftest import ROOT, Desk

CFPB = ROOT / "examples" / "cfpb.toml"
SAMPLE = ROOT / "examples" / "cfpb-sample.csv"
REGISTER = """\
编号,投诉日期,投诉渠道,类别,投诉人,联系电话,证件号码,被投诉单位,投诉内容,诉求,涉及金额,转办日期,回复客户日期,处理结果,责任认定,满意程度,办结日期,备注
A-1,2026-1-5,电话,工作失误,赵小满,13900000001,610000199001010017,城关支行,转账录入错误,更正,5万,2026-1-5,2026年1月7日,已更正,本行责任,满意,2026.1.8,老客户
A-2,2026/1/6 14:05,来访,服务态度,钱大暑,13900000002,,河西支行,柜员语气生硬,道歉,,,,,,,,
A-3,46030,网络投诉,违规操作,匿名,,,hexi,违规收费,退费,"1,200.50元",2026-1-12,,,,,,
"""


SMALL = "投诉日期,渠道,类别,投诉内容\n"
ROW = "2026-1-5,电话,工作失误,余额不符"


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def rejected(file: Path) -> list[dict[str, str]]:
    """The rows that the last import of a file rejected."""
    last = max(file.parent.glob(f"{file.stem}.rejects*.csv"), key=lambda path: (len(path.name), path.name))
    with last.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def only_reason(desk: Desk, file: Path, *options: str) -> str:
    """The reason why the one row of a file is rejected."""
    told = desk("import", str(file), *options, expect=2)
    assert f"No row of {file.name} could be taken in: nothing was recorded." in told
    (row,) = rejected(file)
    return row["reason"]


def small(tmp_path: Path, *rows: str, header: str = SMALL) -> Path:
    return written(tmp_path / "small.csv", header + "\n".join(rows) + "\n")


def with_columns(desk: Desk, headings: str, *cells: str) -> Path:
    """A small register with further columns, which has a row for each of their cells."""
    return small(desk.path.parent, *(f"{ROW},{cell}" for cell in cells), header=f"{SMALL.strip()},{headings}\n")


def took(number: int, before: int = 0, rejected: int = 0) -> str:
    """What an import says of its rows."""
    kind = "complaint" if number == 1 else "complaints"
    return f"{number} {kind} imported, {before} imported before, {rejected} rejected.\n"
