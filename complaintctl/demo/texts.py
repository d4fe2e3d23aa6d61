"""What the people of the invented bank say and write, beside the matters themselves. All invented."""

# Of the handling staff's own words, drawn to fit whose fault it was.
RESPONSIBLE = {
    "bank": (
        "对当事人批评教育,扣减当月绩效",
        "对当事人诫勉谈话,负责人在例会上作检查",
        "责令当事人写出检讨,待岗学习三天",
    ),
    "shared": ("对当事人批评教育", "提醒谈话,不作经济处罚"),
    "customer": ("工作人员无过错,不予追究",),
    "third_party": ("本行人员无过错,继续配合有关部门", "对经办人员提示谈话"),
    "undetermined": ("未查实,不予追究,列入关注",),
}
LESSONS = {
    "work_error": ("复核流于形式,小差错耽误客户大事", "操作图快,没有与客户核对", "交接不清,差错没有当日发现"),
    "service_attitude": ("缺少换位思考", "忙时情绪管理不到位", "服务培训停在纸面"),
    "internal_management": ("日常检查走过场", "只等客户来反映,没有主动发现", "小问题拖成了大意见"),
    "service_product": ("产品说明用语太专业,客户听不懂", "该说清的没有事先说清", "重销售、轻解释"),
    "service_channel": ("设备和系统的异常发现不及时", "系统变更没有想到客户", "故障时缺少主动告知"),
    "rule_violation": ("指标压力之下放松了底线", "授权把关不严", "员工合规意识淡薄"),
    "financial_crime": ("防范宣传进村入户不够", "对异常情况不够敏感"),
    "anonymous": ("听取群众意见的渠道不畅", "事务公开不够"),
}
# Where the bank was not in the wrong.
EXPLAIN_BETTER = ("解释工作可以做得更早、更细", "客户不了解有关规定,平时宣传不够")
REFERRERS = {
    "superior": (("省联社办事处", "信访转〔{year}〕{number}号"), ("县金融监管支局", "转办函〔{year}〕{number}号")),
    "government": (("县信访局", "访字〔{year}〕{number}号"), ("县政务服务热线", "工单{year}{number:05}")),
}
MAJOR_REASONS = {
    "public_figure": "投诉人系县人大代表,已在会上提及",
    "hot_topic": "本地论坛上已有同类议论",
    "reputation": "客户已拍摄视频,扬言上传网络",
}
SLIP_RETURNS = ("所涉业务不在本单位办理", "经查当日客户在另一网点办理", "客户误记网点名称")
REPORT_RETURNS = (
    "整改措施不具体,请写明责任人和完成时间",
    "未附与客户沟通的经过,请补充",
    "责任认定依据不足,请补充核查材料",
)
RECLASSIFICATIONS = ("初步核实后,投诉性质与登记时不同", "经与客户再次沟通,明确其实际诉求")
AMOUNT_FOUND = "核实后涉及金额高于登记时所述"
REOPENINGS = ("客户对处理结果有异议,提供了新的材料", "客户称承诺的整改没有落实", "回访时客户表示不满意")
# Why it takes longer, as the unit reports it and as the customer is told.
DELAYS = (
    ("等待外部单位回函", "已电话说明正在等待外部单位回函,预计下周答复"),
    ("须调阅三年前的档案", "已告知客户需调阅较早的档案,请其谅解"),
    ("经办人员住院,已改派他人", "已说明经办人员更换,请客户再等几日"),
)
TRANSFER_NOTES = ("请核实情况,直接答复客户并报结果", "请尽快核查并与客户联系", "请妥善处理,注意做好解释工作")
TRANSFER_NOTE_ANONYMOUS = "请认真核实,报送结果"
ACKNOWLEDGEMENT = "已告知受理情况,{due}前答复,可向监察室查询进度"
SOURCE_REPLY = "已书面报送调查情况和对客户的答复"
FOLLOW_UPS = ("回访客户,整改已见效", "回访客户,客户对整改表示认可", "回访客户,未再发生类似问题")
BRIEFING_METHODS = ("当面报告", "电话报告", "书面呈阅")
COMES_BACK = "再次反映:"
APOLOGY = "向客户当面致歉"

