-- Step 6: a schema that can change. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

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
    ('check_kind', 'government_website', 'Art. 8(4)'), ('check_kind', 'web_channel', 'Art. 9(3)'),
    ('check_kind', 'branch_box', 'Art. 9(2)'),
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
