"""The bank's rules in words."""

from collections.abc import Mapping
from typing import Any

from complaintctl.render.text import yuan

Labels = Mapping[tuple[str, str], str]

# What each value of the policy says, in both languages; a time limit brings its own label.
_POLICY = {
    "bank_name": ("银行名称", "the bank's name"),
    "regulation": ("办法名称", "name of the regulation"),
    "regulation_status": ("办法状态", "draft or in force"),
    "legal_basis": ("制定依据", "legal basis"),
    "practice": ("练习库", "practice file"),
    "supervision_office": ("投诉处理部门", "unit that handles complaints"),
    "union_name": ("省联社办事处", "the provincial union's office"),
    "regulator_name": ("监管分局", "the local regulator"),
    "major_amount_fen": ("重大投诉金额(超过)", "major above this amount"),
    "major_group_size": ("重大投诉人数", "major from this group on"),
    "most_representatives": ("代表人数上限", "representatives at most"),
    "registration_days": ("登记时限", "registered within"),
    "directive_days": ("批示时限", "directive within"),
    "media_report_hours": ("媒体事项报告时限", "media matters reported within"),
    "tracking_days": ("重大投诉跟踪间隔", "major cases tracked every"),
    "supervision_days": ("督办单时限", "a supervision slip gives"),
    "redispatches_noted": ("提示转办次数", "re-dispatches noted from"),
    "disputes_before_ruling": ("裁定前退回次数", "returns before a ruling"),
    "posting_days": ("网络投诉发现时限", "web postings found within"),
    "repeat_window_days": ("重复投诉回溯", "earlier complaints sought back to"),
    "daily_check_days": ("每日查看", "daily checks"),
    "lead_unit.service_product": ("服务产品牵头部门", "department leading product cases"),
    "lead_unit.service_channel": ("服务渠道牵头部门", "department leading channel cases"),
}

_WORDS = {
    ("daily_check_days", "all"): ("每天", "every day"),
    ("daily_check_days", "working"): ("工作日", "working days"),
    ("practice", "1"): ("是", "yes"),
    ("practice", "0"): ("否", "no"),
}

_UNITS = {"working": ("个工作日", "working day"), "calendar": ("日", "calendar day"), "hours": ("小时", "hour")}


def label(rule: Mapping[str, Any], language: str) -> str:
    """What a rule is about."""
    if rule["kind"] == "time_limit":
        return str(rule[f"label_{language}"])
    key = str(rule["key"])
    return _POLICY.get(key, (key, key))[language == "en"]


def words(key: str, value: Any, language: str, labels: Labels) -> str:
    """A value of the policy: an amount with its unit, a unit with its name."""
    english = language == "en"
    if (key, value) in _WORDS:
        return _WORDS[key, value][english]
    if key == "supervision_office" or key.startswith("lead_unit."):
        return f"{value} {labels.get(('unit', value), '')}".strip() or ("not named" if english else "未指定")
    if key.endswith("_fen"):
        return f"{yuan(int(value))} {'yuan' if english else '元'}"
    if key.endswith(("_days", "_hours")):
        return _number(value, ("小时", "hour") if key.endswith("_hours") else ("天", "day"), english)
    return str(value)


def limit_words(values: Mapping[str, Any], day_kind: str, language: str) -> str:
    """A time limit's limit_days and target_days: `10 working days, target 7`."""
    english = language == "en"
    if day_kind == "own_date":
        return "the date it names" if english else "以来文为准"
    limit = _number(values.get("limit_days"), _UNITS[day_kind], english)
    if not values.get("target_days"):
        return limit
    return f"{limit}, target {values['target_days']}" if english else f"{limit}(目标{values['target_days']}个)"


def change_words(values: Mapping[str, Any], key: str, day_kind: str | None, language: str, labels: Labels) -> str:
    """The values of one side of a change, as the ledger holds them; of a limit that is off, that too."""
    if day_kind is None:
        return words(key, values.get("value", ""), language, labels)
    off = "" if values.get("enabled") else (", off" if language == "en" else ",停用")
    return limit_words(values, day_kind, language) + off


def _number(value: Any, unit: tuple[str, str], english: bool) -> str:
    if not english:
        return f"{value}{unit[0]}"
    return f"{value} {unit[1]}{'' if str(value) == '1' else 's'}"