SURNAMES = "江 汪 田 范 石 廖 邹 熊 陆 郝 孔 邵 史 毛 万 段 雷 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 庞 欧阳 上官".split()
GIVEN_NAMES = (
    "春生 秀兰 小荷 建国 桂香 志强 玉梅 长青 晓雯 德福 雨桐 海燕 满仓 立夏 金花 文斌 巧珍 国庆 丽娟 大为"
    " 思源 冬梅 永刚 彩霞 一凡 水根 素芬 家旺 佩兰 子轩".split()
)

DIRECTIVES = (
    "请承办单位三日内核实,当面向客户说明,结果报监察室。",
    "同意转办。单位负责人须亲自与客户沟通,限期答复。",
    "监察室跟踪办理,如属本行责任,依规致歉并整改。",
)
REPORTED_UPWARD = {
    "report_union": "本行受理一件重大投诉,现报告基本情况及拟采取的措施",
    "report_regulator": "本行受理一件重大投诉,现报告基本情况及拟采取的措施",
    "report_media": "市级媒体关注本行一件投诉,现报告基本情况",
    "counsel": "涉及司法程序,请法律顾问研究",
    "report_beyond_authority": "客户所提超出支行权限,请总行研究",
    "report_not_accepted": "客户对解释仍不接受,请协助解释",
}
TRACKING = "询问承办单位进展,要求按期答复客户"
MEDIA_RESPONSE = "已就所反映事项向媒体说明核实情况与改进措施"
# How the department concerned defines a violation, by whether there was one: nature, severity, opinion.
VIOLATIONS = {
    True: ("违反业务操作规程,情节见核查情况", "一般", "责令整改,对当事人批评教育并扣减绩效"),
    False: ("业务办理合规,不构成违规", "无", "向客户出示依据并解释"),
}
REPEAT_CAUSES = ("首次答复未说明依据,客户未能理解", "承诺的整改没有按时落实", "首次处理只作口头答复,客户不认可")
WITHDRAWALS = {True: "客户表示问题已经解决,要求撤诉", False: "支行送来客户签名的撤诉书"}
COERCED = "客户称被要求写下撤诉书,否则不予办理业务"
TO_THE_POLICE = "移交核查材料和交易线索"
# What the judgement of an anonymous complaint rests on, by whether it is meant ill, and how it is handled then.
INTENTS = {
    False: ("所述具体,意在改进工作", None),
    True: ("无时间、无人名,与前次来信笔迹相同而内容相反", "留存来信,向员工说明情况,不作扩散"),
}
UNREACHABLE = "三次电话均无人接听,已寄送书面答复"
UNTRUE = "重新调阅监控,首次报告与事实不符"
OUTLETS = {"county": "县融媒体中心", "city": "市广播电视台", "online": "本地生活公众号"}
# What complaints of each category mostly come from (JR/T 0169).
CAUSES = {
    "work_error": ("service_quality", "safety_of_funds"),
    "service_attitude": ("service_quality",),
    "internal_management": ("rules_and_process", "service_quality"),
    "service_product": ("pricing", "disclosure", "product_return", "contract_terms"),
    "service_channel": ("facilities",),
    "rule_violation": ("sales_practice", "data_security", "rules_and_process"),
    "financial_crime": ("safety_of_funds",),
}

# Beside the cases.
FOUND = "县政府网站留言板有群众反映逢集日排队时间长"
# Corrective actions: the day, the category of the complaints they are learned from, what, whose, in how many days, and
# what came of it so far.
IMPROVEMENTS = (
    (
        "2026-01-12",
        "service_attitude",
        "全员服务用语培训,每季暗访一次",
        "jiang",
        80,
        "两期培训已完成,首次暗访平均九十一分",
    ),
    ("2026-04-13", "service_channel", "商户结算账户变更与收款系统同日同步", "luo", 45, "接口已上线,连续两周无延迟入账"),
    ("2026-07-13", "service_product", "撤换理财折页,收益一律按区间表述", "fang", 60, None),
    ("2026-09-14", "work_error", "大额付款双人复点,柜台加装客户侧点钞显示", "bai", 90, None),
)
MEASURES = {
    "coerced": "对逼迫客户撤诉的责任人给予记过处分,扣减半年绩效",
    "untrue_finding": "对首次调查人员通报批评,责令重新培训",
    "late": "对承办单位负责人提醒谈话",
    "missing_checks": "责令补做并书面说明",
}
