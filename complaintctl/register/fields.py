"""The fields of a register (登记簿), each once: by their columns `ledger` writes them and `import` reads them back.

The register is a document for the bank: its headings and words are Chinese whatever is spoken. The headings of other
registers are named in a mapping (complaintctl/mappings/chinese-register.toml).
"""

from typing import NamedTuple


class Field(NamedTuple):
    """A fact of a row: its name in mappings, its kind, and its column of the register, if it has one."""

    name: str
    kind: str = "text"
    heading: str = ""
    width: int = 0  # characters that a page shows in a line
    column: str = ""  # of the query, where it is not called like the field


# By its kind a field is shown and read: text, needed and remarks as they stand; reference, a number in a register, and
# repeat, that of the complaint repeated; number, digits that are no figure; time, up to now; day, also one to come;
# code, a word of the regulation; flag, yes or no; unit and staff, who has to be on record; person, who need not; count
# and times, whole numbers; yuan; lines, several acts, one a line; major, a verdict with its grounds.
COLUMNS = (
    Field("external_id", "reference", "编号", 14, "case_no"),
    Field("registered_at", "time", "登记日期时间", 11),
    Field("received_at", "time", "投诉日期时间", 11),
    Field("channel", "code", "投诉方式", 8),
    Field("name", "text", "投诉人姓名", 9),
    Field("id_no", "number", "证件号", 19),
    Field("phone", "number", "联系电话", 13),
    Field("address", "text", "住址", 20),
    Field("anonymous", "flag", "是否匿名", 5),
    Field("representatives", "count", "代表人数", 5),
    Field("group_size", "count", "群体人数", 5),
    Field("first_receiver", "staff", "首问接待人", 9),
    Field("first_receiver_unit", "unit", "首问部门", 11),
    Field("escorted_by", "person", "陪同登记人", 9),
    Field("unit", "unit", "被投诉单位", 12, "respondent_unit"),
    Field("subject", "staff", "被投诉人", 9, "subject_employee"),
    Field("summary", "needed", "投诉内容摘要", 30),
    Field("demand", "text", "诉求", 16),
    Field("category", "code", "类别", 9),
    Field("nature", "code", "事项性质", 9),
    Field("restricted", "flag", "是否保密", 5),
    Field("amount", "yuan", "涉及金额(元)", 12, "amount_fen"),
    Field("major", "major", "是否重大及理由", 14),
    Field("repeat_of", "repeat", "是否重复(原编号)", 14),
    Field("source_agency", "text", "转来部门", 13),
    Field("source_ref", "text", "来文编号", 13),
    Field("source_due", "day", "转来部门要求时限", 11, "source_due_on"),
    Field("answered", "text", "现场答复情况", 16),
    Field("briefings", "lines", "报告领导", 24),
    Field("directives", "lines", "领导意见(批示)", 26),
    Field("slips", "lines", "转办单号/转办单位/日期", 26),
    Field("due_on", "day", "办理期限", 11),
    Field("reported_at", "time", "结果报告日期", 11),
    Field("findings", "text", "处理结果", 26),
    Field("fault", "code", "责任认定", 9),
    Field("compensation", "yuan", "赔偿(补偿)金额", 12, "compensation_fen"),
    Field("replied_at", "time", "回复客户日期", 11),
    Field("reply", "text", "回复内容", 20),
    Field("source_replied_at", "time", "回复转来部门日期", 11),
    Field("satisfaction", "code", "满意程度", 9),
    Field("closed_at", "time", "办结日期", 11, "left_at"),
    Field("ending", "code", "办结方式", 10),
    Field("reopenings", "times", "重办次数", 5),
    Field("archive_no", "text", "归档号", 12),
    Field("registered_by", "person", "登记人", 9),
    Field("former_id", "reference", "旧登记簿编号", 12, "former_no"),
    Field("note", "remarks", "备注", 26),
    # What the other cells of the row say, as JSON by the names of the fields; in it the lines are lists.
    Field("record", "record", "机读数据", 10),
)

_OF_OTHER_REGISTERS = (
    Field("reason"),
    Field("responsible"),
    Field("dispatched_at", "time"),
    Field("closed", "flag"),
    Field("public_figure", "flag"),
    Field("hot_topic", "flag"),
    Field("reputation", "flag"),
)

FIELDS = {field.name: field for field in (*COLUMNS, *_OF_OTHER_REGISTERS)}


def of_kind(*kinds: str) -> frozenset[str]:
    """Return the names of the fields of some kinds."""
    return frozenset(field.name for field in FIELDS.values() if field.kind in kinds)
