-- Step 2: the whole regulation. A frozen step: once released it is never changed, whatever becomes of schema.sql.
--
-- Each table that changed is set aside, created again with the rows that come with the program, and given back what the
-- bank had edited or added. The ledger keeps every row as it was, hashes and all. The cases are nothing but the
-- projection of the ledger: their tables are left empty here and filled once the views are there again. Foreign keys
-- are off meanwhile.

CREATE TABLE old_policy AS SELECT * FROM policy;

DROP TABLE policy;

CREATE TABLE policy (
    key TEXT NOT NULL,
    in_force_from TEXT NOT NULL DEFAULT '2007-01-01' CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    value TEXT NOT NULL,
    citation TEXT NOT NULL,
    PRIMARY KEY (key, in_force_from)
) STRICT, WITHOUT ROWID;

INSERT INTO policy (key, value, citation) VALUES
    ('bank_name', '某某农村商业银行', 'Art. 1'),
    ('regulation', '客户投诉(信访)处理办法', 'Art. 1'),
    ('regulation_status', '草案', 'title: 草案 or 现行'),
    ('legal_basis', '银监发〔2012〕13号', 'Art. 1'),
    ('practice', '0', 'a practice file may set its clock; a real one never does'),
    ('supervision_office', 'supervision', 'Art. 19: the unit that handles complaints'),
    ('union_name', '省联社安康办事处', 'Arts 15, 20'),
    ('regulator_name', '金融监管总局安康监管分局', 'Art. 20, where it still has its former name'),
    ('major_amount_fen', '5000000', 'Art. 9(1): an amount above 50,000.00 yuan makes a complaint major'),
    ('most_representatives', '5', 'Order 2020 No. 3, Art. 12; Petition Regulations 2022, Art. 20'),
    ('directive_days', '1', 'default; Art. 8(2): working days from the briefing to the directive'),
    ('media_report_hours', '2', 'default; Art. 15: hours within which media matters are reported'),
    ('tracking_days', '2', 'default; Art. 9(1): working days between two looks at a major case'),
    ('supervision_days', '2', 'default; Art. 10: working days a supervision slip gives'),
    ('redispatches_noted', '2', 'default; Art. 3: from this re-dispatch on a warning is given'),
    ('disputes_before_ruling', '2', 'default; Art. 4: after so many returned slips 监察室 rules who is responsible'),
    ('registration_days', '1', 'default; Art. 8(1): working days from receipt to registration'),
    ('posting_days', '1', 'default; Art. 9(3): days from posting on the web to being found'),
    ('repeat_window_days', '90', 'default; Art. 17: how far back an earlier complaint is looked for'),
    ('daily_check_days', 'all', 'Art. 8(4): every day; working: working days alone'),
    ('lead_unit.service_product', '', 'Art. 13: the department that manages products leads'),
    ('lead_unit.service_channel', '', 'Art. 13: the department that manages delivery channels leads');

INSERT INTO policy (key, in_force_from, value, citation) VALUES
    ('major_group_size', '2020-03-01', '20', 'Order 2020 No. 3: a group of so many makes a complaint major');

DELETE FROM policy WHERE key IN (SELECT key FROM old_policy);

-- A value held until a later row of its key; now it says so itself.
INSERT INTO policy (key, in_force_from, in_force_to, value, citation)
SELECT key, in_force_from,
    coalesce(date(lead(in_force_from) OVER (PARTITION BY key ORDER BY in_force_from), '-1 day'), '9999-12-31'),
    value, citation
FROM old_policy;

DROP TABLE old_policy;

CREATE TABLE old_category AS SELECT * FROM category;

DROP TABLE category;

