"""A case of which every form can be printed, and papers read back as a reader of them would."""

import re
from pathlib import Path
from typing import Any

from conftest import Desk, made_once
from docx import Document
from docx.table import Table

from complaintctl.papers import document
from complaintctl.papers.form_fields import form_filters

SHIPPED = Path(document.__file__).parent.parent / "forms"
KINDS = sorted(path.stem for path in SHIPPED.glob("*.docx") if path.stem != "ledger")  # the register's own document
FILTERS = form_filters({}, [], None)
NAME, PHONE, ID_NO, ADDRESS = "欧阳小满", "13900000001", "610000199001010016", "云溪县城关镇东街2号"


@made_once
def handled(desk: Desk) -> None:
    """A case sent by the petition office, late and reported on, of which every form can be printed."""
    desk("staff", "set", "li", "--phone", "0000-7654321", as_of="2026-11-09T08:30")
    desk.register(
        as_of="2026-11-09T09:00", channel="government", name=NAME, phone=PHONE, id_no=ID_NO,
        address=ADDRESS, unit="chengguan", summary="柜员解释手续费时语气生硬", demand="当面道歉", amount="60000",
        source_agency="云溪县信访局", source_ref="云信转〔2026〕18号", source_due="2026-11-20",
        letter_dated="2026-11-05", source_grade="秘密、特急", endorsed_by="沈秋分（副县长）", endorsed_on="2026-11-06",
        endorsement="请农商行依法处理，十五日内报结果。",
    )  # fmt: skip
    desk.do("brief", "1", "--to", "sun", as_of="2026-11-09T10:00")
    desk.do("direct", "1", "--by", "sun", "--text", "请城关支行三日内答复", as_of="2026-11-09T11:00")
    desk.do("transfer", "1", "--to", "chengguan", "--assist", "retail", "--note", "请核对监控",
            as_of="2026-11-09T14:00")  # fmt: skip
    desk.do("sign", "1", "--by", "zhang", as_of="2026-11-09T16:00")
    desk.do("supervise", "1", "--reason", "overdue", "--text", "请立即答复客户", as_of="2026-11-13T09:00")
    desk.do("delay", "1", "--reason", "录像尚未取得", "--customer-told", "2026-11-13T09:30", "--expected", "2026-11-18",
            as_of="2026-11-13T10:00")  # fmt: skip
    desk.resolve("1", "2026-11-17T11:00", as_of="2026-11-17T15:00", findings="排队五十分钟属实", compensation="25",
                 explanation="已出示收费标准", reply="已致歉并说明收费标准",
                 reply_method="当面")  # fmt: skip


@made_once
def transferred(desk: Desk) -> None:
    """A case that lies with chengguan."""
    desk.register(unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")


def printed(desk: Desk, kind: str, *words: str, case: str = "1", as_of: str | None = None) -> str:
    """Print a form and read it back, whole, as python-docx reads it."""
    path = desk.path.with_name(f"{kind}.docx")
    desk("slip", case, kind, "-o", str(path), "--force", *words, as_of=as_of)
    paper, lines = Document(str(path)), list[str]()
    for part in (paper.sections[0].header, paper, paper.sections[0].footer):
        for block in part.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
            else:
                lines.append(block.text)
    return "\n".join(lines)


HEAD = re.compile("记录校验值：([0-9A-F-]{19}@[0-9]+)")


def as_issued(paper: str) -> str:
    """A paper without what each printing of it has of its own."""
    return HEAD.sub("", paper).replace("第2份", "")


def printings(desk: Desk, case: str = "1") -> list[dict[str, Any]]:
    return [event for event in desk.case(case)["events"] if event["kind"] == "printed"]


def own_template(desk: Desk, kind: str, *lines: str) -> Path:
    path = desk.path.parent / "forms" / f"{kind}.docx"
    path.parent.mkdir(exist_ok=True)
    paper = Document()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(str(path))
    return path
