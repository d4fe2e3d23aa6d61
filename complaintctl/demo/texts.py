"""What customers of the invented bank complain of, and what comes of it. All invented.

{date}, {unit}, {amount} (yuan), {minutes} and {days} are filled in case by case.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing that goes wrong, from what the customer says to what is put right.

    `lead` is the department that handles it in place of the branch complained of, `amounts` the range of the yuan in
    dispute, and `paid` says that the bank makes them good.
    """

    summary: str
    demand: str
    findings: str
    fault: str
    reply: str
    corrective: str
    lead: str | None = None
    amounts: tuple[int, int] | None = None
    paid: bool = False


MATTERS = {
    "work_error": (
        Matter(
            summary="{date}在{unit}柜台取款,回家清点少了{amount}元。",
            demand="查看监控,补足少付的现金",
            findings="调阅监控并核对钱箱,柜员点钞后漏递一叠零钞,当日长款{amount}元,与客户所述一致。",
            fault="bank",
            reply="已将少付的{amount}元送还客户,当面致歉。",
            corrective="大额付款改为双人复点,柜台加装客户侧点钞显示",
            amounts=(100, 2000),
            paid=True,
        ),
        Matter(
            summary="{date}开户时姓名录错一个字,合作医疗报销款被退回。",
            demand="更正户名,帮助重新办理报销入账",
            findings="开户时未与身份证逐字核对,录入同音字,致报销款两次退汇。",
            fault="bank",
            reply="户名已更正,报销款已重新入账,并向客户说明经过。",
            corrective="开户信息改由读卡器带入,手工修改须经复核",
        ),
        Matter(
            summary="本想存三年定期,{unit}柜员办成了一年,到期才发现,少得利息{amount}元。",
            demand="按三年期利率补足利息",
            findings="核对凭证,客户填写三年,柜员录入一年,复核时未发现。",
            fault="bank",
            reply="已补付利息差额{amount}元。",
            corrective="存期录入后由客户在屏幕上确认再打印存单",
            amounts=(200, 3000),
            paid=True,
        ),
        Matter(
            summary="厂里委托{unit}代发工资,文件导错,工人工资晚到{days}天。",
            demand="尽快补发,向工人说明原因",
            findings="经办人员选用上月模板,账号错位,批量入账失败后未及时查看回单。",
            fault="bank",
            reply="工资已全部入账,已向企业出具情况说明。",
            corrective="代发文件入账后当日核对失败清单并电话告知单位",
        ),
        Matter(
            summary="在{unit}销户,事后发现还有利息{amount}元没有结给本人。",
            demand="补付利息",
            findings="销户当日正值结息,系统挂账利息未一并支付,柜员未提示客户。",
            fault="bank",
            reply="挂账利息{amount}元已付给客户。",
            corrective="销户前先查询应付利息,列入柜面操作清单",
            amounts=(20, 400),
            paid=True,
        ),
        Matter(
            summary="补办的存单漏盖印章,{date}急用钱时取不出来,往返跑了两趟。",
            demand="当日办妥支取,说明责任",
            findings="补单时印章在另一柜员处保管,柜员忘记补盖,情况属实。",
            fault="bank",
            reply="已派人上门补盖印章并办理支取,向客户致歉。",
            corrective="重要凭证交付前由会计主管逐项核验",
        ),
        Matter(
            summary="称{date}存入的{amount}元没有到账,怀疑柜员漏记。",
            demand="逐笔核对,查清去向",
            findings="核对流水和监控,该笔款项按客户填写的账号存入其家属账户,未漏记。",
            fault="customer",
            reply="已打印流水向客户说明,款项在其家属账户。",
            corrective="存款前向客户复述户名",
            amounts=(1000, 30000),
        ),
        Matter(
            summary="贷款上月已还清,{unit}没有及时更新信息,别家银行查询仍显示未结清。",
            demand="尽快更新记录,不影响本人买房",
            findings="结清当日系统批量中断,补报遗漏该户,属内部差错。",
            fault="bank",
            reply="结清信息已补报,并为客户出具结清证明。",
            corrective="批量中断后逐户核对补报清单",
            lead="loans",
        ),
    ),
    "service_attitude": (
        Matter(
            summary="{date}在{unit}排队{minutes}分钟,柜员中途离柜不作说明,询问时回答生硬。",
            demand="当事人道歉,改进服务",
            findings="监控显示柜员离柜十余分钟未放暂停牌,回答客户时语气不耐烦。",
            fault="bank",
            reply="网点负责人携当事柜员向客户致歉。",
            corrective="离柜须放暂停牌并告知等候客户,由大堂人员分流",
        ),
        Matter(
            summary="家中老人不会用机器,多问了几句,{unit}柜员当众说听不懂就叫儿女来。",
            demand="向老人当面道歉",
            findings="经核实,柜员确有上述言语,对老年客户缺乏耐心。",
            fault="bank",
            reply="已上门向老人致歉,并为其预约专人办理业务。",
            corrective="设老年客户窗口,配备方言好的引导员",
        ),
        Matter(
            summary="{unit}大堂人员反复推销保险,拒绝后脸色难看,填单也不再指导。",
            demand="停止推销,规范服务",
            findings="推销属实,客户拒绝后未继续提供填单指导,服务前后不一。",
            fault="bank",
            reply="已向客户致歉,并承诺不再主动推介。",
            corrective="大堂服务与营销分开考核",
        ),
        Matter(
            summary="在{unit}门口停车被保安大声呵斥,还用手推了车子。",
            demand="保安道歉,加强管理",
            findings="当时车位已满,保安劝离时言语不当,推车属实。",
            fault="bank",
            reply="保安已向客户道歉,保安公司作出书面检查。",
            corrective="对保安开展文明用语培训,门前划定临时车位",
        ),
        Matter(
            summary="{unit}客户经理答应回电,{days}天没有回音,打电话也不接。",
            demand="给个明确答复",
            findings="客户经理外出培训未交接,来电未转接,客户所述属实。",
            fault="bank",
            reply="已由负责人与客户面谈,业务改派专人跟进。",
            corrective="外出人员须书面交接未办事项",
        ),
        Matter(
            summary="{date}办业务时柜员一直接听私人电话,让本人等了{minutes}分钟。",
            demand="批评当事人",
            findings="监控显示柜员两次接听手机,违反柜面纪律。",
            fault="bank",
            reply="已向客户致歉,并告知对当事人的处理。",
            corrective="营业时间手机统一存放",
        ),
        Matter(
            summary="替母亲取钱没带证件,{unit}柜员不给办,觉得是有意刁难。",
            demand="通融办理",
            findings="代理取款须核验双方证件,柜员按规定办理并已作解释,态度无不当。",
            fault="customer",
            reply="已向客户解释代理取款的要求,可安排上门核验。",
            corrective="在大厅显眼处张贴代办业务所需材料",
        ),
        Matter(
            summary="过号后要求先办,与{unit}工作人员争吵,对方让本人重新取号。",
            demand="工作人员道歉",
            findings="客户过号两次未应答,工作人员处理有据,但争执中言语过激,双方均有不当。",
            fault="shared",
            reply="双方当面沟通,工作人员就言语不当致歉。",
            corrective="过号客户由大堂人员酌情插空安排",
        ),
    ),
    "internal_management": (
        Matter(
            summary="{unit}门上写着营业到五点半,五点就不再叫号。",
            demand="按公示时间营业",
            findings="当日为赶扎账提前停号,与公示时间不符。",
            fault="bank",
            reply="已向客户致歉,当日业务次日优先办理。",
            corrective="停号时间不得早于公示时间,每周抽查监控",
        ),
        Matter(
            summary="逢集人多,{unit}只开一个窗口,等了{minutes}分钟。",
            demand="逢集增开窗口",
            findings="当日两名柜员同时休假,未申请支援,排班不当。",
            fault="bank",
            reply="已向客户致歉,逢集增开弹性窗口。",
            corrective="逢集日不得同时休假,由支行统一调配",
        ),
        Matter(
            summary="下雨天{unit}门口地砖湿滑,没有防滑垫,老人摔了一跤。",
            demand="承担检查费{amount}元,尽快整改",
            findings="雨天未铺设防滑垫、未放提示牌,客户摔倒属实,检查无大碍。",
            fault="bank",
            reply="已承担检查费{amount}元并上门看望。",
            corrective="雨雪天铺设防滑垫列入开门检查",
            amounts=(150, 1200),
            paid=True,
        ),
        Matter(
            summary="{unit}无障碍坡道常年停着电动车,轮椅上不去。",
            demand="清理坡道",
            findings="坡道被员工和客户车辆占用,未安排人员管理。",
            fault="bank",
            reply="坡道已清理并划禁停线,请客户复看。",
            corrective="保安每小时巡查坡道一次",
        ),
        Matter(
            summary="晚上到{unit}自助区取款,灯不亮,门也关不上。",
            demand="修好照明和门锁",
            findings="照明线路老化,门锁报修{days}天未处理。",
            fault="bank",
            reply="照明和门锁已修复,电话告知客户。",
            corrective="自助区设施报修限次日到场,超时上报",
            lead="general",
        ),
        Matter(
            summary="在{unit}意见簿上留言{days}天,没有任何人回复。",
            demand="有人看、有人回",
            findings="意见簿连续多日未查看,留言未登记。",
            fault="bank",
            reply="已就原留言逐条回复,并当面致歉。",
            corrective="意见簿每日由负责人签看",
        ),
        Matter(
            summary="{unit}叫号机坏了{days}天,现场靠喊,几个人为先后争吵。",
            demand="尽快修好,维持秩序",
            findings="叫号机主板损坏,配件未到,期间未安排专人维持秩序。",
            fault="bank",
            reply="已换用备用叫号机,向客户说明并致歉。",
            corrective="故障期间启用纸质号牌,指定专人引导",
            lead="general",
        ),
        Matter(
            summary="午间到{unit}办业务,只留一个窗口,认为应当全部开放。",
            demand="午间窗口全开",
            findings="网点实行午间轮值,已在门口公示,当日等候未超过十五分钟。",
            fault="customer",
            reply="已说明午间轮值安排和可错峰时段。",
            corrective="在取号机上提示午间窗口数",
        ),
    ),
    "service_product": (
        Matter(
            summary="在{unit}买的理财,以为跟存款一样,到期收益比说的少{amount}元。",
            demand="按当初所说的收益补足",
            findings="录音显示风险提示完整,但宣传折页突出最高收益,易使人误解。",
            fault="shared",
            reply="已向客户解释产品性质,就折页表述致歉。",
            corrective="撤换折页,统一改为区间表述",
            lead="retail",
            amounts=(300, 6000),
        ),
        Matter(
            summary="账户每月被扣短信费,累计{amount}元,从没人告诉过本人。",
            demand="退费并取消",
            findings="开户协议勾选短信服务,无客户单独确认记录。",
            fault="bank",
            reply="已取消服务并退还{amount}元。",
            corrective="收费项目由客户逐项签字确认",
            lead="retail",
            amounts=(12, 96),
            paid=True,
        ),
        Matter(
            summary="申请种植贷款{days}天,{unit}说在审批,一直没有结果,误了农时。",
            demand="尽快给出是否放款的答复",
            findings="资料在部门间流转超过内部规定天数,未向客户说明进度。",
            fault="bank",
            reply="贷款已批,当面说明进度并致歉。",
            corrective="审批进度短信告知,超时自动提醒",
            lead="loans",
        ),
        Matter(
            summary="提前还房贷被收违约金{amount}元,认为不合理。",
            demand="退还违约金",
            findings="合同约定一年内提前还款收取违约金,客户第十一个月还款,收取有据。",
            fault="customer",
            reply="已出示合同条款逐条解释。",
            corrective="还款申请表加印违约金提示",
            lead="loans",
            amounts=(500, 5000),
        ),
        Matter(
            summary="定期存款提前取,利息少了{amount}元,说是按活期算。",
            demand="按定期计息",
            findings="提前支取部分按活期计息符合规定,柜员办理时已告知。",
            fault="customer",
            reply="已解释计息规定并演示计算。",
            corrective="提前支取时打印两种利息对比单",
            lead="retail",
            amounts=(200, 4000),
        ),
        Matter(
            summary="惠农卡说好免年费,{date}还是扣了{amount}元。",
            demand="退还年费",
            findings="免费政策到期后系统恢复收费,未提前告知持卡人。",
            fault="bank",
            reply="已退还年费{amount}元并延长免费期。",
            corrective="优惠到期前一个月短信告知",
            lead="retail",
            amounts=(10, 60),
            paid=True,
        ),
        Matter(
            summary="老人到{unit}存钱,被劝买成分红保险{amount}元,急用时退不出来。",
            demand="全额退保",
            findings="销售时未做录音录像,对退保损失提示不足,责任在本行。",
            fault="bank",
            reply="已协调保险公司按原价退保,本金到账。",
            corrective="六十五岁以上客户购买保险须回访确认",
            lead="retail",
            amounts=(8000, 90000),
        ),
        Matter(
            summary="听说利率降了,自己的房贷月供没有变少。",
            demand="说明原因,调整月供",
            findings="合同约定每年一月一日重新定价,尚未到重定价日。",
            fault="customer",
            reply="已解释重定价日和计算方式。",
            corrective="在手机银行显示下次重定价日",
            lead="loans",
        ),
    ),
    "service_channel": (
        Matter(
            summary="{unit}门口的取款机吞了卡,{days}天还没有退给本人。",
            demand="退卡",
            findings="吞卡登记后未及时清机,卡片滞留机内。",
            fault="bank",
            reply="卡片已送还客户并致歉。",
            corrective="吞卡次日清机,电话通知持卡人领取",
            lead="channels",
        ),
        Matter(
            summary="{date}在存取款机存钱,机器收了{amount}元,账上没有增加。",
            demand="立即入账",
            findings="机器卡钞后账务未冲正,长款{amount}元与客户所述一致。",
            fault="bank",
            reply="款项已入账,向客户说明原因。",
            corrective="机具异常当日对账,不等客户来问",
            lead="channels",
            amounts=(500, 10000),
        ),
        Matter(
            summary="手机银行更新后登录不了,{days}天没有人解决,货款付不出去。",
            demand="恢复使用",
            findings="新版本与部分旧型号手机不兼容,情况属实。",
            fault="bank",
            reply="已推送修复版本,客户验证可以登录。",
            corrective="发布前增加旧机型测试,保留旧版一个月",
            lead="channels",
        ),
        Matter(
            summary="村里助农取款点取钱,店主每次要收{amount}元手续费。",
            demand="禁止收费,退还已收",
            findings="服务点经营者私自收费,本行未授权,已责令退还。",
            fault="third_party",
            reply="手续费已由服务点退还,并公示免费标准。",
            corrective="服务点每季暗访一次,违规即撤点",
            lead="channels",
            amounts=(5, 30),
        ),
        Matter(
            summary="店里收款码的钱{days}天没有到账,共{amount}元。",
            demand="尽快到账",
            findings="商户结算账户状态异常,变更后未同步到收款系统。",
            fault="bank",
            reply="款项已补入账户,结算账户已更正。",
            corrective="账户变更与收款系统同日同步",
            lead="channels",
            amounts=(800, 20000),
        ),
        Matter(
            summary="账户有变动却收不到短信,担心被盗用。",
            demand="恢复短信提醒",
            findings="客户更换手机号后未办理变更,短信发往旧号。",
            fault="customer",
            reply="已协助更新号码,测试短信收到。",
            corrective="办理业务时核对预留号码",
            lead="channels",
        ),
        Matter(
            summary="{date}手机转账{amount}元给对方,两边都说没有收到。",
            demand="查明去向,退回款项",
            findings="对方开户行清算延迟,次日退回,本行处理及时。",
            fault="third_party",
            reply="款项已退回原账户,向客户出示清算记录。",
            corrective="异常清算主动短信告知付款人",
            lead="channels",
            amounts=(1000, 60000),
        ),
        Matter(
            summary="网上转账超过限额被拒,觉得自己的钱不能自己用。",
            demand="提高限额",
            findings="限额为客户开通时自行选择,可到柜台调整。",
            fault="customer",
            reply="已说明限额设置,并协助当场调整。",
            corrective="超限提示中写明调整办法",
            lead="channels",
        ),
    ),
    "rule_violation": (
        Matter(
            summary="到{unit}办贷款,客户经理要求先买{amount}元保险才放款。",
            demand="退保,按规定放款",
            findings="客户经理为完成任务搭售保险,违反规定,事实清楚。",
            fault="bank",
            reply="保险已全额退还,贷款照常发放,向客户致歉。",
            corrective="放款前由审批人员回访有无搭售",
            lead="loans",
            amounts=(600, 8000),
            paid=True,
        ),
        Matter(
            summary="{unit}没经本人同意开通了手机银行,还绑定了别人的号码。",
            demand="关闭并查清责任",
            findings="柜员为完成指标代客开通,号码录错,未造成资金损失。",
            fault="bank",
            reply="已注销并更正,书面告知客户账户安全。",
            corrective="取消开通类指标,开通须客户本人短信确认",
            lead="accounting",
        ),
        Matter(
            summary="查看回单发现签名不是本人写的,{unit}柜员承认代签。",
            demand="严肃处理当事人",
            findings="柜员为图省事代客签名,业务内容与客户申请一致。",
            fault="bank",
            reply="已重新补签并向客户说明处理结果。",
            corrective="凭证签名每日影像抽查",
            lead="accounting",
        ),
        Matter(
            summary="刚在{unit}问过贷款,第二天就有中介打来电话,怀疑信息被泄露。",
            demand="查清谁泄露了信息",
            findings="一名外包营销人员私自抄录客户电话,已终止合作。",
            fault="bank",
            reply="已当面说明情况并致歉,告知客户防骚扰办法。",
            corrective="客户资料分级授权,打印留痕",
            lead="retail",
        ),
        Matter(
            summary="{unit}客户经理办贷款时收了{amount}元好处费。",
            demand="退钱,处理当事人",
            findings="当事人承认收取财物,已退还,移交纪律处理。",
            fault="bank",
            reply="款项已退还客户,告知处理进展。",
            corrective="放贷后由监察室随机回访",
            lead="loans",
            amounts=(500, 6000),
        ),
        Matter(
            summary="家人拿着本人存折就在{unit}办了挂失,没有核对身份。",
            demand="说明为何能办,处理责任人",
            findings="柜员因熟人关系未核验身份,违反操作规程。",
            fault="bank",
            reply="已恢复原状态,向客户致歉并说明处理结果。",
            corrective="挂失业务授权岗远程核验",
            lead="accounting",
        ),
        Matter(
            summary="认为{unit}把本人贷款利率调高,是私自操作。",
            demand="恢复原利率",
            findings="利率按合同浮动,调整通知有客户签收,无违规。",
            fault="customer",
            reply="已出示合同和签收记录。",
            corrective="利率调整同时发短信",
            lead="loans",
        ),
    ),
    "financial_crime": (
        Matter(
            summary="举报有人在{unit}门口拉老人参加高息集资,月息两分。",
            demand="查处,防止老人受骗",
            findings="现场走访属实,该人与本行无关,线索已移交公安机关。",
            fault="third_party",
            reply="已告知举报人线索移交情况,并表示感谢。",
            corrective="网点门前设防范提示,保安劝离",
        ),
        Matter(
            summary="举报某养殖户用假合同在{unit}贷款{amount}元。",
            demand="查实追回",
            findings="实地核查存栏与合同不符,已停止用信并启动追偿。",
            fault="third_party",
            reply="已向举报人反馈核查结论。",
            corrective="养殖贷款放款前双人实地核查",
            amounts=(60000, 300000),
        ),
        Matter(
            summary="接到冒充{unit}工作人员的电话,被骗转走{amount}元。",
            demand="帮助追回",
            findings="号码为伪装来电,款项转往外省账户,已协助报案和止付。",
            fault="third_party",
            reply="已协助客户报案并止付部分款项,说明后续流程。",
            corrective="向全体客户发送防骗提示",
            amounts=(3000, 80000),
        ),
        Matter(
            summary="举报有人收购本地村民银行卡,每张给{amount}元。",
            demand="查处收卡的人",
            findings="排查发现十余张卡交易异常,已管控并报告公安机关。",
            fault="third_party",
            reply="已告知举报人处理情况。",
            corrective="对新开户客户加做出租出借风险提示",
            amounts=(300, 1500),
        ),
        Matter(
            summary="街上散发冒用本行名义的贷款传单,先收手续费。",
            demand="澄清并取缔",
            findings="传单联系电话非本行所有,已取证并报案。",
            fault="third_party",
            reply="已向举报人说明,并在各网点张贴声明。",
            corrective="公众号发布声明,公布正规办理方式",
        ),
        Matter(
            summary="查询时发现名下有一笔{amount}元贷款,本人从未在{unit}办过。",
            demand="查清并消除记录",
            findings="系亲属持其证件办理,面签影像非本人,涉嫌冒名,已报案。",
            fault="shared",
            reply="已停止催收并申请更正记录,告知客户案件进展。",
            corrective="面签影像由总行逐笔复核",
            amounts=(20000, 120000),
        ),
        Matter(
            summary="收到仿冒本行的短信,点开要填卡号密码。",
            demand="提醒其他客户",
            findings="短信号码和网址均为仿冒,已报请关停。",
            fault="third_party",
            reply="已为客户换卡改密,并表示感谢。",
            corrective="发布仿冒短信特征,柜面逐一提示",
        ),
    ),
    "anonymous": (
        Matter(
            summary="反映{unit}负责人上班时间常不在岗,找人签字要跑几趟。",
            demand="加强管理",
            findings="抽查考勤,负责人外出走访未登记,影响签批,部分属实。",
            fault="bank",
            reply="",
            corrective="负责人外出须登记并指定代签人",
        ),
        Matter(
            summary="反映{unit}柜员让熟人插队,不用取号。",
            demand="一视同仁",
            findings="监控显示两次未取号先办,情况属实。",
            fault="bank",
            reply="",
            corrective="柜员凭号办理,大堂人员每日抽查",
        ),
        Matter(
            summary="反映{unit}装修由负责人亲戚承包,没有比价。",
            demand="查清",
            findings="核查采购资料,三家比价记录齐全,承包人与负责人无亲属关系。",
            fault="undetermined",
            reply="",
            corrective="小额采购结果在职工栏公示",
        ),
        Matter(
            summary="反映{unit}一名客户经理在外放私人贷款。",
            demand="查处",
            findings="谈话和账户排查未发现资金往来,暂无证据。",
            fault="undetermined",
            reply="",
            corrective="开展员工异常行为排查,列入关注名单",
        ),
        Matter(
            summary="反映{unit}大厅脏乱,饮水机长期没有水。",
            demand="改善环境",
            findings="保洁减为隔日一次,饮水机滤芯过期停用,属实。",
            fault="bank",
            reply="",
            corrective="恢复每日保洁,更换滤芯并登记",
        ),
        Matter(
            summary="反映{unit}给农户评信用等级不公开,全看关系。",
            demand="公开评级办法",
            findings="评级资料完整,但结果未张榜,群众不了解标准。",
            fault="shared",
            reply="",
            corrective="评级标准和结果在村务栏公布",
        ),
        Matter(
            summary="称{unit}员工态度恶劣、吃拿卡要,但没有写明时间和姓名。",
            demand="处理当事人",
            findings="走访近期客户二十人,未发现所述情况,内容笼统无从查证。",
            fault="undetermined",
            reply="",
            corrective="向员工重申廉洁规定,留意后续反映",
        ),
    ),
}

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
    "superior": (("省联社办事处", "信访转〔{year}〕{number}号"), ("县监管支局", "转办函〔{year}〕{number}号")),
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
DELAYS = (
    "已电话说明正在等待外部单位回函,预计下周答复",
    "已告知客户需调阅较早的档案,请其谅解",
    "经办人员住院,已改派他人并向客户说明",
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