CREATE TABLE category (
    code TEXT PRIMARY KEY,
    label_zh TEXT NOT NULL UNIQUE,
    label_en TEXT NOT NULL UNIQUE,
    complexity TEXT NOT NULL CHECK (complexity IN ('general', 'complex', 'unspecified')),
    handled_by TEXT NOT NULL CHECK (handled_by IN ('respondent', 'department', 'office')),
    position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO category (position, code, label_zh, label_en, complexity, handled_by, citation) VALUES
    (1, 'work_error', '工作失误', 'operational error', 'general', 'respondent', 'Arts 10, 13'),
    (2, 'service_attitude', '服务态度', 'staff conduct', 'general', 'respondent', 'Arts 10, 13'),
    (3, 'internal_management', '内部管理', 'internal management', 'general', 'respondent', 'Arts 10, 13'),
    (4, 'service_product', '服务产品', 'product', 'complex', 'department', 'Arts 10, 13'),
    (5, 'service_channel', '服务渠道', 'delivery channel', 'complex', 'department', 'Arts 10, 13'),
    (6, 'rule_violation', '违规操作', 'rule violation', 'complex', 'respondent', 'Arts 10, 13'),
    (7, 'financial_crime', '金融犯罪', 'financial crime', 'unspecified', 'office', 'Art. 13; Art. 10 is silent'),
    (8, 'anonymous', '匿名投诉', 'anonymous complaint', 'unspecified', 'respondent', 'Art. 13; Art. 10 is silent');

UPDATE OR IGNORE category SET
    label_zh = o.label_zh, label_en = o.label_en, complexity = o.complexity, position = o.position,
    citation = o.citation
FROM old_category o WHERE o.code = category.code;

INSERT INTO category (code, label_zh, label_en, complexity, position, citation, handled_by)
SELECT code, label_zh, label_en, complexity, position, citation, 'respondent'
FROM old_category WHERE code NOT IN (SELECT code FROM category);

DELETE FROM category WHERE code NOT IN (SELECT code FROM old_category);

DROP TABLE old_category;

CREATE TABLE referring_body (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO referring_body (position, code, label_zh, label_en, citation) VALUES
    (1, 'financial_regulator', '金融监管部门', 'financial regulator', 'Order 2020 No. 3'),
    (2, 'central_bank', '人民银行', 'central bank', 'PBoC Order 2020 No. 5'),
    (3, 'petition_office', '信访部门', 'petition office', 'Petition Regulations 2022'),
    (4, 'hotline', '政务服务热线', 'municipal hot line', 'default'),
    (5, 'superior_body', '上级主管部门', 'superior body', 'Art. 9(7)'),
    (6, 'other_body', '其他部门', 'another body', 'Art. 9(8)');

CREATE TABLE referring_body_word (
    word TEXT PRIMARY KEY, body TEXT NOT NULL REFERENCES referring_body (code)
) STRICT, WITHOUT ROWID;

INSERT INTO referring_body_word (word, body) VALUES
    ('金融监管', 'financial_regulator'), ('银监', 'financial_regulator'), ('银保监', 'financial_regulator'),
    ('12378', 'financial_regulator'), ('人民银行', 'central_bank'), ('人行', 'central_bank'), ('12363', 'central_bank'),
    ('信访', 'petition_office'), ('12345', 'hotline'), ('热线', 'hotline'), ('省联社', 'superior_body');

CREATE TABLE old_time_limit AS SELECT * FROM time_limit;

DROP TABLE time_limit;

CREATE TABLE time_limit (
    code TEXT NOT NULL,
    in_force_from TEXT NOT NULL DEFAULT '2007-01-01' CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    -- Which cases: NULL is every one.
    complexity TEXT CHECK (complexity IN ('general', 'complex', 'unspecified')),
    legal_complexity TEXT CHECK (legal_complexity IN ('simple', 'complex')),
    channel TEXT REFERENCES channel (code),
    source_kind TEXT REFERENCES referring_body (code),
    -- From when to when.
    starts_with TEXT NOT NULL DEFAULT 'opening' CHECK (starts_with IN ('opening', 'receipt', 'review_request')),
    stops_with TEXT NOT NULL DEFAULT 'reply' CHECK (stops_with IN
        ('reply', 'transfer', 'acknowledgement', 'first_response', 'source_objection', 'review_answer')),
    target_days INTEGER CHECK (target_days > 0),
    limit_days INTEGER CHECK (limit_days > 0),  -- hours where day_kind says so
    day_kind TEXT NOT NULL CHECK (day_kind IN ('working', 'calendar', 'hours', 'own_date')),
    extension_days INTEGER CHECK (extension_days IS NULL OR extension_days > 0 AND day_kind = 'calendar'),
    may_pause INTEGER NOT NULL DEFAULT 0 CHECK (may_pause IN (0, 1) AND (may_pause = 0 OR day_kind = 'calendar')),
    restarts INTEGER NOT NULL DEFAULT 0 CHECK (restarts IN (0, 1)),  -- new facts start it anew
    ends_on_request INTEGER NOT NULL DEFAULT 0 CHECK (ends_on_request IN (0, 1)),  -- a withdrawal asked for stops it
    label_zh TEXT NOT NULL,
    label_en TEXT NOT NULL,
    citation TEXT NOT NULL,
    position INTEGER NOT NULL,  -- which rule is named first when two end on one day
    PRIMARY KEY (code, in_force_from),
    CHECK ((limit_days IS NULL) = (day_kind = 'own_date'))
) STRICT, WITHOUT ROWID;

INSERT INTO time_limit (position, code, complexity, target_days, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (1, 'seed.general', 'general', NULL, 3, 'working',
     '一般投诉三个工作日', 'general complaint, 3 working days', 'Art. 10'),
    (1, 'seed.complex', 'complex', 7, 10, 'working',
     '复杂投诉七至十个工作日', 'complex complaint, 7 to 10 working days', 'Art. 10'),
    (1, 'seed.unspecified', 'unspecified', NULL, 10, 'working',
     '办法未规定时限,默认十个工作日', 'no limit in the regulation, default of 10 working days', 'default; Art. 10 is silent');

INSERT INTO time_limit
    (position, code, channel, starts_with, stops_with, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (8, 'seed.web_dispatch', 'web', 'receipt', 'transfer', 2, 'working',
     '网络投诉两个工作日内转办', 'web complaint transferred within 2 working days', 'Art. 9(3)'),
    (9, 'seed.acknowledge', NULL, 'receipt', 'acknowledgement', 1, 'working',
     '受理后一个工作日内告知', 'acknowledged within 1 working day', 'default; Art. 5; 银监发〔2012〕13号');

INSERT INTO time_limit
    (position, code, enabled, starts_with, stops_with, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (9, 'first_response', 0, 'receipt', 'first_response', 24, 'hours',
     '二十四小时内首次响应', 'first response within 24 hours', 'good practice; off unless the bank enables it');

INSERT INTO time_limit
    (position, code, in_force_from, legal_complexity, limit_days, day_kind, extension_days, may_pause, restarts,
     ends_on_request, label_zh, label_en, citation) VALUES
    (2, 'law2020.simple', '2020-03-01', 'simple', 15, 'calendar', NULL, 1, 1, 1,
     '监管规定十五日', 'law: 15 calendar days', 'Order 2020 No. 3, Art. 18; Civil Code 201, 203'),
    (2, 'law2020.complex', '2020-03-01', 'complex', 30, 'calendar', 30, 1, 1, 1,
     '监管规定三十日', 'law: 30 calendar days, a complex case', 'Order 2020 No. 3, Art. 18; Civil Code 201, 203');

INSERT INTO time_limit
    (position, code, in_force_from, starts_with, stops_with, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (9, 'law2020.review', '2020-03-01', 'review_request', 'review_answer', 30, 'calendar',
     '核查申请三十日内答复', 'review answered within 30 days', 'Order 2020 No. 3, Art. 20');

INSERT INTO time_limit
    (position, code, in_force_from, in_force_to, enabled, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (3, 'cbrc2012.limit', '2012-03-01', '2020-02-29', 0, 15, 'working',
     '原银监会规定十五个工作日', 'former rule: 15 working days', '银监发〔2012〕13号; off unless the bank enables it');

INSERT INTO time_limit (position, code, day_kind, label_zh, label_en, citation) VALUES
    (3, 'source.own_date', 'own_date', '转来部门限定日期', 'the referring body''s own date', 'Arts 9(7), 9(8)');

INSERT INTO time_limit
    (position, code, in_force_from, enabled, legal_complexity, source_kind, stops_with, limit_days, day_kind,
     extension_days, label_zh, label_en, citation) VALUES
    (4, 'regulator.transferred', '2020-03-01', 1, 'simple', 'financial_regulator', 'reply', 15, 'calendar', NULL,
     '监管转办十五日', 'sent by the regulator: 15 days', 'Order 2020 No. 3, Art. 18'),
    (4, 'pbc2020.transferred', '2020-11-01', 1, NULL, 'central_bank', 'reply', 15, 'calendar', 45,
     '人民银行转办十五日', 'sent by the central bank: 15 days', 'default; PBoC Order 2020 No. 5'),
    (4, 'petition2022.handle', '2022-05-01', 1, NULL, 'petition_office', 'reply', 60, 'calendar', 30,
     '信访事项六十日', 'petition: 60 days', 'Petition Regulations 2022, Art. 34'),
    (4, 'hotline.transferred', '2007-01-01', 0, NULL, 'hotline', 'reply', 7, 'calendar', NULL,
     '热线工单七日', 'hot line: 7 days', 'default; off unless the bank enables it'),
    (7, 'petition2022.notice', '2022-05-01', 1, NULL, 'petition_office', 'acknowledgement', 15, 'calendar', NULL,
     '信访事项十五日内告知', 'petition: notice of acceptance within 15 days', 'Petition Regulations 2022, Art. 23'),
    (7, 'petition2022.objection', '2022-05-01', 1, NULL, 'petition_office', 'source_objection', 5, 'working', NULL,
     '信访事项五个工作日内可提异议', 'petition: objection, if not ours, within 5 working days',
     'Petition Regulations 2022, Art. 23');

INSERT INTO time_limit
    (position, code, in_force_from, source_kind, starts_with, stops_with, limit_days, day_kind, label_zh, label_en,
     citation) VALUES
    (9, 'petition2022.review', '2022-05-01', 'petition_office', 'review_request', 'review_answer', 30, 'calendar',
     '信访复查三十日', 'petition: review answered within 30 days', 'Petition Regulations 2022, Arts 35, 36');

-- Of the limits that came with the program before, the law's has columns that it had not then.
INSERT OR REPLACE INTO time_limit
    (code, in_force_from, in_force_to, complexity, target_days, limit_days, day_kind, label_zh, label_en,
     citation, position, legal_complexity, may_pause, restarts, ends_on_request)
SELECT code, in_force_from, in_force_to, complexity, target_days, limit_days, day_kind, label_zh, label_en,
    citation, position,
    CASE code WHEN 'law2020.simple' THEN 'simple' END,
    code = 'law2020.simple' AND day_kind = 'calendar',
    code = 'law2020.simple',
    code = 'law2020.simple'
FROM old_time_limit;

-- One that the bank had taken out, or let begin on another day, is not put back.
DELETE FROM time_limit
WHERE code IN ('law2020.simple', 'seed.complex', 'seed.general', 'seed.unspecified')
    AND (code, in_force_from) NOT IN (SELECT code, in_force_from FROM old_time_limit);

DROP TABLE old_time_limit;

CREATE TABLE clock_stop (
    stops_with TEXT NOT NULL, event_kind TEXT NOT NULL REFERENCES event_kind (code), purpose TEXT,
    UNIQUE (stops_with, event_kind, purpose)
) STRICT;

INSERT INTO clock_stop (stops_with, event_kind, purpose) VALUES
    ('transfer', 'dispatched', NULL), ('transfer', 'replied', NULL),
    ('transfer', 'closed', NULL), ('transfer', 'withdrawn', NULL),
    ('acknowledgement', 'contacted', 'acknowledge'), ('acknowledgement', 'replied', NULL),
    ('acknowledgement', 'closed', NULL), ('acknowledgement', 'withdrawn', NULL),
    ('first_response', 'contacted', NULL), ('first_response', 'replied', NULL),
    ('first_response', 'closed', NULL), ('first_response', 'withdrawn', NULL),
    ('source_objection', 'contacted', 'source_objection'), ('source_objection', 'contacted', 'source_reply'),
    ('source_objection', 'closed', NULL), ('source_objection', 'withdrawn', NULL),
    ('review_answer', 'review_answered', NULL);

CREATE TABLE nature (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO nature (position, code, label_zh, label_en, restricted) VALUES
    (1, 'complaint', '投诉', 'complaint', 0),
    (2, 'suggestion', '意见建议', 'suggestion', 0),
    (3, 'wrongdoing_report', '检举控告', 'report of wrongdoing', 1),
    (4, 'enquiry', '咨询', 'enquiry', 0),
    (5, 'thanks', '表扬', 'thanks', 0);

CREATE TABLE validity (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO validity (position, code, label_zh, label_en) VALUES
    (1, 'valid', '有效投诉', 'valid complaint'),
    (2, 'help_seeking', '沟通性投诉:求助', 'communicative: seeking help'),
    (3, 'communicative_enquiry', '沟通性投诉:咨询', 'communicative: enquiry'),
    (4, 'venting', '沟通性投诉:发泄', 'communicative: venting');

CREATE TABLE anonymous_intent (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO anonymous_intent (position, code, label_zh, label_en) VALUES
    (1, 'benign', '善意', 'in good faith'),
    (2, 'malicious', '恶意', 'in bad faith'),
    (3, 'undetermined', '未判定', 'not determined');

CREATE TABLE media_level (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    union_told INTEGER NOT NULL CHECK (union_told IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO media_level (position, code, label_zh, label_en, union_told) VALUES
    (1, 'county', '县级媒体', 'county media', 0),
    (2, 'city', '市级媒体', 'city media', 1),
    (3, 'province', '省级媒体', 'provincial media', 1),
    (4, 'central', '中央媒体', 'central media', 1),
    (5, 'online', '自媒体', 'online or self-published', 0);

CREATE TABLE media_stage (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO media_stage (position, code, label_zh, label_en) VALUES
    (1, 'sign', '报道苗头', 'sign of coverage'),
    (2, 'media_enquiry', '媒体询问', 'enquiry by the media'),
    (3, 'media_complaint', '媒体投诉', 'complaint by the media'),
    (4, 'published', '已刊播', 'published');

CREATE TABLE service_channel_class (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    jrt_code TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO service_channel_class (position, code, label_zh, label_en) VALUES
    (1, 'premises', '营业现场', 'business premises'),
    (2, 'self_service', '自助机具', 'self-service machine'),
    (3, 'online_bank', '网银', 'online banking'),
    (4, 'telephone_bank', '电话银行', 'telephone banking'),
    (5, 'mobile_client', '移动客户端', 'mobile application'),
    (6, 'public_account', '网络公众平台', 'public account'),
    (7, 'text_message', '短信', 'text message'),
    (8, 'other_electronic', '其他电子渠道', 'another electronic channel'),
    (9, 'third_party_channel', '第三方渠道', 'third party'),
    (10, 'other_front', '其他前台渠道', 'another front channel'),
    (11, 'middle_back', '中、后台业务渠道', 'middle and back office');

CREATE TABLE business_type (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    jrt_code TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO business_type (position, code, label_zh, label_en) VALUES
    (1, 'savings', '人民币储蓄', 'savings'),
    (2, 'debit_card', '借记卡', 'debit card'),
    (3, 'credit_card', '信用卡', 'credit card'),
    (4, 'loan', '贷款', 'loan'),
    (5, 'wealth', '自营理财', 'own wealth products'),
    (6, 'agency', '银行代理业务', 'agency business'),
    (7, 'intermediary', '其他中间业务', 'other intermediary business'),
    (8, 'foreign_exchange', '外汇', 'foreign exchange'),
    (9, 'precious_metals', '贵金属', 'precious metals'),
    (10, 'payment', '支付结算', 'payment and settlement'),
    (11, 'currency', '人民币管理', 'currency management'),
    (12, 'treasury', '国库', 'state treasury'),
    (13, 'personal_information', '个人金融信息', 'personal financial information'),
    (14, 'debt_collection', '债务催收', 'debt collection'),
    (15, 'other_business', '其他业务', 'other business');

CREATE TABLE cause (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    jrt_code TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO cause (position, code, label_zh, label_en) VALUES
    (1, 'service_quality', '服务态度及服务质量', 'service attitude and quality'),
    (2, 'facilities', '服务设施、设备、业务系统', 'facilities, equipment, systems'),
    (3, 'rules_and_process', '管理制度、业务规则与流程', 'rules and process'),
    (4, 'sales_practice', '营销方式和手段', 'sales practice'),
    (5, 'disclosure', '信息披露', 'disclosure'),
    (6, 'freedom_of_choice', '自主选择权', 'freedom of choice'),
    (7, 'pricing', '定价收费', 'pricing and fees'),
    (8, 'product_return', '产品收益', 'product return'),
    (9, 'contract_terms', '合同条款', 'contract terms'),
    (10, 'safety_of_funds', '消费者资金安全', 'safety of funds'),
    (11, 'data_security', '消费者信息安全', 'data security'),
    (12, 'collection_practice', '债务催收方式和手段', 'collection practice'),
    (13, 'other_cause', '其他原因', 'other');

CREATE TABLE old_contact_purpose AS SELECT * FROM contact_purpose;

DROP TABLE contact_purpose;

CREATE TABLE contact_purpose (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    party TEXT NOT NULL CHECK (party IN ('customer', 'source', 'unit', 'media')),
    event_kind TEXT NOT NULL DEFAULT 'contacted',
    after_closing INTEGER NOT NULL DEFAULT 0 CHECK (after_closing IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO contact_purpose (position, code, label_zh, label_en, party, citation) VALUES
    (1, 'acknowledge', '受理告知', 'acknowledgement', 'customer', 'Art. 5; 银监发〔2012〕13号'),
    (2, 'progress', '进度告知', 'progress', 'customer', 'Art. 3'),
    (3, 'explain_delay', '延期说明', 'explanation of a delay', 'customer', 'Art. 10'),
    (4, 'source_reply', '回复转来部门', 'reply to the referring body', 'source', 'Arts 9(7), 10'),
    (6, 'track', '跟踪处理结果', 'tracking of the result', 'unit', 'Arts 9(1), 17'),
    (7, 'media_response', '回应媒体', 'response to the media', 'media', 'Arts 9(6), 15'),
    (8, 'apology', '道歉', 'apology', 'customer', 'Art. 13'),
    (9, 'explanation', '解释说明', 'explanation of rule and process', 'customer', 'Arts 13, 14'),
    (10, 'compensation', '赔偿情况', 'compensation, or why there is none', 'customer', 'Art. 13'),
    (11, 'source_objection', '向转来部门提出异议', 'objection to the referring body', 'source',
     'Petition Regulations 2022, Art. 23');

INSERT INTO contact_purpose (position, code, label_zh, label_en, party, event_kind, after_closing, citation) VALUES
    (5, 'follow_up', '回访', 'follow-up', 'customer', 'contacted', 1, 'Art. 7'),
    (12, 'new_facts', '补充新事实', 'new facts and reasons', 'customer', 'new_facts', 0, 'Order 2020 No. 3, Art. 18'),
    (13, 'review_request', '申请核查(复查)', 'request for a review', 'customer', 'review_requested', 1,
     'Order 2020 No. 3, Art. 20; Petition Regulations 2022, Arts 35, 36'),
    (14, 'review_answer', '核查(复查)答复', 'answer to the review', 'customer', 'review_answered', 1,
     'Order 2020 No. 3, Art. 20; Petition Regulations 2022, Arts 35, 36');

UPDATE OR IGNORE contact_purpose SET
    label_zh = o.label_zh, label_en = o.label_en, position = o.position, citation = o.citation
FROM old_contact_purpose o WHERE o.code = contact_purpose.code;

INSERT INTO contact_purpose (code, label_zh, label_en, position, citation, party)
SELECT code,
    CASE WHEN label_zh IN (SELECT label_zh FROM contact_purpose) THEN label_zh || ' (' || code || ')' ELSE label_zh END,
    CASE WHEN label_en IN (SELECT label_en FROM contact_purpose) THEN label_en || ' (' || code || ')' ELSE label_en END,
    position, citation, 'customer'
FROM old_contact_purpose WHERE code NOT IN (SELECT code FROM contact_purpose);

DROP TABLE old_contact_purpose;

CREATE TABLE escalation_target (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO escalation_target (position, code, label_zh, label_en, citation) VALUES
    (1, 'leader', '本行领导', 'bank''s leaders', 'Arts 13, 15, 17'),
    (2, 'union', '省联社办事处', 'provincial union office', 'Arts 15, 17, 20'),
    (3, 'regulator', '金融监管分局', 'local financial regulator', 'Art. 20'),
    (4, 'counsel', '法律顾问', 'the bank''s counsel', 'Art. 16'),
    (5, 'police', '公安机关', 'police', 'Arts 13, 24');

CREATE TABLE supervision_reason (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO supervision_reason (position, code, label_zh, label_en) VALUES
    (1, 'overdue', '超期未说明原因', 'overdue without a reason reported'),
    (2, 'major', '重大投诉临近期限', 'major and close to its limit'),
    (3, 'directive', '领导批示督办', 'ordered by a directive'),
    (4, 'report_returned', '结果报告被退回', 'result report returned');

CREATE TABLE ending (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    needs_note INTEGER NOT NULL CHECK (needs_note IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO ending (position, code, label_zh, label_en, needs_note, citation) VALUES
    (1, 'answered', '答复办结', 'answered', 0, 'Art. 10'),
    (2, 'explained_not_accepted', '已解释,客户不接受', 'explained, not accepted', 1, 'Art. 17'),
    (3, 'judicial', '转司法程序', 'gone to court', 1, 'Art. 16'),
    (4, 'out_of_scope', '不属受理范围,已告知去向', 'out of scope, customer told where to go', 1, 'Art. 12'),
    (5, 'filed', '备案留存', 'filed for record', 0, 'Art. 13');

CREATE TABLE check_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    of_branch INTEGER NOT NULL CHECK (of_branch IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO check_kind (position, code, label_zh, label_en, of_branch, citation) VALUES
    (1, 'government_website', '政府信息网站', 'government website', 0, 'Art. 8(4)'),
    (2, 'web_channel', '网络投诉渠道', 'web complaints', 0, 'Art. 9(3)'),
    (3, 'branch_box', '营业机构意见簿(箱)', 'suggestion box of a branch', 1, 'Art. 9(2)');

CREATE TABLE lead_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    computed INTEGER NOT NULL CHECK (computed IN (0, 1)),  -- found by the view, or entered by hand
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO lead_kind (position, code, label_zh, label_en, computed, citation) VALUES
    (1, 'late', '超期未报告原因', 'overdue without a reason reported', 1, 'Art. 23'),
    (2, 'missing_checks', '每日查看缺失', 'daily checks missing', 1, 'Art. 23'),
    (3, 'slip_returned', '退回转办单', 'slip returned', 1, 'Arts 4, 23'),
    (4, 'repeat', '重复投诉', 'repeat complaint', 1, 'Arts 17, 23'),
    (5, 'coerced', '撤诉受胁迫', 'withdrawal under duress', 1, 'Art. 18'),
    (6, 'untrue_finding', '首次调查失实', 'first finding untrue', 1, 'Art. 24'),
    (7, 'refusal', '推诿、搪塞', 'refusal or vague answer', 0, 'Arts 8, 23'),
    (8, 'aggravated', '致使事态扩大', 'matter made worse by the first receiver', 0, 'Arts 8, 23'),
    (9, 'leak', '泄露投诉信息', 'complaint leaked', 0, 'Art. 6'),
    (10, 'other_fact', '其他', 'another fact', 0, 'Arts 23, 24');

CREATE TABLE old_duty AS SELECT * FROM duty;

DROP TABLE duty;

CREATE TABLE duty (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    blocking INTEGER NOT NULL CHECK (blocking IN (0, 1)),
    may_waive INTEGER NOT NULL DEFAULT 0 CHECK (may_waive IN (0, 1)),
    blocks_withdrawal INTEGER NOT NULL DEFAULT 0 CHECK (blocks_withdrawal IN (0, 1)),
    owed_by TEXT NOT NULL DEFAULT 'office' CHECK (owed_by IN ('office', 'unit', 'leader')),
    escalates_to TEXT REFERENCES escalation_target (code),
    article TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO duty (position, code, label_zh, label_en, blocking, article) VALUES
    (3, 'transfer', '填发转办单', 'issue the transfer slip', 1, 'Art. 9'),
    (4, 'lead_department', '由主管部门牵头', 'let the managing department lead', 0, 'Art. 13'),
    (5, 'acknowledge', '受理告知', 'tell the customer the limit and a contact', 0, 'Art. 5'),
    (6, 'track', '跟踪处理结果', 'track the result', 0, 'Arts 9(1), 17'),
    (10, 'media_response', '回应媒体', 'respond to the media', 0, 'Art. 9(6)'),
    (12, 'supervise', '督办', 'issue a supervision slip', 0, 'Art. 10'),
    (20, 'source_reply', '回复转来部门', 'reply to the body that sent the case', 1, 'Arts 9(7), 10'),
    (26, 'result_review', '审核处理结果报告单', 'review the result report', 1, 'Art. 11'),
    (27, 'verify_withdrawal', '核实撤诉', 'verify the withdrawal', 1, 'Art. 18'),
    (28, 'review_answer', '答复核查(复查)申请', 'answer the request for a review', 0, 'Order 2020 No. 3, Art. 20'),
    (29, 'archive', '归档', 'archive the case', 0, 'Art. 6');

INSERT INTO duty (position, code, label_zh, label_en, blocking, owed_by, article) VALUES
    (2, 'direct', '领导批示', 'the leader''s directive', 0, 'leader', 'Art. 8(2)'),
    (13, 'delay_reason', '报告延期原因', 'report the reason for the delay', 0, 'unit', 'Art. 10'),
    (14, 'delay_told', '向客户说明延期', 'explain the delay to the customer', 0, 'unit', 'Art. 10'),
    (15, 'violation_finding', '界定违规性质', 'define the violation', 1, 'office', 'Art. 13'),
    (16, 'repeat_cause', '分析再次投诉原因', 'find the cause of the repeat', 1, 'unit', 'Art. 17'),
    (17, 'fresh_investigation', '再次核实', 'investigate afresh', 0, 'unit', 'Art. 17'),
    (19, 'result_report', '报送处理结果报告单', 'report the result', 1, 'unit', 'Art. 11'),
    (22, 'compensation', '赔偿损失', 'compensate the loss, or say why not', 0, 'unit', 'Art. 13'),
    (23, 'explanation', '解释说明', 'explain rule and process', 1, 'unit', 'Art. 14');

INSERT INTO duty (position, code, label_zh, label_en, blocking, may_waive, blocks_withdrawal, owed_by, article) VALUES
    (1, 'brief', '报告领导', 'brief the leader in charge of petitions', 1, 1, 1, 'office', 'Art. 8(2)'),
    (18, 'reply', '答复客户', 'reply to the customer', 1, 1, 0, 'unit', 'Art. 10'),
    (21, 'apology', '道歉', 'apologise to the customer', 1, 1, 0, 'unit', 'Art. 13');

INSERT INTO duty (position, code, label_zh, label_en, blocking, escalates_to, article) VALUES
    (7, 'report_union', '向省联社办事处报告重大投诉', 'report the major case to the provincial union', 0, 'union', 'Art. 20'),
    (8, 'report_regulator', '向监管分局报告重大投诉', 'report the major case to the regulator', 0, 'regulator', 'Art. 20'),
    (9, 'report_media', '立即向省联社办事处报告媒体事项', 'report the media matter to the provincial union', 0, 'union', 'Art. 15'),
    (11, 'counsel', '联系法律顾问', 'consult counsel, after the leader', 1, 'counsel', 'Art. 16'),
    (24, 'report_beyond_authority', '超权限事项向上级反映', 'report upward what is beyond authority', 0, 'leader', 'Art. 13'),
    (25, 'report_not_accepted', '客户不接受解释,向上级报告', 'report upward that the explanation is not accepted', 0, 'union',
     'Art. 17');

UPDATE OR IGNORE duty SET
    label_zh = o.label_zh, label_en = o.label_en, blocking = o.blocking, article = o.article
FROM old_duty o WHERE o.code = duty.code;

INSERT INTO duty (code, label_zh, label_en, position, blocking, article)
SELECT code,
    CASE WHEN label_zh IN (SELECT label_zh FROM duty) THEN label_zh || ' (' || code || ')' ELSE label_zh END,
    CASE WHEN label_en IN (SELECT label_en FROM duty) THEN label_en || ' (' || code || ')' ELSE label_en END,
    position, blocking, article
FROM old_duty WHERE code NOT IN (SELECT code FROM duty);

DROP TABLE old_duty;

CREATE TABLE old_event_kind AS SELECT * FROM event_kind;

DROP TABLE event_kind;

CREATE TABLE event_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    of_file INTEGER NOT NULL DEFAULT 0 CHECK (of_file IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO event_kind (code, label_zh, label_en, of_file, citation) VALUES
    ('file_created', '建立案件库', 'case file created', 1, '-'),
    ('unit_added', '增加单位', 'unit added', 1, 'Art. 2'),
    ('unit_changed', '单位变更', 'unit changed', 1, 'Art. 2'),
    ('staff_added', '增加人员', 'member of staff added', 1, 'Art. 19'),
    ('staff_changed', '人员变更', 'member of staff changed', 1, 'Art. 19'),
    ('calendar_changed', '工作日历变更', 'calendar changed', 1, 'Art. 10'),
    ('policy_changed', '规定变更', 'rule changed', 1, 'Arts 25, 26'),
    ('imported', '批量导入', 'records imported', 1, 'Art. 6'),
    ('check_named', '指定每日查看人', 'daily check assigned', 1, 'Art. 8(4)'),
    ('checked', '每日查看', 'daily check made', 1, 'Arts 8(4), 9'),
    ('lead_opened', '责任追究线索', 'accountability lead opened', 1, 'Art. 23'),
    ('measure_taken', '责任追究措施', 'measure taken', 1, 'Arts 23, 24'),
    ('improvement_opened', '提出整改措施', 'corrective action opened', 1, 'Arts 7, 22'),
    ('improvement_done', '完成整改措施', 'corrective action done', 1, 'Arts 7, 22');

INSERT INTO event_kind (code, label_zh, label_en, citation) VALUES
    ('registered', '登记', 'registered', 'Arts 3, 8'),
    ('deadline_set', '确定办理期限', 'due date set', 'Arts 5, 10'),
    ('briefed', '报告领导', 'leader briefed', 'Art. 8(2)'),
    ('directed', '领导批示', 'directive given', 'Art. 8(2)'),
    ('dispatched', '转办', 'transferred by slip', 'Art. 9'),
    ('signed', '签收', 'slip signed for', 'Art. 9(5)'),
    ('slip_returned', '退回转办单', 'slip returned', 'Art. 4'),
    ('supervised', '督办', 'supervision slip issued', 'Art. 10'),
    ('classified', '重新分类', 'classified again', 'Arts 9(1), 13'),
    ('contacted', '联系', 'contact', 'Art. 5'),
    ('new_facts', '补充新事实', 'new facts and reasons', 'Order 2020 No. 3, Art. 18'),
    ('repeated', '客户再次反映同一事项', 'same matter raised again', 'Art. 17'),
    ('investigated', '调查核实', 'investigated', 'Arts 13, 17'),
    ('delay_reported', '报告延期原因', 'reason for delay reported', 'Art. 10'),
    ('extended', '批准延期', 'limit extended', 'Order 2020 No. 3, Art. 18'),
    ('clock_paused', '中止计时', 'clock paused', 'Order 2020 No. 3, Art. 18'),
    ('clock_resumed', '恢复计时', 'clock resumed', 'Order 2020 No. 3, Art. 18'),
    ('escalated', '上报', 'escalated', 'Arts 15, 16, 17, 20'),
    ('replied', '答复客户', 'customer replied to', 'Art. 10'),
    ('result_reported', '报送处理结果', 'result reported', 'Art. 11'),
    ('result_accepted', '审核通过', 'result accepted', 'Art. 11'),
    ('result_returned', '退回结果报告', 'result returned', 'Art. 11'),
    ('duty_waived', '免除事项', 'duty waived', 'Arts 8, 13'),
    ('withdrawal_requested', '提出撤诉', 'withdrawal asked for', 'Art. 18'),
    ('withdrawal_coerced', '查实撤诉受胁迫', 'withdrawal found to be under duress', 'Art. 18'),
    ('withdrawn', '撤诉', 'withdrawn', 'Art. 18'),
    ('closed', '办结', 'closed', 'Art. 10'),
    ('reopened', '重新办理', 'reopened', 'Art. 17'),
    ('review_requested', '申请核查(复查)', 'review asked for', 'Order 2020 No. 3, Art. 20'),
    ('review_answered', '核查(复查)答复', 'review answered', 'Order 2020 No. 3, Art. 20'),
    ('archived', '归档', 'archived', 'Art. 6'),
    ('revealed', '查看个人信息', 'personal data revealed', 'Art. 6');

UPDATE OR IGNORE event_kind SET
    label_zh = o.label_zh, label_en = o.label_en, citation = o.citation
FROM old_event_kind o WHERE o.code = event_kind.code;

INSERT INTO event_kind (code, label_zh, label_en, citation)
SELECT code,
    CASE WHEN label_zh IN (SELECT label_zh FROM event_kind) THEN label_zh || ' (' || code || ')' ELSE label_zh END,
    CASE WHEN label_en IN (SELECT label_en FROM event_kind) THEN label_en || ' (' || code || ')' ELSE label_en END,
    citation
FROM old_event_kind WHERE code NOT IN (SELECT code FROM event_kind);

DROP TABLE old_event_kind;

INSERT OR IGNORE INTO form (code, title_zh, title_en, number_pattern, citation) VALUES
    ('archive', '归档编号', 'archive number', '档〔%d〕%d号', 'Art. 6'),
    ('improvement', '整改措施', 'corrective action', '改〔%d〕%d号', 'Arts 7, 22');

INSERT OR IGNORE INTO report_dimension (code, label_zh, citation) VALUES
    ('cause', '原因', 'Art. 22'),
    ('fault', '责任', 'Art. 22'),
    ('satisfaction', '满意程度', 'Art. 22');

CREATE TABLE old_unit AS SELECT * FROM unit;

DROP TABLE unit;

CREATE TABLE unit (
    code TEXT PRIMARY KEY CHECK (length(code) > 0),
    name TEXT NOT NULL CHECK (length(name) > 0),
    kind TEXT NOT NULL DEFAULT 'branch' CHECK (kind IN ('branch', 'department', 'office')),
    email TEXT,
    head TEXT REFERENCES staff (code) DEFERRABLE INITIALLY DEFERRED,
    line TEXT,
    area TEXT CHECK (area IN ('town', 'country')),
    retired_on TEXT CHECK (retired_on IS date(retired_on))
) STRICT, WITHOUT ROWID;

INSERT INTO unit (code, name, kind, email, head, line, area)
SELECT code, name, kind, email, head, line, area
FROM old_unit;

DROP TABLE old_unit;

CREATE TABLE old_staff AS SELECT * FROM staff;

DROP TABLE staff;

CREATE TABLE staff (
    code TEXT PRIMARY KEY CHECK (length(code) > 0),
    name TEXT NOT NULL CHECK (length(name) > 0),
    unit TEXT NOT NULL REFERENCES unit (code),
    role TEXT NOT NULL REFERENCES role (code),
    login TEXT UNIQUE,
    email TEXT,
    phone TEXT,
    line TEXT,  -- of a business-line leader: the line he leads, as the units' column says it
    retired_on TEXT CHECK (retired_on IS date(retired_on))
) STRICT, WITHOUT ROWID;

INSERT INTO staff (code, name, unit, role, login, email, phone)
SELECT code, name, unit, role, login, email, phone
FROM old_staff;

DROP TABLE old_staff;

CREATE INDEX complainant_id_no ON complainant (id_no) WHERE id_no IS NOT NULL;

CREATE INDEX complainant_phone ON complainant (phone) WHERE phone IS NOT NULL;

CREATE INDEX complainant_name ON complainant (name) WHERE name IS NOT NULL;

ALTER TABLE event RENAME TO old_event;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    case_no TEXT,
    kind TEXT NOT NULL REFERENCES event_kind (code),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??+08:00'),
    recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??+08:00'),
    actor TEXT NOT NULL REFERENCES staff (code),
    detail TEXT NOT NULL CHECK (json_type(detail) = 'object'),
    previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    day TEXT NOT NULL GENERATED ALWAYS AS (substr(at, 1, 10)) VIRTUAL,
    CHECK (at <= recorded_at)  -- nothing is entered before it happens
) STRICT;

INSERT INTO event (seq, case_no, kind, at, recorded_at, actor, detail, previous_hash, hash)
SELECT seq, case_no, kind, at, recorded_at, actor, detail, previous_hash, hash
FROM old_event ORDER BY seq;

DROP TABLE old_event;

CREATE INDEX event_of_case ON event (case_no, kind);

CREATE INDEX event_of_exit ON event (day, case_no) WHERE kind IN ('closed', 'withdrawn');

CREATE INDEX event_of_check ON event (detail ->> 'check', detail ->> 'unit', detail ->> 'day') WHERE kind = 'checked';

CREATE INDEX event_of_review ON event (kind, case_no) WHERE kind = 'review_requested';

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: an event is never changed (Art. 6). Record another one.'); END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: an event is never deleted (Art. 6).'); END;

CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
WHEN NEW.seq > 1 AND NEW.previous_hash IS NOT (SELECT hash FROM event WHERE seq = NEW.seq - 1)
BEGIN SELECT RAISE(ABORT, 'The ledger is a chain: an event must follow the last one.'); END;

CREATE TRIGGER event_is_of_a_case_or_of_the_file BEFORE INSERT ON event
WHEN (NEW.case_no IS NULL) IS NOT (SELECT of_file FROM event_kind WHERE code = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'An event is either of a case or of the file, as its kind says.'); END;

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
    validity TEXT REFERENCES validity (code),
    anonymous_intent TEXT REFERENCES anonymous_intent (code),
    legal_complexity TEXT NOT NULL CHECK (legal_complexity IN ('simple', 'complex')),
    legal_dispute INTEGER NOT NULL CHECK (legal_dispute IN (0, 1)),
    media_level TEXT REFERENCES media_level (code),
    media_stage TEXT REFERENCES media_stage (code),
    service_channel_class TEXT REFERENCES service_channel_class (code),
    business_type TEXT REFERENCES business_type (code),
    cause TEXT REFERENCES cause (code),
    group_size INTEGER CHECK (group_size > 0),
    repeat_of TEXT REFERENCES complaint (case_no),
    repeat_root TEXT REFERENCES complaint (case_no),  -- the first case of the series
    repeat_no INTEGER CHECK (repeat_no > 0),
    is_referred INTEGER NOT NULL CHECK (is_referred IN (0, 1)),
    source_kind TEXT REFERENCES referring_body (code),
    source_agency TEXT,
    source_ref TEXT,
    source_due_on TEXT,
    import_key TEXT,
    status TEXT NOT NULL REFERENCES status (code),
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

CREATE TABLE case_round (
    case_no TEXT NOT NULL REFERENCES complaint (case_no),
    started_seq INTEGER NOT NULL,
    started_kind TEXT NOT NULL,
    started_at TEXT NOT NULL,
    started_on TEXT NOT NULL,
    ended_seq INTEGER NOT NULL,
    stopped_on TEXT,
    withdrawal_on TEXT,
    new_facts_on TEXT,
    PRIMARY KEY (case_no, started_seq)
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

CREATE TRIGGER complaint_is_never_deleted BEFORE DELETE ON complaint
BEGIN SELECT RAISE(ABORT, 'A case is never deleted (Art. 6).'); END;
