"""The invented bank: its units, its people, and who acts for whom."""

from typing import NamedTuple

from complaintctl.casework import regulation, setup
from complaintctl.ledger import Act

NAME = "澄川农村商业银行"


class Unit(NamedTuple):
    """A branch, department or office."""

    code: str
    name: str
    kind: str
    area: str | None = None
    line: str | None = None


class Member(NamedTuple):
    """One of the staff."""

    code: str
    name: str
    unit: str
    role: str = "officer"


UNITS = (
    Unit("head_office", "总行", "office", "town"),
    Unit("general", "综合办公室", "office", "town"),
    Unit("retail", "零售金融部", "department", "town", "零售业务"),
    Unit("loans", "信贷管理部", "department", "town", "信贷业务"),
    Unit("channels", "电子银行部", "department", "town", "渠道业务"),
    Unit("accounting", "运营管理部", "department", "town", "运营业务"),
    Unit("yingye", "营业部", "branch", "town"),
    Unit("chengguan", "城关支行", "branch", "town"),
    Unit("dongjie", "东街支行", "branch", "town"),
    Unit("beimen", "北门支行", "branch", "town"),
    Unit("shiqiao", "石桥支行", "branch", "country"),
    Unit("liuwan", "柳湾支行", "branch", "country"),
    Unit("qingtang", "青塘支行", "branch", "country"),
    Unit("shuangling", "双岭支行", "branch", "country"),
    Unit("baisha", "白沙分理处", "branch", "country"),
)

FOUNDER = Member("li", "李文澜", setup.OFFICE, "supervision")

STAFF = (
    Member("qin", "秦小禾", setup.OFFICE, "supervision"),
    Member("dong", "董立勤", setup.OFFICE, "supervision"),
    Member("zhou", "周启程", "head_office", "principal_leader"),
    Member("ning", "宁静川", "head_office", "petition_leader"),
    Member("tang", "唐守业", "head_office", "line_leader"),
    Member("xu", "徐正衡", "head_office", "chief_supervisor"),
    Member("pan", "潘若谷", "head_office", "auditor"),
    Member("gu", "顾言章", "general", "counsel"),
    Member("jiang", "蒋和林", "general", "unit_head"),
    Member("fang", "方敏之", "retail", "unit_head"),
    Member("meng", "孟佳音", "retail"),
    Member("cheng", "程立本", "loans", "unit_head"),
    Member("yao", "姚远舟", "loans"),
    Member("luo", "罗晓峰", "channels", "unit_head"),
    Member("shi", "石磊然", "channels"),
    Member("bai", "白洁如", "accounting", "unit_head"),
    Member("yu", "余知秋", "accounting"),
    Member("gao", "高永年", "yingye", "unit_head"),
    Member("lin", "林思雨", "yingye"),
    Member("zhang", "张立言", "chengguan", "unit_head"),
    Member("liu", "刘春芽", "chengguan"),
    Member("song", "宋长河", "dongjie", "unit_head"),
    Member("xie", "谢晚晴", "dongjie"),
    Member("wei", "魏国梁", "beimen", "unit_head"),
    Member("deng", "邓可欣", "beimen"),
    Member("feng", "冯大勇", "shiqiao", "unit_head"),
    Member("cao", "曹雪松", "shiqiao"),
    Member("peng", "彭海涛", "liuwan", "unit_head"),
    Member("zeng", "曾小舟", "liuwan"),
    Member("xiao", "肖建业", "qingtang", "unit_head"),
    Member("tian", "田野青", "qingtang"),
    Member("yuan", "袁志恒", "shuangling", "unit_head"),
    Member("jin", "金巧云", "shuangling"),
    Member("ma", "马得顺", "baisha", "unit_head"),
    Member("hou", "侯丽华", "baisha"),
)

OFFICERS = tuple(member.code for member in (FOUNDER, *STAFF) if member.unit == setup.OFFICE)
LEADER = "ning"  # in charge of petitions; the deputies hear of a case while he is away
DEPUTIES = ("zhou", "tang")
BRANCHES = tuple(unit.code for unit in UNITS if unit.kind == "branch")
# The departments that manage products and channels lead in complaints about them (Art. 13).
LEADING = {"service_product": "retail", "service_channel": "channels"}
UNIT_NAMES = {setup.OFFICE: "监察室", **{unit.code: unit.name for unit in UNITS}}


def found(act: Act) -> None:
    """Fill a file just laid out with the bank's units and people."""
    setup.found(act, bank=NAME, officer=FOUNDER.name, practice=True)
    for unit in UNITS:
        email = f"{unit.code}@bank.example"
        setup.add_unit(act, unit.code, unit.name, kind=unit.kind, email=email, line=unit.line, area=unit.area)
    for member in STAFF:
        setup.add_staff(
            act, member.code, member.name, unit=member.unit, role=member.role, phone=office_phone(member.code)
        )
    for category, department in LEADING.items():
        regulation.set_rule(act, f"lead_unit.{category}", department)


def head_of(unit: str) -> str:
    """Who answers for a unit; for 监察室 its first officer."""
    return next((member.code for member in STAFF if (member.unit, member.role) == (unit, "unit_head")), FOUNDER.code)


def officer_of(unit: str) -> str:
    """Who meets a unit's customers; for 监察室 its first officer."""
    return next((member.code for member in STAFF if (member.unit, member.role) == (unit, "officer")), FOUNDER.code)


def office_phone(code: str) -> str:
    """A desk's number, made up: no area code begins with 0000."""
    numbers = {member.code: number for number, member in enumerate((FOUNDER, *STAFF), 1)}
    return f"0000-66001{numbers[code]:02}"
