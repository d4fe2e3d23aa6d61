"""Every command asked with nothing given leads to its act by questions, or, where it needs nothing, just runs."""

from pathlib import Path

import pytest
from conftest import Desk, made_once
from support.long_runs import LONG
from support.questioned import EVERY, answered

NOW = "2026-02-24T12:00"
BEFORE = "2026-02-13T10:00"  # received then, fifteen calendar days end before ten working days do
UNITS = "code,name,kind\nnanmen,南门支行,branch\n"
STAFF = "code,name,unit\nhan,韩小雪,hexi\n"
OLD = "编号,收到日期,内容,类别,渠道,诉求\n1,2026-01-05,排队过长,服务态度,电话,道歉\n"
# What is typed where neither Enter nor the first choice will do, by the beginning of the question.
ANSWERS = {
    "init": {"The first day": "2026-01-01"},
    "unit add": {"Name of the unit": "南门支行"},
    "unit import": {"A CSV file": "units.csv"},
    "staff add": {"Name of the person": "韩小雪"},
    "staff import": {"A CSV file": "staff.csv"},
    "policy set": {"Which rule": "redispatches_noted", "New value of": "4", "Change these": "yes"},
    "policy import": {"A TOML file": "policy.toml"},
    "code add": {"A short name": "own_code"},
    "code set": {"What kind": "channel", "Which code": "letter"},
    "demo": {"A new or empty folder": "demo"},
    "desk": {"": "exit"},
    "import": {"An .xlsx or CSV file": "old.csv"},
    "find": {"Name, telephone": "语气"},
    "transfer": {"Which unit": "hexi"},
    "attach": {"Which files": "units.csv"},
    "attachment": {"Which attachment": "1", "Into which file": "out.csv"},
    "check name": {"Who makes the check": "li"},
    "extend": {"By how many": "5", "When was the customer": "2026-02-24"},
    "pause": {"When was the customer": "2026-02-24"},
    "improvement": {"By when": "2026-12-31"},
    "improvement add": {"By when": "2026-12-31"},
    "delay": {"When was the customer": "2026-02-24", "When will it be": "2026-03-02"},
    "register": {"What is it about": "2", "What happened": "语气生硬", "What is asked for": "道歉", "": ""},
    "resolve": {"When was the customer": "2026-02-24", "What was paid": "100"},
    "close": {"Is this left undone": "yes"},
    "restore": {"Which backup": "kept.db", "Replace the case file": "yes"},
}
# What is found wrong there is what the command is asked for.
FINDS = {"check missing": 6, "doctor": 6}
# What looks, or looks after the file itself; every other command shows what it is about to record, once.
NO_PAGE = (
    "calendar|policy|code|config|calendar import|unit list|staff list|calendar due|calendar show|"
    "calendar check|calendar sample|policy show|policy history|code list|config show|config path|"
    "config sample|demo|desk|find|attachments|attachment|show|why|list|todo|overdue|check|check missing|"
    "check list|audit|report|slip|ledger|accountability|accountability list|improvement list|verify|backup|"
    "restore|nightly|schedule|doctor|upgrade|docs"
).split("|")
STAYS = ["browse", "serve"]  # a server, and what a server starts
SHORT = ["unit", "unit set", "supervise", "investigate", "extend", "improvement done"]
WALKED = [each for each in EVERY if each not in STAYS and (LONG or each in SHORT)]


@made_once
def week(desk: Desk) -> None:
    """Cases on which something can be done by each command, a lead and a corrective action."""
    desk.as_of = NOW
    referred = {"channel": "superior", "source_agency": "人民银行县支行", "legal_complexity": "complex"}
    desk.register(as_of=BEFORE, category="service_product", **referred)
    desk.register(as_of=BEFORE, category="rule_violation", then="brief; transfer", **referred)
    desk.acts("2", "pause --reason 笔迹鉴定 --customer-told 2026-02-24")
    for acts in ("", "brief; transfer", "brief transfer resolve", "brief transfer resolve review",
                 "brief transfer resolve review close"):  # fmt: skip
        case = desk.register()["case_no"]
        if " " in acts and ";" not in acts:
            desk.through(case, acts)
        else:
            desk.acts(case, *filter(None, [acts]))
    desk("attach", "1", __file__)
    desk("accountability", "add", "refusal", "--unit", "hexi", "--text", "推诿")
    desk("improvement", "add", "--text", "修订手册", "--owner", "li", "--due", "2026-12-31", "--case", "1")


def walk(desk: Desk, command: str, folder: Path) -> None:
    for name, text in {"units.csv": UNITS, "staff.csv": STAFF, "old.csv": OLD}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "policy.toml").write_text(desk("policy", "show", "--toml"), encoding="utf-8")
    (folder / "kept.db").write_bytes(desk.content())
    path, as_of = (folder / "new.db", None) if command == "init" else (desk.path, NOW)
    told = answered(path, *command.split(), answers=ANSWERS.get(command, {}), as_of=as_of, folder=folder)
    assert told.status == FINDS.get(command, 0), told.text
    assert told.text.count("Is this right [yes, enter it]:") == (command not in NO_PAGE), told.text


@pytest.mark.long
@pytest.mark.parametrize("command", WALKED)
def test_a_command_given_nothing_leads_to_its_act(week: Desk, command: str, tmp_path: Path) -> None:
    walk(week, command, tmp_path)
