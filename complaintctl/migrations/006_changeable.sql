-- Step 6: a schema that can change. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- What makes a complaint major, in one place; and what of a word decides how a case is handled.
CREATE TABLE major_ground (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    is_stated INTEGER NOT NULL CHECK (is_stated IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- rows
INSERT OR IGNORE INTO major_ground (position, code, label_zh, label_en, is_stated, citation) VALUES
    (1, 'public_figure', '社会知名人士', 'a public figure', 1, 'Art. 9(1)'),
    (2, 'hot_topic', '热点敏感话题', 'a sensitive topic', 1, 'Art. 9(1)'),
    (3, 'large_amount', '金额重大', 'a large amount', 0, 'Art. 9(1)'),
    (4, 'reputation', '声誉影响', 'a reputational risk', 1, 'Art. 9(1)'),
    (5, 'large_group', '人数众多', 'a large group', 0, 'Order 2020 No. 3');

CREATE TEMP TABLE former AS SELECT * FROM category;

DROP TABLE category;

CREATE TABLE category (
    code TEXT PRIMARY KEY,
    label_zh TEXT NOT NULL UNIQUE,
    label_en TEXT NOT NULL UNIQUE,
    complexity TEXT NOT NULL CHECK (complexity IN ('general', 'complex', 'unspecified')),
    handled_by TEXT NOT NULL CHECK (handled_by IN ('respondent', 'department', 'office')),
    position INTEGER NOT NULL,
    citation TEXT NOT NULL,
    nameless INTEGER NOT NULL DEFAULT 0 CHECK (nameless IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO category (code, label_zh, label_en, complexity, handled_by, position, citation, nameless)
SELECT code, label_zh, label_en, complexity, handled_by, position, citation,
    code = 'anonymous'
FROM former;

DROP TABLE former;

CREATE TEMP TABLE former AS SELECT * FROM satisfaction;

DROP TABLE satisfaction;

CREATE TABLE satisfaction (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    satisfied INTEGER NOT NULL CHECK (satisfied IN (0, 1)),
    reached INTEGER NOT NULL DEFAULT 1 CHECK (reached IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO satisfaction (code, label_zh, label_en, position, satisfied, reached)
SELECT code, label_zh, label_en, position, satisfied,
    code <> 'unreachable'
FROM former;

DROP TABLE former;

CREATE TEMP TABLE former AS SELECT * FROM ending;

DROP TABLE ending;

CREATE TABLE ending (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    needs_note INTEGER NOT NULL CHECK (needs_note IN (0, 1)),
    citation TEXT NOT NULL,
    usual TEXT CHECK (usual IN ('known', 'anonymous'))
) STRICT, WITHOUT ROWID;

INSERT INTO ending (code, label_zh, label_en, position, needs_note, citation, usual)
SELECT code, label_zh, label_en, position, needs_note, citation,
    CASE code WHEN 'answered' THEN 'known' WHEN 'filed' THEN 'anonymous' END
FROM former;

DROP TABLE former;

-- One log of mail in the place of three: what was begun, sent and failed are its states.
CREATE TABLE mail_log (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'sent', 'failed')),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??+08:00'),
    day TEXT NOT NULL CHECK (day IS date(day)),
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    unit TEXT REFERENCES unit (code),  -- NULL: of the whole bank
    recipient TEXT NOT NULL CHECK (length(recipient) > 0),
    reason TEXT,
    UNIQUE (message_id, state),
    CHECK ((reason IS NOT NULL) = (state = 'failed'))
) STRICT;

INSERT INTO mail_log (message_id, state, at, day, kind, unit, recipient, reason)
SELECT message_id, state, at, day, kind, unit, recipient, reason
FROM (
    SELECT message_id, 'begun' AS state, begun_at AS at, day, kind, unit, recipient, NULL AS reason, 1 AS step, id FROM mail_begun
    UNION ALL
    SELECT message_id, 'sent', sent_at, day, kind, unit, recipient, NULL, 2, id FROM mail_sent
    UNION ALL
    SELECT f.message_id, 'failed', f.failed_at, b.day, b.kind, b.unit, b.recipient, f.reason, 2, b.id
    FROM mail_failed f JOIN mail_begun b ON b.message_id = f.message_id
)
ORDER BY at, step, id;

DROP TABLE mail_sent;
DROP TABLE mail_failed;
DROP TABLE mail_begun;

CREATE INDEX mail_log_of_day ON mail_log (day, state);

CREATE TRIGGER mail_log_is_never_changed BEFORE UPDATE ON mail_log
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was noted is never changed.'); END;

CREATE TRIGGER mail_log_is_never_deleted BEFORE DELETE ON mail_log
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was noted is never deleted.'); END;
CREATE TABLE figure (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL, label_en TEXT NOT NULL, position INTEGER NOT NULL UNIQUE,
    unit TEXT NOT NULL DEFAULT 'count' CHECK (unit IN ('count', 'yuan', 'mean', 'rate', 'flag')),
    of_move TEXT, among TEXT, is_more INTEGER NOT NULL DEFAULT 0 CHECK (is_more IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_key (
    key TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL DEFAULT 'text' CHECK (unit IN
        ('text', 'days', 'hours', 'number', 'yuan', 'unit', 'department', 'choice', 'fixed'))
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_choice (
    key TEXT NOT NULL REFERENCES policy_key (key), value TEXT NOT NULL, label_zh TEXT NOT NULL, label_en TEXT NOT NULL,
    PRIMARY KEY (key, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE form_reader (
    code TEXT PRIMARY KEY, shows_identity INTEGER NOT NULL, may_know_reporter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE form_event (
    event_kind TEXT PRIMARY KEY REFERENCES event_kind (code), form TEXT NOT NULL REFERENCES form (code),
    number_key TEXT, remedy TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- rows
INSERT OR IGNORE INTO figure (position, code, label_zh, label_en) VALUES
    (1, 'opening', '期初', 'opening'), (2, 'received', '受理', 'received'), (3, 'reopened', '重办', 'reopened'),
    (4, 'resolved', '办结', 'resolved'), (5, 'withdrawn', '撤诉', 'withdrawn'), (6, 'closing', '期末', 'closing'),
    (7, 'on_time', '按期', 'on time'), (8, 'late', '逾期', 'late'), (12, 'overdue_now', '期末超期', 'overdue'),
    (13, 'major', '重大', 'major'), (14, 'repeat', '重复', 'repeat'), (15, 'anonymous', '匿名', 'anonymous'),
    (16, 'upheld', '属实', 'upheld'), (17, 'satisfied', '满意', 'satisfied');

INSERT OR IGNORE INTO figure (position, code, label_zh, label_en, is_more) VALUES
    (19, 'said_satisfied', '表示满意', 'satisfied', 1), (20, 'said_basically_satisfied', '表示基本满意', 'basically satisfied', 1),
    (21, 'said_dissatisfied', '表示不满意', 'dissatisfied', 1), (22, 'said_declined', '未表态', 'declined', 1),
    (23, 'said_unreachable', '无法联系', 'unreachable', 1), (25, 'slips', '转办单', 'slips', 1),
    (26, 'slips_returned', '退单', 'slips returned', 1), (27, 'supervised', '督办', 'supervised', 1),
    (28, 'hand_offs', '流转次数', 'hand-offs', 1), (32, 'ever_late', '曾逾期', 'ever late', 1),
    (33, 'undated', '日期不明', 'day not known', 1);

INSERT OR IGNORE INTO figure (position, code, label_zh, label_en, unit, of_move, among, is_more) VALUES
    (9, 'on_time_rate', '及时率', 'rate', 'rate', 'on_time', 'on_time late', 0),
    (10, 'mean_working_days', '平均工作日', 'mean days', 'mean', 'working_days', NULL, 0),
    (11, 'median_working_days', '中位工作日', 'median', 'mean', 'working_days', NULL, 0),
    (18, 'compensation_yuan', '赔偿(元)', 'paid (yuan)', 'yuan', 'compensation_fen', NULL, 0),
    (24, 'satisfied_rate', '满意率', 'satisfied', 'rate', 'satisfied', 'said_satisfied said_basically_satisfied said_dissatisfied', 1),
    (29, 'mean_hand_offs', '平均流转', 'mean hand-offs', 'mean', 'hand_offs', 'resolved withdrawn', 1),
    (30, 'share', '占比', 'share', 'rate', 'received', NULL, 1),
    (31, 'no_complaint', '零投诉', 'none received', 'flag', NULL, NULL, 1);

INSERT OR IGNORE INTO policy_key (key, label_zh, label_en) VALUES
    ('bank_name', '银行名称', 'the bank''s name'), ('regulation', '办法名称', 'name of the regulation'),
    ('regulation_status', '办法状态', 'draft or in force'), ('legal_basis', '制定依据', 'legal basis'),
    ('union_name', '省联社办事处', 'the provincial union''s office'), ('regulator_name', '监管分局', 'the local regulator');

INSERT OR IGNORE INTO policy_key (key, label_zh, label_en, unit) VALUES
    ('practice', '练习库', 'practice file', 'fixed'), ('supervision_office', '投诉处理部门', 'unit that handles complaints', 'unit'),
    ('lead_unit.service_product', '服务产品牵头部门', 'department leading product cases', 'department'),
    ('lead_unit.service_channel', '服务渠道牵头部门', 'department leading channel cases', 'department'),
    ('major_amount_fen', '重大投诉金额（超过）', 'major above this amount', 'yuan'),
    ('major_group_size', '重大投诉人数', 'major from this group on', 'number'),
    ('most_representatives', '代表人数上限', 'representatives at most', 'number'),
    ('redispatches_noted', '提示转办次数', 're-dispatches noted from', 'number'),
    ('disputes_before_ruling', '裁定前退回次数', 'returns before a ruling', 'number'),
    ('registration_days', '登记时限', 'registered within', 'days'), ('directive_days', '批示时限', 'directive within', 'days'),
    ('media_report_hours', '媒体事项报告时限', 'media matters reported within', 'hours'),
    ('tracking_days', '重大投诉跟踪间隔', 'major cases tracked every', 'days'),
    ('supervision_days', '督办单时限', 'a supervision slip gives', 'days'),
    ('posting_days', '网络投诉发现时限', 'web postings found within', 'days'),
    ('repeat_window_days', '重复投诉回溯', 'earlier complaints sought back to', 'days'),
    ('daily_check_days', '每日查看', 'daily checks', 'choice'),
    ('soon_days', '邮件提前提示', 'mail names a case before it is due by', 'days'),
    ('calendar_ahead_days', '工作日历提前公布', 'working days published ahead by', 'days'),
    ('night_old_hours', '夜间任务、备份间隔', 'a night or backup is old after', 'hours');

INSERT OR IGNORE INTO policy_choice (key, value, label_zh, label_en) VALUES
    ('daily_check_days', 'all', '每天', 'every day'), ('daily_check_days', 'working', '工作日', 'working days'),
    ('practice', '1', '是', 'yes'), ('practice', '0', '否', 'no');

INSERT OR IGNORE INTO policy (key, value, citation) VALUES
    ('calendar_ahead_days', '60', 'default; Art. 10: days for which working days should be published, else doctor warns'),
    ('night_old_hours', '48', 'default: hours after which the last night or backup is old, and doctor warns');

INSERT OR IGNORE INTO form_reader (code, shows_identity, may_know_reporter) VALUES ('file', 1, 1), ('unit', 0, 0), ('customer', 0, 1);

INSERT OR IGNORE INTO form_event (event_kind, form, number_key, remedy) VALUES
    ('dispatched', 'transfer', 'slip_no', 'transfer CASE --to UNIT'),
    ('supervised', 'supervise', 'slip_no', 'supervise CASE --reason REASON'),
    ('result_reported', 'result', 'report_no', 'resolve CASE'), ('replied', 'reply', NULL, 'resolve CASE'),
    ('delay_reported', 'delay', NULL, 'delay CASE --reason TEXT'), ('extended', 'delay', NULL, 'delay CASE --reason TEXT'),
    ('archived', 'archive', 'archive_no', 'archive CASE'),
    ('improvement_opened', 'improvement', 'action_no', 'improvement add --case CASE');
-- The words that carry no rule are one table; what a bank made of them stays.

CREATE TABLE code (
    kind TEXT NOT NULL, code TEXT NOT NULL, label_zh TEXT NOT NULL, label_en TEXT NOT NULL,
    position INTEGER NOT NULL, citation TEXT NOT NULL, jrt_code TEXT,
    PRIMARY KEY (kind, code), UNIQUE (kind, label_zh), UNIQUE (kind, label_en)
) STRICT, WITHOUT ROWID;

INSERT INTO code (kind, citation, position, code, label_zh, label_en, jrt_code)
SELECT 'status', 'Arts 8, 10, 11', position, code, label_zh, label_en, NULL FROM status
UNION ALL SELECT 'validity', 'Art. 12', position, code, label_zh, label_en, NULL FROM validity
UNION ALL SELECT 'anonymous_intent', 'Art. 13', position, code, label_zh, label_en, NULL FROM anonymous_intent
UNION ALL SELECT 'media_stage', 'Art. 15', position, code, label_zh, label_en, NULL FROM media_stage
UNION ALL SELECT 'supervision_reason', 'default; Art. 10', position, code, label_zh, label_en, NULL FROM supervision_reason
UNION ALL SELECT 'service_channel_class', 'JR/T 0169-2018', position, code, label_zh, label_en, jrt_code FROM service_channel_class
UNION ALL SELECT 'business_type', 'JR/T 0169-2018', position, code, label_zh, label_en, jrt_code FROM business_type
UNION ALL SELECT 'cause', 'JR/T 0169-2018', position, code, label_zh, label_en, jrt_code FROM cause;

-- rows
INSERT OR IGNORE INTO code (kind, citation, position, code, label_zh, label_en)
SELECT 'status', 'Arts 8, 10, 11', * FROM (VALUES
    (1, 'registered', '已登记', 'registered'), (2, 'dispatched', '已转办', 'transferred'),
    (3, 'replied', '已答复', 'replied'), (4, 'resolved', '已报结果', 'result reported'), (5, 'closed', '已办结', 'closed'),
    (6, 'withdrawn', '已撤诉', 'withdrawn'), (7, 'archived', '已归档', 'archived'))
-- A claim, or a wish to be heard, which can turn into the first if it is handled badly.
UNION ALL SELECT 'validity', 'Art. 12', * FROM (VALUES
    (1, 'valid', '有效投诉', 'valid complaint'), (2, 'help_seeking', '沟通性投诉:求助', 'communicative: seeking help'),
    (3, 'communicative_enquiry', '沟通性投诉:咨询', 'communicative: enquiry'),
    (4, 'venting', '沟通性投诉:发泄', 'communicative: venting'))
-- How an anonymous complaint is meant; 监察室 judges it, with its basis.
UNION ALL SELECT 'anonymous_intent', 'Art. 13', * FROM (VALUES
    (1, 'benign', '善意', 'in good faith'), (2, 'malicious', '恶意', 'in bad faith'),
    (3, 'undetermined', '未判定', 'not determined'))
UNION ALL SELECT 'media_stage', 'Art. 15', * FROM (VALUES
    (1, 'sign', '报道苗头', 'sign of coverage'), (2, 'media_enquiry', '媒体询问', 'enquiry by the media'),
    (3, 'media_complaint', '媒体投诉', 'complaint by the media'), (4, 'published', '已刊播', 'published'))
UNION ALL SELECT 'legal_complexity', 'Order 2020 No. 3, Art. 18', * FROM (VALUES
    (1, 'simple', '简单', 'simple'), (2, 'complex', '复杂', 'complex'))
UNION ALL SELECT 'escalation_stage', 'Arts 15, 20', * FROM (VALUES
    (1, 'initial', '初报', 'initial'), (2, 'progress', '续报', 'progress'), (3, 'final', '终报', 'final'))
-- Why a supervision slip is issued (Art. 10 names the slip and leaves the reasons open).
UNION ALL SELECT 'supervision_reason', 'default; Art. 10', * FROM (VALUES
    (1, 'overdue', '超期未说明原因', 'overdue without a reason reported'),
    (2, 'major', '重大投诉临近期限', 'major and close to its limit'),
    (3, 'directive', '领导批示督办', 'ordered by a directive'),
    (4, 'report_returned', '结果报告被退回', 'result report returned'))
UNION ALL SELECT 'unit_kind', 'Art. 2', * FROM (VALUES
    (1, 'branch', '营业机构', 'branch'), (2, 'department', '部门', 'department'), (3, 'office', '办公室', 'office'))
UNION ALL SELECT 'area', 'Art. 22', * FROM (VALUES (1, 'town', '城区', 'town'), (2, 'country', '乡镇', 'country'))
UNION ALL SELECT 'service_channel_class', 'JR/T 0169-2018', * FROM (VALUES
    (1, 'premises', '营业现场', 'business premises'), (2, 'self_service', '自助机具', 'self-service machine'),
    (3, 'online_bank', '网银', 'online banking'), (4, 'telephone_bank', '电话银行', 'telephone banking'),
    (5, 'mobile_client', '移动客户端', 'mobile application'), (6, 'public_account', '网络公众平台', 'public account'),
    (7, 'text_message', '短信', 'text message'), (8, 'other_electronic', '其他电子渠道', 'another electronic channel'),
    (9, 'third_party_channel', '第三方渠道', 'third party'), (10, 'other_front', '其他前台渠道', 'another front channel'),
    (11, 'middle_back', '中、后台业务渠道', 'middle and back office'))
UNION ALL SELECT 'business_type', 'JR/T 0169-2018', * FROM (VALUES
    (1, 'savings', '人民币储蓄', 'savings'), (2, 'debit_card', '借记卡', 'debit card'), (3, 'credit_card', '信用卡', 'credit card'),
    (4, 'loan', '贷款', 'loan'), (5, 'wealth', '自营理财', 'own wealth products'), (6, 'agency', '银行代理业务', 'agency business'),
    (7, 'intermediary', '其他中间业务', 'other intermediary business'), (8, 'foreign_exchange', '外汇', 'foreign exchange'),
    (9, 'precious_metals', '贵金属', 'precious metals'), (10, 'payment', '支付结算', 'payment and settlement'),
    (11, 'currency', '人民币管理', 'currency management'), (12, 'treasury', '国库', 'state treasury'),
    (13, 'personal_information', '个人金融信息', 'personal financial information'),
    (14, 'debt_collection', '债务催收', 'debt collection'), (15, 'other_business', '其他业务', 'other business'))
UNION ALL SELECT 'cause', 'JR/T 0169-2018', * FROM (VALUES
    (1, 'service_quality', '服务态度及服务质量', 'service attitude and quality'),
    (2, 'facilities', '服务设施、设备、业务系统', 'facilities, equipment, systems'),
    (3, 'rules_and_process', '管理制度、业务规则与流程', 'rules and process'),
    (4, 'sales_practice', '营销方式和手段', 'sales practice'), (5, 'disclosure', '信息披露', 'disclosure'),
    (6, 'freedom_of_choice', '自主选择权', 'freedom of choice'), (7, 'pricing', '定价收费', 'pricing and fees'),
    (8, 'product_return', '产品收益', 'product return'), (9, 'contract_terms', '合同条款', 'contract terms'),
    (10, 'safety_of_funds', '消费者资金安全', 'safety of funds'), (11, 'data_security', '消费者信息安全', 'data security'),
    (12, 'collection_practice', '债务催收方式和手段', 'collection practice'), (13, 'other_cause', '其他原因', 'other'));

DROP TABLE status;

DROP TABLE validity;

DROP TABLE anonymous_intent;

DROP TABLE media_stage;

DROP TABLE supervision_reason;

DROP TABLE service_channel_class;

DROP TABLE business_type;

DROP TABLE cause;

-- What each channel asks for.

CREATE TABLE old_channel AS SELECT * FROM channel;

DROP TABLE channel;

CREATE TABLE channel (
    code TEXT PRIMARY KEY,
    label_zh TEXT NOT NULL UNIQUE,
    label_en TEXT NOT NULL UNIQUE,
    needs_slip INTEGER NOT NULL CHECK (needs_slip IN (0, 1)),
    referred INTEGER NOT NULL CHECK (referred IN (0, 1)),
    default_body TEXT NOT NULL DEFAULT 'other_body' REFERENCES referring_body (code),
    asks TEXT CHECK (asks IN ('posting', 'escort', 'media')),
    position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO channel (code, label_zh, label_en, needs_slip, referred, default_body, asks, position, citation)
SELECT code, label_zh, label_en, needs_slip, referred, CASE code WHEN 'superior' THEN 'superior_body' ELSE 'other_body' END,
    CASE code WHEN 'web' THEN 'posting' WHEN 'walk_in' THEN 'escort' WHEN 'media' THEN 'media' END, position, citation
FROM old_channel;

DROP TABLE old_channel;

-- What a bank changes of them.

CREATE TABLE extendable_kind (kind TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE code_in_rule (
    kind TEXT NOT NULL, code TEXT NOT NULL, citation TEXT NOT NULL, PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE code_change (
    kind TEXT NOT NULL, code TEXT NOT NULL,
    field TEXT NOT NULL CHECK (field IN ('label_zh', 'label_en', 'needs_slip', 'referred', 'blocking', 'added', 'retired')),
    in_force_from TEXT NOT NULL CHECK (in_force_from IS date(in_force_from)),
    value ANY NOT NULL,
    PRIMARY KEY (kind, code, field, in_force_from)
) STRICT, WITHOUT ROWID;

-- rows
INSERT INTO extendable_kind (kind) VALUES
    ('channel'), ('cause'), ('business_type'), ('service_channel_class'), ('media_stage'), ('supervision_reason'),
    ('referring_body'), ('ending'), ('contact_purpose'), ('check_kind'), ('lead_kind');

INSERT INTO code_in_rule (kind, code, citation) VALUES
    ('channel', 'web', 'Art. 9(3)'), ('channel', 'walk_in', 'Art. 8(1)'), ('channel', 'media', 'Arts 9(6), 15'),
    ('channel', 'suggestion_box', 'Art. 9(2)'),
    ('referring_body', 'financial_regulator', 'Order 2020 No. 3, Art. 18'),
    ('referring_body', 'central_bank', 'PBoC Order 2020 No. 5'), ('referring_body', 'hotline', 'default'),
    ('referring_body', 'petition_office', 'Petition Regulations 2022, Arts 23, 34'),
    ('referring_body', 'superior_body', 'Art. 9(7)'), ('referring_body', 'other_body', 'Art. 9(8)'),
    ('supervision_reason', 'overdue', 'Art. 10'), ('supervision_reason', 'major', 'Arts 9(1), 10'),
    ('supervision_reason', 'directive', 'Art. 8(2)'), ('supervision_reason', 'report_returned', 'Art. 11'),
    ('ending', 'answered', 'Art. 10'), ('ending', 'filed', 'Art. 13'),
    ('contact_purpose', 'acknowledge', 'Art. 5'), ('contact_purpose', 'explain_delay', 'Art. 10'),
    ('contact_purpose', 'source_reply', 'Arts 9(7), 10'), ('contact_purpose', 'track', 'Arts 9(1), 17'),
    ('contact_purpose', 'media_response', 'Arts 9(6), 15'), ('contact_purpose', 'apology', 'Art. 13'),
    ('contact_purpose', 'explanation', 'Arts 13, 14'), ('contact_purpose', 'compensation', 'Art. 13'),
    ('contact_purpose', 'source_objection', 'Petition Regulations 2022, Art. 23'),
    ('contact_purpose', 'new_facts', 'Order 2020 No. 3, Art. 18'),
    ('contact_purpose', 'review_request', 'Order 2020 No. 3, Art. 20'),
    ('contact_purpose', 'review_answer', 'Order 2020 No. 3, Art. 20'),
    ('check_kind', 'web_channel', 'Art. 9(3)'), ('check_kind', 'branch_box', 'Art. 9(2)'),
    ('lead_kind', 'late', 'Art. 23'), ('lead_kind', 'missing_checks', 'Art. 23'), ('lead_kind', 'slip_returned', 'Arts 4, 23'),
    ('lead_kind', 'repeat', 'Arts 17, 23'), ('lead_kind', 'coerced', 'Art. 18'), ('lead_kind', 'untrue_finding', 'Art. 24');

INSERT OR IGNORE INTO event_kind (code, label_zh, label_en, of_file, citation) VALUES
    ('code_added', '增加代码', 'code added', 1, 'Art. 25'), ('code_changed', '代码变更', 'code changed', 1, 'Arts 25, 26'),
    ('code_retired', '停用代码', 'code retired', 1, 'Arts 25, 26');

-- A case no longer names the tables that are gone; it is projected anew.

DROP TABLE complaint;

CREATE TABLE complaint (
    case_no TEXT PRIMARY KEY,
    channel TEXT NOT NULL REFERENCES channel (code),
    category TEXT NOT NULL REFERENCES category (code),
    received_at TEXT NOT NULL,
    received_on TEXT NOT NULL,
    registered_at TEXT NOT NULL CHECK (registered_at >= received_at),
    registered_by TEXT NOT NULL REFERENCES staff (code),
    first_receiver TEXT NOT NULL REFERENCES staff (code),  -- Art. 3
    complainant INTEGER REFERENCES complainant (id),
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    respondent_unit TEXT REFERENCES unit (code),
    subject_employee TEXT REFERENCES staff (code),
    summary TEXT NOT NULL CHECK (length(summary) > 0),  -- Art. 8(1)
    demand TEXT,
    amount_fen INTEGER CHECK (amount_fen >= 0),
    public_figure INTEGER NOT NULL CHECK (public_figure IN (0, 1)),
    hot_topic INTEGER NOT NULL CHECK (hot_topic IN (0, 1)),
    reputation INTEGER NOT NULL CHECK (reputation IN (0, 1)),
    large_amount INTEGER NOT NULL CHECK (large_amount IN (0, 1)),
    large_group INTEGER NOT NULL CHECK (large_group IN (0, 1)),
    is_major INTEGER NOT NULL CHECK (is_major IN (0, 1)),
    secondary_category TEXT REFERENCES category (code),
    nature TEXT NOT NULL REFERENCES nature (code),
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),  -- a report of crime or other wrongdoing
    validity TEXT,
    anonymous_intent TEXT,
    legal_complexity TEXT NOT NULL CHECK (legal_complexity IN ('simple', 'complex')),
    legal_dispute INTEGER NOT NULL CHECK (legal_dispute IN (0, 1)),
    media_level TEXT REFERENCES media_level (code),
    media_stage TEXT,
    service_channel_class TEXT,
    business_type TEXT,
    cause TEXT,
    group_size INTEGER CHECK (group_size > 0),
    repeat_of TEXT REFERENCES complaint (case_no),
    repeat_root TEXT REFERENCES complaint (case_no),  -- the first case of the series
    repeat_no INTEGER CHECK (repeat_no > 0),
    is_referred INTEGER NOT NULL CHECK (is_referred IN (0, 1)),
    source_kind TEXT REFERENCES referring_body (code),
    source_agency TEXT,
    source_ref TEXT,
    source_due_on TEXT,
    source_grade TEXT,  -- secrecy and urgency, as written on the paper
    endorsed_by TEXT,  -- Art. 9(8): the leader of the city or county, name and office
    endorsed_on TEXT,
    endorsement TEXT,
    import_key TEXT,
    status TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    opened_at TEXT NOT NULL,  -- received, or reopened: nothing done since then is older
    opened_seq INTEGER NOT NULL,
    lead_unit TEXT REFERENCES unit (code),  -- where the case lies now
    handler TEXT REFERENCES staff (code),
    dispatched_at TEXT,
    replied_at TEXT,
    source_replied_at TEXT,
    reported_at TEXT,
    report_seq INTEGER,
    accepted_at TEXT,
    left_at TEXT,  -- closed or withdrawn
    archived_at TEXT,
    fault TEXT REFERENCES fault (code),
    satisfaction TEXT REFERENCES satisfaction (code),
    compensation_fen INTEGER,
    promised_due_on TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX complaint_open ON complaint (received_on) WHERE is_open = 1;

CREATE INDEX complaint_received ON complaint (received_on);

CREATE INDEX complaint_left ON complaint (left_at);

CREATE INDEX complaint_unarchived ON complaint (left_at)
    WHERE is_open = 0 AND archived_at IS NULL AND import_key IS NULL;

CREATE INDEX complaint_complainant ON complaint (complainant) WHERE complainant IS NOT NULL;

CREATE INDEX complaint_series ON complaint (repeat_root) WHERE repeat_root IS NOT NULL;

CREATE UNIQUE INDEX complaint_import ON complaint (import_key) WHERE import_key IS NOT NULL;

CREATE TRIGGER complaint_keeps_its_receipt BEFORE UPDATE ON complaint
WHEN NEW.case_no IS NOT OLD.case_no OR NEW.first_receiver IS NOT OLD.first_receiver
    OR NEW.received_at IS NOT OLD.received_at OR NEW.complainant IS NOT OLD.complainant
    OR NEW.channel IS NOT OLD.channel
BEGIN SELECT RAISE(ABORT, 'Case number, receipt and first receiver never change (Art. 3).'); END;

CREATE TRIGGER complaint_names_codes BEFORE INSERT ON complaint
WHEN EXISTS (
    SELECT 1 FROM (
        SELECT 'status' AS kind, NEW.status AS code UNION ALL SELECT 'validity', NEW.validity
        UNION ALL SELECT 'anonymous_intent', NEW.anonymous_intent UNION ALL SELECT 'media_stage', NEW.media_stage
        UNION ALL SELECT 'service_channel_class', NEW.service_channel_class
        UNION ALL SELECT 'business_type', NEW.business_type UNION ALL SELECT 'cause', NEW.cause)
    WHERE code IS NOT NULL AND (kind, code) NOT IN (SELECT kind, code FROM code))
BEGIN SELECT RAISE(ABORT, 'A case names a code that is not there.'); END;

CREATE TRIGGER complaint_goes_on_naming_codes BEFORE UPDATE ON complaint
WHEN EXISTS (
    SELECT 1 FROM (
        SELECT 'status' AS kind, NEW.status AS code UNION ALL SELECT 'validity', NEW.validity
        UNION ALL SELECT 'anonymous_intent', NEW.anonymous_intent UNION ALL SELECT 'media_stage', NEW.media_stage
        UNION ALL SELECT 'service_channel_class', NEW.service_channel_class
        UNION ALL SELECT 'business_type', NEW.business_type UNION ALL SELECT 'cause', NEW.cause)
    WHERE code IS NOT NULL AND (kind, code) NOT IN (SELECT kind, code FROM code))
BEGIN SELECT RAISE(ABORT, 'A case names a code that is not there.'); END;

CREATE TRIGGER code_is_kept_while_named BEFORE DELETE ON code
WHEN EXISTS (SELECT 1 FROM complaint WHERE OLD.code IN
    (status, validity, anonymous_intent, media_stage, service_channel_class, business_type, cause))
BEGIN SELECT RAISE(ABORT, 'A code that a case names is retired, never deleted.'); END;

CREATE TRIGGER code_is_never_renamed BEFORE UPDATE OF kind, code ON code
BEGIN SELECT RAISE(ABORT, 'A code is never changed: its labels are.'); END;

CREATE TRIGGER complaint_is_never_deleted BEFORE DELETE ON complaint
BEGIN SELECT RAISE(ABORT, 'A case is never deleted (Art. 6).'); END;

DELETE FROM case_round;
