"""Column names of listings, in both languages, and which values are yes or no."""

HEADINGS: dict[str, tuple[str, str]] = {
    "case_no": ("编号", "case"),
    "received_on": ("受理日期", "received"),
    "channel_label": ("渠道", "channel"),
    "category_label": ("类别", "category"),
    "status_label": ("状态", "status"),
    "unit_name": ("单位", "unit"),
    "complainant": ("投诉人", "complainant"),
    "due_on": ("办理期限", "due"),
    "due_rule_label": ("时限依据", "rule"),
    "due_rule": ("时限依据", "rule"),
    "provisional": ("暂定", "provisional"),
    "is_major": ("重大", "major"),
    "is_repeat": ("重复", "repeat"),
    "working_days_overdue": ("超期工作日", "days over"),
    "reason_reported": ("已报原因", "reason"),
    "customer_told": ("已告知客户", "told"),
    "code": ("代码", "code"),
    "name": ("名称", "name"),
    "kind": ("类型", "kind"),
    "email": ("邮箱", "e-mail"),
    "head": ("负责人", "head"),
    "line": ("条线", "line"),
    "area": ("区域", "area"),
    "unit": ("单位", "unit"),
    "role_label": ("职责", "role"),
    "login": ("登录名", "login"),
    "phone": ("电话", "phone"),
    "period": ("期间", "period"),
    "group": ("分组", "group"),
    "label": ("名称", "label"),
    "opening": ("期初", "opening"),
    "received": ("受理", "received"),
    "reopened": ("重办", "reopened"),
    "resolved": ("办结", "resolved"),
    "withdrawn": ("撤诉", "withdrawn"),
    "closing": ("期末", "closing"),
    "on_time": ("按期", "on time"),
    "late": ("逾期", "late"),
    "on_time_rate": ("及时率", "rate"),
    "mean_working_days": ("平均工作日", "mean days"),
    "median_working_days": ("中位工作日", "median"),
    "overdue_now": ("当前超期", "overdue now"),
    "major": ("重大", "major"),
    "repeat": ("重复", "repeat"),
    "anonymous": ("匿名", "anonymous"),
    "upheld": ("属实", "upheld"),
    "satisfied": ("满意", "satisfied"),
    "compensation_yuan": ("赔偿(元)", "paid (yuan)"),
    "year": ("年份", "year"),
    "working_days": ("工作日", "working days"),
    "make_up_days": ("调休上班", "make-up days"),
    "known": ("已公布", "known"),
    "source": ("来源", "source"),
    "before": ("原期限", "from"),
    "after": ("新期限", "to"),
    "line_no": ("行", "line"),
}

# In a terminal too narrow for all, these columns go first, in this order; a file or a pipe has them all.
LEFT_OUT_FIRST = (
    *(
        "mean_working_days",
        "on_time",
        "source",
        "reason_reported",
        "customer_told",
        "due_rule",
        "email",
        "line",
        "login",
    ),
    *("channel_label", "late", "major", "status_label", "complainant", "unit_name", "category_label", "phone"),
    *("overdue_now", "reopened", "withdrawn", "opening"),
)

FLAGS = frozenset(
    ("provisional", "is_major", "is_repeat", "is_open", "reason_reported", "customer_told", "known", "blocking")
)


def heading(key: str, language: str) -> str:
    """A column's heading; its own name if it has none."""
    return HEADINGS.get(key, (key, key))[language == "en"]
