-- complaintctl: one bank's complaints and petitions in one SQLite file. Read it like a book, in the order in which a bank asks:
--
--    1. the rules                    numbers and time limits, each with its article
--    2. the words                    categories, channels, causes: what a case, an act, a form can be called
--    3. the bank and its calendar    units, staff, working days, today
--    4. the ledger                   every act, once, never changed
--    5. the case                     as its events make it
--    6. the clocks                   when each limit ends, and why
--    7. who takes no part            whom a case is kept from, and who has to approve
--    8. the duties                   what is still owed, by the regulation's own order
--    9. watching                     what is late, where it lies, the slips, the daily checks
--   10. accountability               leads and corrective actions
--   11. the return                   the month's figures
--   12. the logs                     what ran and what was mailed with nobody watching
--
-- Every rule stands once, as a row or a view; the views read rows, facts and other views and nothing else, so they answer in
-- any SQLite client. "Art. n" is an article of the bank's regulation on handling complaints and petitions. Times are China
-- Standard Time written with their offset (2026-11-23T14:05:00+08:00), so text order is time order. Money is in fen. A change
-- to a table needs a numbered step in complaintctl/migrations and a higher user_version. Anything else written here, a view,
-- a trigger, a row, reaches every file with the first command that writes to it; but no row is ever taken out.

PRAGMA application_id = 1128485964;  -- "CCTL" in ASCII
PRAGMA user_version = 9;

-- ==== 1. THE RULES ===================================================================================================
-- Every number of the regulation and of the law, with its article. A bank changes one with `policy set` (Art. 25); each row
-- holds for the cases received while it is in force (Art. 26).

CREATE TABLE policy (
    key TEXT NOT NULL,
    in_force_from TEXT NOT NULL DEFAULT '2007-01-01' CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    value TEXT NOT NULL, citation TEXT NOT NULL,
    is_verified INTEGER NOT NULL DEFAULT 1 CHECK (is_verified IN (0, 1)),  -- 0: known at second hand; on no form as the law
    PRIMARY KEY (key, in_force_from)
) STRICT, WITHOUT ROWID;
INSERT INTO policy (key, value, citation) VALUES
    ('bank_name', '某某农村商业银行', 'Art. 1'), ('regulation', '客户投诉（信访）处理办法', 'Art. 1'),
    ('regulation_status', '草案', 'title: 草案 or 现行'), ('legal_basis', '银监发〔2012〕13号', 'Art. 1'),
    ('bank_address', '', 'default; Art. 10: the sender''s, on envelopes'),
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
    ('delay_days', '5', 'default; Art. 10: working days that a reason for a delay holds which names no day'),
    ('withdrawal_days', '2', 'default; Art. 18: working days from a withdrawal''s request to its verification'),
    ('redispatches_noted', '2', 'default; Art. 3: from this re-dispatch on a warning is given'),
    ('disputes_before_ruling', '2', 'default; Art. 4: after so many returned slips 监察室 rules who is responsible'),
    ('registration_days', '1', 'default; Art. 8(1): working days from receipt to registration'),
    ('posting_days', '1', 'default; Art. 9(3): days from posting on the web to being found'),
    ('repeat_window_days', '90', 'default; Art. 17: how far back an earlier complaint is looked for'),
    ('daily_check_days', 'all', 'Art. 8(4): every day; working: working days alone'),
    ('actor_by_login', 'off', 'default; Art. 19: on: nobody acts under another''s login, nor under one that is nobody''s'),
    ('answer_band_1', '1', 'default; Art. 22: working days of the first band of answers'),
    ('answer_band_2', '3', 'default; Art. 22: working days of the second band'),
    ('answer_band_3', '10', 'default; Art. 22: working days of the third band'),
    ('staff_number', '', 'default; Art. 22: what the bank counts its complaints by, as of the last day of the period'),
    ('outlets', '', 'default; Art. 22: what the bank counts its complaints by, as of the last day of the period'),
    ('customers', '', 'default; Art. 22: what the bank counts its complaints by, as of the last day of the period'),
    ('soon_days', '3', 'default; Art. 10: working days before its due date from which the mail names a case'),
    ('calendar_ahead_days', '60', 'default; Art. 10: days for which working days should be published, else doctor warns'),
    ('night_old_hours', '48', 'default: hours after which the last night or backup is old, as doctor says'),
    ('looks_a_day', '10', 'default; Art. 6: customers that one person looks at in a day, and more of them doctor names'),
    ('unusual_days', '30', 'default; Art. 6: days for which doctor names what is unusual'),
    ('attachment_size', '10', 'default; Art. 6: megabytes that one attachment has at most'),
    ('lead_unit.service_product', '', 'Art. 13: the department that manages products leads'),
    ('lead_unit.service_channel', '', 'Art. 13: the department that manages delivery channels leads');
INSERT INTO policy (key, in_force_from, value, is_verified, citation) VALUES
    ('major_group_size', '2020-03-01', '20', 0, 'Order 2020 No. 3: a group of so many makes a complaint major'),
    ('review_request_days', '2020-03-01', '30', 1, 'Order 2020 No. 3: days after the decision for asking for a review');

-- What each of them is called and counted in. unit and department: a unit of the bank, a department or none; size: a number, or
-- none where nobody has said it; choice: one of policy_choice; fixed: laid down with the file; right: one of right_scope.
CREATE TABLE policy_key (
    key TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    value_type TEXT NOT NULL DEFAULT 'text' CHECK (value_type IN
        ('text', 'days', 'hours', 'number', 'size', 'yuan', 'unit', 'department', 'choice', 'fixed', 'right'))
) STRICT, WITHOUT ROWID;
INSERT INTO policy_key (key, label_zh, label_en) VALUES
    ('bank_name', '银行名称', 'the bank''s name'), ('bank_address', '银行地址', 'the bank''s address'),
    ('regulation', '办法名称', 'name of the regulation'),
    ('regulation_status', '办法状态', 'draft or in force'), ('legal_basis', '制定依据', 'legal basis'),
    ('union_name', '省联社办事处', 'the provincial union''s office'), ('regulator_name', '金融监管分局', 'the local regulator');
INSERT INTO policy_key (key, label_zh, label_en, value_type) VALUES
    ('practice', '练习库', 'practice file', 'fixed'), ('supervision_office', '投诉处理部门', 'unit that handles complaints', 'unit'),
    ('lead_unit.service_product', '服务产品牵头部门', 'department leading product cases', 'department'),
    ('lead_unit.service_channel', '服务渠道牵头部门', 'department leading channel cases', 'department'),
    ('major_amount_fen', '重大投诉金额（超过）', 'major above this amount', 'yuan'),
    ('major_group_size', '重大投诉人数', 'major from this group on', 'number'),
    ('review_request_days', '核查申请时限', 'a review asked for within', 'days'),
    ('most_representatives', '代表人数上限', 'representatives at most', 'number'),
    ('redispatches_noted', '提示转办次数', 're-dispatches noted from', 'number'),
    ('disputes_before_ruling', '裁定前退回次数', 'returns before a ruling', 'number'),
    ('registration_days', '登记时限', 'registered within', 'days'), ('directive_days', '批示时限', 'directive within', 'days'),
    ('media_report_hours', '媒体事项报告时限', 'media matters reported within', 'hours'),
    ('tracking_days', '重大投诉跟踪间隔', 'major cases tracked every', 'days'),
    ('supervision_days', '督办单时限', 'a supervision slip gives', 'days'),
    ('delay_days', '未按期办结说明有效期', 'a reason for a delay holds for', 'days'),
    ('withdrawal_days', '撤诉核实时限', 'withdrawals verified within', 'days'),
    ('posting_days', '网络投诉发现时限', 'web postings found within', 'days'),
    ('repeat_window_days', '重复投诉回溯', 'earlier complaints sought back to', 'days'),
    ('daily_check_days', '每日查看', 'daily checks', 'choice'), ('actor_by_login', '按登录名认人', 'who acts by login alone', 'choice'),
    ('answer_band_1', '答复用时第一档', 'answers, first band, within', 'days'),
    ('answer_band_2', '答复用时第二档', 'answers, second band, within', 'days'),
    ('answer_band_3', '答复用时第三档', 'answers, third band, within', 'days'), ('staff_number', '员工人数', 'members of staff', 'size'),
    ('outlets', '营业网点数', 'business outlets', 'size'), ('customers', '个人客户数', 'personal customers', 'size'),
    ('soon_days', '邮件提前提示', 'mail names a case before it is due by', 'days'),
    ('calendar_ahead_days', '工作日历提前公布', 'working days published ahead by', 'days'),
    ('night_old_hours', '夜间任务、备份间隔', 'a night or backup is old after', 'hours'),
    ('looks_a_day', '每人每日查看客户数', 'customers one person looks at in a day', 'number'),
    ('unusual_days', '异常操作提示期', 'what is unusual is named for', 'days'),
    ('attachment_size', '单个附件大小上限（MB）', 'megabytes an attachment may have', 'number');

CREATE TABLE policy_choice (
    key TEXT NOT NULL REFERENCES policy_key (key), value TEXT NOT NULL, label_zh TEXT NOT NULL, label_en TEXT NOT NULL,
    PRIMARY KEY (key, value)
) STRICT, WITHOUT ROWID;
INSERT INTO policy_choice (key, value, label_zh, label_en) VALUES
    ('daily_check_days', 'all', '每天', 'every day'), ('daily_check_days', 'working', '工作日', 'working days'),
    ('practice', '1', '是', 'yes'), ('practice', '0', '否', 'no'), ('actor_by_login', 'on', '是', 'yes'), ('actor_by_login', 'off', '否', 'no');

-- Time limits: a case runs every enabled one that fits it and was in force on the day it was received (Art. 26).
-- starts_with: opening is receipt and each reopening, receipt the first of them alone, acceptance the day on which the body
-- that sent the case accepted it, if that is known. stops_with: reply is that to the
-- customer and, where another body sent the case, to that body too (Art. 10); the clocks it stops decide the due date of the
-- case, the others give the duties their dates. The target is a warning; only the limit makes a case overdue. The regulation's
-- own limits know no extension and no pause (Art. 10); where the law does, extension_days is the most it allows. {days} in a
-- label stands for the days of the row, in words.
CREATE TABLE time_limit (
    code TEXT NOT NULL,
    in_force_from TEXT NOT NULL DEFAULT '2007-01-01' CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    -- Which cases: NULL is every one.
    complexity TEXT CHECK (complexity IN ('general', 'complex', 'unspecified', 'undecided')),
    legal_complexity TEXT CHECK (legal_complexity IN ('simple', 'complex')),
    channel TEXT REFERENCES channel (code), source_kind TEXT REFERENCES referring_body (code), business_type TEXT,
    starts_with TEXT NOT NULL DEFAULT 'opening' CHECK (starts_with IN ('opening', 'receipt', 'acceptance', 'review_request')),
    stops_with TEXT NOT NULL DEFAULT 'reply' CHECK (stops_with IN
        ('reply', 'transfer', 'acknowledgement', 'first_response', 'source_objection', 'review_answer')),
    target_days INTEGER CHECK (target_days > 0), limit_days INTEGER CHECK (limit_days > 0),  -- hours where day_kind says so
    day_kind TEXT NOT NULL CHECK (day_kind IN ('working', 'calendar', 'hours', 'own_date')),
    extension_days INTEGER CHECK (extension_days IS NULL OR extension_days > 0 AND day_kind = 'calendar'),
    may_pause INTEGER NOT NULL DEFAULT 0 CHECK (may_pause IN (0, 1) AND (may_pause = 0 OR day_kind = 'calendar')),
    restarts INTEGER NOT NULL DEFAULT 0 CHECK (restarts IN (0, 1)),  -- new facts start it anew
    ends_on_request INTEGER NOT NULL DEFAULT 0 CHECK (ends_on_request IN (0, 1)),  -- a withdrawal asked for stops it
    label_zh TEXT NOT NULL, label_en TEXT NOT NULL, citation TEXT NOT NULL,
    position INTEGER NOT NULL,  -- which rule is named first when two end on one day
    is_verified INTEGER NOT NULL DEFAULT 1 CHECK (is_verified IN (0, 1)),
    PRIMARY KEY (code, in_force_from), CHECK ((limit_days IS NULL) = (day_kind = 'own_date'))
) STRICT, WITHOUT ROWID;

-- The regulation's own.
INSERT INTO time_limit (position, code, complexity, target_days, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (1, 'seed.general', 'general', NULL, 3, 'working', '一般投诉{days}', 'general complaint, {days}', 'Art. 10'),
    (1, 'seed.complex', 'complex', 7, 10, 'working', '复杂投诉{days}', 'complex complaint, {days}', 'Art. 10'),
    (1, 'seed.unspecified', 'unspecified', NULL, 10, 'working',
     '办法未规定时限，默认{days}', 'no limit in the regulation, default of {days}', 'default; Art. 10 is silent'),
    (1, 'seed.undecided', 'undecided', NULL, 3, 'working',
     '类别待定，默认{days}', 'category not yet decided, default of {days}', 'default; Art. 10 is silent'),
    (3, 'source.own_date', NULL, NULL, NULL, 'own_date',
     '转来部门限定日期', 'the referring body''s own date', 'Arts 9(7), 9(8)');

INSERT INTO time_limit
    (position, code, enabled, channel, starts_with, stops_with, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (8, 'seed.web_dispatch', 1, 'web', 'receipt', 'transfer', 2, 'working',
     '网络投诉{days}内转办', 'web complaint transferred within {days}', 'Art. 9(3)'),
    (9, 'seed.acknowledge', 1, NULL, 'receipt', 'acknowledgement', 1, 'working',
     '受理后{days}内告知', 'acknowledged within {days}', 'default; Art. 5; 银监发〔2012〕13号'),
    (9, 'first_response', 0, NULL, 'receipt', 'first_response', 24, 'hours',
     '{days}内首次响应', 'first response within {days}', 'good practice; off unless the bank enables it');

-- The law's ceiling over them. Order 2020 No. 3: 15 days, 30 where the case is complex and 30 more with approval; the
-- time of an outside appraisal may be left out, new facts start the period anew, a withdrawal ends it.
INSERT INTO time_limit
    (position, code, in_force_from, legal_complexity, limit_days, day_kind, extension_days, may_pause, restarts,
     ends_on_request, label_zh, label_en, citation) VALUES
    (2, 'law2020.simple', '2020-03-01', 'simple', 15, 'calendar', NULL, 1, 1, 1,
     '监管规定{days}', 'law: {days}', 'Order 2020 No. 3, Art. 18; Civil Code 201, 203'),
    (2, 'law2020.complex', '2020-03-01', 'complex', 30, 'calendar', 30, 1, 1, 1,
     '监管规定{days}', 'law: {days}, a complex case', 'Order 2020 No. 3, Art. 18; Civil Code 201, 203');

INSERT INTO time_limit
    (position, code, in_force_from, in_force_to, enabled, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (3, 'cbrc2012.limit', '2012-03-01', '2020-02-29', 0, 15, 'working',
     '原银监会规定{days}', 'former rule: {days}', '银监发〔2012〕13号; off unless the bank enables it');

-- Those of the bodies that send cases: the presets of their rules.
INSERT INTO time_limit
    (position, code, in_force_from, enabled, legal_complexity, source_kind, stops_with, limit_days, day_kind,
     extension_days, label_zh, label_en, citation) VALUES
    (4, 'regulator.transferred', '2020-03-01', 1, 'simple', 'financial_regulator', 'reply', 15, 'calendar', NULL,
     '监管转办{days}', 'sent by the regulator: {days}', 'Order 2020 No. 3, Art. 18'),
    (4, 'pbc2020.transferred', '2020-11-01', 1, NULL, 'central_bank', 'reply', 15, 'calendar', 45,
     '人民银行转办{days}', 'sent by the central bank: {days}', 'default; PBoC Order 2020 No. 5'),
    (4, 'hotline.transferred', '2007-01-01', 0, NULL, 'hotline', 'reply', 7, 'calendar', NULL,
     '热线工单{days}', 'hot line: {days}', 'default; off unless the bank enables it'),
    (7, 'petition2022.notice', '2022-05-01', 1, NULL, 'petition_office', 'acknowledgement', 15, 'calendar', NULL,
     '信访事项{days}内告知', 'petition: notice of acceptance within {days}', 'Petition Regulations 2022, Art. 23'),
    (7, 'petition2022.objection', '2022-05-01', 1, NULL, 'petition_office', 'source_objection', 5, 'working', NULL,
     '信访事项{days}内可提异议', 'petition: objection, if not ours, within {days}',
     'Petition Regulations 2022, Art. 23');

INSERT INTO time_limit
    (position, code, in_force_from, enabled, source_kind, business_type, starts_with, limit_days, day_kind, extension_days,
     label_zh, label_en, citation) VALUES
    (4, 'petition2022.handle', '2022-05-01', 1, 'petition_office', NULL, 'acceptance', 60, 'calendar', 30,
     '信访事项{days}', 'petition: {days}', 'Petition Regulations 2022, Art. 34'),
    (4, 'credit_objection', '2013-03-15', 0, NULL, 'personal_information', 'receipt', 20, 'calendar', NULL,
     '征信异议{days}内答复', 'credit record objected to: {days}',
     'Credit Reporting Regulations 2013, Art. 25; off unless the bank enables it');

-- And of the reviews that a customer asks for.
INSERT INTO time_limit
    (position, code, in_force_from, source_kind, starts_with, stops_with, limit_days, day_kind, label_zh, label_en,
     citation, is_verified) VALUES
    (9, 'law2020.review', '2020-03-01', NULL, 'review_request', 'review_answer', 30, 'calendar',
     '核查申请{days}内答复', 'review answered within {days}', 'Order 2020 No. 3, Art. 20', 0),
    (9, 'petition2022.review', '2022-05-01', 'petition_office', 'review_request', 'review_answer', 30, 'calendar',
     '信访复查{days}', 'petition: review answered within {days}', 'Petition Regulations 2022, Arts 35, 36', 1);

-- What stops the clocks that do not run until the reply: the first event of such a kind, and of such a purpose.
CREATE TABLE clock_stop (
    stops_with TEXT NOT NULL, event_kind TEXT NOT NULL REFERENCES event_kind (code), purpose TEXT,
    UNIQUE (stops_with, event_kind, purpose)
) STRICT;
INSERT INTO clock_stop (stops_with, event_kind, purpose) VALUES
    ('transfer', 'dispatched', NULL), ('transfer', 'replied', NULL), ('transfer', 'closed', NULL),
    ('transfer', 'withdrawn', NULL), ('transfer', 'voided', NULL), ('acknowledgement', 'contacted', 'acknowledge'),
    ('acknowledgement', 'replied', NULL), ('acknowledgement', 'closed', NULL), ('acknowledgement', 'withdrawn', NULL),
    ('acknowledgement', 'voided', NULL), ('first_response', 'contacted', NULL), ('first_response', 'replied', NULL),
    ('first_response', 'closed', NULL), ('first_response', 'withdrawn', NULL), ('first_response', 'voided', NULL),
    ('source_objection', 'contacted', 'source_objection'), ('source_objection', 'contacted', 'source_reply'),
    ('source_objection', 'closed', NULL), ('source_objection', 'withdrawn', NULL), ('source_objection', 'voided', NULL),
    ('review_answer', 'review_answered', NULL);

-- What each time limit is called, by the number that holds for the case: the changed one or the former (Art. 26). In Chinese a
-- number up to 99 is written out, as it is before a measure word: 两, 十, 十五, 六十.
CREATE VIEW limit_label AS
SELECT code, in_force_from, in_force_to,
    replace(label_zh, '{days}', coalesce(target_words || '至', '') || coalesce(limit_words, '')
        || CASE day_kind WHEN 'working' THEN '个工作日' WHEN 'hours' THEN '小时' ELSE '日' END) AS label_zh,
    replace(label_en, '{days}', coalesce(target_days || ' to ', '') || coalesce(limit_days, '')
        || CASE day_kind WHEN 'working' THEN ' working day' WHEN 'hours' THEN ' hour' ELSE ' calendar day' END
        || CASE limit_days WHEN 1 THEN '' ELSE 's' END) AS label_en,
    position
FROM (
    SELECT l.*,
        CASE WHEN limit_days = 2 THEN '两' WHEN limit_days > 99 THEN limit_days ELSE
            trim(substr('   十二十三十四十五十六十七十八十九十', limit_days / 10 * 2 + 1, 2)
                 || substr(' 一二三四五六七八九', limit_days % 10 + 1, 1)) END AS limit_words,
        CASE WHEN target_days = 2 THEN '两' WHEN target_days > 99 THEN target_days ELSE
            trim(substr('   十二十三十四十五十六十七十八十九十', target_days / 10 * 2 + 1, 2)
                 || substr(' 一二三四五六七八九', target_days % 10 + 1, 1)) END AS target_words
    FROM time_limit l
);

-- ==== 2. THE WORDS ===================================================================================================
-- What a case, an act and a form can be called. Rules read the codes, people the labels.

-- The regulation's eight categories, the kind of limit each runs under, and who handles it: the unit complained of; the
-- department that manages the product or channel; or the supervision office itself (Art. 13). nameless: it is anonymous where
-- nothing is known of the customer, also if nobody says so.
CREATE TABLE category (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    complexity TEXT NOT NULL CHECK (complexity IN ('general', 'complex', 'unspecified', 'undecided')),
    handled_by TEXT NOT NULL CHECK (handled_by IN ('respondent', 'department', 'office')),
    position INTEGER NOT NULL, citation TEXT NOT NULL, nameless INTEGER NOT NULL DEFAULT 0 CHECK (nameless IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO category (position, code, label_zh, label_en, complexity, handled_by, nameless, citation) VALUES
    (1, 'work_error', '工作失误', 'operational error', 'general', 'respondent', 0, 'Arts 10, 13'),
    (2, 'service_attitude', '服务态度', 'staff conduct', 'general', 'respondent', 0, 'Arts 10, 13'),
    (3, 'internal_management', '内部管理', 'internal management', 'general', 'respondent', 0, 'Arts 10, 13'),
    (4, 'service_product', '服务产品', 'product', 'complex', 'department', 0, 'Arts 10, 13'),
    (5, 'service_channel', '服务渠道', 'delivery channel', 'complex', 'department', 0, 'Arts 10, 13'),
    (6, 'rule_violation', '违规操作', 'rule violation', 'complex', 'respondent', 0, 'Arts 10, 13'),
    (7, 'financial_crime', '金融犯罪', 'financial crime', 'unspecified', 'office', 0, 'Art. 13; Art. 10 is silent'),
    (8, 'anonymous', '匿名投诉', 'anonymous complaint', 'unspecified', 'respondent', 1, 'Art. 13; Art. 10 is silent'),
    (9, 'undecided', '类别待定', 'not yet decided', 'undecided', 'respondent', 0, 'default; Art. 10 is silent');

-- The bodies that send cases, and the words in their names by which a new case's sender is recognised.
CREATE TABLE referring_body (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO referring_body (position, code, label_zh, label_en, citation) VALUES
    (1, 'financial_regulator', '金融监管部门', 'financial regulator', 'Order 2020 No. 3'),
    (2, 'central_bank', '人民银行', 'central bank', 'PBoC Order 2020 No. 5'),
    (3, 'petition_office', '信访部门', 'petition office', 'Petition Regulations 2022'),
    (4, 'hotline', '政务服务热线', 'municipal hot line', 'default'), (5, 'superior_body', '上级主管部门', 'superior body', 'Art. 9(7)'),
    (6, 'other_body', '其他部门', 'another body', 'Art. 9(8)');

CREATE TABLE referring_body_word (
    word TEXT PRIMARY KEY, body TEXT NOT NULL REFERENCES referring_body (code)
) STRICT, WITHOUT ROWID;
INSERT INTO referring_body_word (word, body) VALUES
    ('金融监管', 'financial_regulator'), ('银监', 'financial_regulator'), ('银保监', 'financial_regulator'),
    ('金融监督管理总局', 'financial_regulator'), ('银行保险监督管理', 'financial_regulator'),  -- in full, now and until 2023
    ('12378', 'financial_regulator'), ('人民银行', 'central_bank'), ('人行', 'central_bank'), ('12363', 'central_bank'),
    ('信访', 'petition_office'), ('12345', 'hotline'), ('热线', 'hotline'), ('省联社', 'superior_body');

-- needs_slip: no unit may be asked to handle it without a numbered transfer slip; referred: another body sent it, and has to
-- be replied to as well as the customer (Art. 10), of the kind default_body unless its name says another; asks: what its
-- paper register has besides, see asked_field.
CREATE TABLE channel (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    needs_slip INTEGER NOT NULL CHECK (needs_slip IN (0, 1)), referred INTEGER NOT NULL CHECK (referred IN (0, 1)),
    default_body TEXT NOT NULL DEFAULT 'other_body' REFERENCES referring_body (code),
    asks TEXT CHECK (asks IN ('box', 'posting', 'escort', 'letter', 'media')), position INTEGER NOT NULL, citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO channel (position, code, label_zh, label_en, needs_slip, referred, default_body, asks, citation) VALUES
    (1, 'phone', '电话', 'telephone', 1, 0, 'other_body', NULL, 'Art. 9(1)'),
    (2, 'suggestion_box', '意见簿（箱）', 'suggestion box', 0, 0, 'other_body', 'box', 'Art. 9(2)'),
    (3, 'web', '网络', 'web', 1, 0, 'other_body', 'posting', 'Art. 9(3)'),
    (4, 'walk_in', '上门', 'walk-in', 1, 0, 'other_body', 'escort', 'Art. 9(4)'),
    (5, 'letter', '信件', 'letter', 1, 0, 'other_body', 'letter', 'Art. 9(5)'),
    (6, 'media', '媒体', 'media', 0, 0, 'other_body', 'media', 'Art. 9(6)'),
    (7, 'superior', '上级主管部门转来', 'referred by a superior body', 1, 1, 'superior_body', NULL, 'Art. 9(7)'),
    (8, 'government', '政府部门转来', 'referred by a government body', 1, 1, 'other_body', NULL, 'Art. 9(8)');

-- What is asked of a complaint at its registration by what its channel asks, or, where a body sent it, as a referral (Arts 3,
-- 8(1), 9): the options of `register`. All else is asked of every complaint, or is changed on the page to confirm.
CREATE TABLE asked_field (
    asks TEXT NOT NULL, field TEXT NOT NULL, PRIMARY KEY (asks, field)
) STRICT, WITHOUT ROWID;
INSERT INTO asked_field (asks, field) VALUES
    ('box', 'received_at'), ('box', 'first_receiver'),
    ('posting', 'received_at'), ('posting', 'posted_at'),
    ('escort', 'first_receiver'), ('escort', 'escorted_by'),
    ('letter', 'received_at'), ('letter', 'first_receiver'), ('letter', 'letter_dated'), ('letter', 'postmarked'),
    ('media', 'received_at'), ('media', 'media_level'), ('media', 'media_stage'), ('media', 'outlet'),
    ('referral', 'received_at'), ('referral', 'source_agency'), ('referral', 'source_ref'), ('referral', 'source_due'),
    ('referral', 'accepted_on'), ('referral', 'source_grade'), ('referral', 'endorsed_by'), ('referral', 'endorsed_on'),
    ('referral', 'endorsement');

-- Whose fault the findings show it to be (Arts 13, 14).
CREATE TABLE fault (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    upheld INTEGER NOT NULL CHECK (upheld IN (0, 1))  -- counted as a complaint upheld
) STRICT, WITHOUT ROWID;
INSERT INTO fault (position, code, label_zh, label_en, upheld) VALUES
    (1, 'bank', '本行责任', 'the bank', 1), (2, 'customer', '客户责任', 'the customer', 0), (3, 'shared', '双方责任', 'both', 1),
    (4, 'third_party', '第三方责任', 'a third party', 0), (5, 'undetermined', '责任未定', 'undetermined', 0);

-- How the customer takes the result (Art. 11); reached: he can be replied to.
CREATE TABLE satisfaction (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    satisfied INTEGER NOT NULL CHECK (satisfied IN (0, 1)),
    reached INTEGER NOT NULL DEFAULT 1 CHECK (reached IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO satisfaction (position, code, label_zh, label_en, satisfied, reached) VALUES
    (1, 'satisfied', '满意', 'satisfied', 1, 1), (2, 'basically_satisfied', '基本满意', 'basically satisfied', 1, 1),
    (3, 'dissatisfied', '不满意', 'dissatisfied', 0, 1), (4, 'declined', '未表态', 'declined to say', 0, 1),
    (5, 'unreachable', '无法联系', 'unreachable', 0, 0);

-- What a member of staff is to the regulation. briefed: a person a case may be reported to (Art. 8(2)); in_charge:
-- the leader in charge of petitions, who is the chief supervisor unless the bank names another (Art. 19).
CREATE TABLE role (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    briefed INTEGER NOT NULL CHECK (briefed IN (0, 1)),
    in_charge INTEGER NOT NULL CHECK (in_charge IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO role (position, code, label_zh, label_en, briefed, in_charge) VALUES
    (1, 'officer', '经办人员', 'officer', 0, 0), (2, 'supervision', '监察室人员', 'supervision office', 0, 0),
    (3, 'unit_head', '单位负责人', 'head of a unit', 0, 0),
    (4, 'petition_leader', '分管信访工作的领导', 'leader in charge of petitions', 1, 1),
    (5, 'principal_leader', '主要领导', 'principal leader', 1, 0), (6, 'line_leader', '分管业务条线领导', 'business-line leader', 1, 0),
    (7, 'chief_supervisor', '监事长', 'chief supervisor', 1, 1), (8, 'counsel', '法律顾问', 'legal counsel', 0, 0),
    (9, 'auditor', '检查人员', 'auditor', 0, 0), (10, 'keeper', '系统管理员', 'system administrator', 0, 0);

-- Who may do what. Two more to whom rights are given and which nobody is entered as: who heads the supervision office; and a
-- login that is nobody's, such as cron's, which can only read and keep.
CREATE VIEW right_holder AS
SELECT code, label_zh, label_en, position FROM role
UNION ALL VALUES ('office_head', '监察室负责人', 'head of the supervision office', 11),
    ('unknown', '未登记的登录名', 'a login that is nobody''s', 12);

-- Of which cases, or of the file itself.
CREATE TABLE right_scope (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO right_scope (position, code, label_zh, label_en) VALUES
    (1, 'all', '全行', 'all'), (2, 'own_unit', '本单位', 'own unit'), (3, 'none', '无', 'none');

-- The kinds of act that somebody may do or may not. of_case: on a case, so that own_unit says something of it; always_held:
-- somebody may always do it, for without it nobody could give a right any more.
CREATE TABLE act_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    of_case INTEGER NOT NULL CHECK (of_case IN (0, 1)), always_held INTEGER NOT NULL DEFAULT 0 CHECK (always_held IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO act_kind (position, code, label_zh, label_en, of_case, always_held, citation) VALUES
    (1, 'intake', '受理登记', 'register complaints', 1, 0, 'Arts 3, 8(1)'),
    (2, 'handle', '组织办理', 'handle cases', 1, 0, 'Art. 19'),
    (3, 'respond', '承办答复', 'act for the unit asked', 1, 0, 'Arts 9, 10, 11'),
    (4, 'decide', '复核办结', 'review and close cases', 1, 0, 'Arts 6, 11, 18'),
    (5, 'direct', '领导批示', 'direct cases', 1, 0, 'Art. 8(2)'),
    (6, 'look', '查看案件', 'look at cases', 1, 0, 'Art. 6'),
    (7, 'reveal', '查看客户信息', 'look at a customer''s data', 1, 0, 'Art. 6'),
    (8, 'restricted', '查看检举人信息', 'look at who reported wrongdoing', 1, 0, 'Art. 13; Petition Regulations 2022, Art. 30'),
    (9, 'export', '导出客户信息', 'export customers'' data', 0, 0, 'Art. 6'),
    (10, 'audit', '查看审计记录', 'look at the audit', 0, 0, 'Art. 6'),
    (11, 'rules', '修改规则', 'change the rules', 0, 1, 'Arts 19, 25'),
    (12, 'people', '维护机构和人员', 'change units and people', 0, 1, 'Arts 2, 19'),
    (13, 'calendar', '维护工作日历', 'change the calendar', 0, 0, 'Art. 10'),
    (14, 'keep', '系统维护', 'keep the file', 0, 1, 'default');

-- Who may do each, and to which cases: A all, U those of the own unit, - none. A bank changes it with `policy set`.
WITH matrix (act, scopes) AS (VALUES
    -- officer, supervision, head of a unit, leaders (petition, principal, line, chief supervisor), counsel, auditor, keeper,
    -- head of the supervision office, unknown: in the order of right_holder.
    ('intake',     'U A U  U U U U  - - -  A -'),
    ('handle',     '- A -  - - - -  - - -  A -'),
    ('respond',    'U A U  - - - -  - - -  A -'),
    ('decide',     '- A -  - - - -  - - -  A -'),
    ('direct',     '- A -  A A A A  - - -  A -'),
    ('look',       'U A U  A A A A  A A -  A A'),
    ('reveal',     'U A U  A A A A  - A -  A -'),
    ('restricted', '- A -  U U U U  - - -  A -'),
    ('export',     '- A -  - - - -  - - -  A -'),
    ('audit',      '- - -  - - - A  - A -  A -'),
    ('rules',      '- - -  - - - A  - - -  A -'),
    ('people',     '- - -  - - - A  - - -  A -'),
    ('calendar',   '- - -  - - - A  - - -  A -'),
    ('keep',       '- A -  - - - -  - - A  A A')
)
INSERT INTO policy (key, value, citation)
SELECT 'right.' || h.code || '.' || k.code,
    CASE substr(replace(m.scopes, ' ', ''), h.position, 1) WHEN 'A' THEN 'all' WHEN 'U' THEN 'own_unit' ELSE 'none' END,
    k.citation
FROM matrix m JOIN act_kind k ON k.code = m.act CROSS JOIN right_holder h;
INSERT INTO policy_key (key, label_zh, label_en, value_type)
SELECT 'right.' || h.code || '.' || k.code, h.label_zh || '：' || k.label_zh, h.label_en || ': ' || k.label_en, 'right'
FROM act_kind k CROSS JOIN right_holder h;

-- What a complaint is by its nature (Art. 12). restricted: a report of wrongdoing is never shown to whom it reports
-- (Art. 13; Petition Regulations 2022, Arts 30, 46(5)). complexity: the kind of limit it runs under, NULL that of its category.
-- is_handled: a unit is asked to look into it; else reason and direction close it.
CREATE TABLE nature (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    complexity TEXT CHECK (complexity IN ('general', 'complex', 'unspecified', 'undecided')),
    is_handled INTEGER NOT NULL DEFAULT 1 CHECK (is_handled IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO nature (position, code, label_zh, label_en, restricted, complexity, is_handled) VALUES
    (1, 'complaint', '投诉', 'complaint', 0, NULL, 1), (2, 'suggestion', '意见建议', 'suggestion', 0, 'unspecified', 1),
    (3, 'wrongdoing_report', '检举控告', 'report of wrongdoing', 1, NULL, 1), (4, 'enquiry', '咨询', 'enquiry', 0, NULL, 0),
    (5, 'thanks', '表扬', 'thanks', 0, NULL, 0);

-- The words of a complaint, or of what its category is called, at which it is asked whether it reports wrongdoing (Art. 13).
CREATE TABLE wrongdoing_word (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO wrongdoing_word (word) VALUES
    ('违规'), ('违纪'), ('违法'), ('举报'), ('检举'), ('控告'), ('受贿'), ('行贿'), ('贿赂'), ('索要'), ('索贿'), ('收受'), ('好处费'), ('回扣'),
    ('红包'), ('贪污'), ('挪用'), ('侵占'), ('职务便利'), ('以权谋私'), ('吃拿卡要'), ('内外勾结'), ('骗贷'), ('诈骗'), ('洗钱'), ('非法集资'),
    ('高利转贷'), ('伪造'), ('私自');

-- What makes a complaint major, whatever its channel (Art. 9(1)): what is stated of it, each a fact of that name, and what
-- follows from its figures (view case_fact).
CREATE TABLE major_ground (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    is_stated INTEGER NOT NULL CHECK (is_stated IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO major_ground (position, code, label_zh, label_en, is_stated, citation) VALUES
    (1, 'public_figure', '社会知名人士', 'a public figure', 1, 'Art. 9(1)'),
    (2, 'hot_topic', '热点敏感话题', 'a sensitive topic', 1, 'Art. 9(1)'),
    (3, 'large_amount', '金额重大', 'a large amount', 0, 'Art. 9(1)'),
    (4, 'reputation', '声誉影响', 'a reputational risk', 1, 'Art. 9(1)'),
    (5, 'large_group', '人数众多', 'a large group', 0, 'Order 2020 No. 3');

-- The intents of which the regulation asks how the complaint is handled (Art. 13).
CREATE VIEW intent_with_reason AS SELECT 'malicious' AS code;

-- The medium, or the level of it, that a media case concerns, and how far it has come. Art. 15: from the city level up the
-- provincial union is told at once, a mere sign of coverage included.
CREATE TABLE media_level (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    union_told INTEGER NOT NULL CHECK (union_told IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO media_level (position, code, label_zh, label_en, union_told) VALUES
    (1, 'county', '县级媒体', 'county media', 0), (2, 'city', '市级媒体', 'city media', 1),
    (3, 'province', '省级媒体', 'provincial media', 1), (4, 'central', '中央媒体', 'central media', 1),
    (5, 'online', '自媒体', 'online or self-published', 0);

-- The words that carry no rule of their own. The classification of JR/T 0169-2018 is optional; its digit codes are not
-- published in any source we know: the column waits for the bank to fill it.
CREATE TABLE code (
    kind TEXT NOT NULL, code TEXT NOT NULL, label_zh TEXT NOT NULL, label_en TEXT NOT NULL,
    position INTEGER NOT NULL, citation TEXT NOT NULL, jrt_code TEXT,
    PRIMARY KEY (kind, code), UNIQUE (kind, label_zh), UNIQUE (kind, label_en)
) STRICT, WITHOUT ROWID;
INSERT INTO code (kind, citation, position, code, label_zh, label_en)
SELECT 'status', 'Arts 8, 10, 11', * FROM (VALUES
    (1, 'registered', '已登记', 'registered'), (2, 'dispatched', '已转办', 'transferred'),
    (3, 'replied', '已答复', 'replied'), (4, 'resolved', '已报结果', 'result reported'), (5, 'closed', '已办结', 'closed'),
    (6, 'withdrawn', '已撤诉', 'withdrawn'), (7, 'archived', '已归档', 'archived'), (8, 'voided', '已作废', 'voided'))
-- A claim, or a wish to be heard, which can turn into the first if it is handled badly.
UNION ALL SELECT 'validity', 'Art. 12', * FROM (VALUES
    (1, 'valid', '有效诉求', 'valid complaint'), (2, 'help_seeking', '沟通性投诉：求助', 'communicative: seeking help'),
    (3, 'communicative_enquiry', '沟通性投诉：咨询', 'communicative: enquiry'),
    (4, 'venting', '沟通性投诉：情绪宣泄', 'communicative: venting'))
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
UNION ALL SELECT 'escalation_act', 'Arts 13, 15, 16, 17, 20, 24', * FROM (VALUES
    (1, 'leader', '向本行领导报告', 'reported to the bank''s leaders'),
    (2, 'union', '向省联社办事处报告', 'reported to the provincial union office'),
    (3, 'regulator', '向金融监管分局报告', 'reported to the local regulator'),
    (4, 'counsel', '征询法律顾问', 'counsel consulted'), (5, 'police', '移送公安机关', 'passed to the police'))
-- What a paper shows of the customer.
UNION ALL SELECT 'customer_part', 'Art. 6', * FROM (VALUES
    (1, 'name', '客户姓名', 'customer''s name'), (2, 'phone', '客户电话', 'customer''s telephone'),
    (3, 'address', '客户住址', 'customer''s address'))
-- Why a supervision slip is issued (Art. 10 names the slip and leaves the reasons open).
UNION ALL SELECT 'supervision_reason', 'default; Art. 10', * FROM (VALUES
    (1, 'overdue', '超期未说明原因', 'overdue without a reason reported'),
    (2, 'major', '重大投诉临近期限', 'major and close to its limit'),
    (3, 'directive', '领导批示督办', 'ordered by a directive'),
    (4, 'report_returned', '结果报告被退回', 'result report returned'),
    (5, 'no_answer', '督办单超期未复', 'supervision slip not answered'))
-- By what a case is found (`find`).
UNION ALL SELECT 'found_by', 'Arts 6, 17', * FROM (VALUES
    (1, 'case_no', '案件编号', 'case number'), (2, 'slip_no', '单号', 'number of a paper'),
    (3, 'source_ref', '来文编号', 'sender''s reference'), (4, 'name', '姓名', 'name'), (5, 'phone', '电话', 'telephone'),
    (6, 'id_no', '证件号', 'identity number'), (7, 'text', '文字', 'text'),
    (8, 'hidden_text', '文字中的个人信息', 'personal data in a text'))
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

-- What of found_by is personal data: a search that finds by it goes on record (Art. 6).
CREATE VIEW found_by_person (code) AS VALUES ('name'), ('phone'), ('id_no'), ('hidden_text');

-- Who was contacted and why, and the event it is entered as. after_closing: it may come when the case is closed.
CREATE TABLE contact_purpose (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    party TEXT NOT NULL CHECK (party IN ('customer', 'source', 'unit', 'media')),
    event_kind TEXT NOT NULL DEFAULT 'contacted',
    after_closing INTEGER NOT NULL DEFAULT 0 CHECK (after_closing IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO contact_purpose (position, code, label_zh, label_en, party, event_kind, after_closing, citation) VALUES
    (1, 'acknowledge', '受理告知', 'acknowledgement', 'customer', 'contacted', 0, 'Art. 5; 银监发〔2012〕13号'),
    (2, 'progress', '进度告知', 'progress', 'customer', 'contacted', 0, 'Art. 3'),
    (3, 'explain_delay', '超期说明', 'explanation of a delay', 'customer', 'contacted', 0, 'Art. 10'),
    (4, 'source_reply', '回复转来部门', 'reply to the referring body', 'source', 'contacted', 0, 'Arts 9(7), 10'),
    (6, 'track', '跟踪处理结果', 'tracking of the result', 'unit', 'contacted', 0, 'Arts 9(1), 17'),
    (7, 'media_response', '回应媒体', 'response to the media', 'media', 'contacted', 0, 'Arts 9(6), 15'),
    (8, 'apology', '道歉', 'apology', 'customer', 'contacted', 0, 'Art. 13'),
    (9, 'explanation', '解释说明', 'explanation of rule and process', 'customer', 'contacted', 0, 'Arts 13, 14'),
    (10, 'compensation', '赔偿情况', 'compensation, or why there is none', 'customer', 'contacted', 0, 'Art. 13'),
    (11, 'source_objection', '向转来部门提出异议', 'objection to the referring body', 'source', 'contacted', 0,
     'Petition Regulations 2022, Art. 23'),
    (5, 'follow_up', '回访', 'follow-up', 'customer', 'contacted', 1, 'Art. 7'),
    (12, 'new_facts', '补充新事实', 'new facts and reasons', 'customer', 'new_facts', 0, 'Order 2020 No. 3, Art. 18'),
    (13, 'review_request', '申请核查（复查）', 'request for a review', 'customer', 'review_requested', 1,
     'Order 2020 No. 3, Art. 20; Petition Regulations 2022, Arts 35, 36'),
    (14, 'review_answer', '核查（复查）答复', 'answer to the review', 'customer', 'review_answered', 1,
     'Order 2020 No. 3, Art. 20; Petition Regulations 2022, Arts 35, 36');

-- To whom a case is escalated.
CREATE TABLE escalation_target (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO escalation_target (position, code, label_zh, label_en, citation) VALUES
    (1, 'leader', '本行领导', 'bank''s leaders', 'Arts 13, 15, 17'),
    (2, 'union', '省联社办事处', 'provincial union office', 'Arts 15, 17, 20'),
    (3, 'regulator', '金融监管分局', 'local financial regulator', 'Art. 20'),
    (4, 'counsel', '法律顾问', 'the bank''s counsel', 'Art. 16'), (5, 'police', '公安机关', 'police', 'Arts 13, 24');

-- How a case ends when it is closed. needs_note: the reason has to be given; usual: where none is named, of a case whose
-- customer is known or is not.
CREATE TABLE ending (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    needs_note INTEGER NOT NULL CHECK (needs_note IN (0, 1)),
    citation TEXT NOT NULL,
    usual TEXT CHECK (usual IN ('known', 'anonymous'))
) STRICT, WITHOUT ROWID;
INSERT INTO ending (position, code, label_zh, label_en, needs_note, citation, usual) VALUES
    (1, 'answered', '答复办结', 'answered', 0, 'Art. 10', 'known'),
    (2, 'explained_not_accepted', '已解释，客户不接受', 'explained, not accepted', 1, 'Art. 17', NULL),
    (3, 'judicial', '转司法程序', 'gone to court', 1, 'Art. 16', NULL),
    (4, 'out_of_scope', '不属受理范围，已告知去向', 'out of scope, customer told where to go', 1, 'Art. 12', NULL),
    (5, 'filed', '备案留存', 'filed for record', 0, 'Art. 13', 'anonymous');

-- The daily checks, and whether each branch makes its own (Arts 8(4), 9(2), 9(3)).
CREATE TABLE check_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    of_branch INTEGER NOT NULL CHECK (of_branch IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO check_kind (position, code, label_zh, label_en, of_branch, citation) VALUES
    (1, 'government_website', '政府信息网站', 'government website', 0, 'Art. 8(4)'),
    (2, 'web_channel', '网络投诉渠道', 'web complaints', 0, 'Art. 9(3)'),
    (3, 'branch_box', '营业机构意见簿（箱）', 'suggestion box of a branch', 1, 'Art. 9(2)');

-- What may call for accountability: a lead to be looked into, never a finding of guilt (Arts 23, 24).
CREATE TABLE lead_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    computed INTEGER NOT NULL CHECK (computed IN (0, 1)),  -- found by the view, or entered by hand
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO lead_kind (position, code, label_zh, label_en, computed, citation) VALUES
    (1, 'late', '超期未报告原因', 'overdue without a reason reported', 1, 'Art. 23'),
    (2, 'missing_checks', '每日查看漏查', 'daily checks missing', 1, 'Art. 23'),
    (3, 'slip_returned', '退回转办单', 'slip returned', 1, 'Arts 4, 23'),
    (4, 'repeat', '重复投诉', 'repeat complaint', 1, 'Arts 17, 23'),
    (5, 'coerced', '撤诉受到威胁或压力', 'withdrawal under duress', 1, 'Art. 18'),
    (6, 'untrue_finding', '首次调查失实', 'first finding untrue', 1, 'Art. 24'),
    (11, 'voided_late', '超期后作废', 'voided when late', 1, 'Arts 6, 23'),
    (12, 'late_entry', '补录延长或中止', 'extension or pause entered late', 1, 'Art. 23; Order 2020 No. 3'),
    (7, 'refusal', '推诿、搪塞', 'refusal or vague answer', 0, 'Arts 8, 23'),
    (8, 'aggravated', '致使事态扩大', 'matter made worse by the first receiver', 0, 'Arts 8, 23'),
    (9, 'leak', '泄露投诉信息', 'complaint leaked', 0, 'Art. 6'), (10, 'other_fact', '其他', 'another fact', 0, 'Arts 23, 24');

-- What the ledger can say. of_file: of the file itself, not of a case.
CREATE TABLE event_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    of_file INTEGER NOT NULL DEFAULT 0 CHECK (of_file IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO event_kind (code, label_zh, label_en, of_file, citation) VALUES
    ('file_created', '建立案件库', 'case file created', 1, '-'), ('unit_added', '增加单位', 'unit added', 1, 'Art. 2'),
    ('unit_changed', '单位变更', 'unit changed', 1, 'Art. 2'), ('unit_merged', '单位并入', 'unit merged', 1, 'Art. 2'),
    ('staff_added', '增加人员', 'member of staff added', 1, 'Art. 19'),
    ('staff_changed', '人员变更', 'member of staff changed', 1, 'Art. 19'),
    ('calendar_changed', '工作日历变更', 'calendar changed', 1, 'Art. 10'),
    ('calendar_extended', '工作日历延长', 'calendar extended', 1, 'Art. 10'),
    ('policy_changed', '规定变更', 'rule changed', 1, 'Arts 25, 26'), ('code_added', '增加代码', 'code added', 1, 'Art. 25'),
    ('code_changed', '代码变更', 'code changed', 1, 'Arts 25, 26'), ('code_retired', '停用代码', 'code retired', 1, 'Arts 25, 26'),
    ('imported', '批量导入', 'records imported', 1, 'Art. 6'), ('check_named', '指定每日查看人', 'daily check assigned', 1, 'Art. 8(4)'),
    ('checked', '每日查看', 'daily check made', 1, 'Arts 8(4), 9'),
    ('lead_opened', '责任追究线索', 'accountability lead opened', 1, 'Art. 23'),
    ('measure_taken', '责任追究措施', 'measure taken', 1, 'Arts 23, 24'),
    ('improvement_opened', '提出整改措施', 'corrective action opened', 1, 'Arts 7, 22'),
    ('improvement_done', '完成整改措施', 'corrective action done', 1, 'Arts 7, 22'),
    ('exported', '导出登记簿', 'register exported', 1, 'Art. 6'),
    ('export_failed', '导出未能写出', 'export not written out', 1, 'Art. 6'),
    ('searched', '按个人信息查找', 'searched by personal data', 1, 'Art. 6'),
    ('report_noted', '统计分析意见', 'findings on the figures', 1, 'Art. 22'),
    ('clock_corrected', '校正时钟', 'clock corrected', 1, 'Art. 6'),
    ('approval_seen', '过目以本人名义的批准', 'approval in one''s name seen', 1, 'Arts 6, 19'),
    ('logs_entered', '运行日志记入记录链', 'logs entered', 1, 'Art. 6'),
    ('program_changed', '程序更新', 'rules of another program laid', 1, 'Arts 6, 25'),
    ('ledger_changed', '记录链新格式', 'ledger of another version begun', 1, 'Art. 6'),
    ('restored', '还原案件库', 'case file restored', 1, 'Art. 6');

INSERT INTO event_kind (code, label_zh, label_en, citation) VALUES
    ('registered', '登记', 'registered', 'Arts 3, 8'), ('corrected', '更正登记', 'registration corrected', 'Arts 3, 6'),
    ('deadline_set', '确定办理期限', 'due date set', 'Arts 5, 10'),
    ('briefed', '报告领导', 'leader briefed', 'Art. 8(2)'), ('directed', '领导批示', 'directive given', 'Art. 8(2)'),
    ('dispatched', '转办', 'transferred by slip', 'Art. 9'), ('signed', '签收', 'slip signed for', 'Art. 9(5)'),
    ('slip_returned', '退回转办单', 'slip returned', 'Art. 4'),
    ('slip_recalled', '收回转办单', 'slip recalled', 'Art. 4'), ('supervised', '督办', 'supervision slip issued', 'Art. 10'),
    ('classified', '更正登记（类别、性质）', 'classified again', 'Arts 9(1), 13'), ('contacted', '联系', 'contact', 'Art. 5'),
    ('new_facts', '补充新事实', 'new facts and reasons', 'Order 2020 No. 3, Art. 18'),
    ('repeated', '客户再次反映同一事项', 'same matter raised again', 'Art. 17'),
    ('investigated', '调查核实', 'investigated', 'Arts 13, 17'),
    ('delay_reported', '未按期办结说明', 'reason for delay reported', 'Art. 10'),
    ('extended', '延长期限', 'limit extended', 'Order 2020 No. 3, Art. 18'),
    ('clock_paused', '中止计时', 'clock paused', 'Order 2020 No. 3, Art. 18'),
    ('clock_resumed', '恢复计时', 'clock resumed', 'Order 2020 No. 3, Art. 18'),
    ('escalated', '报告（移送、征询）', 'escalated', 'Arts 15, 16, 17, 20'), ('replied', '答复客户', 'customer replied to', 'Art. 10'),
    ('result_reported', '报送处理结果', 'result reported', 'Art. 11'), ('result_accepted', '审核通过', 'result accepted', 'Art. 11'),
    ('result_returned', '退回结果报告', 'result returned', 'Art. 11'), ('duty_waived', '免除事项', 'duty waived', 'Arts 8, 13'),
    ('withdrawal_requested', '提出撤诉', 'withdrawal asked for', 'Art. 18'),
    ('withdrawal_coerced', '查实撤诉受到威胁或压力', 'withdrawal found to be under duress', 'Art. 18'),
    ('withdrawn', '撤诉', 'withdrawn', 'Art. 18'), ('closed', '办结', 'closed', 'Art. 10'), ('voided', '作废', 'voided', 'Art. 6'),
    ('reopened', '重新办理', 'reopened', 'Art. 17'),
    ('review_requested', '申请核查（复查）', 'review asked for', 'Order 2020 No. 3, Art. 20'),
    ('review_answered', '核查（复查）答复', 'review answered', 'Order 2020 No. 3, Art. 20'), ('archived', '归档', 'archived', 'Art. 6'),
    ('attached', '存入附件', 'file attached', 'Art. 6'), ('attachment_voided', '附件作废', 'attachment voided', 'Art. 6'),
    ('entry_voided', '录入作废', 'entry voided', 'Art. 6'),
    ('revealed', '查看个人信息', 'personal data revealed', 'Art. 6'), ('printed', '打印单据', 'form printed', 'Arts 6, 8, 9'),
    ('output_failed', '查看（打印）未能输出', 'not shown or printed after all', 'Art. 6');

-- What an inspector asks of: who looked at whom, and who changed what others go by.
CREATE TABLE audit_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO audit_kind (position, code, label_zh, label_en, citation) VALUES
    (1, 'reveal', '查看', 'personal data shown', 'Art. 6'), (2, 'print', '打印', 'printed', 'Arts 6, 8, 9'),
    (3, 'export', '导出', 'exported', 'Art. 6'), (4, 'search', '查找', 'searched by personal data', 'Art. 6'),
    (5, 'rights', '人员和权限', 'people and rights', 'Art. 19'), (6, 'rules', '规定和日历', 'rules and calendar', 'Arts 25, 26'),
    (7, 'file', '案件库', 'the file itself', 'Art. 6'), (8, 'login', '他人登录名', 'another''s login', 'Art. 6');

-- The acts that it holds, and the details of each that it tells, beside the reason.
CREATE TABLE audited_event (
    event_kind TEXT PRIMARY KEY REFERENCES event_kind (code), kind TEXT NOT NULL REFERENCES audit_kind (code),
    told TEXT NOT NULL CHECK (json_type(told) = 'array')
) STRICT, WITHOUT ROWID;
INSERT INTO audited_event (event_kind, kind, told) VALUES
    ('revealed', 'reveal', '["form", "attachment"]'),
    ('printed', 'print', '["form", "slip_no", "copy_no", "blank", "shown"]'),
    ('exported', 'export', '["form", "file"]'), ('searched', 'search', '["by", "found_cases"]'),
    ('staff_added', 'rights', '["staff", "unit", "role", "login", "email", "phone", "line", "heads"]'),
    ('staff_changed', 'rights',
        '["staff", "name", "unit", "role", "login", "shared_login", "email", "phone", "line", "heads", "retired_on",
        "ssh_key"]'),
    ('unit_added', 'rights', '["unit", "kind", "head", "email", "line", "area"]'),
    ('unit_changed', 'rights', '["unit", "name", "kind", "head", "email", "line", "area", "retired_on"]'),
    ('unit_merged', 'rights', '["unit", "merged_into"]'),
    ('policy_changed', 'rules',
        '["key", "value", "limit_days", "target_days", "enabled", "is_verified", "in_force_from", "in_force_to"]'),
    ('code_added', 'rules', '["kind", "code", "label_zh", "label_en", "in_force_from"]'),
    ('code_changed', 'rules',
        '["kind", "code", "label_zh", "label_en", "needs_slip", "referred", "blocking", "retired", "in_force_from"]'),
    ('code_retired', 'rules', '["kind", "code", "in_force_from"]'),
    ('calendar_changed', 'rules', '["source", "days", "forced"]'),
    ('file_created', 'file', '["bank", "officer", "version"]'),
    ('program_changed', 'file', '["previous_version", "version"]'), ('ledger_changed', 'file', '["version", "shared_logins"]'),
    ('clock_corrected', 'file', '["last_entry"]'),
    ('restored', 'file', '["backup", "replaced", "backup_seq", "replaced_seq"]');

-- The bank's forms: their titles (the bank's name goes before them) and how they are numbered within a year: the year in four
-- digits, one character, the serial. goes_to: who gets the printed form; NULL: it is never printed.
CREATE TABLE form (
    code TEXT PRIMARY KEY, title_zh TEXT NOT NULL UNIQUE, title_en TEXT NOT NULL UNIQUE, number_pattern TEXT,
    goes_to TEXT CHECK (goes_to IN ('file', 'unit', 'customer')), citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO form (code, title_zh, title_en, number_pattern, goes_to, citation) VALUES
    ('register', '客户投诉（信访）登记簿', 'complaints register', 'TS-%04d-%04d', 'file', 'Art. 8, annex 1'),
    ('receipt', '客户投诉受理回执', 'receipt', NULL, 'customer', 'Art. 5'),
    ('transfer', '客户投诉（信访）转办单', 'transfer slip', '转〔%d〕%d号', 'unit', 'Art. 9'),
    ('supervise', '客户投诉（信访）督办单', 'supervision slip', '督〔%d〕%d号', 'unit', 'Art. 10'),
    ('result', '客户投诉（信访）处理结果报告单', 'result report', '报〔%d〕%d号', 'unit', 'Art. 11, annex 3'),
    ('endorsed', '市县领导批转客户投诉（信访）事项登记表', 'register of matters endorsed by city and county leaders', NULL, 'file', 'annex 2'),
    ('reply', '客户投诉答复函', 'written reply', NULL, 'customer', 'Art. 10'),
    ('delay', '客户投诉未按期办结说明', 'notice of delay', NULL, 'customer', 'Art. 10'),
    ('label', '客户投诉（信访）案卷封面', 'case file cover', NULL, 'file', 'Art. 6'),
    ('envelope', '客户投诉信封', 'envelope', NULL, 'customer', 'Art. 10'),
    ('archive', '归档编号', 'archive number', '档〔%d〕%d号', NULL, 'Art. 6'),
    ('improvement', '整改措施', 'corrective action', '改〔%d〕%d号', NULL, 'Arts 7, 22');

-- What of the customer a form may show (Art. 6): the identity number and the address, which nobody needs to reply; and who made
-- a report of wrongdoing, which a unit is never told (Art. 13; Petition Regulations 2022, Art. 30).
CREATE TABLE form_reader (
    code TEXT PRIMARY KEY, shows_identity INTEGER NOT NULL, may_know_reporter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO form_reader (code, shows_identity, may_know_reporter) VALUES ('file', 1, 1), ('unit', 0, 0), ('customer', 0, 1);

-- What of the customer the document shows without a reason given, being made for it: a unit calls him back, a letter names him.
-- It is on record all the same (Art. 6), and nothing of it goes for a report of wrongdoing (Art. 13).
CREATE TABLE form_shows (
    form TEXT NOT NULL REFERENCES form (code), part TEXT NOT NULL, PRIMARY KEY (form, part)  -- part: a code of customer_part
) STRICT, WITHOUT ROWID;
INSERT INTO form_shows (form, part) VALUES
    ('transfer', 'phone'), ('supervise', 'phone'), ('receipt', 'name'), ('reply', 'name'), ('delay', 'name'),
    ('envelope', 'name'), ('envelope', 'address');

-- The acts that a form is the paper of, the command that does them, and where the event holds the number they are given.
CREATE TABLE form_event (
    event_kind TEXT PRIMARY KEY REFERENCES event_kind (code), form TEXT NOT NULL REFERENCES form (code),
    number_key TEXT, remedy TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO form_event (event_kind, form, number_key, remedy) VALUES
    ('registered', 'receipt', NULL, 'register'),
    ('dispatched', 'transfer', 'slip_no', 'transfer CASE --to UNIT'),
    ('supervised', 'supervise', 'slip_no', 'supervise CASE --reason CODE'),
    ('result_reported', 'result', 'report_no', 'resolve CASE'), ('replied', 'reply', NULL, 'resolve CASE'),
    ('delay_reported', 'delay', NULL, 'delay CASE --reason TEXT'), ('extended', 'delay', NULL, 'delay CASE --reason TEXT'),
    ('archived', 'archive', 'archive_no', 'archive CASE'),
    ('improvement_opened', 'improvement', 'action_no', 'improvement add --case CASE');

-- ---- What the bank changes (`code`) ----

-- The kinds of code that a bank adds to and retires from; of the others it changes the words, and what a channel or a duty
-- asks.
CREATE TABLE extendable_kind (kind TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO extendable_kind (kind) VALUES
    ('channel'), ('cause'), ('business_type'), ('service_channel_class'), ('media_stage'), ('supervision_reason'),
    ('referring_body'), ('ending'), ('contact_purpose'), ('check_kind'), ('lead_kind');

-- The codes of these kinds that a rule names by itself: one that is retired would leave the rule without its case.
CREATE TABLE code_in_rule (
    kind TEXT NOT NULL, code TEXT NOT NULL, citation TEXT NOT NULL, PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;
INSERT INTO code_in_rule (kind, code, citation) VALUES
    ('channel', 'web', 'Art. 9(3)'), ('channel', 'walk_in', 'Art. 8(1)'), ('channel', 'media', 'Arts 9(6), 15'),
    ('referring_body', 'financial_regulator', 'Order 2020 No. 3, Art. 18'),
    ('referring_body', 'central_bank', 'PBoC Order 2020 No. 5'), ('referring_body', 'hotline', 'default'),
    ('referring_body', 'petition_office', 'Petition Regulations 2022, Arts 23, 34'),
    ('referring_body', 'superior_body', 'Art. 9(7)'), ('referring_body', 'other_body', 'Art. 9(8)'),
    ('supervision_reason', 'overdue', 'Art. 10'), ('supervision_reason', 'major', 'Arts 9(1), 10'),
    ('supervision_reason', 'directive', 'Art. 8(2)'), ('supervision_reason', 'report_returned', 'Art. 11'),
    ('supervision_reason', 'no_answer', 'Art. 10'),
    ('ending', 'answered', 'Art. 10'), ('ending', 'filed', 'Art. 13'), ('contact_purpose', 'acknowledge', 'Art. 5'),
    ('contact_purpose', 'explain_delay', 'Art. 10'), ('contact_purpose', 'source_reply', 'Arts 9(7), 10'),
    ('contact_purpose', 'progress', 'Art. 3'), ('contact_purpose', 'follow_up', 'Art. 7'),
    ('contact_purpose', 'track', 'Arts 9(1), 17'), ('contact_purpose', 'media_response', 'Arts 9(6), 15'),
    ('contact_purpose', 'apology', 'Art. 13'), ('contact_purpose', 'explanation', 'Arts 13, 14'),
    ('contact_purpose', 'compensation', 'Art. 13'),
    ('contact_purpose', 'source_objection', 'Petition Regulations 2022, Art. 23'),
    ('contact_purpose', 'new_facts', 'Order 2020 No. 3, Art. 18'),
    ('contact_purpose', 'review_request', 'Order 2020 No. 3, Art. 20'),
    ('contact_purpose', 'review_answer', 'Order 2020 No. 3, Art. 20'), ('check_kind', 'government_website', 'Art. 8(4)'),
    ('check_kind', 'web_channel', 'Art. 9(3)'), ('check_kind', 'branch_box', 'Art. 9(2)'), ('lead_kind', 'late', 'Art. 23'),
    ('lead_kind', 'missing_checks', 'Art. 23'), ('lead_kind', 'slip_returned', 'Arts 4, 23'),
    ('lead_kind', 'repeat', 'Arts 17, 23'), ('lead_kind', 'coerced', 'Art. 18'), ('lead_kind', 'untrue_finding', 'Art. 24'),
    ('lead_kind', 'voided_late', 'Arts 6, 23'), ('lead_kind', 'late_entry', 'Art. 23');

-- What a bank changed of the rows above, which come with the program. added: the code is the bank's own; retired: 1 from the
-- day it serves no more, 0 where it serves again. A rule of a case is read as on the day of receipt (Art. 26), a word as today.
CREATE TABLE code_change (
    kind TEXT NOT NULL, code TEXT NOT NULL,
    field TEXT NOT NULL CHECK (field IN ('label_zh', 'label_en', 'needs_slip', 'referred', 'blocking', 'added', 'retired')),
    in_force_from TEXT NOT NULL CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    value ANY NOT NULL,
    PRIMARY KEY (kind, code, field, in_force_from)
) STRICT, WITHOUT ROWID;

-- Each code with the two labels that come with the program; officers call a form by its last words as well: 转办单.
CREATE VIEW shipped_label AS
SELECT kind, code, label_zh, label_en, citation, position FROM code
UNION ALL SELECT 'category', code, label_zh, label_en, citation, position FROM category
UNION ALL SELECT 'channel', code, label_zh, label_en, citation, position FROM channel
UNION ALL SELECT 'fault', code, label_zh, label_en, 'Arts 13, 14', position FROM fault
UNION ALL SELECT 'satisfaction', code, label_zh, label_en, 'Art. 11', position FROM satisfaction
UNION ALL SELECT 'role', code, label_zh, label_en, 'Art. 19', position FROM role
UNION ALL SELECT 'right_holder', code, label_zh, label_en, 'Art. 19', position FROM right_holder
UNION ALL SELECT 'act_kind', code, label_zh, label_en, citation, position FROM act_kind
UNION ALL SELECT 'right_scope', code, label_zh, label_en, 'Art. 19', position FROM right_scope
UNION ALL SELECT 'nature', code, label_zh, label_en, 'Art. 12', position FROM nature
UNION ALL SELECT 'major_ground', code, label_zh, label_en, citation, position FROM major_ground
UNION ALL SELECT 'media_level', code, label_zh, label_en, 'Art. 15', position FROM media_level
UNION ALL SELECT 'referring_body', code, label_zh, label_en, citation, position FROM referring_body
UNION ALL SELECT 'escalation_target', code, label_zh, label_en, citation, position FROM escalation_target
UNION ALL SELECT 'ending', code, label_zh, label_en, citation, position FROM ending
UNION ALL SELECT 'check_kind', code, label_zh, label_en, citation, position FROM check_kind
UNION ALL SELECT 'lead_kind', code, label_zh, label_en, citation, position FROM lead_kind
UNION ALL SELECT 'contact_purpose', code, label_zh, label_en, citation, position FROM contact_purpose
UNION ALL SELECT 'event_kind', code, label_zh, label_en, citation, 0 FROM event_kind
UNION ALL SELECT 'audit_kind', code, label_zh, label_en, citation, position FROM audit_kind
UNION ALL SELECT 'form', code, title_zh, title_en, citation, 0 FROM form WHERE goes_to IS NOT NULL
UNION ALL SELECT 'form', code, replace(replace(title_zh, '客户投诉（信访）', ''), '客户投诉', ''), title_en, citation, 0 FROM form
    WHERE goes_to IS NOT NULL
UNION ALL SELECT 'duty', code, label_zh, label_en, article, position FROM duty
UNION ALL SELECT 'time_limit', code, label_zh, label_en, NULL, position FROM limit_label l
    WHERE in_force_from = (SELECT max(in_force_from) FROM time_limit WHERE code = l.code);

-- What else codes are called in Chinese: before their words were mended, and in short. Old registers and habits say so.
CREATE VIEW former_label AS
SELECT column1 AS kind, column2 AS code, column3 AS label_zh FROM (VALUES
    ('validity', 'valid', '有效投诉'), ('validity', 'venting', '沟通性投诉:发泄'),
    ('contact_purpose', 'explain_delay', '延期说明'), ('supervision_reason', 'no_answer', '督办单逾期未复'),
    ('lead_kind', 'missing_checks', '每日查看缺失'), ('lead_kind', 'coerced', '撤诉受胁迫'),
    ('lead_kind', 'late_entry', '补录延期或中止'), ('form', 'delay', '客户投诉延期说明'), ('form', 'delay', '延期说明'),
    ('duty', 'delay_reason', '报告延期原因'), ('duty', 'delay_told', '向客户说明延期'), ('duty', 'counsel', '联系法律顾问'),
    ('duty', 'report_regulator', '向监管分局报告重大投诉'), ('duty', 'final_regulator', '向监管分局报送重大投诉终报'),
    ('event_kind', 'delay_reported', '报告延期原因'), ('event_kind', 'extended', '批准延期'),
    ('event_kind', 'classified', '重新分类'), ('event_kind', 'escalated', '上报'),
    ('event_kind', 'withdrawal_coerced', '查实撤诉受胁迫'), ('event_kind', 'ledger_changed', '台账新格式'),
    ('event_kind', 'logs_entered', '运行日志入账'),
    ('channel', 'phone', '来电'), ('channel', 'walk_in', '来访'), ('channel', 'letter', '来信'),
    ('form', 'endorsed', '批转登记表'), ('role', 'unit_head', '支行负责人'));

-- Each code as it is called today. since: the first day of one that the bank added; retired_on: the first on which it serves
-- no more.
CREATE VIEW code_label AS
WITH changed AS MATERIALIZED (
    SELECT kind, code, field, value, in_force_from, in_force_to FROM code_change
    WHERE field IN ('added', 'retired') OR (SELECT day FROM today) BETWEEN in_force_from AND in_force_to
)
SELECT s.kind, s.code,
    coalesce((SELECT value FROM changed WHERE kind = s.kind AND code = s.code AND field = 'label_zh'), a.label_zh, s.label_zh)
        AS label_zh,
    coalesce((SELECT value FROM changed WHERE kind = s.kind AND code = s.code AND field = 'label_en'), a.label_en, s.label_en)
        AS label_en,
    s.citation, s.position, a.since,
    -- Retired today, or to be: not where it was taken up again since.
    (SELECT min(in_force_from) FROM changed
     WHERE kind = s.kind AND code = s.code AND field = 'retired' AND value = 1 AND in_force_to >= (SELECT day FROM today))
        AS retired_on
FROM shipped_label s
-- A code of the bank's own, as it was called at the first: so it is before its day as well.
LEFT JOIN (
    SELECT a.kind, a.code, a.in_force_from AS since, z.value AS label_zh, e.value AS label_en
    FROM code_change a
    JOIN code_change z ON (z.kind, z.code, z.field, z.in_force_from) = (a.kind, a.code, 'label_zh', a.in_force_from)
    JOIN code_change e ON (e.kind, e.code, e.field, e.in_force_from) = (a.kind, a.code, 'label_en', a.in_force_from)
    WHERE a.field = 'added'
) a ON a.kind = s.kind AND a.code = s.code;

-- ==== 3. THE BANK AND ITS CALENDAR ===================================================================================
-- Branches, departments and offices (Art. 2).
CREATE TABLE unit (
    code TEXT PRIMARY KEY CHECK (length(code) > 0), name TEXT NOT NULL CHECK (length(name) > 0),
    kind TEXT NOT NULL DEFAULT 'branch' CHECK (kind IN ('branch', 'department', 'office')),
    email TEXT, head TEXT REFERENCES staff (code) DEFERRABLE INITIALLY DEFERRED, line TEXT,
    area TEXT CHECK (area IN ('town', 'country')), retired_on TEXT CHECK (retired_on IS date(retired_on)),
    merged_into TEXT REFERENCES unit (code)  -- of one that retired: the unit that took over its work and its cases
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    code TEXT PRIMARY KEY CHECK (length(code) > 0), name TEXT NOT NULL CHECK (length(name) > 0),
    unit TEXT NOT NULL REFERENCES unit (code), role TEXT NOT NULL REFERENCES role (code),
    login TEXT UNIQUE, email TEXT, phone TEXT,
    line TEXT,  -- of a business-line leader: the line he leads, as the units' column says it
    retired_on TEXT CHECK (retired_on IS date(retired_on)),
    shared_login INTEGER NOT NULL DEFAULT 0 CHECK (shared_login IN (0, 1)),  -- several people work under this login
    ssh_key TEXT UNIQUE  -- the public key by which a server knows them
) STRICT, WITHOUT ROWID;

-- One row a day. working_no counts the working days from the first day of the table, and a rest day carries the
-- number of the last working day before it; so the n-th working day after a day is the working day numbered
-- working_no + n, and a due date is a join. known = 0: the year's schedule is not published, the row is a guess.
CREATE TABLE calendar (
    day TEXT PRIMARY KEY CHECK (day IS date(day)), is_working INTEGER NOT NULL CHECK (is_working IN (0, 1)),
    working_no INTEGER NOT NULL CHECK (working_no >= 0), known INTEGER NOT NULL CHECK (known IN (0, 1)),
    name TEXT,  -- the holiday, or the make-up day; NULL on plain weekdays and weekends
    source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX calendar_working_day ON calendar (working_no) WHERE is_working = 1;
CREATE INDEX calendar_unknown ON calendar (day) WHERE known = 0;

-- Now, in China Standard Time. The one place that asks for the time: --as-of answers it by a datetime() of its own.
CREATE VIEW today AS
SELECT replace(datetime('now', '+8 hours'), ' ', 'T') || '+08:00' AS now, substr(datetime('now', '+8 hours'), 1, 10) AS day;

-- Who serves today. (The day somebody left is the first on which he serves no more.)
CREATE VIEW serving_unit AS
SELECT * FROM unit WHERE coalesce(retired_on, '9999-12-31') > (SELECT day FROM today);
CREATE VIEW serving_person AS
SELECT * FROM staff WHERE coalesce(retired_on, '9999-12-31') > (SELECT day FROM today);

-- Whether the login alone says who acts (Art. 19): then nobody is named in its holder's place, nor under one that is nobody's.
CREATE VIEW login_rule AS
SELECT p.value = 'on' AS is_strict FROM policy p JOIN today t ON t.day BETWEEN p.in_force_from AND p.in_force_to
WHERE p.key = 'actor_by_login';

-- The leaders a case may be reported to (Art. 8(2)). Few of all the staff: the roles come first.
CREATE VIEW leader AS
SELECT s.code, s.line, r.code AS role, r.in_charge, r.position
FROM role r CROSS JOIN serving_person s ON s.role = r.code
WHERE r.briefed;

CREATE VIEW calendar_day AS
SELECT day, is_working, working_no, known, name, CAST(strftime('%w', day) AS INTEGER) AS weekday,
    CASE
        WHEN is_working AND strftime('%w', day) IN ('0', '6') THEN 'make_up_day'
        WHEN is_working THEN 'working_day'
        WHEN name IS NULL THEN 'weekend'
        ELSE 'holiday'
    END AS day_type
FROM calendar;

-- ==== 4. THE LEDGER ==================================================================================================
-- The ledger: every act, once, never changed (Art. 6). at is when it happened, recorded_at when it was entered.
-- actor is who did it or had it entered, login the operating system's user at the machine host. hash is the SHA-256 of
-- the previous row's hash and of this row's leaf (see record/ledger.py), so no row can be changed, put in or taken out
-- without breaking every hash after it; a head noted elsewhere, on paper or in a mail, shows even a ledger whose every
-- later hash was computed anew. seq has no gaps.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    case_no TEXT,
    kind TEXT NOT NULL REFERENCES event_kind (code),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??+08:00'),
    recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??+08:00'),
    actor TEXT NOT NULL REFERENCES staff (code),
    detail TEXT NOT NULL CHECK (json_type(detail) = 'object'),
    previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64), hash TEXT NOT NULL CHECK (length(hash) = 64),
    day TEXT NOT NULL GENERATED ALWAYS AS (substr(at, 1, 10)) VIRTUAL,
    -- Where it was entered, and the chance in its hash; none of them before the event ledger_changed of an older file.
    login TEXT, host TEXT, salt TEXT CHECK (salt IS NULL OR length(salt) = 32 AND login IS NOT NULL AND host IS NOT NULL),
    CHECK (at <= recorded_at)  -- nothing is entered before it happens
) STRICT;

CREATE INDEX event_of_case ON event (case_no, kind);
CREATE INDEX event_of_exit ON event (day, case_no) WHERE kind IN ('closed', 'withdrawn');
CREATE INDEX event_of_check ON event (detail ->> 'check', detail ->> 'unit', detail ->> 'day') WHERE kind = 'checked';

-- Where people worked and which units they headed, for who must stand aside though moved meanwhile.
CREATE INDEX event_of_staff ON event (detail ->> 'staff') WHERE kind IN ('staff_added', 'staff_changed');
CREATE INDEX event_of_unit ON event (detail ->> 'unit') WHERE kind IN ('unit_added', 'unit_changed');
CREATE INDEX event_of_look ON event (recorded_at) WHERE kind IN ('revealed', 'printed', 'exported');
CREATE INDEX event_of_review ON event (kind, case_no) WHERE kind = 'review_requested';
CREATE INDEX event_of_promise ON event (case_no) WHERE kind = 'contacted' AND detail ->> 'promised_on' IS NOT NULL;
CREATE INDEX event_of_attachment ON event (detail ->> 'attachment') WHERE kind = 'attached';

-- Approvals, by who gave them, and which of them he has seen.
CREATE INDEX event_of_approval ON event (coalesce(detail ->> 'approved_by', detail ->> 'authorised_by'))
WHERE coalesce(detail ->> 'approved_by', detail ->> 'authorised_by') IS NOT NULL;
CREATE INDEX event_of_approval_seen ON event (detail ->> 'event') WHERE kind = 'approval_seen';

-- The numbers of papers, by which people name a case.
CREATE INDEX event_of_paper ON event (coalesce(detail ->> 'slip_no', detail ->> 'report_no', detail ->> 'archive_no'))
WHERE kind IN ('dispatched', 'supervised', 'result_reported', 'archived');

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

-- Which details of an event are shared: codes of the regulation and of units, days, amounts, flags, for the figures (Art. 22).
-- All else, every text, name and person, lies in the salted part of the event's leaf (Art. 6). An event is proved by the rows
-- of its kind: what is once released stays as it is, and a new key may come.
CREATE TABLE shared_field (
    kind TEXT NOT NULL REFERENCES event_kind (code), key TEXT NOT NULL, citation TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO shared_field (kind, key, citation)
SELECT shared.column1, key.value, 'Arts 6, 22'
FROM (VALUES
    ('file_created', 'practice version digest calendar'), ('ledger_changed', 'version'),
    ('program_changed', 'version digest previous_version previous_digest calendar'),
    ('logs_entered', 'job_run job_run_hash mail_log mail_log_hash'),
    ('policy_changed', 'key enabled ended in_force_from in_force_to is_verified limit_days target_days'),
    ('code_added', 'kind code position needs_slip referred in_force_from added'),
    ('code_changed', 'kind code needs_slip referred blocking retired in_force_from'),
    ('code_retired', 'kind code retired in_force_from'),
    ('calendar_changed', 'calendar former days forced'), ('calendar_extended', 'calendar'),
    ('unit_added', 'unit kind area imported'), ('unit_changed', 'unit kind area retired_on'),
    ('unit_merged', 'unit merged_into'), ('staff_added', 'unit role imported'),
    ('staff_changed', 'unit role previous_role retired_on shared_login'),
    ('imported', 'rows'), ('check_named', 'check unit'), ('checked', 'check unit day late_entry'),
    ('lead_opened', 'kind unit case_no'), ('measure_taken', 'lead_kind lead_day unit case_no'),
    ('improvement_opened', 'action_no cases due_on'), ('improvement_done', 'action_no'),
    ('exported', 'form revealed'), ('report_noted', 'first_day last_day period'), ('clock_corrected', 'clock last_entry'),
    ('approval_seen', 'event'),
    ('restored', 'backup_seq backup_head replaced_seq replaced_head common_seq lost_events lost_cases changed_cases lost_acts'
        || ' numbers foreign unreadable'),
    ('registered', 'channel category secondary_category nature anonymous anonymous_intent validity respondent_unit amount_fen'
        || ' compensation_fen group_size representatives public_figure hot_topic reputation media_level media_stage'
        || ' legal_complexity legal_dispute business_type cause service_channel_class repeat_of repeat_root repeat_no source_kind'
        || ' source_due_on source_accepted_on endorsed_on letter_dated postmarked_on posted_at imported stated_restricted'
        || ' stated_reopenings stated_registered_at'),
    ('corrected', 'channel category nature anonymous respondent_unit amount_fen representatives received_at repeat_of repeat_root'
        || ' repeat_no source_kind source_due_on source_accepted_on endorsed_on letter_dated postmarked_on posted_at'),
    ('repeated', 'channel category nature respondent_unit amount_fen public_figure source_kind source_due_on'),
    ('classified', 'category previous_category secondary_category nature anonymous_intent validity previous_validity'
        || ' respondent_unit amount_fen group_size public_figure hot_topic reputation media_level media_stage legal_complexity'
        || ' legal_dispute business_type cause service_channel_class lifts_restriction imported'),
    ('deadline_set', 'due_on previous_due_on rule provisional imported'),
    ('briefed', 'role line absent imported'), ('directed', 'due_on instructs_unit orders_supervision imported'),
    ('dispatched', 'to_unit assisting_units slip_no due_on stated_on imported'), ('signed', 'slip_no'),
    ('slip_returned', 'slip_no'), ('slip_recalled', 'slip_no'), ('supervised', 'slip_no to_unit due_on reason'),
    ('contacted', 'purpose authorised_at promised_on imported'), ('new_facts', 'purpose'),
    ('investigated', 'by_unit first_finding_untrue'), ('delay_reported', 'customer_told_at expected_on'),
    ('extended', 'clock days previous_due_on customer_told_at late_entry'), ('clock_paused', 'customer_told_at late_entry'),
    ('escalated', 'to rule stage'), ('replied', 'on_the_spot corrects imported'),
    ('result_reported', 'report_no fault satisfaction compensation_fen loss_fen beyond_authority no_form imported'),
    ('duty_waived', 'duty'), ('withdrawn', 'undated imported'), ('closed', 'ending left_open undated imported'),
    ('voided', 'instead imported'), ('review_requested', 'purpose'), ('review_answered', 'purpose'),
    ('archived', 'archive_no imported'), ('printed', 'form copy_no slip_no revealed blank shown')
) AS shared, json_each('["' || replace(shared.column2, ' ', '","') || '"]') AS key;

-- The last row of the ledger, kept apart so that cutting off its end is noticed as well.
CREATE TABLE ledger_head (
    only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT;

-- The program whose schema.sql laid the views, triggers and shipped rows of this file, and that text itself (zlib), against
-- which verify holds them; its SHA-256 stands in the ledger too (file_created, program_changed).
CREATE TABLE program (
    only INTEGER PRIMARY KEY CHECK (only = 1), version TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (length(digest) = 64), text BLOB NOT NULL
) STRICT;

-- The last serial given out for each numbered form in each year; taken in the transaction that uses it, so no gaps but those
-- that a restored file is on record for.
CREATE TABLE number_series (
    form TEXT NOT NULL REFERENCES form (code), year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (form, year)
) STRICT, WITHOUT ROWID;

-- How far from the last entry's time the clock may stand at the next one (Art. 6). behind: as far as clocks of machines differ.
-- ahead: longer than a bank is closed for any holiday; a clock whose battery is dead would number the cases by another year.
CREATE VIEW clock_allowance AS
SELECT '5 minutes' AS behind, '31 days' AS ahead;

-- Between which times the next entry may be made without a word; no row in a practice file, whose clock may be set.
CREATE VIEW next_entry AS
SELECT e.recorded_at AS last_at,
    strftime('%Y-%m-%dT%H:%M:%S+08:00', substr(e.recorded_at, 1, 19), '-' || a.behind) AS earliest,
    strftime('%Y-%m-%dT%H:%M:%S+08:00', substr(e.recorded_at, 1, 19), '+' || a.ahead) AS latest
FROM event e JOIN clock_allowance a
WHERE e.seq = (SELECT max(seq) FROM event) AND NOT EXISTS (SELECT 1 FROM policy WHERE key = 'practice' AND value = '1');

-- Entries of a real file made at an earlier time than the one before (Art. 6): what was late then may look punctual. A clock's
-- correction that is on record, with both times, accounts for the step back.
CREATE VIEW entry_out_of_order AS
SELECT e.seq, e.case_no, e.kind, e.recorded_at, p.recorded_at AS previous_at
FROM event e JOIN event p ON p.seq = e.seq - 1
WHERE e.recorded_at < p.recorded_at
    AND NOT (e.kind = 'clock_corrected'
        AND e.detail ->> 'last_entry' IS p.recorded_at AND e.detail ->> 'clock' IS e.recorded_at)
    AND NOT EXISTS (SELECT 1 FROM policy WHERE key = 'practice' AND value = '1');

-- Entries of a real file in the future, for the clock ran ahead; not those before its last correction, which is on record.
CREATE VIEW entry_in_future AS
SELECT e.seq, e.case_no, e.kind, e.recorded_at
FROM event e
WHERE e.recorded_at > (SELECT strftime('%Y-%m-%dT%H:%M:%S+08:00', substr(t.now, 1, 19), '+' || a.behind)
                       FROM today t JOIN clock_allowance a)
    AND e.seq > (SELECT coalesce(max(seq), 0) FROM event WHERE case_no IS NULL AND kind = 'clock_corrected')
    AND NOT EXISTS (SELECT 1 FROM policy WHERE key = 'practice' AND value = '1');

-- ---- Acts by what they say ----

CREATE VIEW unit_entry AS
SELECT seq, day, kind, detail ->> 'unit' AS unit, detail ->> 'previous_name' AS previous_name,
    detail ->> 'previous_head' AS previous_head
FROM event WHERE case_no IS NULL AND kind IN ('unit_added', 'unit_changed');
CREATE VIEW staff_entry AS
SELECT seq, detail ->> 'staff' AS staff, detail ->> 'unit' AS unit, detail ->> 'previous_name' AS previous_name
FROM event WHERE case_no IS NULL AND kind IN ('staff_added', 'staff_changed');

-- What a unit or a person was called before a change, so that an old slip keeps the name of its day.
CREATE VIEW former_name AS
SELECT 'unit' AS kind, unit AS code, previous_name AS name, seq AS until_seq FROM unit_entry WHERE previous_name IS NOT NULL
UNION ALL SELECT 'staff', staff, previous_name, seq FROM staff_entry WHERE previous_name IS NOT NULL;

-- The day on which a unit was added. One of which the ledger says none, such as the supervision office, stood always.
CREATE VIEW unit_since AS
SELECT unit, min(day) AS day FROM unit_entry WHERE kind = 'unit_added' GROUP BY unit;

-- Where each member of staff worked, and until which entry; NULL: works there still. (A reader that asks by a column takes off
-- its type with a plus, which would keep SQLite from using the index of staff.)
CREATE VIEW place_of_work AS
SELECT staff, unit, (SELECT min(seq) FROM staff_entry WHERE staff = e.staff AND seq > e.seq) AS until_seq FROM staff_entry e;

-- Who headed each unit before another did, and until which entry.
CREATE VIEW former_head AS
SELECT unit, previous_head AS person, seq AS until_seq FROM unit_entry WHERE previous_head IS NOT NULL;

-- Approvals that somebody else entered in a person's name, until he has seen them; not those of before the ledger named logins.
CREATE VIEW unseen_approval AS
SELECT e.seq, e.case_no, e.kind, e.recorded_at, e.actor, s.code AS person, s.unit,
    '过目以本人名义的批准：' || k.label_zh || coalesce(' ' || w.name, '') AS label_zh,
    'see what was approved in your name: ' || k.label_en || coalesce(' ' || w.name, '') AS label_en,
    'complaintctl todo --seen ' || e.seq AS remedy
FROM staff s JOIN event e ON coalesce(e.detail ->> 'approved_by', e.detail ->> 'authorised_by') = +s.code
JOIN event_kind k ON k.code = e.kind LEFT JOIN staff w ON w.code = e.detail ->> 'staff'
WHERE e.actor <> s.code AND e.login IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM event WHERE kind = 'approval_seen' AND detail ->> 'event' = +e.seq);

CREATE VIEW contact AS
SELECT case_no, seq, at, day, detail ->> 'purpose' AS purpose FROM event WHERE kind = 'contacted';

-- Words with the customer, and the day by which they were promised others.
CREATE VIEW customer_contact AS
SELECT case_no, seq, at, kind, detail ->> 'promised_on' AS promised_on
FROM event e
WHERE kind IN ('replied', 'review_answered') OR kind = 'contacted' AND EXISTS (
    SELECT 1 FROM contact_purpose WHERE code = e.detail ->> 'purpose' AND party = 'customer');

-- The replies to the customer (Art. 10), each as it was last corrected: one that `corrects` another tells better what was said
-- then, and when, and is no reply of its own. seq: of the first entry.
CREATE VIEW reply_told AS
SELECT e.case_no, e.seq, c.seq AS told_seq, c.at, c.day, c.detail ->> 'text' AS text, c.detail ->> 'reply_method' AS reply_method
FROM event e
JOIN event c ON c.seq = coalesce(
    (SELECT max(seq) FROM event WHERE case_no = e.case_no AND kind = 'replied' AND detail ->> 'corrects' = e.seq), e.seq)
WHERE e.kind = 'replied' AND e.detail ->> 'corrects' IS NULL;

-- The attachments of cases, by the number under which each is asked for; what: what it is, in the officer's words. One
-- that was attached by mistake is voided, with the reason, and stays in the file (Art. 6).
CREATE VIEW case_attachment AS
SELECT a.case_no, a.seq, a.at, a.recorded_at, a.actor, a.detail ->> 'attachment' AS number, a.detail ->> 'name' AS name,
    a.detail ->> 'size' AS size, a.detail ->> 'sha256' AS sha256, a.detail ->> 'text' AS what,
    v.at AS voided_at, v.detail ->> 'text' AS voided_for
FROM event a
LEFT JOIN event v
    ON v.case_no = a.case_no AND v.kind = 'attachment_voided' AND v.detail ->> 'attachment' = a.detail ->> 'attachment'
WHERE a.kind = 'attached';

CREATE VIEW escalation AS
SELECT case_no, seq, at, detail ->> 'to' AS target, detail ->> 'stage' AS stage FROM event WHERE kind = 'escalated';

CREATE VIEW investigation AS
SELECT case_no, seq, at, day, detail ->> 'violation_nature' AS violation_nature, detail ->> 'repeat_cause' AS repeat_cause,
    detail ->> 'first_finding_untrue' AS first_finding_untrue, detail ->> 'text' AS findings
FROM event WHERE kind = 'investigated';

-- The result reports (Art. 11); what the bank paid, and what the customer lost, in fen.
CREATE VIEW result_report AS
SELECT case_no, seq, at, day, detail ->> 'handler' AS handler, detail ->> 'fault' AS fault,
    detail ->> 'satisfaction' AS satisfaction, detail ->> 'compensation_fen' AS compensation_fen,
    detail ->> 'loss_fen' AS loss_fen, detail ->> 'apology' AS apology, detail ->> 'explanation' AS explanation,
    detail ->> 'beyond_authority' AS beyond_authority
FROM event WHERE kind = 'result_reported';

-- Those that stand: a report that was returned, before another one came, answers nothing (Art. 11).
CREATE VIEW standing_report AS
SELECT r.case_no, r.seq, r.at, r.day
FROM result_report r
WHERE NOT EXISTS (
    SELECT 1 FROM event t WHERE t.case_no = r.case_no AND t.kind = 'result_returned' AND t.seq > r.seq
        AND NOT EXISTS (SELECT 1 FROM result_report WHERE case_no = r.case_no AND seq > r.seq AND seq < t.seq));

-- Art. 10: each report of why a case is late, and until which day it holds: the day it names, else so many working days on;
-- NULL where the calendar does not reach so far.
CREATE VIEW delay_report AS
SELECT e.case_no, e.seq, e.at, coalesce(e.detail ->> 'expected_on', d.day) AS holds_until
FROM event e JOIN rule_value v ON v.case_no = e.case_no AND v.key = 'delay_days'
LEFT JOIN calendar s ON s.day = e.day
LEFT JOIN calendar d ON d.is_working = 1 AND d.working_no = s.working_no + v.value
WHERE e.kind = 'delay_reported';

-- Art. 10: when the customer was told of a delay, and until when that holds: with the report of the reason as long as it does;
-- by a contact as long as the reason reported before, and no less than one that names no day. (One SELECT, so that its case
-- reaches it.)
CREATE VIEW delay_word AS
SELECT e.case_no, e.seq, coalesce(e.detail ->> 'customer_told_at', e.at) AS at,
    max(coalesce(e.detail ->> 'expected_on', d.day), CASE e.kind WHEN 'delay_reported' THEN '' ELSE coalesce(
        (SELECT max(holds_until) FROM delay_report
         WHERE case_no = e.case_no AND seq < e.seq AND seq > (
            SELECT max(seq) FROM event
            WHERE case_no = e.case_no AND kind IN ('registered', 'reopened') AND seq < e.seq)), '') END) AS holds_until
FROM event e JOIN rule_value v ON v.case_no = e.case_no AND v.key = 'delay_days'
LEFT JOIN calendar s ON s.day = e.day
LEFT JOIN calendar d ON d.is_working = 1 AND d.working_no = s.working_no + v.value
WHERE e.kind = 'contacted' AND e.detail ->> 'purpose' = 'explain_delay'
    OR e.kind = 'delay_reported' AND e.detail ->> 'customer_told_at' IS NOT NULL;
CREATE VIEW answered_on_the_spot AS  -- Art. 8(1)
SELECT case_no, seq FROM event WHERE kind = 'replied' AND detail ->> 'on_the_spot';
-- Slips that came back, and whose they were: sent back by the unit, or recalled by the supervision office (Art. 4).
CREATE VIEW slip_back AS
SELECT case_no, seq, kind, at, day, detail ->> 'slip_no' AS slip_no, detail ->> 'text' AS reason,
    (SELECT to_unit FROM slip_issued
     WHERE case_no = b.case_no AND kind = 'dispatched' AND seq < b.seq AND slip_no IS b.detail ->> 'slip_no'
     ORDER BY seq DESC LIMIT 1) AS unit
FROM event b WHERE kind IN ('slip_returned', 'slip_recalled');

-- Slips that were issued (Arts 9, 10), and the transfer slips that did not come back.
CREATE VIEW slip_issued AS
SELECT case_no, seq, kind, at, day, detail ->> 'slip_no' AS slip_no, detail ->> 'to_unit' AS to_unit,
    detail ->> 'assisting_units' AS assisting_units, detail ->> 'handler' AS handler, detail ->> 'due_on' AS due_on,
    detail ->> 'reason' AS reason
FROM event WHERE kind IN ('dispatched', 'supervised');

-- The numbered papers of a case: its slips, its result report, its place in the archive.
CREATE VIEW numbered_paper AS
SELECT case_no, seq, coalesce(detail ->> 'slip_no', detail ->> 'report_no', detail ->> 'archive_no') AS number
FROM event
WHERE kind IN ('dispatched', 'supervised', 'result_reported', 'archived')
    AND coalesce(detail ->> 'slip_no', detail ->> 'report_no', detail ->> 'archive_no') IS NOT NULL;

-- Each time that a case left the stock: it was closed, withdrawn or voided.
CREATE VIEW case_left AS SELECT case_no, seq, at, day FROM event WHERE kind IN ('closed', 'withdrawn', 'voided');

CREATE VIEW live_slip AS
SELECT case_no, seq, at, to_unit, handler
FROM slip_issued d
WHERE kind = 'dispatched' AND NOT EXISTS (SELECT 1 FROM slip_back WHERE case_no = d.case_no AND slip_no IS d.slip_no);

-- ==== 5. THE CASE ====================================================================================================
-- Customers: with contact_key below the only table of personal data (Art. 6), read and written by privacy/personal.py
-- alone. The masked columns are what every view may show. The registration in the ledger carries the SHA-256 of the row with
-- its salt, so verify finds a change here too, and removing the row leaves nothing that could be guessed back.
CREATE TABLE complainant (
    id INTEGER PRIMARY KEY, name TEXT, phone TEXT, id_no TEXT, address TEXT,
    masked_name TEXT, masked_phone TEXT, masked_id_no TEXT, masked_address TEXT,
    salt TEXT NOT NULL CHECK (length(salt) = 32)
) STRICT;

-- For finding a customer's earlier complaints, however numbers and names are written (Art. 17): each number of a telephone in
-- its usual form, each identity number, each name without blanks, made of what was given, for SQL cannot read that.
CREATE TABLE contact_key (
    kind TEXT NOT NULL CHECK (kind IN ('name', 'phone', 'id_no')),
    key TEXT NOT NULL CHECK (length(key) > 0),
    complainant INTEGER NOT NULL REFERENCES complainant (id),
    PRIMARY KEY (kind, key, complainant)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_key_of_complainant ON contact_key (complainant, kind);

-- What a case is proved by: papers and pictures as they were handed in (Art. 6), read and written by privacy/attachments.py
-- alone. Name, size and SHA-256 of each stand in its entry in the ledger, so verify finds a change here too.
CREATE TABLE attachment (
    number INTEGER PRIMARY KEY CHECK (number > 0), content BLOB NOT NULL CHECK (length(content) > 0)
) STRICT;

CREATE TRIGGER attachment_is_never_changed BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'An attachment is never changed (Art. 6). Attach another one.'); END;
CREATE TRIGGER attachment_is_never_deleted BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'An attachment is never deleted (Art. 6).'); END;

-- A case as it stands: the projection of its events, written in their transaction, and compared with them by verify.
CREATE TABLE complaint (
    case_no TEXT PRIMARY KEY,
    channel TEXT NOT NULL REFERENCES channel (code), category TEXT NOT NULL REFERENCES category (code),
    -- Who brought it, when, and who received it (Art. 3).
    received_at TEXT NOT NULL, received_on TEXT NOT NULL, registered_at TEXT NOT NULL CHECK (registered_at >= received_at),
    registered_by TEXT NOT NULL REFERENCES staff (code), first_receiver TEXT NOT NULL REFERENCES staff (code),
    complainant INTEGER REFERENCES complainant (id), anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    -- What it is about (Art. 8(1)), and what makes it major (Art. 9(1)).
    -- subject_name: the person complained of, in the words of who complains, where nobody on the staff list was meant yet.
    respondent_unit TEXT REFERENCES unit (code), subject_employee TEXT REFERENCES staff (code), subject_name TEXT,
    summary TEXT NOT NULL CHECK (length(summary) > 0), demand TEXT, amount_fen INTEGER CHECK (amount_fen >= 0),
    public_figure INTEGER NOT NULL CHECK (public_figure IN (0, 1)), hot_topic INTEGER NOT NULL CHECK (hot_topic IN (0, 1)),
    reputation INTEGER NOT NULL CHECK (reputation IN (0, 1)), large_amount INTEGER NOT NULL CHECK (large_amount IN (0, 1)),
    large_group INTEGER NOT NULL CHECK (large_group IN (0, 1)), is_major INTEGER NOT NULL CHECK (is_major IN (0, 1)),
    -- How it is classified. restricted: a report of crime or other wrongdoing.
    secondary_category TEXT REFERENCES category (code), nature TEXT NOT NULL REFERENCES nature (code),
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)), validity TEXT, anonymous_intent TEXT,
    legal_complexity TEXT NOT NULL CHECK (legal_complexity IN ('simple', 'complex')),
    legal_dispute INTEGER NOT NULL CHECK (legal_dispute IN (0, 1)),
    media_level TEXT REFERENCES media_level (code), media_stage TEXT,
    service_channel_class TEXT, business_type TEXT, cause TEXT, group_size INTEGER CHECK (group_size > 0),
    -- Its series (Art. 17). repeat_root: the first case of it.
    repeat_of TEXT REFERENCES complaint (case_no), repeat_root TEXT REFERENCES complaint (case_no),
    repeat_no INTEGER CHECK (repeat_no > 0),
    -- Who sent it (Arts 9(7), 9(8)). source_grade: secrecy and urgency, as written on the paper; endorsed_by: the leader of the
    -- city or county, name and office.
    is_referred INTEGER NOT NULL CHECK (is_referred IN (0, 1)), source_kind TEXT REFERENCES referring_body (code),
    source_agency TEXT, source_ref TEXT, source_due_on TEXT, source_accepted_on TEXT, source_grade TEXT,
    endorsed_by TEXT, endorsed_on TEXT, endorsement TEXT, import_key TEXT,
    -- Where it stands. opened_at: received, or reopened: nothing done since then is older; lead_unit: where it lies now;
    -- left_at: closed, withdrawn or voided.
    status TEXT NOT NULL, is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)), opened_at TEXT NOT NULL,
    opened_seq INTEGER NOT NULL, lead_unit TEXT REFERENCES unit (code), handler TEXT REFERENCES staff (code),
    dispatched_at TEXT, replied_at TEXT, source_replied_at TEXT, reported_at TEXT, report_seq INTEGER, accepted_at TEXT,
    left_at TEXT, archived_at TEXT, fault TEXT REFERENCES fault (code), satisfaction TEXT REFERENCES satisfaction (code),
    compensation_fen INTEGER, promised_due_on TEXT
) STRICT, WITHOUT ROWID;

-- The stretches of each case that its clocks run over, projected in the same way (view round_projection), with a row for each
-- state that its limits were counted in: from its beginning, and from each entry that could move them, until the next one. The
-- last, until_seq NULL, is the state in force when it stopped, or now.
CREATE TABLE case_round (
    case_no TEXT NOT NULL REFERENCES complaint (case_no),
    started_seq INTEGER NOT NULL, started_kind TEXT NOT NULL, started_at TEXT NOT NULL, started_on TEXT NOT NULL,
    ended_seq INTEGER NOT NULL, stopped_on TEXT, withdrawal_on TEXT,
    from_seq INTEGER NOT NULL, from_on TEXT NOT NULL,  -- the day of that entry, whatever day it speaks of
    until_seq INTEGER, until_on TEXT,
    complexity TEXT NOT NULL CHECK (complexity IN ('general', 'complex', 'unspecified', 'undecided')),
    legal_complexity TEXT NOT NULL CHECK (legal_complexity IN ('simple', 'complex')),
    new_facts_on TEXT,
    channel TEXT NOT NULL, source_kind TEXT, source_due_on TEXT, source_accepted_on TEXT,  -- as the registration said then
    PRIMARY KEY (case_no, started_seq, from_seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX complaint_open ON complaint (received_on) WHERE is_open = 1;
CREATE INDEX complaint_received ON complaint (received_on);
CREATE INDEX complaint_left ON complaint (left_at);
CREATE INDEX complaint_unarchived ON complaint (left_at) WHERE is_open = 0 AND archived_at IS NULL AND import_key IS NULL;
CREATE INDEX complaint_complainant ON complaint (complainant) WHERE complainant IS NOT NULL;
CREATE INDEX complaint_series ON complaint (repeat_root) WHERE repeat_root IS NOT NULL;
CREATE UNIQUE INDEX complaint_import ON complaint (import_key) WHERE import_key IS NOT NULL;

-- Art. 3: the first receiver answers for the case; who received it, from whom and when changes by a correction alone.
CREATE TRIGGER complaint_keeps_its_receipt BEFORE UPDATE ON complaint
WHEN NEW.case_no IS NOT OLD.case_no
    OR (NEW.first_receiver IS NOT OLD.first_receiver OR NEW.received_at IS NOT OLD.received_at
        OR NEW.complainant IS NOT OLD.complainant OR NEW.channel IS NOT OLD.channel)
        AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = OLD.case_no AND kind = 'corrected')
BEGIN SELECT RAISE(ABORT, 'Case number, receipt and first receiver never change but by a correction (Arts 3, 6).'); END;

-- The words that carry no rule of their own, as the cases name them: a case names those of its kind alone, and they stay.
CREATE VIEW case_code AS
SELECT case_no, 'status' AS kind, status AS code FROM complaint
UNION ALL SELECT case_no, 'validity', validity FROM complaint
UNION ALL SELECT case_no, 'anonymous_intent', anonymous_intent FROM complaint
UNION ALL SELECT case_no, 'media_stage', media_stage FROM complaint
UNION ALL SELECT case_no, 'service_channel_class', service_channel_class FROM complaint
UNION ALL SELECT case_no, 'business_type', business_type FROM complaint
UNION ALL SELECT case_no, 'cause', cause FROM complaint;

CREATE TRIGGER complaint_names_codes AFTER INSERT ON complaint
WHEN EXISTS (SELECT 1 FROM case_code k WHERE case_no = NEW.case_no AND code IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM code WHERE kind = k.kind AND code = k.code))
BEGIN SELECT RAISE(ABORT, 'A case names a code that is not there.'); END;
CREATE TRIGGER complaint_goes_on_naming_codes AFTER UPDATE ON complaint
WHEN EXISTS (SELECT 1 FROM case_code k WHERE case_no = NEW.case_no AND code IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM code WHERE kind = k.kind AND code = k.code))
BEGIN SELECT RAISE(ABORT, 'A case names a code that is not there.'); END;
CREATE TRIGGER code_is_kept_while_named BEFORE DELETE ON code
WHEN EXISTS (SELECT 1 FROM case_code WHERE kind = OLD.kind AND code = OLD.code)
BEGIN SELECT RAISE(ABORT, 'A code that a case names is retired, never deleted.'); END;
CREATE TRIGGER code_is_never_renamed BEFORE UPDATE OF kind, code ON code
BEGIN SELECT RAISE(ABORT, 'A code is never changed: its labels are.'); END;
CREATE TRIGGER complaint_is_never_deleted BEFORE DELETE ON complaint
BEGIN SELECT RAISE(ABORT, 'A case is never deleted (Art. 6).'); END;

-- Each case as it was received (Art. 3): its registration, as it was corrected last. A correction says the whole again.
CREATE VIEW receipt AS
SELECT r.case_no, r.seq, coalesce(i.detail ->> 'received_at', r.at) AS at,
    substr(coalesce(i.detail ->> 'received_at', r.at), 1, 10) AS day, r.recorded_at, r.actor, i.detail
FROM event r JOIN event i ON i.seq = (
    SELECT max(seq) FROM event WHERE case_no = r.case_no AND kind IN ('registered', 'corrected'))
WHERE r.kind = 'registered';

-- What was stated of a case when it was registered, and each time it was classified again.
CREATE VIEW case_statement AS
SELECT seq, case_no, at, day, detail, detail ->> 'category' AS category, detail ->> 'secondary_category' AS secondary_category,
    detail ->> 'nature' AS stated_nature, detail ->> 'respondent_unit' AS respondent_unit,
    detail ->> 'subject_employee' AS subject_employee, detail ->> 'amount_fen' AS amount_fen,
    detail ->> 'group_size' AS group_size, coalesce(detail ->> 'public_figure', 0) AS public_figure,
    coalesce(detail ->> 'hot_topic', 0) AS hot_topic, coalesce(detail ->> 'reputation', 0) AS reputation,
    detail ->> 'validity' AS validity, detail ->> 'anonymous_intent' AS anonymous_intent,
    coalesce(detail ->> 'legal_complexity', 'simple') AS legal_complexity,
    coalesce(detail ->> 'legal_dispute', 0) AS legal_dispute, detail ->> 'media_level' AS media_level,
    detail ->> 'media_stage' AS media_stage, detail ->> 'service_channel_class' AS service_channel_class,
    detail ->> 'business_type' AS business_type, detail ->> 'cause' AS cause
FROM event WHERE kind IN ('registered', 'classified');

-- And what follows from it. Art. 9(1): any one ground makes a complaint major, whatever its channel, the amount strictly above
-- that of the policy; the law adds the size of a group (Order 2020 No. 3).
CREATE VIEW case_fact AS
SELECT f.*, large_amount OR large_group
        OR EXISTS (SELECT 1 FROM major_ground WHERE is_stated AND coalesce(f.detail ->> code, 0)) AS is_major
FROM (
    SELECT f.*, CASE f.seq WHEN r.seq THEN r.at ELSE f.at END AS known_at,  -- of a receipt that was corrected, since then
        coalesce(f.amount_fen > (SELECT value + 0 FROM policy WHERE key = 'major_amount_fen'
            AND r.day BETWEEN in_force_from AND in_force_to), 0) AS large_amount,
        coalesce(f.group_size >= (SELECT value + 0 FROM policy WHERE key = 'major_group_size'
            AND r.day BETWEEN in_force_from AND in_force_to), 0) AS large_group
    FROM case_statement f
    JOIN receipt r ON r.case_no = f.case_no
) f;

-- What a case is by its nature, for each category and each nature that is stated of it, NULL if none is (Arts 12, 13): a
-- complaint unless said otherwise; what the supervision office looks into itself, always a report of wrongdoing.
CREATE VIEW case_nature AS
SELECT g.code AS category, s.code AS stated, n.code AS nature, n.restricted
FROM category g
CROSS JOIN (SELECT code FROM nature UNION ALL SELECT NULL) s
JOIN nature n ON n.code = CASE g.handled_by WHEN 'office' THEN 'wrongdoing_report' ELSE coalesce(s.code, 'complaint') END;

-- Where a leader took off what was entered wrongly as a report of wrongdoing, by the statement that says so.
CREATE VIEW restriction_lifted AS
SELECT case_no, seq FROM event WHERE kind = 'classified' AND detail ->> 'lifts_restriction';
-- Each statement that makes a case a report of crime or other wrongdoing (Art. 13); and each withdrawal found to be under
-- duress (Art. 18), from which on it is kept from those concerned as well.
CREATE VIEW wrongdoing_stated AS
SELECT e.case_no, e.seq, e.kind <> 'withdrawal_coerced' AS is_report
FROM event e
WHERE e.kind IN ('registered', 'classified', 'withdrawal_coerced') AND (
    e.kind = 'withdrawal_coerced'
    OR EXISTS (SELECT 1 FROM case_nature
               WHERE category = e.detail ->> 'category' AND stated IS e.detail ->> 'nature' AND restricted)
        AND NOT EXISTS (SELECT 1 FROM restriction_lifted WHERE case_no = e.case_no AND seq > e.seq));

-- A case from its events. r: the registration; f: the last statement of its facts; round_seq: receipt or the last reopening.
CREATE VIEW case_projection AS
WITH round AS (
    SELECT r.seq AS registered_seq, r.case_no,
        (SELECT max(seq) FROM case_statement WHERE case_no = r.case_no) AS fact_seq,
        (SELECT max(seq) FROM event WHERE case_no = r.case_no AND kind IN ('registered', 'reopened')) AS round_seq,
        -- A unit that sent its slip back (Art. 4) is not the one complained of; nor is who was asked to look into a report
        -- of wrongdoing, which never goes to whom it reports (Art. 13).
        (SELECT min(seq) FROM live_slip d WHERE case_no = r.case_no
            AND NOT EXISTS (SELECT 1 FROM wrongdoing_stated WHERE case_no = d.case_no AND seq < d.seq)) AS first_slip_seq
    FROM event r WHERE r.kind = 'registered'
), last AS (
    SELECT round.*,
        -- The last slip leads; where it came back none does, not even the one before it, from which the case had gone on.
        (SELECT seq FROM live_slip WHERE case_no = round.case_no AND seq = (
            SELECT max(seq) FROM event WHERE case_no = round.case_no AND kind = 'dispatched' AND seq > round_seq)) AS slip_seq,
        -- A returned report reopens the unit's task (Art. 11), and the earlier one no longer counts.
        (SELECT max(seq) FROM event WHERE case_no = round.case_no AND kind = 'result_reported' AND seq > round_seq
            AND seq > coalesce((SELECT max(seq) FROM event
                                WHERE case_no = round.case_no AND kind = 'result_returned'), 0)) AS report_seq,
        (SELECT max(seq) FROM case_left WHERE case_no = round.case_no AND seq > round_seq) AS left_seq,
        (SELECT min(at) FROM reply_told WHERE case_no = round.case_no AND seq > round_seq) AS replied_at,
        (SELECT min(at) FROM contact WHERE case_no = round.case_no AND purpose = 'source_reply' AND seq > round_seq)
            AS source_replied_at,
        (SELECT max(seq) FROM event WHERE case_no = round.case_no AND kind = 'archived' AND seq > round_seq) AS archived_seq,
        (SELECT max(seq) FROM event WHERE case_no = round.case_no AND kind = 'deadline_set') AS deadline_seq
    FROM round
)
SELECT
    last.case_no, h.code AS channel, f.category, r.at AS received_at, r.day AS received_on,
    r.recorded_at AS registered_at, r.actor AS registered_by, r.detail ->> 'first_receiver' AS first_receiver,
    r.detail ->> 'complainant' AS complainant, coalesce(r.detail ->> 'anonymous', 0) AS anonymous,
    -- Art. 4: the unit complained of; where the customer named none, the one the first slip went to.
    coalesce(f.respondent_unit, r.detail ->> 'respondent_unit', s.to_unit) AS respondent_unit,
    coalesce(f.subject_employee, r.detail ->> 'subject_employee') AS subject_employee,
    coalesce(f.detail ->> 'subject_name', r.detail ->> 'subject_name') AS subject_name,
    r.detail ->> 'summary' AS summary, r.detail ->> 'demand' AS demand, f.amount_fen, f.public_figure, f.hot_topic,
    f.reputation, f.large_amount, f.large_group, f.is_major, f.secondary_category, n.nature,
    -- Once a report of wrongdoing, always one (Art. 13; Petition Regulations 2022, Arts 30, 46(5)).
    EXISTS (SELECT 1 FROM wrongdoing_stated WHERE case_no = last.case_no) AS restricted,
    f.validity, f.anonymous_intent, f.legal_complexity, f.legal_dispute, f.media_level, f.media_stage,
    f.service_channel_class, f.business_type, f.cause, f.group_size, r.detail ->> 'repeat_of' AS repeat_of,
    r.detail ->> 'repeat_root' AS repeat_root, r.detail ->> 'repeat_no' AS repeat_no,
    coalesce((SELECT value FROM code_change WHERE kind = 'channel' AND code = h.code AND field = 'referred'
              AND r.day BETWEEN in_force_from AND in_force_to), h.referred)
        OR r.detail ->> 'source_agency' IS NOT NULL AS is_referred,
    r.detail ->> 'source_kind' AS source_kind, r.detail ->> 'source_agency' AS source_agency,
    r.detail ->> 'source_ref' AS source_ref, r.detail ->> 'source_due_on' AS source_due_on,
    r.detail ->> 'source_accepted_on' AS source_accepted_on, r.detail ->> 'source_grade' AS source_grade,
    r.detail ->> 'endorsed_by' AS endorsed_by, r.detail ->> 'endorsed_on' AS endorsed_on,
    r.detail ->> 'endorsement' AS endorsement, r.detail ->> 'import_key' AS import_key,
    CASE
        WHEN a.seq IS NOT NULL THEN 'archived'
        WHEN l.kind IS NOT NULL THEN l.kind
        WHEN report_seq IS NOT NULL THEN 'resolved'
        WHEN replied_at IS NOT NULL THEN 'replied'
        WHEN slip_seq IS NOT NULL THEN 'dispatched'
        ELSE 'registered'
    END AS status,
    left_seq IS NULL AS is_open,
    CASE WHEN round_seq = registered_seq THEN r.at ELSE (SELECT at FROM event WHERE seq = round_seq) END AS opened_at,
    round_seq AS opened_seq, d.to_unit AS lead_unit, d.handler,
    d.at AS dispatched_at, replied_at, source_replied_at, o.at AS reported_at, report_seq,
    (SELECT max(at) FROM event WHERE case_no = last.case_no AND kind = 'result_accepted' AND seq > report_seq) AS accepted_at,
    l.at AS left_at, a.at AS archived_at, o.fault, o.satisfaction, o.compensation_fen,
    (SELECT detail ->> 'due_on' FROM event WHERE seq = deadline_seq) AS promised_due_on
FROM last JOIN receipt r ON r.seq = last.registered_seq JOIN case_fact f ON f.seq = last.fact_seq
JOIN channel h ON h.code = r.detail ->> 'channel'
JOIN case_nature n ON n.category = f.category AND n.stated IS f.stated_nature
LEFT JOIN slip_issued s ON s.seq = last.first_slip_seq LEFT JOIN slip_issued d ON d.seq = last.slip_seq
LEFT JOIN result_report o ON o.seq = last.report_seq
LEFT JOIN event l ON l.seq = last.left_seq LEFT JOIN event a ON a.seq = last.archived_seq;

-- The policy as it was in force when a case was received: a later one does not move it (Art. 26).
CREATE VIEW rule_value AS
SELECT c.case_no, p.key, p.value
FROM complaint c CROSS JOIN policy p ON c.received_on BETWEEN p.in_force_from AND p.in_force_to;

-- The numbers above which each series goes on since the file went back to a backup: from own to last they were given out by the
-- file that was replaced, or on paper, and are in no file (Art. 6).
CREATE VIEW restored_number AS
SELECT e.seq, e.day, n.value ->> 'form' AS form, n.value ->> 'year' AS year, n.value ->> 'own' AS own, n.value ->> 'last' AS last
FROM event e CROSS JOIN json_each(e.detail, '$.numbers') n
WHERE e.case_no IS NULL AND e.kind = 'restored';

-- The last number of each form in each year: given out, and used, as the ledger knows. They differ where one was tampered with.
CREATE VIEW last_number AS
SELECT form, year, max(used) AS used, max(given) AS given
FROM (
    SELECT u.form, CAST(substr(u.number, instr(f.number_pattern, '%'), 4) AS INTEGER) AS year,
        CAST(substr(u.number, instr(f.number_pattern, '%') + 5) AS INTEGER) AS used, 0 AS given
    FROM (
        SELECT 'register' AS form, case_no AS number FROM complaint
        UNION ALL
        SELECT k.form, e.detail ->> k.number_key FROM event e CROSS JOIN form_event k ON k.event_kind = e.kind
    ) u
    JOIN form f ON f.code = u.form
    WHERE u.number IS NOT NULL
    UNION ALL
    SELECT form, year, last, 0 FROM restored_number
    UNION ALL
    SELECT form, year, 0, last FROM number_series
)
GROUP BY form, year;

-- Whether a case needs a slip, as its channel stood when it was received (Arts 9, 26).
CREATE VIEW case_channel AS
SELECT c.case_no,
    coalesce((SELECT value FROM code_change WHERE kind = 'channel' AND code = c.channel AND field = 'needs_slip'
              AND c.received_on BETWEEN in_force_from AND in_force_to), h.needs_slip) AS needs_slip
FROM complaint c JOIN channel h ON h.code = c.channel;

-- ==== 6. THE CLOCKS ==================================================================================================
-- What answers the customer (Art. 10): the reply; of an anonymous complaint, where nobody can, the result report (Art. 13). One
-- who gave a name afterwards was nobody then, and the report answered.
CREATE VIEW customer_answer AS
SELECT case_no, seq, day FROM reply_told
UNION ALL SELECT e.case_no, e.seq, e.day
FROM event e
WHERE e.kind = 'result_reported'
    AND (SELECT detail ->> 'anonymous' FROM event WHERE seq = (
        SELECT max(seq) FROM event WHERE case_no = e.case_no AND kind IN ('registered', 'corrected') AND seq < e.seq))
    AND EXISTS (SELECT 1 FROM standing_report WHERE case_no = e.case_no AND seq = e.seq);

-- The entries that can move the limits a case runs under.
CREATE VIEW limit_change AS
SELECT case_no, seq FROM event WHERE kind IN ('classified', 'corrected', 'extended', 'clock_paused', 'new_facts');

-- The stretches of a case that its clocks run over: from receipt, each reopening, and each request for a review. A stretch
-- stops with the answer to the customer, and to the body that sent the case (Art. 10), or with the case leaving the stock, if
-- that is sooner. Its limits are counted anew from each entry that can move them (x), until the next one (u). Which came first
-- goes by the order of entry, whatever day an entry speaks of: none that follows the one that stopped the stretch (z) moves
-- its limits, and none reaches back over a limit that had passed when it was entered (case_breach).
CREATE VIEW round_projection AS
SELECT b.case_no, b.started_seq, b.started_kind,
    CASE b.started_kind WHEN 'registered' THEN coalesce(i.detail ->> 'received_at', b.started_at) ELSE b.started_at END
        AS started_at,
    CASE b.started_kind WHEN 'registered' THEN substr(coalesce(i.detail ->> 'received_at', b.started_at), 1, 10)
        ELSE b.started_on END AS started_on,
    b.ended_seq,
    nullif(min(coalesce(b.left_on, '9999-12-31'),
               coalesce(CASE WHEN b.is_referred THEN max(b.replied_on, b.source_replied_on) ELSE b.replied_on END,
                        '9999-12-31')),
           '9999-12-31') AS stopped_on,
    b.withdrawal_on, x.seq AS from_seq,
    CASE WHEN x.seq = b.started_seq THEN b.started_on ELSE substr(x.recorded_at, 1, 10) END AS from_on,
    u.seq AS until_seq, substr(u.recorded_at, 1, 10) AS until_on,
    -- Art. 10: by the nature, where it has a limit of its own; of a category for want of another by the second one.
    coalesce(n.complexity, CASE WHEN g.nameless THEN h.complexity END, g.complexity) AS complexity, f.legal_complexity,
    -- The last day new facts came, if before any reply (Order 2020 No. 3, Art. 18) and not after a withdrawal was asked for.
    (SELECT max(day) FROM event n WHERE case_no = b.case_no AND kind = 'new_facts'
        AND seq > b.started_seq AND seq < coalesce(u.seq, b.ended_seq) AND day <= coalesce(b.withdrawal_on, day)
        AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = n.case_no AND kind IN ('replied', 'result_reported')
                        AND seq > b.started_seq AND (seq < n.seq OR day < n.day))) AS new_facts_on,
    i.detail ->> 'channel' AS channel, i.detail ->> 'source_kind' AS source_kind,
    i.detail ->> 'source_due_on' AS source_due_on, i.detail ->> 'source_accepted_on' AS source_accepted_on
FROM (
    SELECT b.*,
        (SELECT min(day) FROM customer_answer
         WHERE case_no = b.case_no AND seq > started_seq AND seq < ended_seq) AS replied_on,
        (SELECT min(seq) FROM customer_answer
         WHERE case_no = b.case_no AND seq > started_seq AND seq < ended_seq) AS replied_seq,
        (SELECT min(day) FROM contact WHERE case_no = b.case_no AND purpose = 'source_reply'
            AND seq > started_seq AND seq < ended_seq) AS source_replied_on,
        (SELECT min(seq) FROM contact WHERE case_no = b.case_no AND purpose = 'source_reply'
            AND seq > started_seq AND seq < ended_seq) AS source_replied_seq,
        (SELECT min(day) FROM case_left WHERE case_no = b.case_no AND seq > started_seq AND seq < ended_seq) AS left_on,
        (SELECT min(seq) FROM case_left WHERE case_no = b.case_no AND seq > started_seq AND seq < ended_seq) AS left_seq,
        -- The day a withdrawal was asked for (Order 2020 No. 3, Art. 15), unless the customer was put under duress.
        (SELECT min(day) FROM event w WHERE case_no = b.case_no AND kind = 'withdrawal_requested'
            AND seq > started_seq AND seq < ended_seq
            AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = w.case_no AND kind = 'withdrawal_coerced'
                            AND seq > w.seq AND seq < ended_seq)) AS withdrawal_on
    FROM (
        SELECT c.case_no, c.is_referred,
            s.seq AS started_seq, s.kind AS started_kind, s.at AS started_at, s.day AS started_on,
            coalesce((SELECT min(seq) FROM event WHERE case_no = c.case_no AND kind = 'reopened' AND seq > s.seq
                      AND s.kind <> 'review_requested'),
                     9223372036854775807) AS ended_seq
        FROM complaint c
        JOIN event s ON s.case_no = c.case_no AND s.kind IN ('registered', 'reopened', 'review_requested')
    ) b
) b
LEFT JOIN event z ON z.seq = nullif(
    min(coalesce(b.left_seq, 9223372036854775807),
        coalesce(CASE WHEN b.is_referred THEN max(b.replied_seq, b.source_replied_seq) ELSE b.replied_seq END,
                 9223372036854775807)),
    9223372036854775807)
JOIN event x ON x.case_no = b.case_no
    AND (x.seq = b.started_seq
         OR x.seq > b.started_seq AND x.seq < coalesce(z.seq, b.ended_seq)
            AND x.seq IN (SELECT seq FROM limit_change WHERE case_no = b.case_no))
LEFT JOIN event u ON u.seq = (
    SELECT min(seq) FROM limit_change WHERE case_no = b.case_no AND seq > x.seq AND seq < coalesce(z.seq, b.ended_seq))
JOIN case_statement f ON f.seq = (
    SELECT max(seq) FROM case_statement WHERE case_no = b.case_no AND seq < coalesce(u.seq, z.seq, b.ended_seq))
JOIN event i ON i.seq = (
    SELECT max(seq) FROM event WHERE case_no = b.case_no AND kind IN ('registered', 'corrected')
        AND seq < coalesce(u.seq, z.seq, b.ended_seq))
JOIN category g ON g.code = f.category LEFT JOIN category h ON h.code = f.secondary_category
JOIN case_nature k ON k.category = f.category AND k.stated IS f.stated_nature JOIN nature n ON n.code = k.nature;

-- What stops the clocks that do not run until the reply. Of contacts for whatever purpose it is a word with the customer, none
-- with the unit, the media or another body.
CREATE VIEW clock_stopper AS
SELECT x.stops_with, e.case_no, e.seq, e.at, e.day
FROM clock_stop x CROSS JOIN event e ON e.kind = x.event_kind AND (
    x.purpose = e.detail ->> 'purpose'
    OR x.purpose IS NULL AND NOT EXISTS (
        SELECT 1 FROM contact_purpose WHERE code = e.detail ->> 'purpose' AND party <> 'customer'));

-- The days that a case lay with somebody outside, an appraiser or a tester, the customer being told of it.
CREATE VIEW clock_pause AS
SELECT p.case_no, p.seq, p.at, p.day AS from_on,
    max(p.day, coalesce((SELECT min(day) FROM event WHERE case_no = p.case_no AND seq > p.seq
                         AND kind IN ('clock_resumed', 'replied', 'closed', 'withdrawn', 'voided')), (SELECT day FROM today))) AS to_on,
    (SELECT min(seq) FROM event WHERE case_no = p.case_no AND seq > p.seq
        AND kind IN ('clock_resumed', 'replied', 'closed', 'withdrawn', 'voided')) AS to_seq
FROM event p WHERE p.kind = 'clock_paused';

-- Which limits a case runs under in each state of its stretches, and what was granted on top of them: a pause and an
-- extension as they stood when the next state began.
CREATE VIEW clock_run AS
SELECT r.case_no, l.code AS clock, l.in_force_from, c.is_open, r.started_seq, r.started_at,
    CASE l.day_kind WHEN 'own_date' THEN r.source_due_on END AS source_due_on, r.from_on, r.until_seq, r.until_on,
    CASE WHEN l.restarts THEN coalesce(r.new_facts_on, r.started_on)
        WHEN l.starts_with = 'acceptance' AND r.started_kind = 'registered' THEN coalesce(r.source_accepted_on, r.started_on)
        ELSE r.started_on END AS started_on,
    CASE
        WHEN l.stops_with <> 'reply' THEN
            (SELECT min(day) FROM clock_stopper
             WHERE case_no = r.case_no AND stops_with = l.stops_with AND seq > r.started_seq)
        WHEN l.ends_on_request THEN coalesce(min(r.stopped_on, r.withdrawal_on), r.stopped_on, r.withdrawal_on)
        ELSE r.stopped_on
    END AS stopped_on,
    r.stopped_on AS answered_on,
    CASE WHEN l.extension_days IS NULL THEN 0 ELSE
        coalesce((SELECT sum(detail ->> 'days') FROM event WHERE case_no = r.case_no AND kind = 'extended'
                  AND seq > r.started_seq AND seq < coalesce(r.until_seq, r.ended_seq) AND detail ->> 'clock' = l.code), 0)
    END AS extended_days,
    CASE WHEN NOT l.may_pause THEN 0 ELSE
        -- Not those before new facts, which start the count anew.
        coalesce((SELECT CAST(sum(max(0,
                      julianday(coalesce(CASE WHEN to_seq < r.until_seq THEN NULL ELSE r.until_on END, to_on)) - julianday(
                          max(from_on, CASE WHEN l.restarts THEN coalesce(r.new_facts_on, '') ELSE '' END)))) AS INTEGER)
                  FROM clock_pause
                  WHERE case_no = r.case_no AND seq > r.started_seq AND seq < coalesce(r.until_seq, r.ended_seq)), 0)
    END AS paused_days,
    l.stops_with, l.day_kind, l.target_days, l.limit_days, l.extension_days AS most_extension_days, l.may_pause,
    l.citation, l.position
FROM complaint c
JOIN case_round r ON r.case_no = c.case_no
JOIN time_limit l ON l.enabled = 1
    AND c.received_on BETWEEN l.in_force_from AND l.in_force_to  -- Art. 26
    AND (l.complexity IS NULL OR l.complexity = r.complexity)
    AND (l.legal_complexity IS NULL OR l.legal_complexity = r.legal_complexity)
    AND (l.channel IS NULL OR l.channel = r.channel)
    AND (l.source_kind IS NULL OR l.source_kind = r.source_kind)
    AND (l.business_type IS NULL OR l.business_type = c.business_type)
    AND (l.day_kind <> 'own_date' OR r.source_due_on IS NOT NULL)
    AND NOT (c.anonymous AND l.stops_with IN ('acknowledgement', 'first_response'))  -- nobody can be told
    AND CASE r.started_kind WHEN 'registered' THEN l.starts_with IN ('opening', 'receipt', 'acceptance')
                            WHEN 'reopened' THEN l.starts_with IN ('opening', 'acceptance') AND l.day_kind <> 'own_date'
                            ELSE l.starts_with = 'review_request' END;

-- When each of them ends (Art. 10). A working-day limit ends on the n-th working day after the day it starts, which is not
-- counted (Civil Code 201); a calendar-day limit whose last day is a rest day on the next working day (Civil Code 203).
-- provisional: the count runs into days whose schedule is not published, or past the end of the calendar: there due_on is
-- NULL, not known, which is said wherever it is shown and never counts as on time. precedence: least for the clock that
-- decides, among those that the reply stops: one still running, else one of the last stretch; the earliest, before any past
-- the end of the calendar; and of two that end on one day the regulation's own. ended_on: the day it stopped, or where it was
-- past already when a withdrawal was asked for, the day of the answer: that takes nothing back (Order 2020 No. 3, Art. 15).
-- (The days are joined rather than computed, so that each stays one column, however often it is named.)
CREATE VIEW clock_due AS
SELECT r.case_no, r.clock, r.is_open, r.started_seq, r.from_on, r.until_seq, r.until_on, r.started_on,
    t.day AS target_on, coalesce(l.day, d.day, r.source_due_on) AS raw_due_on,
    coalesce(d.day, l.day, r.source_due_on) AS due_on,
    CASE r.day_kind
        WHEN 'hours' THEN
            strftime('%Y-%m-%dT%H:%M:%S+08:00', substr(r.started_at, 1, 19), '+' || r.limit_days || ' hours')
        ELSE coalesce(d.day, l.day, r.source_due_on) || 'T23:59:59+08:00'
    END AS due_at,
    coalesce(d.day, l.day, r.source_due_on) IS NULL OR r.day_kind IN ('working', 'calendar') AND EXISTS (
        SELECT 1 FROM calendar WHERE known = 0 AND day > s.day AND day <= coalesce(d.day, l.day)) AS provisional,
    r.stopped_on, r.stops_with, r.day_kind, r.target_days, r.limit_days, r.extended_days, r.paused_days,
    r.most_extension_days, r.may_pause,
    r.in_force_from, r.citation, r.position,
    CASE WHEN coalesce(d.day, l.day, r.source_due_on) < r.stopped_on THEN r.answered_on ELSE r.stopped_on END AS ended_on,
    CASE WHEN r.stops_with = 'reply' THEN
        CASE WHEN CASE WHEN coalesce(d.day, l.day, r.source_due_on) < r.stopped_on THEN r.answered_on ELSE r.stopped_on END IS NULL
            THEN '0' ELSE '1' || (9999999999999999 - r.started_seq) END
            || coalesce(d.day, l.day, '9999-12-31') || r.position || r.clock
    END AS precedence
FROM clock_run r
LEFT JOIN calendar s ON s.day = r.started_on
LEFT JOIN calendar t ON t.is_working = 1 AND t.working_no = s.working_no + r.target_days
-- The last day of a limit in calendar days or hours, or the referring body's own.
LEFT JOIN calendar l ON l.day = CASE r.day_kind
    WHEN 'calendar' THEN date(r.started_on, '+' || (r.limit_days + r.extended_days + r.paused_days) || ' days')
    WHEN 'hours' THEN date(substr(r.started_at, 1, 19), '+' || r.limit_days || ' hours')
    WHEN 'own_date' THEN r.source_due_on
END
-- The working day that a limit ends on. (A rest day carries the number of the working day before it.)
LEFT JOIN calendar d ON d.is_working = 1 AND d.working_no = CASE r.day_kind
    WHEN 'working' THEN s.working_no + r.limit_days
    WHEN 'calendar' THEN l.working_no + NOT l.is_working
END;

-- Every clock of a case, by stretch and limit: as it was counted when the stretch stopped, or is now. (Their names are looked
-- up here, for each view that only counts would have to prepare them as well.)
CREATE VIEW case_clock AS
SELECT *,
    (SELECT label_zh FROM limit_label WHERE code = k.clock AND in_force_from = k.in_force_from) AS label_zh,
    (SELECT label_en FROM limit_label WHERE code = k.clock AND in_force_from = k.in_force_from) AS label_en
FROM clock_due k WHERE until_seq IS NULL;

-- The running clocks that may be extended, and by how many days yet; and those that may be paused (Order 2020 No. 3, Art. 18);
-- ended: its last day is over, so that it moves only by what is entered late.
CREATE VIEW extendable_clock AS
SELECT case_no, clock, started_seq, position, due_on, most_extension_days - extended_days AS days_left,
    coalesce(due_on < (SELECT day FROM today), 0) AS ended, citation, label_zh, label_en
FROM case_clock WHERE stopped_on IS NULL AND most_extension_days IS NOT NULL;
CREATE VIEW pausable_clock AS
SELECT case_no, clock, started_seq, due_on, coalesce(due_on < (SELECT day FROM today), 0) AS ended, label_zh, label_en
FROM case_clock WHERE stopped_on IS NULL AND may_pause;
-- The running clocks that a withdrawal asked for stops (Order 2020 No. 3, Art. 15).
CREATE VIEW request_clock AS
SELECT k.case_no, k.started_seq AS seq, k.clock, k.due_on, k.citation
FROM case_clock k
WHERE k.stopped_on IS NULL AND k.stops_with = 'reply'
    AND EXISTS (SELECT 1 FROM time_limit WHERE code = k.clock AND ends_on_request);

-- Each due date that was promised, in its stretch: on the receipt, and whenever it moved (Arts 5, 10).
CREATE VIEW promise AS
SELECT case_no, seq,
    (SELECT max(seq) FROM event
     WHERE case_no = p.case_no AND kind IN ('registered', 'reopened') AND seq < p.seq) AS started_seq,
    substr(recorded_at, 1, 10) AS recorded_on, detail ->> 'due_on' AS due_on,
    detail ->> 'reason' IN ('calendar_changed', 'calendar_extended') AS by_calendar
FROM event p WHERE kind = 'deadline_set';

-- Every limit that was broken: the answer came after it, or it has not come, or the limit had passed when something was
-- entered that moved it. What follows takes no breach away (Arts 10, 23); and what kept the day that was promised by then is
-- none: the last one that an act on the case set, as on the receipt, or a later one, for a schedule published since takes no
-- day from a promise. judged_on: the last day on which it was late by it.
CREATE VIEW case_breach AS
SELECT case_no, started_seq, clock, due_on, stopped_on, judged_on
FROM (
    SELECT *, min(coalesce(stopped_on, (SELECT day FROM today)), coalesce(until_on, '9999-12-31')) AS judged_on
    FROM clock_due WHERE stops_with = 'reply'
) k
WHERE due_on < judged_on AND coalesce((
    SELECT max(due_on) FROM promise
    WHERE case_no = k.case_no AND started_seq = k.started_seq AND seq < coalesce(k.until_seq, seq + 1)
        AND recorded_on <= k.judged_on
        AND seq >= coalesce((SELECT max(seq) FROM promise
                             WHERE case_no = k.case_no AND started_seq = k.started_seq AND seq < coalesce(k.until_seq, seq + 1)
                                AND recorded_on <= k.judged_on AND NOT by_calendar), 0)), '') < judged_on;

-- The clock that decides. (No GROUP BY here: a grouped view cannot be reached by the case of an outer query.)
CREATE VIEW case_deadline AS
SELECT case_no, due_on, clock AS due_rule, label_zh AS due_rule_zh, label_en AS due_rule_en, citation, target_on,
    provisional, ended_on IS NULL AS running, stopped_on, started_seq
FROM case_clock k WHERE precedence = (SELECT min(precedence) FROM clock_due WHERE case_no = k.case_no AND until_seq IS NULL);

-- Every reply in its stretch (Art. 10): the working days it took; whether a limit was broken, and by how many days the first
-- was; NULL where the calendar does not reach so far.
CREATE VIEW reply_made AS
SELECT r.case_no, r.seq, r.opened_seq, r.opened_at, b.working_no - a.working_no AS working_days,
    r.breach IS NOT NULL AS is_late, s.working_no - d.working_no AS days_late
FROM (
    SELECT y.case_no, y.seq, y.day, o.started_seq AS opened_seq, o.started_at AS opened_at, o.started_on AS opened_on,
        (SELECT min(due_on || coalesce(stopped_on, y.day)) FROM case_breach
         WHERE case_no = y.case_no AND started_seq = o.started_seq AND coalesce(stopped_on, y.day) > due_on) AS breach
    FROM reply_told y
    JOIN case_round o ON o.case_no = y.case_no AND o.until_seq IS NULL AND o.started_seq = (
        SELECT max(seq) FROM event WHERE case_no = y.case_no AND kind IN ('registered', 'reopened') AND seq < y.seq)
) r
LEFT JOIN calendar a ON a.day = r.opened_on
LEFT JOIN calendar b ON b.day = r.day
LEFT JOIN calendar d ON d.day = substr(r.breach, 1, 10)
LEFT JOIN calendar s ON s.day = substr(r.breach, 11);

-- The count behind each due date, day by day: the number a counted day bears, or the kind of day that is skipped. A
-- calendar-day limit counts every day up to its last but for those of a pause, and then skips rest days (Civil Code 203).
CREATE VIEW clock_day AS
SELECT k.case_no, k.clock, k.started_seq, d.day, d.weekday,
    CASE WHEN k.may_pause AND EXISTS (SELECT 1 FROM clock_pause WHERE case_no = k.case_no AND seq > k.started_seq
                                      AND d.day > from_on AND d.day <= to_on)
        THEN 'paused' ELSE d.day_type END AS day_type,
    d.name, d.known,
    CASE
        WHEN k.day_kind = 'working' AND d.is_working THEN d.working_no - s.working_no
        WHEN k.day_kind = 'calendar' AND d.day <= k.raw_due_on THEN
            CAST(julianday(d.day) - julianday(k.started_on) AS INTEGER)
            - CASE WHEN NOT k.may_pause THEN 0 ELSE
                coalesce((SELECT CAST(sum(julianday(min(to_on, d.day)) - julianday(max(from_on, k.started_on))) AS INTEGER)
                          FROM clock_pause
                          WHERE case_no = k.case_no AND seq > k.started_seq AND from_on < d.day AND to_on > k.started_on), 0)
            END
    END AS number
FROM case_clock k
JOIN calendar s ON s.day = k.started_on
JOIN calendar_day d ON d.day > k.started_on AND d.day <= k.due_on
WHERE k.day_kind IN ('working', 'calendar');

-- ==== 7. WHO TAKES NO PART ===========================================================================================
-- One gate: whoever has a part in a case is asked of recusal, every unit of barred_unit. The program compares neither itself.

-- The party: who is complained of (Art. 10), or was reported before that was found to be entered wrongly. The units he heads;
-- and the cases of which the slip names him as the handler.
CREATE VIEW party AS
SELECT c.case_no, s.code AS person
FROM complaint c CROSS JOIN staff s ON s.code IN (
    SELECT c.subject_employee
    UNION ALL SELECT f.detail ->> 'subject_employee'
    FROM restriction_lifted l JOIN event f ON f.case_no = l.case_no AND f.kind IN ('registered', 'classified', 'repeated')
    WHERE l.case_no = c.case_no AND f.seq < l.seq);
CREATE VIEW headed_by_party AS
SELECT p.case_no, u.code AS unit FROM party p JOIN unit u ON u.head = p.person;
CREATE VIEW handled_by_party AS
SELECT p.case_no FROM party p JOIN complaint c ON c.case_no = p.case_no AND c.handler = p.person;

-- Whom and what a report of crime or other wrongdoing ever named, by which entry: its own, those of its series, and where the
-- customer raised it again with nothing new (Arts 13, 17). One that names no unit is of the unit it was first sent to. meant:
-- the entry since which the person is meant, who was named in words before it was found who that is.
CREATE VIEW reported AS
SELECT c.case_no, e.seq, e.detail ->> 'subject_employee' AS person,
    coalesce(m.seq, e.seq) AS meant,
    coalesce(e.detail ->> 'respondent_unit', CASE WHEN e.case_no = c.case_no THEN c.respondent_unit END) AS unit,
    e.detail ->> 'respondent_unit' AS said_unit
FROM complaint c
CROSS JOIN event e ON e.kind IN ('registered', 'classified', 'repeated') AND e.case_no IN (
    SELECT coalesce(c.repeat_root, c.case_no)
    UNION ALL SELECT case_no FROM complaint WHERE repeat_root = coalesce(c.repeat_root, c.case_no))
LEFT JOIN event m ON m.seq = (
    SELECT min(seq) FROM event
    WHERE case_no = e.case_no AND kind IN ('registered', 'classified', 'repeated')
        AND detail ->> 'subject_name' = e.detail ->> 'subject_name')
WHERE c.restricted;

-- The units it reports, since which entry, and since which they are meant: those named, and those that whoever is named heads,
-- works at or worked at since; and whichever took over the work of one of them, and its people. (Whoever is named works
-- somewhere, so that this names every person too.)
CREATE VIEW reported_unit AS
SELECT r.case_no, r.person, u.code AS unit, u.head, r.seq AS since, r.meant, f.code IS r.unit AS is_named,
    f.code IS r.said_unit AS is_said, coalesce(u.head = r.person, 0) AS is_headed
FROM reported r CROSS JOIN unit f LEFT JOIN staff p ON p.code = r.person
JOIN unit u ON u.code IN (f.code, f.merged_into)
WHERE f.code = r.unit OR f.code = p.unit OR f.head = p.code
    OR EXISTS (SELECT 1 FROM place_of_work WHERE staff = r.person AND unit = f.code AND until_seq > r.meant);
-- To which units a case may not be sent (Art. 13; Petition Regulations 2022, Arts 30, 46(5)): those reported; and where it
-- reports a crime, every one but the supervision office, which looks into it itself.
CREATE VIEW barred_unit AS
SELECT c.case_no, u.code AS unit, u.code IS c.lead_unit AS leads
FROM complaint c JOIN category g ON g.code = c.category
JOIN rule_value o ON o.case_no = c.case_no AND o.key = 'supervision_office' JOIN unit u ON u.code <> o.value
WHERE c.restricted
    AND (g.handled_by = 'office' OR EXISTS (SELECT 1 FROM reported_unit WHERE case_no = c.case_no AND unit = u.code));
-- The units a slip or another paper goes to, by its event: those named and those assisting; else the one that leads.
CREATE VIEW addressee AS
SELECT e.case_no, e.seq, u.code AS unit
FROM event e JOIN complaint c ON c.case_no = e.case_no
JOIN unit u ON u.code = coalesce(e.detail ->> 'to_unit', c.lead_unit)
    OR u.code IN (SELECT value FROM json_each(e.detail, '$.assisting_units'));
-- Who acts for a unit that a paper goes to: its staff, and that of the unit that took over its work (Arts 4, 9(5)). is_lead: it
-- is named first.
CREATE VIEW addressed_person AS
SELECT a.case_no, a.seq, s.code AS person, s.name, coalesce(e.detail ->> 'to_unit', a.unit) = a.unit AS is_lead,
    EXISTS (SELECT 1 FROM serving_person WHERE code = s.code) AS serves
FROM addressee a JOIN event e ON e.seq = a.seq JOIN unit u ON u.code = a.unit
JOIN staff s ON s.unit IN (u.code, u.merged_into);
CREATE VIEW barred_addressee AS
SELECT a.case_no, a.seq, a.unit, b.leads
FROM addressee a JOIN barred_unit b ON b.case_no = a.case_no AND b.unit = a.unit;

-- Who takes no part in a report of crime or other wrongdoing, nor is told of it (Art. 13; Petition Regulations 2022, Arts 30,
-- 46(5)): whoever it ever named; head and staff of the units it reports, also those moved since. A leader is not barred for
-- sharing an office with him. Of the supervision office whoever is not named stays: nobody else looks into it.
CREATE VIEW barred_person AS
SELECT c.case_no, s.code AS person
FROM complaint c JOIN rule_value o ON o.case_no = c.case_no AND o.key = 'supervision_office' CROSS JOIN staff s
JOIN role r ON r.code = s.role
WHERE c.restricted AND EXISTS (
    SELECT 1 FROM reported_unit u
    WHERE u.case_no = c.case_no AND (u.person = s.code OR u.unit <> o.value AND (
        u.head = s.code
        OR EXISTS (SELECT 1 FROM former_head WHERE unit = +u.unit AND person = s.code AND until_seq > u.meant)
        OR (u.is_named OR NOT r.briefed) AND (
            s.unit = u.unit
            OR EXISTS (SELECT 1 FROM place_of_work WHERE staff = +s.code AND unit = u.unit AND until_seq > u.meant)))));

-- Reports against the supervision office itself, named or by its head, and since which entry: what a leader directed before it
-- was named approves nothing. (Entries are joined rather than computed, so that each stays one column.)
CREATE VIEW report_on_office AS
SELECT c.case_no, c.is_open, o.value AS office, u.head, max(n.seq, w.seq) AS since
FROM complaint c JOIN rule_value o ON o.case_no = c.case_no AND o.key = 'supervision_office'
JOIN unit u ON u.code = o.value
JOIN event n ON n.seq = (SELECT min(since) FROM reported_unit
                         WHERE case_no = c.case_no AND unit = o.value AND (is_said OR is_headed))
JOIN event w ON w.seq = (SELECT min(seq) FROM wrongdoing_stated WHERE case_no = c.case_no)
WHERE c.restricted;

-- Who answers for a unit (Art. 10): its head, and whoever is one by his role.
CREATE VIEW responsible_person AS
SELECT u.code AS unit, s.code AS person FROM unit u JOIN staff s ON s.code = u.head OR s.role = 'unit_head';
-- Who handled a case, by its slip or its last result report (Art. 17).
CREATE VIEW case_handler AS
SELECT c.case_no, s.code AS person
FROM complaint c
LEFT JOIN result_report r ON r.seq = (SELECT max(seq) FROM result_report WHERE case_no = c.case_no)
JOIN staff s ON s.code IN (c.handler, r.handler);
-- Who spoke to the media last (Art. 15).
CREATE VIEW media_speaker AS
SELECT e.case_no, e.actor AS person
FROM contact t JOIN event e ON e.seq = t.seq
WHERE t.purpose = 'media_response'
    AND NOT EXISTS (SELECT 1 FROM contact WHERE case_no = t.case_no AND purpose = 'media_response' AND seq > t.seq);

-- Briefings and directives as they were entered (Art. 8(2)), numbered by kind in their case. One that was entered wrong is voided,
-- with the reason: it stays on record, and nothing rests on it any more (Art. 6). briefing, directive: those that stand.
CREATE VIEW leader_entry AS
SELECT e.case_no, e.seq, e.kind, e.at, coalesce(e.detail ->> 'by', e.detail ->> 'to') AS leader, e.detail ->> 'text' AS text,
    e.detail, v.at AS voided_at,
    (SELECT count(*) FROM event WHERE case_no = e.case_no AND kind = e.kind AND seq <= e.seq) AS number
FROM event e
LEFT JOIN event v ON v.case_no = e.case_no AND v.kind = 'entry_voided' AND v.detail ->> 'entry' = e.seq
WHERE e.kind IN ('briefed', 'directed');
CREATE VIEW directive AS
SELECT case_no, seq, at, leader, text, detail ->> 'due_on' AS due_on,
    detail ->> 'orders_supervision' AS orders_supervision
FROM leader_entry WHERE kind = 'directed' AND voided_at IS NULL;
-- Who was briefed on a case or found absent (Art. 8(2)), by the role and the line he held then.
CREATE VIEW briefing AS
SELECT e.case_no, e.seq, e.at, e.leader, r.code AS role, r.in_charge, e.detail ->> 'line' AS line,
    coalesce(e.detail ->> 'absent', 0) AS absent
FROM leader_entry e JOIN role r ON r.code = e.detail ->> 'role' WHERE e.kind = 'briefed' AND e.voided_at IS NULL;
-- Who took the report of a case (Art. 8(2)). A briefing of whom it turned out to report does not count while the case is open
-- (Art. 13); what a closed case was judged by stays.
CREATE VIEW leader_told AS
SELECT b.case_no, b.seq, b.at, b.leader, b.role, b.in_charge, b.line
FROM briefing b JOIN complaint c ON c.case_no = b.case_no
WHERE NOT b.absent AND NOT (c.restricted AND c.is_open AND EXISTS (
    SELECT 1 FROM barred_person WHERE case_no = b.case_no AND person = b.leader));

-- From when a case may go to the deputies (Art. 8(2)), after the entry that has it reported: the leader in charge is absent,
-- or it is kept from him (Art. 13).
CREATE VIEW leader_away AS
SELECT c.case_no, o.seq AS since, coalesce(a.at, CASE WHEN k.code IS NOT NULL THEN
        CASE o.kind WHEN 'registered' THEN c.received_at ELSE o.at END END) AS at
FROM complaint c CROSS JOIN event o ON o.case_no = c.case_no AND o.kind IN ('registered', 'withdrawal_coerced')
LEFT JOIN event a ON a.seq = (
    SELECT seq FROM briefing WHERE case_no = c.case_no AND seq > o.seq AND in_charge AND absent ORDER BY at, seq LIMIT 1)
LEFT JOIN staff k ON c.restricted AND k.code = (
    SELECT s.code FROM role r CROSS JOIN staff s ON s.role = r.code AND r.in_charge
    WHERE EXISTS (SELECT 1 FROM barred_person WHERE case_no = c.case_no AND person = s.code) LIMIT 1);

-- The supervision office handles a report against itself, by members not named, once a leader who is neither named nor its
-- head has directed so; where there is none, once it was escalated out of the bank. remedy: the next command on the way.
CREATE VIEW office_approval AS
SELECT o.case_no, o.is_open, o.office,
    CASE WHEN l.code IS NOT NULL THEN d.at ELSE coalesce(d.at, e.at) END AS approved_at,
    'complaintctl ' || CASE
        WHEN l.code IS NULL THEN 'escalate ' || o.case_no || ' --to union --reason TEXT'
        WHEN EXISTS (SELECT 1 FROM briefing WHERE case_no = o.case_no AND leader = l.code AND NOT absent)
            THEN 'direct ' || o.case_no || ' --by ' || l.code || ' --text TEXT'
        ELSE 'brief ' || o.case_no || ' --to ' || l.code
    END AS remedy
FROM report_on_office o
LEFT JOIN event d ON d.seq = (
    SELECT min(seq) FROM directive
    WHERE case_no = o.case_no AND seq > o.since AND leader IS NOT o.head
        AND NOT EXISTS (SELECT 1 FROM barred_person WHERE case_no = o.case_no AND person = directive.leader))
LEFT JOIN event e ON e.seq = (
    SELECT min(seq) FROM escalation
    WHERE case_no = o.case_no AND seq > o.since AND target NOT IN ('leader', 'counsel'))
-- Who may approve: of several who was told already, then who is in charge, then by role: three digits before the code.
LEFT JOIN staff l ON l.code = (
    SELECT substr(min(
        (NOT EXISTS (SELECT 1 FROM briefing WHERE case_no = o.case_no AND leader = p.code AND NOT absent))
        || (NOT p.in_charge) || p.position || p.code), 4)
    FROM leader p
    WHERE p.code IS NOT o.head
        AND NOT EXISTS (SELECT 1 FROM barred_person WHERE case_no = o.case_no AND person = p.code));

-- Who may read who made a report of wrongdoing, and what it says: who has the right to, of all or as one of the supervision
-- office, but for whom the case is kept from (Art. 13; Petition Regulations 2022, Art. 30).
CREATE VIEW may_see_restricted AS
SELECT c.case_no, r.person
FROM complaint c CROSS JOIN right_of_person r ON r.act = 'restricted'
WHERE c.restricted
    AND (r.scope = 'all' OR r.scope = 'own_unit' AND EXISTS (
        SELECT 1 FROM own_case WHERE case_no = c.case_no AND person = r.person))
    AND NOT EXISTS (SELECT 1 FROM barred_person WHERE case_no = c.case_no AND person = r.person);

-- Whom a case concerns, so that he does not verify its withdrawal (Art. 18): the party; who is of the unit complained of or
-- handling it, unless that is the supervision office; who is of or heads a unit ever complained of, assisting or the party's.
CREATE VIEW concerned_person AS
SELECT c.case_no, s.code AS person
FROM complaint c JOIN rule_value o ON o.case_no = c.case_no AND o.key = 'supervision_office' CROSS JOIN staff s
WHERE s.unit = c.respondent_unit OR s.unit = c.lead_unit AND s.unit <> o.value
    OR EXISTS (SELECT 1 FROM party WHERE case_no = c.case_no AND person = s.code)
    OR EXISTS (
        SELECT 1
        FROM event e LEFT JOIN staff p ON p.code = e.detail ->> 'subject_employee'
        JOIN unit u ON u.code IN (e.detail ->> 'respondent_unit', p.unit)
            OR u.code IN (SELECT value FROM json_each(e.detail, '$.assisting_units'))
        WHERE e.case_no = c.case_no AND e.kind IN ('registered', 'classified', 'dispatched')
            AND (u.head = s.code OR u.code = s.unit AND u.code <> o.value))
    OR EXISTS (  -- who put the customer under pressure (Art. 18)
        SELECT 1 FROM event
        WHERE case_no = c.case_no AND kind = 'withdrawal_coerced' AND detail ->> 'pressed_by' = s.code);

-- Who takes no part in a case, in which part, on what ground; of several the first by position. look: be shown it; told: be
-- briefed or written to; prepare: bring it upward, state its facts; act: anything else; lead: direct, approve, authorise;
-- handle: be given it, investigate, sign, review; report: have handled it by its result report, as somebody outside may;
-- accept: find that report sufficient, or close the case on it.
CREATE VIEW recusal AS
WITH part_of (ground, part, position) AS (VALUES
    ('outside', 'handle', 1),
    ('reported', 'look', 2), ('reported', 'told', 2), ('reported', 'prepare', 2), ('reported', 'act', 2),
    ('reported', 'lead', 2), ('reported', 'handle', 2), ('reported', 'report', 2), ('reported', 'verify', 2),
    ('party', 'lead', 3), ('party', 'handle', 3), ('party', 'report', 3), ('concerned', 'verify', 4),
    ('unapproved', 'act', 5), ('unapproved', 'handle', 5), ('unapproved', 'report', 5), ('unapproved', 'verify', 5),
    ('reporter', 'accept', 6), ('own_report', 'accept', 7)
)
SELECT g.case_no, g.person, p.part, p.ground, p.position
FROM (
    -- Art. 13: into a crime the supervision office looks itself.
    SELECT b.case_no, s.code AS person, 'outside' AS ground FROM barred_unit b JOIN staff s ON s.unit = b.unit
    UNION ALL SELECT case_no, person, 'reported' FROM barred_person
    UNION ALL SELECT case_no, person, 'party' FROM party
    UNION ALL SELECT case_no, person, 'concerned' FROM concerned_person
    -- A leader of the bank may act himself: that he does is his approval.
    UNION ALL SELECT a.case_no, s.code, 'unapproved'
    FROM office_approval a JOIN unit u ON u.code = a.office JOIN staff s ON s.unit = u.code
    JOIN role r ON r.code = s.role
    WHERE a.approved_at IS NULL AND (NOT r.briefed OR s.code = u.head)
    -- Arts 11, 19: no unit accepts what it reported itself, but for the supervision office.
    UNION ALL SELECT c.case_no, s.code, 'reporter'
    FROM complaint c JOIN rule_value o ON o.case_no = c.case_no AND o.key = 'supervision_office' AND o.value <> c.lead_unit
    JOIN staff s ON s.unit = c.lead_unit
    -- Nor anybody what he reported himself.
    UNION ALL SELECT r.case_no, r.handler, 'own_report'
    FROM result_report r WHERE r.seq = (SELECT max(seq) FROM result_report WHERE case_no = r.case_no)
) g
JOIN part_of p ON p.ground = g.ground;

-- Who may do what (Art. 19). The day whose rules count: in a real file today, whatever day is looked at; a practice file's own.
CREATE VIEW right_day AS
SELECT CASE p.value WHEN '1' THEN t.day ELSE date('now', '+8 hours') END AS day
FROM policy p, today t WHERE p.key = 'practice';
CREATE VIEW right_in_force AS
SELECT h.code AS role, k.code AS act, p.value AS scope, k.of_case, p.in_force_from, p.in_force_to, p.citation
FROM right_holder h CROSS JOIN act_kind k JOIN policy p ON p.key = 'right.' || h.code || '.' || k.code;
CREATE VIEW "right" AS
SELECT role, act, scope, citation
FROM right_in_force WHERE (SELECT day FROM right_day) BETWEEN in_force_from AND in_force_to;

CREATE VIEW in_service AS
SELECT code, unit, role FROM staff WHERE coalesce(retired_on, '9999-12-31') > (SELECT day FROM right_day);

-- Who heads the supervision office; until a head is named who began the file, and where they have left, each of its members.
CREATE VIEW office_head AS
SELECT s.code AS person
FROM policy o JOIN unit u ON u.code = o.value
LEFT JOIN in_service h ON h.code = u.head
LEFT JOIN event e ON e.seq = 1
LEFT JOIN in_service f ON f.code = e.actor AND f.unit = u.code
JOIN in_service s ON CASE
    WHEN h.code IS NOT NULL THEN s.code = h.code WHEN f.code IS NOT NULL THEN s.code = f.code
    ELSE s.unit = u.code AND s.role = 'supervision' END
WHERE o.key = 'supervision_office' AND (SELECT day FROM right_day) BETWEEN o.in_force_from AND o.in_force_to;

-- What each member of staff may do, the widest of their roles; person NULL: a login that is nobody's.
CREATE VIEW held_role AS
SELECT code AS person, role FROM in_service
UNION ALL SELECT person, 'office_head' FROM office_head
UNION ALL SELECT NULL, 'unknown';
CREATE VIEW right_of_person AS
SELECT h.person, r.act, CASE
        WHEN sum(r.scope = 'all') > 0 THEN 'all' WHEN sum(r.scope = 'own_unit') > 0 THEN 'own_unit' ELSE 'none'
    END AS scope
FROM held_role h JOIN "right" r ON r.role = h.role
GROUP BY h.person, r.act;

-- Who has a say: decides cases, or changes the rules or who is who, in the whole bank. A second one approves whom it is given to.
CREATE VIEW has_say AS
SELECT person, act FROM right_of_person
WHERE person IS NOT NULL AND scope = 'all' AND act IN ('decide', 'rules', 'people');

-- What nobody may do from a day on that somebody has to.
CREATE VIEW right_nobody_has AS
SELECT k.code AS act, d.day
FROM act_kind k CROSS JOIN (
    SELECT day FROM right_day
    UNION SELECT in_force_from FROM right_in_force WHERE in_force_from > (SELECT day FROM right_day)) d
WHERE k.always_held AND NOT EXISTS (
    SELECT 1 FROM right_in_force r JOIN held_role h ON h.role = r.role AND h.person IS NOT NULL
    WHERE r.act = k.code AND r.scope = 'all' AND d.day BETWEEN r.in_force_from AND r.in_force_to);

-- The units whose own a case is: where it lies, who assists, the unit complained of unless it is kept from it, whose people
-- received it, and the supervision office, which handles all (Art. 19). own_case: the people of these units and their heads.
-- (A unit may stand twice: a UNION, or columns of several types, would keep who asks by the case from its key.)
CREATE VIEW unit_of_case AS
SELECT c.case_no, c.lead_unit AS unit FROM complaint c WHERE c.lead_unit IS NOT NULL
UNION ALL SELECT s.case_no, CAST(a.value AS TEXT)
FROM complaint c JOIN live_slip s ON s.case_no = c.case_no JOIN event e ON e.seq = s.seq
CROSS JOIN json_each(e.detail, '$.assisting_units') a
UNION ALL SELECT c.case_no, c.respondent_unit
FROM complaint c
WHERE c.respondent_unit IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM barred_unit WHERE case_no = c.case_no AND unit = c.respondent_unit)
UNION ALL SELECT c.case_no, s.unit FROM complaint c JOIN staff s ON s.code = c.first_receiver
UNION ALL SELECT case_no, value FROM rule_value WHERE key = 'supervision_office';
CREATE VIEW own_case AS
SELECT c.case_no, s.code AS person
FROM unit_of_case c JOIN unit u ON u.code = c.unit JOIN staff s ON s.unit = u.code OR s.code = u.head;

-- For which leader a directive is entered: a leader's for himself; who handles the case enters it for any (Art. 8(2)).
CREATE VIEW directs_for AS
SELECT r.person, s.code AS leader
FROM staff s JOIN right_of_person r ON r.scope <> 'none' AND (r.act = 'handle' OR r.act = 'direct' AND r.person = s.code);

-- ==== 8. THE DUTIES ==================================================================================================
-- What the regulation asks of every case; how each duty is owed and fulfilled is one view duty_….
-- blocking: must be done before the case is closed; may_waive: unless a reason is given; blocks_withdrawal: must be done even
-- where the customer withdraws. owed_by: the supervision office, the unit the case lies with, or the leader briefed.
CREATE TABLE duty (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    blocking INTEGER NOT NULL CHECK (blocking IN (0, 1)),
    may_waive INTEGER NOT NULL DEFAULT 0 CHECK (may_waive IN (0, 1)),
    blocks_withdrawal INTEGER NOT NULL DEFAULT 0 CHECK (blocks_withdrawal IN (0, 1)),
    owed_by TEXT NOT NULL DEFAULT 'office' CHECK (owed_by IN ('office', 'unit', 'leader')),
    escalates_to TEXT REFERENCES escalation_target (code), article TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO duty (position, code, label_zh, label_en, blocking, owed_by, article) VALUES
    (2, 'direct', '领导批示', 'the leader''s directive', 0, 'leader', 'Art. 8(2)'),
    (2, 'classify', '确定投诉类别', 'decide the category', 1, 'office', 'Arts 10, 13'),
    (3, 'transfer', '填发转办单', 'issue the transfer slip', 1, 'office', 'Art. 9'),
    (4, 'lead_department', '由主管部门牵头', 'let the managing department lead', 0, 'office', 'Art. 13'),
    (5, 'acknowledge', '受理告知', 'tell the customer the limit and a contact', 0, 'office', 'Art. 5'),
    (6, 'track', '跟踪处理结果', 'track the result', 0, 'office', 'Arts 9(1), 17'),
    (6, 'promise', '按承诺联系客户', 'call the customer back as promised', 0, 'office', 'default; Art. 3'),
    (10, 'media_response', '回应媒体', 'respond to the media', 0, 'office', 'Art. 9(6)'),
    (12, 'supervise', '督办', 'issue a supervision slip', 0, 'office', 'Art. 10'),
    (13, 'delay_reason', '报送未按期办结说明', 'report the reason for the delay', 0, 'unit', 'Art. 10'),
    (14, 'delay_told', '向客户说明未按期办结原因', 'explain the delay to the customer', 0, 'unit', 'Art. 10'),
    (15, 'violation_finding', '界定违规性质', 'define the violation', 1, 'office', 'Art. 13'),
    (16, 'repeat_cause', '分析再次投诉原因', 'find the cause of the repeat', 1, 'unit', 'Art. 17'),
    (17, 'fresh_investigation', '再次核实', 'investigate afresh', 0, 'unit', 'Art. 17'),
    (17, 'directive_day', '按领导批示期限办理', 'report by the day of the directive', 0, 'unit', 'Art. 8(2)'),
    (19, 'result_report', '报送处理结果报告单', 'report the result', 1, 'unit', 'Art. 11'),
    (20, 'source_reply', '回复转来部门', 'reply to the body that sent the case', 1, 'office', 'Arts 9(7), 10'),
    (22, 'compensation', '赔偿损失', 'compensate the loss, or say why not', 0, 'unit', 'Art. 13'),
    (23, 'explanation', '解释说明', 'explain rule and process', 1, 'unit', 'Art. 14'),
    (26, 'result_review', '审核处理结果报告单', 'review the result report', 1, 'office', 'Art. 11'),
    (27, 'verify_withdrawal', '核实撤诉', 'verify the withdrawal', 1, 'office', 'Art. 18'),
    (30, 'review_answer', '答复核查（复查）申请', 'answer the request for a review', 0, 'office', 'Order 2020 No. 3, Art. 20'),
    (31, 'archive', '归档', 'archive the case', 0, 'office', 'Art. 6');
-- approval, at position 0: nothing else can be done before.
INSERT INTO duty
    (position, code, label_zh, label_en, blocking, may_waive, blocks_withdrawal, owed_by, escalates_to, article) VALUES
    (0, 'approval', '检举监察室的事项经领导批准办理', 'have a leader approve work on a report against 监察室', 1, 0, 1, 'office', NULL,
     'Art. 13; Petition Regulations 2022, Arts 30, 46'),
    (1, 'brief', '报告领导', 'brief the leader in charge of petitions', 1, 1, 1, 'office', NULL, 'Art. 8(2)'),
    (7, 'report_union', '向省联社办事处报告重大投诉', 'report the major case to the provincial union', 0, 0, 0, 'office', 'union',
     'Art. 20'),
    (8, 'report_regulator', '向金融监管分局报告重大投诉', 'report the major case to the regulator', 0, 0, 0, 'office', 'regulator',
     'Art. 20'),
    (9, 'report_media', '立即向省联社办事处报告媒体事项', 'report the media matter to the provincial union', 0, 0, 0, 'office', 'union',
     'Art. 15'),
    (11, 'counsel', '征询法律顾问', 'consult counsel, after the leader', 1, 0, 0, 'office', 'counsel', 'Art. 16'),
    (18, 'reply', '答复客户', 'reply to the customer', 1, 1, 0, 'unit', NULL, 'Art. 10'),
    (21, 'apology', '道歉', 'apologise to the customer', 1, 1, 0, 'unit', NULL, 'Art. 13'),
    (24, 'report_beyond_authority', '超权限事项向上级反映', 'report upward what is beyond authority', 0, 0, 0, 'office', 'leader',
     'Art. 13'),
    (25, 'report_not_accepted', '客户不接受解释，向上级报告', 'report upward that the explanation is not accepted',
     0, 0, 0, 'office', 'union', 'Art. 17'),
    (28, 'final_union', '向省联社办事处报送重大投诉终报', 'give the provincial union the final report of the major case',
     0, 0, 0, 'office', 'union', 'Art. 20'),
    (29, 'final_regulator', '向金融监管分局报送重大投诉终报', 'give the regulator the final report of the major case',
     0, 0, 0, 'office', 'regulator', 'Art. 20');

-- What is owed after a case has ended, before it is archived (Art. 6), and which stage of the reports to others it is.
CREATE VIEW duty_after_end (duty, stage) AS VALUES ('final_union', 'final'), ('final_regulator', 'final'), ('review_answer', NULL);

-- Art. 4: a slip that a unit sent back is a dispute.
CREATE VIEW slip_dispute AS SELECT case_no, seq, unit FROM slip_back WHERE kind = 'slip_returned';
-- Art. 4: after so many disputes 监察室 rules who is responsible.
CREATE VIEW ruling_due AS
SELECT case_no
FROM rule_value v
WHERE key = 'disputes_before_ruling' AND (SELECT count(*) FROM slip_dispute WHERE case_no = v.case_no) >= value + 0;

-- To the unit complained of, or the one that took over its work (r, u); in product and channel cases to the department that
-- manages them, the unit assisting (Art. 13); a report of wrongdoing never to whom it reports; where the unit's head is the
-- party, to the supervision office (Art. 10); to a unit whose slip came back (Art. 4) only if somebody names it.
CREATE VIEW transfer_command AS
SELECT t.case_no,
    'complaintctl transfer ' || t.case_no || ' --to ' || coalesce(
        CASE WHEN NOT EXISTS (SELECT 1 FROM slip_back WHERE case_no = t.case_no AND unit = t.unit AND seq > t.opened_seq)
            THEN t.unit END,
        CASE t.goes_to WHEN 'department' THEN 'DEPARTMENT' ELSE 'UNIT' END)
    || CASE t.goes_to WHEN 'department' THEN coalesce(' --assist ' || t.respondent, '') ELSE '' END
    || CASE WHEN EXISTS (SELECT 1 FROM ruling_due WHERE case_no = t.case_no) THEN ' --ruling TEXT' ELSE '' END AS command
FROM (
    SELECT *, CASE goes_to WHEN 'office' THEN office WHEN 'department' THEN department WHEN 'respondent' THEN respondent END
        AS unit
    FROM (
        SELECT c.case_no, c.opened_seq, u.code AS respondent, o.value AS office,
            (SELECT nullif(value, '') FROM rule_value WHERE case_no = c.case_no AND key = 'lead_unit.' || c.category)
                AS department,
            CASE
                WHEN c.restricted THEN 'another'
                WHEN EXISTS (SELECT 1 FROM headed_by_party WHERE case_no = c.case_no AND unit = u.code) THEN 'office'
                WHEN g.handled_by = 'department' AND coalesce(u.kind, 'branch') = 'branch' THEN 'department'
                ELSE 'respondent'
            END AS goes_to
        FROM complaint c JOIN category g ON g.code = c.category
        JOIN rule_value o ON o.case_no = c.case_no AND o.key = 'supervision_office'
        LEFT JOIN unit r ON r.code = c.respondent_unit
        LEFT JOIN serving_unit u
            ON u.code = CASE WHEN r.retired_on <= (SELECT day FROM today) THEN r.merged_into ELSE r.code END
    )
) t;

-- Arts 5, 10: what a paper for a customer lacks of the bank, and the command that mends it. blocking: it is not written without,
-- but in a practice file, whose papers reach nobody. staff: who prints it.
CREATE VIEW paper_lack AS
WITH said AS (
    SELECT key, value FROM policy WHERE (SELECT day FROM today) BETWEEN in_force_from AND in_force_to
)
SELECT f.code AS form, s.code AS staff, 'your telephone' AS label_en, '您的电话' AS label_zh, p.value = '0' AS blocking,
    'staff set ' || s.code || ' --phone NUMBER' AS remedy
FROM form f JOIN staff s ON s.phone IS NULL JOIN said p ON p.key = 'practice'
WHERE f.goes_to = 'customer' AND f.code <> 'envelope'
UNION ALL SELECT f.code, s.code, k.label_en, k.label_zh, 0, 'policy set ' || p.key || ' NAME'
FROM form f CROSS JOIN staff s JOIN said p ON p.key = 'bank_name' AND p.value LIKE '某某%' JOIN policy_key k ON k.key = p.key
WHERE f.goes_to = 'customer'
UNION ALL SELECT f.code, s.code, 'the day the regulation came into force', '办法施行日期', 0,
    'policy set regulation_status 现行 --from DATE'
FROM form f CROSS JOIN staff s
WHERE f.goes_to = 'customer' AND f.code <> 'envelope' AND NOT EXISTS (
    SELECT 1 FROM policy
    WHERE key = 'regulation_status' AND value <> '草案' AND in_force_to >= (SELECT day FROM today))
UNION ALL SELECT 'envelope', s.code, k.label_en, k.label_zh, 0, 'policy set ' || p.key || ' TEXT'
FROM staff s JOIN said p ON p.key = 'bank_address' AND p.value = '' JOIN policy_key k ON k.key = p.key;

-- Art. 13: the papers that have nobody to go to. A receipt may have: an anonymous visitor takes its number with him.
CREATE VIEW paper_without_addressee AS
SELECT c.case_no, f.code AS form, 'anonymous' AS why
FROM complaint c JOIN channel h ON h.code = c.channel JOIN form f ON f.goes_to = 'customer'
WHERE c.anonymous AND NOT (f.code = 'receipt' AND h.asks IS 'escort')
UNION ALL SELECT c.case_no, 'envelope', 'address'
FROM complaint c LEFT JOIN complainant p ON p.id = c.complainant
WHERE NOT c.anonymous AND (p.name IS NULL OR p.address IS NULL);

-- Art. 6: the copies of forms that left the program on paper; one that could not be written out is none.
CREATE VIEW printed_copy AS
SELECT case_no, seq, detail ->> 'form' AS form, detail ->> 'slip_no' AS slip_no, coalesce(detail ->> 'blank', 0) AS blank
FROM event p
WHERE kind = 'printed' AND detail ->> 'copy_no' IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM event f WHERE f.case_no = p.case_no AND f.kind = 'output_failed' AND f.detail ->> 'event' = p.seq);
-- Art. 11: the open cases with a result report printed to be filled in by hand, which comes back with check characters.
CREATE VIEW blank_report AS
SELECT case_no FROM complaint c
WHERE is_open AND EXISTS (SELECT 1 FROM printed_copy p WHERE p.case_no = c.case_no AND p.seq > c.opened_seq AND p.blank);
-- With which answers of the customer a result report has to tell of the reply (Arts 10, 13): not where nobody is known, the
-- reply was made already, or he could not be reached.
CREATE VIEW reply_reported AS
SELECT c.case_no, s.code AS satisfaction
FROM complaint c JOIN satisfaction s ON s.reached WHERE NOT c.anonymous AND c.replied_at IS NULL;

-- The nine parts of Art. 11, and the reply, if it is still owed. A slip that lies with a unit the case must not reach is
-- taken back first (Art. 13).
CREATE VIEW resolve_command AS
SELECT case_no, 'complaintctl ' || CASE
    WHEN restricted AND EXISTS (SELECT 1 FROM barred_unit b WHERE b.case_no = c.case_no AND b.unit = c.lead_unit)
        THEN 'recall ' || case_no || ' --reason TEXT'
    ELSE 'resolve ' || case_no || ' --findings TEXT --fault CODE --responsible TEXT --lessons TEXT --corrective TEXT'
        || ' --satisfaction CODE --handler CODE --phone TEXT'
        || CASE WHEN EXISTS (SELECT 1 FROM reply_reported WHERE case_no = c.case_no)
            THEN ' --replied-at WHEN --reply TEXT' ELSE '' END
        || CASE WHEN EXISTS (SELECT 1 FROM blank_report b WHERE b.case_no = c.case_no) THEN ' --check-characters NN' ELSE '' END
    END AS command
FROM complaint c;

-- The result reports that do not stand: their maker is the party (Art. 10), or the case reports him or his unit (Art. 13).
CREATE VIEW recused_report AS
SELECT c.case_no, r.handler
FROM complaint c JOIN result_report r ON r.seq = c.report_seq
WHERE EXISTS (SELECT 1 FROM party WHERE case_no = c.case_no AND person = r.handler)
    OR c.restricted AND (
        EXISTS (SELECT 1 FROM barred_person WHERE case_no = c.case_no AND person = r.handler)
        OR EXISTS (SELECT 1 FROM barred_unit WHERE case_no = c.case_no AND unit = c.lead_unit));

-- Art. 10 leaves open what calls for a supervision slip; defaults: overdue with no reason that holds; major and one working day
-- from its limit; ordered by a directive; a result report that was returned; a slip whose day passed without an answer.
-- done_at: the slip that followed.
CREATE VIEW supervision_cause AS
SELECT c.case_no, CASE WHEN due.day < now.day THEN 'overdue' ELSE 'major' END AS reason, c.is_open,
    (SELECT min(at) FROM event WHERE case_no = c.case_no AND kind = 'supervised'
        AND CASE WHEN due.day < now.day THEN day > max(due.day, coalesce(
                (SELECT max(holds_until) FROM delay_report WHERE case_no = c.case_no AND seq > c.opened_seq), ''))
            ELSE seq > c.opened_seq END) AS done_at
FROM complaint c
JOIN case_round r ON r.case_no = c.case_no AND r.started_seq = c.opened_seq AND r.until_seq IS NULL AND r.stopped_on IS NULL
JOIN calendar due ON due.day = coalesce(c.promised_due_on, (
    SELECT due_on FROM clock_due WHERE case_no = c.case_no AND until_seq IS NULL AND stops_with = 'reply'
    ORDER BY precedence LIMIT 1))
JOIN calendar now ON now.day = (SELECT day FROM today)
WHERE c.lead_unit IS NOT NULL
    AND CASE WHEN due.day < now.day THEN
            EXISTS (SELECT 1 FROM clock_due  -- a pause moves it daily
                    WHERE case_no = c.case_no AND started_seq = r.started_seq AND until_seq IS NULL AND stops_with = 'reply'
                        AND due_on < now.day)
            AND NOT EXISTS (SELECT 1 FROM delay_report
                            WHERE case_no = c.case_no AND seq > c.opened_seq AND holds_until >= now.day)
        ELSE c.is_major AND now.working_no >= due.working_no - 1
    END
UNION ALL SELECT c.case_no, 'directive', c.is_open,
    (SELECT min(at) FROM event WHERE case_no = c.case_no AND kind = 'supervised' AND seq > e.seq)
FROM complaint c
CROSS JOIN directive e ON e.case_no = c.case_no AND e.orders_supervision
WHERE c.lead_unit IS NOT NULL
UNION ALL SELECT c.case_no, 'report_returned', c.is_open,
    (SELECT min(at) FROM event WHERE case_no = c.case_no AND kind = 'supervised'
        AND seq > (SELECT max(seq) FROM event WHERE case_no = c.case_no AND kind = 'result_returned'))
FROM complaint c
WHERE c.lead_unit IS NOT NULL AND c.reported_at IS NULL
    AND EXISTS (SELECT 1 FROM event WHERE case_no = c.case_no AND kind = 'result_returned' AND seq > c.opened_seq)
UNION ALL SELECT c.case_no, 'no_answer', c.is_open, NULL
FROM complaint c
CROSS JOIN slip_issued s ON s.due_on < (SELECT day FROM today) AND s.seq = (  -- whichever unit has the case since
    SELECT max(seq) FROM event WHERE case_no = c.case_no AND kind = 'supervised' AND seq > c.opened_seq)
WHERE c.is_open = 1 AND c.lead_unit IS NOT NULL AND c.reported_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM delay_report
                    WHERE case_no = c.case_no AND seq > c.opened_seq AND holds_until >= (SELECT day FROM today))
    AND (c.promised_due_on >= (SELECT day FROM today) OR s.day > max(c.promised_due_on, coalesce(  -- else owed as overdue
        (SELECT max(holds_until) FROM delay_report WHERE case_no = c.case_no AND seq > c.opened_seq), '')));

-- The cases whose present stretch may have broken a limit, and the first it broke; due_on NULL: none. asked_on: the day for
-- which a reason has to hold (Art. 10), today, or that of the answer, or of the entry that moved the limit, from which on it was
-- late no more. (Looked at are those whose promised day is past or whose limits were moved, and what an old register left open,
-- which promises nothing before it is acted on. A pause moves the due date daily, the promise when it ends.)
CREATE VIEW late_case AS
SELECT c.case_no, c.is_open, c.anonymous, r.started_seq, k.day AS due_on,
    coalesce(a.day, '9999-12-31') AS asked_on
FROM complaint c
JOIN case_round r ON r.case_no = c.case_no AND r.started_seq = c.opened_seq AND r.until_seq IS NULL
CROSS JOIN json_each((  -- both days at one look at the breaches
    SELECT json_array(json_array(min(due_on), max(judged_on)))
    FROM case_breach WHERE case_no = c.case_no AND started_seq = r.started_seq)) b
CROSS JOIN calendar k ON k.day = b.value ->> 0
LEFT JOIN calendar a ON a.day = b.value ->> 1
WHERE c.promised_due_on < coalesce(r.stopped_on, (SELECT day FROM today)) OR r.from_seq > r.started_seq
    OR c.promised_due_on IS NULL AND c.is_open;

-- Art. 12: what somebody is asked to look into: not an enquiry or thanks, which reason and direction end, unless it was
-- transferred nonetheless.
CREATE VIEW case_looked_into AS
SELECT c.case_no FROM complaint c JOIN nature n ON n.code = c.nature WHERE n.is_handled OR c.dispatched_at IS NOT NULL;

-- ---- Reception (Arts 5, 8) ----
-- Art. 8(2): every case is reported the same working day to the leader in charge of petitions; where he is absent, to the
-- principal leader and the leader of the unit's business line both. Art. 15: what concerns the media, within hours. Art. 18: a
-- withdrawal under duress is reported again.
CREATE VIEW duty_brief (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'brief', c.is_open,
    CASE WHEN o.kind = 'registered' AND (c.channel = 'media' OR c.media_level IS NOT NULL) THEN
        strftime('%Y-%m-%dT%H:%M:%S+08:00', substr(c.received_at, 1, 19), '+' || (
            SELECT value FROM policy
            WHERE key = 'media_report_hours' AND c.received_on BETWEEN in_force_from AND in_force_to) || ' hours')
        ELSE (SELECT min(day) FROM calendar
              WHERE day >= CASE o.kind WHEN 'registered' THEN c.received_on ELSE o.day END AND is_working = 1)
    END,
    coalesce(t.at, max(w.at,
        (SELECT min(at) FROM briefing WHERE case_no = c.case_no AND seq > o.seq AND role = 'principal_leader' AND NOT absent),
        (SELECT min(at) FROM briefing WHERE case_no = c.case_no AND seq > o.seq AND role = 'line_leader' AND NOT absent
            AND coalesce(line = u.line, 1)))),
    'complaintctl brief ' || c.case_no || ' --to ' || coalesce(
        -- Who is to be told next: he who is in charge, or a deputy not yet told; never whom the case is kept from. (Three
        -- digits before the code sort them: by charge, role, and the line of the unit.)
        (SELECT substr(min((NOT l.in_charge) || l.position || (l.line IS NOT u.line) || l.code), 4)
         FROM leader l
         WHERE NOT (c.restricted AND EXISTS (SELECT 1 FROM barred_person WHERE case_no = c.case_no AND person = l.code))
            AND (l.in_charge AND NOT EXISTS (SELECT 1 FROM briefing
                                             WHERE case_no = c.case_no AND seq > o.seq AND in_charge AND absent)
                 OR NOT l.in_charge AND coalesce(l.role <> 'line_leader' OR l.line = u.line, 1) AND w.at IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM briefing
                                    WHERE case_no = c.case_no AND seq > o.seq AND role = l.role AND NOT absent
                                        AND coalesce(l.role <> 'line_leader' OR line = u.line, 1)))),
        'CODE')
FROM complaint c CROSS JOIN event o ON o.case_no = c.case_no AND o.kind IN ('registered', 'withdrawal_coerced')
JOIN leader_away w ON w.case_no = c.case_no AND w.since = o.seq
LEFT JOIN event t ON t.seq = (
    SELECT seq FROM leader_told WHERE case_no = c.case_no AND seq > o.seq AND in_charge ORDER BY at, seq LIMIT 1)
LEFT JOIN unit u ON u.code = coalesce(c.respondent_unit, c.lead_unit);

-- Art. 8(2): the leader who was briefed writes down what is to be done. Where each of them has left since, or is himself
-- complained of (Art. 10), another is briefed, and directs.
CREATE VIEW duty_direct (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'direct', c.is_open,
    (SELECT d.day FROM calendar s, calendar d
     WHERE s.day = substr(b.at, 1, 10) AND d.is_working = 1 AND d.working_no = s.working_no +
        (SELECT value FROM rule_value WHERE case_no = c.case_no AND key = 'directive_days')),
    (SELECT min(at) FROM directive WHERE case_no = c.case_no),
    coalesce(
        (SELECT 'complaintctl direct ' || c.case_no || ' --by ' || t.leader || ' --text TEXT'
         FROM leader_told t JOIN serving_person s ON s.code = t.leader
         WHERE t.case_no = c.case_no AND NOT EXISTS (SELECT 1 FROM party WHERE case_no = c.case_no AND person = t.leader)
         ORDER BY t.seq LIMIT 1),
        'complaintctl brief ' || c.case_no || ' --to CODE')
FROM complaint c
JOIN briefing b ON b.case_no = c.case_no
    AND b.seq = (SELECT min(seq) FROM briefing WHERE case_no = c.case_no AND NOT absent);
-- Art. 8(2): and may set a day of his own, the last one he set, by which the unit reports what it did, or the case is closed.
CREATE VIEW duty_directive_day (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'directive_day', c.is_open, e.detail ->> 'due_on',
    CASE WHEN c.report_seq > e.seq THEN c.reported_at ELSE c.left_at END,
    CASE WHEN c.report_seq < e.seq THEN 'complaintctl review ' || c.case_no || ' --return --reason TEXT'
        ELSE 'resolve' END
FROM complaint c JOIN event e ON e.seq = (
    SELECT max(seq) FROM directive WHERE case_no = c.case_no AND seq > c.opened_seq AND due_on IS NOT NULL);
-- Art. 13; Petition Regulations 2022, Arts 30, 46: a report against the supervision office is not its own to handle.
CREATE VIEW duty_approval (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT case_no, 'approval', is_open, NULL, approved_at, remedy FROM office_approval;

-- Art. 5: the customer knows the limit and whom to ask.
CREATE VIEW duty_acknowledge (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'acknowledge', c.is_open,
    (SELECT min(d.day) FROM time_limit l, calendar s, calendar d
     WHERE l.stops_with = 'acknowledgement' AND l.enabled = 1 AND l.source_kind IS NULL
        AND c.received_on BETWEEN l.in_force_from AND l.in_force_to
        AND s.day = c.received_on AND d.is_working = 1 AND d.working_no = s.working_no + l.limit_days),
    (SELECT min(at) FROM event WHERE case_no = c.case_no
        AND (kind = 'contacted' AND detail ->> 'purpose' = 'acknowledge' OR kind = 'replied')),
    'complaintctl contact ' || c.case_no || ' --purpose acknowledge --text TEXT'
FROM complaint c WHERE NOT c.anonymous;

-- ---- Channels and transfer (Arts 9, 13) ----
-- The cases that wait for the result of a unit that is no more: the one their slip went to, or, where none is needed, the
-- branch that looked after them itself (Art. 9(2)); the media, reports and what complains of its head never were the branch's.
CREATE VIEW unit_gone AS
SELECT c.case_no, u.code AS unit, u.name, u.retired_on
FROM complaint c JOIN case_channel h ON h.case_no = c.case_no
JOIN unit u ON u.code = coalesce(c.lead_unit, CASE
    WHEN NOT h.needs_slip AND c.channel <> 'media' AND NOT c.restricted
        AND NOT EXISTS (SELECT 1 FROM headed_by_party WHERE case_no = c.case_no AND unit = c.respondent_unit)
    THEN c.respondent_unit END)
WHERE u.retired_on <= (SELECT day FROM today) AND c.reported_at IS NULL;
-- Art. 9: the channels that ask for a slip, unless the customer was answered on the spot (Art. 8(1)); a web complaint within
-- two working days (Art. 9(3)), the others the same day. A returned slip, a reopened case and a unit that is no more (gone)
-- ask for another. A branch does not look after its suggestion box where its head is the party (Art. 10). What has its result
-- report is not sent on before that is returned; nor ever what the supervision office reported on as a crime (Art. 13).
CREATE VIEW duty_transfer (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'transfer', c.is_open,
    coalesce(
        (SELECT min(day) FROM calendar WHERE is_working = 1 AND day >= max(gone.retired_on, substr(c.opened_at, 1, 10))),
        (SELECT d.day FROM time_limit l, calendar s, calendar d
         WHERE l.stops_with = 'transfer' AND l.enabled = 1 AND l.channel = c.channel
            AND c.received_on BETWEEN l.in_force_from AND l.in_force_to
            AND s.day = c.received_on AND d.is_working = 1 AND d.working_no = s.working_no + l.limit_days
            AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = c.case_no AND kind IN ('reopened', 'slip_returned', 'slip_recalled'))),
        (SELECT min(day) FROM calendar WHERE is_working = 1 AND day >=
            max(c.received_on, coalesce((SELECT max(day) FROM event WHERE case_no = c.case_no
                                         AND kind IN ('reopened', 'slip_returned', 'slip_recalled')), '')))),
    -- Done by the first slip issued since; one more to another unit does not make it late, nor in time again.
    CASE WHEN gone.code IS NULL THEN
        (SELECT at FROM event WHERE case_no = c.case_no AND kind = 'dispatched' AND c.dispatched_at IS NOT NULL
            AND seq > (SELECT max(seq) FROM event
                       WHERE case_no = c.case_no AND kind IN ('registered', 'reopened', 'slip_returned', 'slip_recalled'))
            UNION ALL SELECT c.dispatched_at LIMIT 1)
    END,
    CASE WHEN c.reported_at IS NULL THEN 'transfer' ELSE 'complaintctl review ' || c.case_no || ' --return --reason TEXT' END
FROM complaint c JOIN case_channel h ON h.case_no = c.case_no JOIN category g ON g.code = c.category
JOIN case_looked_into n ON n.case_no = c.case_no
LEFT JOIN unit gone ON gone.code = (SELECT unit FROM unit_gone WHERE case_no = c.case_no)
WHERE (h.needs_slip OR gone.code IS NOT NULL
       OR EXISTS (SELECT 1 FROM headed_by_party WHERE case_no = c.case_no AND unit = c.respondent_unit))
    AND g.handled_by <> 'office'  -- Art. 13: the supervision office looks into it itself
    AND NOT (c.restricted AND c.reported_at IS NOT NULL AND c.dispatched_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM answered_on_the_spot WHERE case_no = c.case_no AND seq > c.opened_seq);

-- Art. 13: in product and channel cases the managing department leads, the unit assists.
CREATE VIEW duty_lead_department (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'lead_department', c.is_open, NULL, CASE WHEN u.kind <> 'branch' THEN c.dispatched_at END,
    'transfer'
FROM complaint c JOIN category g ON g.code = c.category AND g.handled_by = 'department'
JOIN unit u ON u.code = c.lead_unit
WHERE c.reported_at IS NULL OR u.kind <> 'branch';

-- Arts 9(1), 17: a major case and a repeat are tracked, every few working days until the unit has reported.
CREATE VIEW duty_track (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT case_no, 'track', is_open, due_on,
    CASE WHEN reported_at IS NOT NULL OR due_on >= (SELECT day FROM today) THEN tracked_at END,
    'complaintctl contact ' || case_no || ' --purpose track --text TEXT'
FROM (
    SELECT t.*,
        (SELECT d.day FROM calendar s, calendar d
         WHERE s.day = substr(max(coalesce(tracked_at, ''), dispatched_at), 1, 10) AND d.is_working = 1 AND d.working_no =
            s.working_no + (SELECT value FROM rule_value WHERE case_no = t.case_no AND key = 'tracking_days')) AS due_on
    FROM (
        SELECT c.*,
            (SELECT max(at) FROM contact WHERE case_no = c.case_no AND purpose = 'track' AND seq > c.opened_seq) AS tracked_at
        FROM complaint c
        WHERE c.dispatched_at IS NOT NULL AND (c.is_major OR c.repeat_of IS NOT NULL) AND NOT (c.restricted AND EXISTS (
            SELECT 1 FROM barred_unit b WHERE b.case_no = c.case_no AND b.unit = c.lead_unit))  -- Art. 13
    ) t
    WHERE tracked_at IS NOT NULL OR reported_at IS NULL
);

-- Art. 3: the customer hears again by the day that was promised, whatever of; a later promise takes the place of an earlier
-- one. (Two halves, of the open cases and of those not yet archived, so that each is found by its index.)
CREATE VIEW last_promise AS
SELECT case_no, detail ->> 'promised_on' AS promised_on,
    (SELECT min(at) FROM customer_contact WHERE case_no = p.case_no AND (at, seq) > (p.at, p.seq)) AS kept_at
FROM event p
WHERE kind = 'contacted' AND detail ->> 'promised_on' IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM event
    WHERE case_no = p.case_no AND kind = 'contacted' AND detail ->> 'promised_on' IS NOT NULL AND (at, seq) > (p.at, p.seq));
CREATE VIEW duty_promise (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'promise', c.is_open, p.promised_on, p.kept_at,
    'complaintctl contact ' || c.case_no || ' --purpose progress --text TEXT'
FROM complaint c CROSS JOIN last_promise p ON p.case_no = c.case_no
WHERE c.is_open = 1 OR c.archived_at IS NOT NULL;
CREATE VIEW duty_promise_after_closing (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'promise', 1, p.promised_on, p.kept_at,
    'complaintctl contact ' || c.case_no || ' --purpose follow_up --text TEXT'
FROM complaint c CROSS JOIN last_promise p ON p.case_no = c.case_no
WHERE c.is_open = 0 AND c.archived_at IS NULL AND c.import_key IS NULL AND c.status <> 'voided';

-- Art. 9(6): the supervision office responds to the media, with a leader's authorisation (Art. 15); of a reopened case anew.
CREATE VIEW duty_media_response (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'media_response', c.is_open, c.promised_due_on,
    (SELECT min(at) FROM contact WHERE case_no = c.case_no AND purpose = 'media_response' AND seq > c.opened_seq),
    'complaintctl contact ' || c.case_no || ' --purpose media_response --authorised-by CODE --authorised-at WHEN --text TEXT'
FROM complaint c WHERE c.channel = 'media';

-- ---- Handling and answer (Arts 10, 11, 13) ----
-- Art. 13: the department concerned defines the nature of a violation and gives its opinion.
CREATE VIEW duty_violation_finding (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'violation_finding', c.is_open, c.promised_due_on,
    (SELECT min(at) FROM investigation WHERE case_no = c.case_no AND violation_nature IS NOT NULL), 'complaintctl investigate '
        || c.case_no || ' --findings TEXT --violation-nature TEXT --severity TEXT --opinion TEXT --by-unit UNIT'
FROM complaint c JOIN case_looked_into n ON n.case_no = c.case_no WHERE c.category = 'rule_violation';
-- Arts 10, 13: what is not yet decided is classified; until then it runs under the shortest limit.
CREATE VIEW duty_classify (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'classify', c.is_open, c.promised_due_on, NULL, 'complaintctl classify ' || c.case_no || ' --category CODE'
FROM complaint c JOIN case_looked_into n ON n.case_no = c.case_no WHERE c.category = 'undecided';
-- Art. 10: the reply to the customer, within the limit; nobody can reply to an anonymous complaint. A report without a
-- reply, of a customer who could not be reached, goes back for one.
CREATE VIEW duty_reply (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'reply', c.is_open, c.promised_due_on, c.replied_at,
    CASE WHEN c.reported_at IS NULL THEN 'resolve' ELSE 'complaintctl review ' || c.case_no || ' --return --reason TEXT' END
FROM complaint c JOIN case_looked_into n ON n.case_no = c.case_no
WHERE NOT c.anonymous;
-- Art. 11: the unit's result report, within the limit; none where the answer was given on the spot, nor of what no unit is
-- asked to look into (Art. 12).
CREATE VIEW duty_result_report (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'result_report', c.is_open, c.promised_due_on, c.reported_at, 'resolve'
FROM complaint c
WHERE c.reported_at IS NOT NULL OR c.dispatched_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM case_looked_into WHERE case_no = c.case_no)
        AND NOT EXISTS (SELECT 1 FROM answered_on_the_spot WHERE case_no = c.case_no AND seq > c.opened_seq);
-- Arts 9(7), 10: the reply to the body that sent the case, within the same limit.
CREATE VIEW duty_source_reply (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT case_no, 'source_reply', is_open, promised_due_on, source_replied_at,
    'complaintctl contact ' || case_no || ' --purpose source_reply --text TEXT'
FROM complaint WHERE is_referred;
-- Art. 11: the supervision office accepts the report or returns it, as it must where it is by who must stand aside.
CREATE VIEW duty_result_review (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'result_review', c.is_open, NULL, c.accepted_at,
    'complaintctl review ' || c.case_no || CASE WHEN EXISTS (SELECT 1 FROM recused_report WHERE case_no = c.case_no)
        THEN ' --return --reason TEXT' ELSE ' --accept' END
FROM complaint c WHERE c.reported_at IS NOT NULL;

-- ---- Delay (Art. 10) ----
-- Art. 10: the supervision slip; none to a unit that the case must not reach (Art. 13).
CREATE VIEW duty_supervise (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT s.case_no, 'supervise', s.is_open, NULL, s.done_at,
    'complaintctl supervise ' || s.case_no || ' --reason ' || s.reason
FROM supervision_cause s JOIN complaint c ON c.case_no = s.case_no JOIN serving_unit u ON u.code = c.lead_unit
WHERE NOT EXISTS (SELECT 1 FROM barred_unit WHERE case_no = s.case_no AND unit = c.lead_unit);

-- Art. 10: of what is not finished in time the reason is reported, and the customer is told; each time again when the day is
-- over until which that held. It stays overdue all the same.
CREATE VIEW duty_delay (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT l.case_no, q.code, l.is_open,
    max(l.due_on, coalesce(CASE q.code
        WHEN 'delay_told' THEN (SELECT max(holds_until) FROM delay_word
                                WHERE case_no = l.case_no AND seq > l.started_seq AND holds_until < l.asked_on)
        ELSE (SELECT max(holds_until) FROM delay_report
              WHERE case_no = l.case_no AND seq > l.started_seq AND holds_until < l.asked_on) END, '')),
    CASE q.code
        WHEN 'delay_told' THEN (SELECT min(at) FROM delay_word
                                WHERE case_no = l.case_no AND seq > l.started_seq AND holds_until >= l.asked_on)
        ELSE (SELECT min(at) FROM delay_report
              WHERE case_no = l.case_no AND seq > l.started_seq AND holds_until >= l.asked_on) END,
    CASE q.code WHEN 'delay_told' THEN 'complaintctl contact ' || l.case_no || ' --purpose explain_delay --text TEXT'
        ELSE 'complaintctl delay ' || l.case_no || ' --reason TEXT' END
FROM late_case l CROSS JOIN duty q ON q.code IN ('delay_reason', 'delay_told')
WHERE q.code = 'delay_reason' OR NOT l.anonymous;

-- ---- Remedies (Arts 13, 14) ----
-- Art. 13: where the bank is at fault in a general category, it apologises.
CREATE VIEW duty_apology (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'apology', c.is_open, NULL,
    coalesce((SELECT at FROM result_report WHERE seq = c.report_seq AND apology IS NOT NULL),
             (SELECT min(at) FROM contact WHERE case_no = c.case_no AND purpose = 'apology' AND seq > c.opened_seq)),
    'complaintctl contact ' || c.case_no || ' --purpose apology --text TEXT'
FROM complaint c
JOIN category g ON g.code = c.category AND g.complexity = 'general'
JOIN fault f ON f.code = c.fault AND f.upheld
WHERE NOT c.anonymous;
-- Art. 13: and makes good a loss, or says why not.
CREATE VIEW compensation_owed AS  -- by the fault that is found, where there was a loss
SELECT c.case_no, f.code AS fault
FROM complaint c JOIN category g ON g.code = c.category AND g.complexity = 'general' JOIN fault f ON f.upheld;
CREATE VIEW duty_compensation (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'compensation', c.is_open, NULL,
    CASE WHEN c.compensation_fen > 0 THEN c.reported_at ELSE
        (SELECT min(at) FROM contact WHERE case_no = c.case_no AND purpose = 'compensation' AND seq > c.opened_seq) END,
    'complaintctl contact ' || c.case_no || ' --purpose compensation --text TEXT'
FROM complaint c
JOIN compensation_owed o ON o.case_no = c.case_no AND o.fault = c.fault
JOIN result_report r ON r.seq = c.report_seq AND r.loss_fen > 0;
-- Arts 13, 14: where the customer is at fault, or what they ask for is beyond the unit's authority, this is explained to them.
CREATE VIEW duty_explanation (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'explanation', c.is_open, NULL,
    coalesce(CASE WHEN r.explanation IS NOT NULL THEN r.at END,
             (SELECT min(at) FROM contact WHERE case_no = c.case_no AND purpose = 'explanation' AND seq > c.opened_seq)),
    'complaintctl contact ' || c.case_no || ' --purpose explanation --text TEXT'
FROM complaint c JOIN result_report r ON r.seq = c.report_seq
WHERE NOT c.anonymous AND (c.fault = 'customer' OR r.beyond_authority);

-- ---- Upward and to others (Arts 13, 15, 16, 17, 20) ----
-- Art. 15: the media from the city level up, a mere sign of coverage included: the provincial union at once. What it was
-- told before the matter came to the media is not this report.
CREATE VIEW duty_report_media (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'report_media', c.is_open,
    strftime('%Y-%m-%dT%H:%M:%S+08:00', substr(f.known_at, 1, 19), '+'
        || (SELECT value FROM rule_value WHERE case_no = c.case_no AND key = 'media_report_hours') || ' hours'),
    (SELECT min(at) FROM escalation WHERE case_no = c.case_no AND target = 'union' AND at >= f.known_at),
    'complaintctl escalate ' || c.case_no || ' --to union --reason TEXT'
FROM complaint c JOIN media_level m ON m.code = c.media_level AND m.union_told
JOIN case_fact f ON f.seq = (SELECT f.seq FROM case_statement f JOIN media_level l ON l.code = f.media_level
                         WHERE f.case_no = c.case_no AND l.union_told ORDER BY f.at, f.seq LIMIT 1);

-- Art. 20: a major case is reported to the provincial union and to the local regulator, the same working day.
CREATE VIEW duty_report_major (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, q.code, c.is_open,
    (SELECT min(day) FROM calendar WHERE is_working = 1 AND day >=
        (SELECT substr(min(known_at), 1, 10) FROM case_fact WHERE case_no = c.case_no AND is_major)),
    (SELECT min(at) FROM escalation WHERE case_no = c.case_no AND target = q.escalates_to),
    'complaintctl escalate ' || c.case_no || ' --to ' || q.escalates_to || ' --reason TEXT'
FROM complaint c CROSS JOIN duty q ON q.code IN ('report_union', 'report_regulator')
WHERE c.is_major;
-- Art. 20: and how it ended, the working day on which its result is accepted or it ends, if that is sooner. (Two halves, the
-- open and the ended, so that each is found by its index.)
CREATE VIEW duty_final_report (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT f.case_no, q.code, 1, (SELECT min(day) FROM calendar WHERE is_working = 1 AND day >= substr(f.ended_at, 1, 10)),
    (SELECT min(at) FROM escalation
     WHERE case_no = f.case_no AND target = q.escalates_to AND stage = 'final' AND seq > f.opened_seq),
    'complaintctl escalate ' || f.case_no || ' --to ' || q.escalates_to || ' --stage final --reason TEXT'
FROM (
    SELECT case_no, opened_seq, accepted_at AS ended_at FROM complaint
    WHERE is_open = 1 AND is_major AND accepted_at IS NOT NULL
    UNION ALL SELECT case_no, opened_seq, min(coalesce(accepted_at, left_at), left_at) FROM complaint
    WHERE is_open = 0 AND archived_at IS NULL AND import_key IS NULL AND is_major AND status <> 'voided'
) f CROSS JOIN duty_after_end a ON a.stage = 'final' JOIN duty q ON q.code = a.duty;
-- Art. 13: what is beyond the unit's authority is reported upward.
CREATE VIEW duty_report_beyond_authority (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'report_beyond_authority', c.is_open, NULL,
    (SELECT min(at) FROM escalation WHERE case_no = c.case_no AND target IN ('leader', 'union')),
    'complaintctl escalate ' || c.case_no || ' --to leader --reason TEXT'
FROM complaint c JOIN result_report r ON r.seq = c.report_seq AND r.beyond_authority;
-- Art. 17: a repeat whose explanation the customer still does not accept goes to the superior body, which helps explain.
CREATE VIEW duty_report_not_accepted (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'report_not_accepted', c.is_open, NULL,
    (SELECT min(at) FROM escalation
     WHERE case_no = c.case_no AND target = 'union' AND at >= coalesce(c.replied_at, c.reported_at)),
    'complaintctl escalate ' || c.case_no || ' --to union --reason TEXT'
FROM complaint c WHERE c.repeat_of IS NOT NULL AND c.fault = 'customer' AND c.satisfaction = 'dissatisfied';

-- Art. 16: what has to go to court: first the leader is told, then counsel is consulted.
CREATE VIEW duty_counsel (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'counsel', c.is_open, NULL,
    (SELECT min(at) FROM escalation WHERE case_no = c.case_no AND target = 'counsel'
        AND at >= coalesce((SELECT min(at) FROM briefing WHERE case_no = c.case_no AND NOT absent), '')),
    'complaintctl escalate ' || c.case_no || ' --to counsel --reason TEXT'
FROM complaint c
WHERE c.legal_dispute AND (
    EXISTS (SELECT 1 FROM briefing WHERE case_no = c.case_no AND NOT absent)
    OR EXISTS (SELECT 1 FROM event WHERE case_no = c.case_no AND kind = 'duty_waived' AND detail ->> 'duty' = 'brief'));

-- ---- Repeats (Art. 17) ----
-- Art. 17: the matter is looked into again, and why the customer was not content with the first answer.
CREATE VIEW duty_repeat (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, q.code, c.is_open, c.promised_due_on,
    (SELECT min(at) FROM investigation
     WHERE case_no = c.case_no AND (q.code = 'fresh_investigation' OR repeat_cause IS NOT NULL)),
    'complaintctl investigate ' || c.case_no || ' --findings TEXT'
        || CASE q.code WHEN 'repeat_cause' THEN ' --repeat-cause TEXT' ELSE '' END
FROM complaint c JOIN case_looked_into n ON n.case_no = c.case_no
CROSS JOIN duty q ON q.code IN ('repeat_cause', 'fresh_investigation')
WHERE c.repeat_of IS NOT NULL;

-- ---- Ending (Arts 6, 18; Order 2020 No. 3, Art. 20) ----
-- The withdrawals asked for since a case was opened that nobody verified yet (Art. 18); the reviews that wait for an answer.
CREATE VIEW withdrawal_waiting AS
SELECT c.case_no, w.seq, w.at, w.detail ->> 'text' AS reason
FROM complaint c
JOIN event w ON w.case_no = c.case_no AND w.kind = 'withdrawal_requested' AND w.seq > c.opened_seq
WHERE NOT EXISTS (
    SELECT 1 FROM event WHERE case_no = c.case_no AND seq > w.seq AND kind IN ('withdrawn', 'withdrawal_coerced'));
CREATE VIEW review_waiting AS
SELECT q.case_no, q.seq, q.at
FROM event q
WHERE kind = 'review_requested'
    AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = q.case_no AND kind = 'review_answered' AND seq > q.seq);

-- Order 2020 No. 3: the last day for asking for a review of the reply (a rest day moves it, Civil Code 203), in so many days.
CREATE VIEW review_window AS
SELECT c.case_no, v.value AS days, (
    SELECT min(day) FROM calendar
    WHERE is_working = 1 AND day >= date(substr(c.replied_at, 1, 10), '+' || v.value || ' days')) AS last_day
FROM complaint c JOIN rule_value v ON v.case_no = c.case_no AND v.key = 'review_request_days';

-- Art. 18: a withdrawal is verified with the customer before anything follows from it.
CREATE VIEW duty_verify_withdrawal (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'verify_withdrawal', c.is_open,
    (SELECT d.day FROM calendar s, calendar d
     WHERE s.day = w.day AND d.is_working = 1 AND d.working_no = s.working_no + (
        SELECT value FROM rule_value WHERE case_no = c.case_no AND key = 'withdrawal_days')),
    (SELECT min(at) FROM event WHERE case_no = c.case_no AND kind IN ('withdrawn', 'withdrawal_coerced') AND seq > w.seq),
    'complaintctl withdraw ' || c.case_no || ' --verified-by CODE --voluntary'
FROM complaint c
CROSS JOIN event w ON w.case_no = c.case_no AND w.kind = 'withdrawal_requested' AND w.seq > c.opened_seq;
-- Order 2020 No. 3, Art. 20; Petition Regulations 2022, Arts 35, 36: a review asked for, on a closed case as well; of one that
-- was voided nothing is answered.
CREATE VIEW duty_review_answer (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT q.case_no, 'review_answer', 1,
    (SELECT min(due_at) FROM case_clock WHERE case_no = q.case_no AND started_seq = q.seq AND stops_with = 'review_answer'),
    (SELECT min(at) FROM event WHERE case_no = q.case_no AND kind = 'review_answered' AND seq > q.seq),
    'complaintctl contact ' || q.case_no || ' --purpose review_answer --text TEXT'
FROM event q CROSS JOIN complaint c ON c.case_no = q.case_no
WHERE q.kind = 'review_requested' AND c.status <> 'voided';

-- Art. 6: a case that has left is archived; one of an old register lies in the old archive. (Two halves, the undone and the
-- done, so that the first is found by its index.)
CREATE VIEW duty_archive (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT c.case_no, 'archive', 1, NULL, NULL, 'complaintctl archive ' || c.case_no
FROM complaint c
WHERE c.is_open = 0 AND c.archived_at IS NULL AND c.import_key IS NULL AND c.status <> 'voided';  -- no case, no papers
CREATE VIEW duty_archive_done (case_no, duty, is_owed, due, done_at, remedy) AS
SELECT case_no, 'archive', is_open, NULL, archived_at, 'complaintctl archive ' || case_no
FROM complaint WHERE archived_at IS NOT NULL;

-- ---- All of them ----
-- Everything the regulation asks of a case, done or not. is_owed: whether it is asked of the case as it stands, for most
-- duties as long as it is open. due_at NULL: at once. remedy: a command line, its blanks in capitals, or of one that several
-- duties share the name, under which it is looked up here once; those of one case run in the order of position. promised_due_on is case_deadline's as last entered, not computed for one duty after the other.
CREATE VIEW case_duty AS
SELECT o.case_no, o.duty, d.article, o.due || CASE length(o.due) WHEN 10 THEN 'T23:59:59+08:00' ELSE '' END AS due_at,
    o.done_at, w.at AS waived_at, o.is_owed AND o.done_at IS NULL AND w.seq IS NULL AS still_owed,
    coalesce((SELECT value FROM code_change WHERE kind = 'duty' AND code = o.duty AND field = 'blocking'
              AND c.received_on BETWEEN in_force_from AND in_force_to), d.blocking) AS blocking,  -- Art. 26
    d.blocks_withdrawal, d.may_waive, d.escalates_to,
    CASE o.remedy
        WHEN 'transfer' THEN (SELECT command FROM transfer_command WHERE case_no = o.case_no)
        WHEN 'resolve' THEN (SELECT command FROM resolve_command WHERE case_no = o.case_no)
        ELSE o.remedy
    END AS remedy, o.is_owed,
    o.duty IN (SELECT duty FROM duty_after_end) AS blocks_archive,
    CASE WHEN d.owed_by <> 'unit' OR c.lead_unit IS NULL OR c.restricted AND EXISTS (
        SELECT 1 FROM barred_unit b WHERE b.case_no = o.case_no AND b.unit = c.lead_unit)
        THEN p.value ELSE c.lead_unit END AS unit,
    CASE d.owed_by
        WHEN 'unit' THEN CASE WHEN NOT (c.restricted AND EXISTS (
            SELECT 1 FROM barred_person b WHERE b.case_no = o.case_no AND b.person = c.handler)) THEN c.handler END
        WHEN 'leader' THEN (SELECT leader FROM leader_told WHERE case_no = o.case_no ORDER BY seq LIMIT 1)
    END AS person,
    -- The due date hangs on a day whose schedule is not published.
    EXISTS (SELECT 1 FROM calendar WHERE known = 0 AND day BETWEEN c.received_on AND substr(o.due, 1, 10)) AS provisional,
    c.is_open,
    coalesce((SELECT value FROM code_change WHERE kind = 'duty' AND code = o.duty AND field = 'label_zh'
              AND (SELECT day FROM today) BETWEEN in_force_from AND in_force_to), d.label_zh) AS label_zh,
    coalesce((SELECT value FROM code_change WHERE kind = 'duty' AND code = o.duty AND field = 'label_en'
              AND (SELECT day FROM today) BETWEEN in_force_from AND in_force_to), d.label_en) AS label_en,
    d.position
FROM (
    SELECT * FROM duty_brief UNION ALL SELECT * FROM duty_direct UNION ALL SELECT * FROM duty_approval
    UNION ALL SELECT * FROM duty_directive_day UNION ALL SELECT * FROM duty_final_report
    UNION ALL SELECT * FROM duty_acknowledge UNION ALL SELECT * FROM duty_transfer
    UNION ALL SELECT * FROM duty_lead_department UNION ALL SELECT * FROM duty_track
    UNION ALL SELECT * FROM duty_promise UNION ALL SELECT * FROM duty_promise_after_closing
    UNION ALL SELECT * FROM duty_media_response UNION ALL SELECT * FROM duty_violation_finding
    UNION ALL SELECT * FROM duty_classify UNION ALL SELECT * FROM duty_reply UNION ALL SELECT * FROM duty_result_report
    UNION ALL SELECT * FROM duty_source_reply UNION ALL SELECT * FROM duty_result_review
    UNION ALL SELECT * FROM duty_supervise UNION ALL SELECT * FROM duty_delay UNION ALL SELECT * FROM duty_apology
    UNION ALL SELECT * FROM duty_compensation UNION ALL SELECT * FROM duty_explanation
    UNION ALL SELECT * FROM duty_report_media UNION ALL SELECT * FROM duty_report_major
    UNION ALL SELECT * FROM duty_report_beyond_authority UNION ALL SELECT * FROM duty_report_not_accepted
    UNION ALL SELECT * FROM duty_counsel UNION ALL SELECT * FROM duty_repeat
    UNION ALL SELECT * FROM duty_verify_withdrawal UNION ALL SELECT * FROM duty_review_answer
    UNION ALL SELECT * FROM duty_archive UNION ALL SELECT * FROM duty_archive_done
) o
CROSS JOIN duty d ON d.code = o.duty
CROSS JOIN complaint c ON c.case_no = o.case_no
JOIN rule_value p ON p.case_no = c.case_no AND p.key = 'supervision_office'
-- A duty that may be waived, for a reason on record (Arts 8(2), 10, 13).
LEFT JOIN event w ON d.may_waive AND w.seq = (
    SELECT min(seq) FROM event WHERE case_no = o.case_no AND kind = 'duty_waived' AND detail ->> 'duty' = o.duty
        AND seq > c.opened_seq);

-- What is still owed. (The last two conditions follow from the first; each duty is found by them.)
CREATE VIEW open_duty AS
SELECT case_no, duty, article, due_at, done_at, blocking, remedy, unit, person, provisional, may_waive, blocks_withdrawal,
    escalates_to, label_zh, label_en, position
FROM case_duty WHERE still_owed AND is_owed = 1 AND done_at IS NULL;

-- ==== 9. WATCHING ====================================================================================================
-- Under which unit a case is listed: where it lies; before that the unit complained of, but for a report of wrongdoing, never
-- shown to whom it reports, though its slip may not have been taken back from there yet (Art. 13).
CREATE VIEW case_place AS
SELECT c.case_no, CASE
    WHEN NOT c.restricted THEN coalesce(c.lead_unit, c.respondent_unit)
    WHEN EXISTS (SELECT 1 FROM barred_unit WHERE case_no = c.case_no AND unit = c.lead_unit) THEN o.value
    ELSE coalesce(c.lead_unit, o.value) END AS unit
FROM complaint c JOIN rule_value o ON o.case_no = c.case_no AND o.key = 'supervision_office';

-- Where the earlier of the two days of a range (Art. 10: seven to ten) has come, and the case is not overdue yet.
CREATE VIEW target_reached AS
SELECT t.case_no
FROM clock_due t
WHERE t.is_open = 1 AND t.until_seq IS NULL AND t.ended_on IS NULL AND t.stops_with = 'reply' AND t.target_days IS NOT NULL
    AND CASE WHEN t.target_on <= (SELECT day FROM today) AND coalesce(t.due_on, '9999-12-31') >= (SELECT day FROM today)
        THEN (SELECT due_on FROM case_deadline WHERE case_no = t.case_no) >= (SELECT day FROM today) END;

-- Every open case whose reply is awaited: the working days past its due date, today included, or the day on which a withdrawal
-- was asked for; less than 0 before it; NULL where the calendar does not reach so far. is_overdue: it is past, or not known.
-- Art. 10 asks two things of a late case: its reason reported, and the customer told. (SQLite gives the plain columns of a
-- min() query the values of the row that holds the minimum: the deadline of every open case.)
CREATE VIEW awaited_case AS
SELECT k.case_no, c.category, h.unit, c.received_on, k.due_on, k.due_rule, k.due_rule_zh, k.due_rule_en,
    (SELECT n.working_no - d.working_no FROM calendar n, calendar d, today t
     WHERE n.day = coalesce(k.stopped_on, t.day) AND d.day = k.due_on) AS working_days_overdue,
    EXISTS (SELECT 1 FROM delay_report WHERE case_no = k.case_no AND seq > k.started_seq
            AND holds_until >= coalesce(k.stopped_on, (SELECT day FROM today))) AS reason_reported,
    EXISTS (SELECT 1 FROM delay_word WHERE case_no = k.case_no AND seq > k.started_seq
            AND holds_until >= coalesce(k.stopped_on, (SELECT day FROM today))) AS customer_told,
    c.is_major, k.provisional, EXISTS (SELECT 1 FROM target_reached WHERE case_no = k.case_no) AS target_reached,
    k.due_on IS NULL OR k.due_on < (SELECT day FROM today) AS is_overdue
FROM (
    SELECT case_no, due_on, clock AS due_rule, label_zh AS due_rule_zh, label_en AS due_rule_en, started_seq, provisional,
        stopped_on, min(precedence)
    FROM case_clock WHERE is_open = 1 AND ended_on IS NULL AND stops_with = 'reply'
    GROUP BY case_no
) k
JOIN complaint c ON c.case_no = k.case_no
JOIN case_place h ON h.case_no = k.case_no;
CREATE VIEW overdue_case AS SELECT * FROM awaited_case WHERE is_overdue;
CREATE VIEW due_case AS SELECT * FROM awaited_case WHERE NOT is_overdue;

-- One masked line a case; of a report of wrongdoing nothing shows who made it (Art. 6). case_overview: with its due date, which
-- for many cases is counted faster of all of them at once.
CREATE VIEW case_line AS
SELECT c.case_no, c.received_on, c.received_at, c.channel, c.category, c.status, h.unit, c.respondent_unit,
    CASE WHEN c.anonymous THEN '匿名' WHEN c.restricted THEN '保密' ELSE p.masked_name END AS complainant,
    c.is_major, c.repeat_of IS NOT NULL AS is_repeat, c.is_open
FROM complaint c JOIN case_place h ON h.case_no = c.case_no
LEFT JOIN complainant p ON p.id = c.complainant;
CREATE VIEW case_overview AS
SELECT c.case_no, c.received_on, c.channel, c.category, c.status, c.unit, c.complainant,
    (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) AS due_on,
    l.code AS due_rule, l.label_zh AS due_rule_zh, l.label_en AS due_rule_en,
    (SELECT provisional FROM case_deadline WHERE case_no = c.case_no) AS provisional,
    c.is_major, c.is_repeat, c.is_open,
    c.case_no IN (SELECT case_no FROM target_reached) AS target_reached
FROM case_line c
LEFT JOIN limit_label l ON c.received_on BETWEEN l.in_force_from AND l.in_force_to  -- Art. 26
    AND l.code = (SELECT due_rule FROM case_deadline WHERE case_no = c.case_no);

-- What is written of a case, entry by entry: what happened, what was asked for, found, answered, noted, and by which number others
-- know it. detail: the whole entry, so that those in which a word does not stand at all are passed over fast.
CREATE VIEW case_text AS
SELECT e.case_no, e.seq, t.key, t.value AS text, e.detail
FROM event e CROSS JOIN json_each(e.detail) t
WHERE e.case_no IS NOT NULL AND e.kind NOT IN ('revealed', 'output_failed') AND t.key IN (
    'text', 'summary', 'demand', 'note', 'findings', 'responsible', 'lessons', 'corrective', 'reply', 'apology', 'explanation',
    'opinion', 'basis', 'ruling', 'repeat_cause', 'endorsed_by', 'endorsement', 'source_agency', 'source_ref', 'outlet', 'ref',
    'subject_name', 'pressed_by_name', 'external_id', 'stated_slip_no', 'stated_archive_no', 'stated_answer');

-- Each transfer with the due date it promised, and each supervision slip.
CREATE VIEW slip AS
SELECT e.case_no, e.seq, e.slip_no, CASE e.kind WHEN 'dispatched' THEN 'transfer' ELSE 'supervise' END AS kind, e.to_unit,
    coalesce((SELECT name FROM former_name WHERE kind = 'unit' AND code = e.to_unit AND until_seq > e.seq
              ORDER BY until_seq LIMIT 1), u.name) AS to_unit_name,
    e.assisting_units, e.handler, e.at AS issued_at, e.due_on, e.reason, s.at AS signed_at, t.at AS returned_at,
    t.reason AS return_reason, t.kind IS 'slip_recalled' AS recalled
FROM slip_issued e
LEFT JOIN unit u ON u.code = e.to_unit
LEFT JOIN event s ON s.seq = (
    SELECT min(seq) FROM event WHERE case_no = e.case_no AND kind = 'signed' AND detail ->> 'slip_no' IS e.slip_no)
LEFT JOIN slip_back t ON t.seq = (SELECT min(seq) FROM slip_back WHERE case_no = e.case_no AND slip_no IS e.slip_no);

-- The last supervision slip of a case (Art. 10): whether its day has passed, whichever unit has the case since, and whether it
-- is with the unit that leads.
CREATE VIEW last_supervision AS
SELECT s.case_no, s.slip_no, s.due_on < (SELECT day FROM today) AS is_past, s.to_unit IS c.lead_unit AS is_open
FROM complaint c JOIN slip_issued s ON s.case_no = c.case_no AND s.seq = (
    SELECT max(seq) FROM event WHERE case_no = c.case_no AND kind = 'supervised' AND seq > c.opened_seq);

-- Each transfer lies with its unit until that returns the slip or answers, or the case moves on or ends (Arts 3, 4). The
-- working days are those after the day of the slip up to its end, but for those that a report that was returned (Art. 11) lay
-- with the supervision office. A slip that comes back after the case went on was returned, and ended when the case went on.
CREATE VIEW leg AS
SELECT case_no, seq, slip_no, unit, handler, issued_at, due_on, signed_at, returned_at, ended_at,
    CASE WHEN ended_at IS NULL THEN 'lying' WHEN recalled THEN 'recalled' WHEN returned_at IS NOT NULL THEN 'returned'
         WHEN ended_at = answered_at THEN 'answered' WHEN ended_at = moved_at THEN 'moved' ELSE 'ended' END AS state,
    return_reason,
    (SELECT n.working_no - b.working_no FROM calendar n, calendar b
     WHERE b.day = substr(issued_at, 1, 10) AND n.day = coalesce(substr(ended_at, 1, 10), (SELECT day FROM today)))
    - coalesce((SELECT sum(n.working_no - b.working_no)
                FROM event t
                JOIN event a ON a.seq = (
                    SELECT max(seq) FROM event WHERE case_no = t.case_no AND kind = 'result_reported' AND seq < t.seq)
                JOIN calendar n ON n.day = t.day
                JOIN calendar b ON b.day = a.day
                WHERE t.case_no = l.case_no AND t.kind = 'result_returned' AND t.seq > l.seq
                    AND t.at <= coalesce(ended_at, '9')), 0) AS working_days
FROM (
    SELECT *, nullif(min(coalesce(returned_at, '9'), coalesce(answered_at, '9'), coalesce(moved_at, '9'),
                         coalesce(left_at, '9')), '9') AS ended_at
    FROM (
        SELECT *, to_unit AS unit,
            (SELECT min(at) FROM standing_report WHERE case_no = s.case_no AND seq > s.seq) AS answered_at,
            (SELECT min(at) FROM event WHERE case_no = s.case_no AND kind = 'dispatched' AND seq > s.seq) AS moved_at,
            (SELECT min(at) FROM case_left WHERE case_no = s.case_no AND seq > s.seq) AS left_at
        FROM slip s WHERE kind = 'transfer'
    )
) l;

-- How often and how long cases lay with each unit, and how often it was supervised, by the month of the slip (Arts 10, 22).
CREATE VIEW unit_leg AS
SELECT unit, month, sum(leg) AS legs, sum(state = 'returned') AS returned, sum(state = 'answered') AS answered,
    sum(state = 'lying') AS lying, sum(working_days) AS working_days, sum(NOT leg) AS supervised
FROM (
    SELECT unit, substr(issued_at, 1, 7) AS month, 1 AS leg, state, working_days FROM leg
    UNION ALL SELECT to_unit, substr(issued_at, 1, 7), 0, '', 0 FROM slip WHERE kind = 'supervise'
)
GROUP BY unit, month;

-- Who is named for each daily check, from which day until the day another one is (Arts 8(4), 9(2), 9(3)); unit: of a check
-- that each branch makes.
CREATE VIEW check_assignment AS
SELECT "check", unit, person, day AS first_day, lead(day) OVER (PARTITION BY "check", unit ORDER BY day, seq) AS until_day
FROM (SELECT seq, day, detail ->> 'check' AS "check", detail ->> 'unit' AS unit, detail ->> 'person' AS person
      FROM event WHERE case_no IS NULL AND kind = 'check_named');
-- The checks on record (Art. 8(4)). late_entry: entered after its day (补录).
CREATE VIEW daily_check AS
SELECT seq, detail ->> 'check' AS "check", detail ->> 'unit' AS unit, detail ->> 'day' AS day, detail ->> 'by' AS by, at,
    recorded_at, coalesce(detail ->> 'late_entry', 0) AS late_entry, detail ->> 'text' AS found,
    detail ->> 'case_no' AS case_no, detail ->> 'briefed' AS briefed
FROM event WHERE kind = 'checked';

-- The days without a check that somebody is named for, and who that was: every calendar day or, by the bank's policy, working
-- days alone; today is not missing until it is over, and a branch that is no more has no box.
-- (The plus takes off the column's type, which would keep SQLite from using the index of checks.)
CREATE VIEW missing_check AS
SELECT a."check", a.unit, CASE WHEN s.retired_on <= d.day THEN NULL ELSE a.person END AS person, d.day
FROM check_assignment a JOIN staff s ON s.code = a.person LEFT JOIN unit u ON u.code = a.unit
JOIN calendar d ON d.day >= a.first_day AND d.day < min((SELECT day FROM today), coalesce(a.until_day, '9999-12-31'),
                                                        coalesce(u.retired_on, '9999-12-31'))
JOIN policy p ON p.key = 'daily_check_days' AND d.day BETWEEN p.in_force_from AND p.in_force_to
WHERE (p.value = 'all' OR d.is_working)
    AND NOT EXISTS (SELECT 1 FROM daily_check WHERE "check" = a."check" AND unit IS a.unit AND day = +d.day);
-- unreported: something was found, and then or later that day neither a case was made of it nor a leader told.
CREATE VIEW check_made AS
SELECT m.*, m.found IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM daily_check WHERE "check" = m."check" AND unit IS m.unit AND day = m.day AND seq >= m.seq
        AND coalesce(case_no, briefed) IS NOT NULL) AS unreported
FROM daily_check m;

-- How each check stands: one row a kind, of the suggestion boxes one a branch (Arts 8(4), 9(2), 9(3)). person NULL: nobody is
-- named, or who was has left; the remedy names one, at a branch its head.
CREATE VIEW check_state AS
SELECT k.code AS "check", u.code AS unit, s.code AS person, a.first_day,
    (SELECT max(day) FROM daily_check WHERE "check" = +k.code AND unit IS +u.code) AS last_day,
    CASE WHEN a.person IS NOT NULL THEN coalesce(m.days, 0) END AS missing_days,
    CASE WHEN s.code IS NULL THEN
        'complaintctl check name ' || k.code || CASE WHEN h.code IS NULL THEN ' STAFF' ELSE '' END
            || CASE WHEN k.of_branch THEN ' --unit ' || coalesce(u.code, 'UNIT') ELSE '' END END AS remedy,
    k.citation, k.position
FROM check_kind k LEFT JOIN serving_unit u ON k.of_branch AND u.kind = 'branch'
LEFT JOIN check_assignment a ON a."check" = k.code AND a.unit IS u.code AND a.until_day IS NULL
LEFT JOIN serving_person s ON s.code = a.person LEFT JOIN serving_person h ON h.code = u.head
LEFT JOIN (SELECT "check", unit, count(*) AS days FROM missing_check GROUP BY "check", unit) m
    ON m."check" = k.code AND m.unit IS u.code;

-- What is late beside the answers, which overdue_case lists: duties, daily checks, corrective actions (Arts 7, 8, 20). kind and
-- code: what it is; days: the working days it is late, of checks the days that are missing.
CREATE VIEW overdue_duty AS
SELECT o.case_no, 'duty' AS kind, o.duty AS code, o.label_zh, o.label_en, o.unit, o.person, substr(o.due_at, 1, 10) AS due_on,
    (SELECT n.working_no - d.working_no FROM calendar n, calendar d
     WHERE n.day = (SELECT day FROM today) AND d.day = substr(o.due_at, 1, 10)) AS days, o.article AS citation, o.remedy
FROM open_duty o
WHERE o.due_at < (SELECT now FROM today) AND o.duty NOT IN ('reply', 'result_report', 'source_reply')
UNION ALL SELECT NULL, 'check_kind', m."check", w.label_zh, w.label_en, coalesce(m.unit, o.value), m.person, min(m.day),
    count(*), k.citation,
    'complaintctl check done ' || m."check" || coalesce(' --unit ' || m.unit, '') || ' --day ' || min(m.day)
FROM missing_check m JOIN check_kind k ON k.code = m."check"
JOIN code_label w ON w.kind = 'check_kind' AND w.code = m."check"
JOIN policy o ON o.key = 'supervision_office' AND (SELECT day FROM today) BETWEEN o.in_force_from AND o.in_force_to
GROUP BY m."check", m.unit, m.person
UNION ALL SELECT NULL, f.code, a.action_no, f.title_zh, f.title_en, s.unit, a.owner, a.due_on,
    (SELECT n.working_no - d.working_no FROM calendar n, calendar d
     WHERE n.day = (SELECT day FROM today) AND d.day = a.due_on), f.citation,
    'complaintctl improvement done ' || a.action_no || ' --text TEXT'
FROM improvement_action a JOIN form f ON f.code = 'improvement' LEFT JOIN staff s ON s.code = a.owner WHERE a.is_late;

-- ---- Who looked at whom, and who changed what (Art. 6) ----
-- Each entry that says who heads a unit: the unit's own, or that of a person who came to head it.
CREATE VIEW head_entry AS
SELECT seq, detail ->> 'unit' AS unit, detail ->> 'head' AS head FROM event WHERE kind IN ('unit_added', 'unit_changed')
UNION ALL SELECT seq, detail ->> 'heads', detail ->> 'staff' FROM event
WHERE case_no IS NULL AND kind IN ('staff_added', 'staff_changed') AND detail ->> 'heads' IS NOT NULL;

-- Each person as they stood from which entry on, the first officer from the beginning.
CREATE VIEW person_entry AS
SELECT seq, detail ->> 'staff' AS staff, detail ->> 'login' AS login, json_remove(detail, '$.heads') AS detail
FROM event WHERE case_no IS NULL AND kind IN ('staff_added', 'staff_changed') AND detail ->> 'name' IS NOT NULL
UNION ALL SELECT 0, detail ->> 'officer', coalesce(detail ->> 'login', detail ->> 'officer'), json_object(
    'name', detail ->> 'officer_name', 'unit', detail ->> 'unit', 'role', 'supervision',
    'login', coalesce(detail ->> 'login', detail ->> 'officer'))
FROM event WHERE case_no IS NULL AND kind = 'file_created' AND detail ->> 'officer_name' IS NOT NULL;

-- Which login each person had after which entry, up to and with which other. Of whom the ledger says nothing, that which he has.
CREATE VIEW login_held AS
SELECT staff, login, seq AS after_seq, lead(seq, 1, 9e18) OVER (PARTITION BY staff ORDER BY seq) AS until_seq FROM person_entry
UNION ALL SELECT code, login, 0, 9e18 FROM staff WHERE code NOT IN (SELECT staff FROM person_entry);

-- Acts entered under another login than that of who acted, or under one where he has none (Art. 19). holder: whose it was
-- then, NULL if nobody's. Who is served over SSH is known by a key of his own, whatever account serves him: serve:ACCOUNT,
-- which no login is, for none has a colon in it. In a practice file anyone acts.
CREATE VIEW act_by_other_login AS
WITH held AS MATERIALIZED (SELECT * FROM login_held)
SELECT e.seq, h.staff AS holder
FROM event e JOIN held o ON o.staff = e.actor AND o.after_seq < e.seq AND e.seq <= o.until_seq
LEFT JOIN held h ON h.login = e.login AND h.after_seq < e.seq AND e.seq <= h.until_seq
WHERE e.login IS NOT o.login AND e.login IS NOT NULL AND e.login NOT GLOB 'serve:*'
    AND NOT EXISTS (SELECT 1 FROM policy WHERE key = 'practice' AND value = '1');

-- When somebody entered it decides, not when it is said to have happened. told: the details to tell; former: what they were
-- before; first_day, last_day: of an export, of the cases received then; failed: it did not leave the program after all. Of
-- an act that is here for its login alone no text is told.
CREATE VIEW audit_entry AS
SELECT e.seq, e.case_no, e.at, e.recorded_at, substr(e.recorded_at, 1, 10) AS recorded_on,
    CASE WHEN e.kind = 'policy_changed' AND e.detail ->> 'key' GLOB 'right.*' THEN 'rights'
        ELSE coalesce(a.kind, 'login') END AS kind,
    e.kind AS act, e.actor, e.login, e.host, o.holder, o.seq IS NOT NULL AS other_login,
    coalesce(e.detail ->> 'staff', e.detail ->> 'officer') AS person, e.detail ->> 'approved_by' AS approved_by,
    CASE WHEN a.kind IS NOT NULL THEN e.detail ->> 'text' END AS reason,
    e.kind = 'revealed' OR coalesce(e.detail ->> 'revealed', 0) AS revealed,
    CASE e.kind WHEN 'exported' THEN e.detail ->> 'from' END AS first_day,
    CASE e.kind WHEN 'exported' THEN e.detail ->> 'to' END AS last_day, a.told, e.detail,
    coalesce(e.detail -> 'previous', CASE e.kind
        WHEN 'staff_changed' THEN (
            SELECT detail FROM person_entry WHERE staff = e.detail ->> 'staff' AND seq < e.seq ORDER BY seq DESC LIMIT 1)
        WHEN 'unit_changed' THEN (
            SELECT json_patch(detail, json_object('head', (
                SELECT head FROM head_entry WHERE unit = e.detail ->> 'unit' AND seq < e.seq ORDER BY seq DESC LIMIT 1)))
            FROM event
            WHERE kind IN ('unit_added', 'unit_changed') AND detail ->> 'unit' = e.detail ->> 'unit' AND seq < e.seq
            ORDER BY seq DESC LIMIT 1) END) AS former,
    EXISTS (
        SELECT 1 FROM event
        WHERE case_no IS e.case_no AND kind IN ('output_failed', 'export_failed') AND detail ->> 'event' = e.seq) AS failed
FROM event e LEFT JOIN audited_event a ON a.event_kind = e.kind LEFT JOIN act_by_other_login o ON o.seq = e.seq
WHERE coalesce(a.kind, o.seq) IS NOT NULL;

-- Each look at a customer's data: of one case, or by an export of all received in some days.
CREATE VIEW customer_look AS
SELECT seq, case_no, substr(recorded_at, 1, 10) AS day, actor AS person, recorded_at, detail ->> 'from' AS first_day,
    detail ->> 'to' AS last_day
FROM event
WHERE kind IN ('revealed', 'printed', 'exported')
    AND (kind = 'revealed' OR detail ->> 'revealed' OR detail ->> 'shown' IS NOT NULL);

-- What doctor names: who looked at more customers in a day than the policy's number, one by one; or exported them all.
CREATE VIEW unusual_look AS
WITH recent AS MATERIALIZED (
    SELECT l.* FROM customer_look l
    JOIN policy p ON p.key = 'unusual_days' AND (SELECT day FROM today) BETWEEN p.in_force_from AND p.in_force_to
    WHERE l.recorded_at >= date((SELECT day FROM today), '-' || p.value || ' days')
)
SELECT r.day, r.person, 'many' AS what, count(DISTINCT r.case_no) AS customers
FROM recent r JOIN policy p ON p.key = 'looks_a_day' AND r.day BETWEEN p.in_force_from AND p.in_force_to
WHERE r.case_no IS NOT NULL
GROUP BY r.day, r.person HAVING count(DISTINCT r.case_no) > p.value
UNION ALL SELECT x.day, x.person, 'all', (SELECT count(*) FROM complaint WHERE received_on <= x.day)
FROM (SELECT DISTINCT day, person FROM recent WHERE case_no IS NULL) x
WHERE NOT EXISTS (
    SELECT 1 FROM complaint c
    WHERE c.received_on <= x.day AND NOT EXISTS (
        SELECT 1 FROM recent r
        WHERE (r.day, r.person) = (x.day, x.person) AND r.case_no IS NULL AND c.received_on BETWEEN r.first_day AND r.last_day));

-- ==== 10. ACCOUNTABILITY =============================================================================================
-- What may have to be looked into, never a finding of guilt (Arts 23, 24). day: by which a period is chosen.
CREATE VIEW lead_found AS
WITH late_stretch AS MATERIALIZED (
    SELECT case_no, started_seq, min(due_on) AS due_on, max(judged_on) AS asked_on
    FROM case_breach GROUP BY case_no, started_seq
), lapse AS (
    SELECT case_no, started_seq, asked_on, due_on AS day, NULL AS reason_seq FROM late_stretch
    UNION ALL SELECT k.case_no, k.started_seq, k.asked_on, s.holds_until, s.seq
    FROM late_stretch k
    JOIN case_round r ON r.case_no = k.case_no AND r.started_seq = k.started_seq AND r.until_seq IS NULL
    JOIN delay_report s ON s.case_no = k.case_no AND s.seq > r.started_seq AND s.seq < r.ended_seq AND s.holds_until > k.due_on
)
-- Art. 23: a case past due, or past the day until which a reported reason held, while no reason reported by then reached further
-- (an old register does not say). One reported afterwards takes no lead away: text is the day of that report. It lay with the
-- unit of its last slip; without one with the branch, where the channel needs none, else with the supervision office.
SELECT 'late:' || l.case_no || ':' || l.started_seq || coalesce(':' || l.reason_seq, '') AS lead, 'late' AS kind,
    coalesce(d.to_unit, CASE WHEN h.needs_slip THEN NULL ELSE c.respondent_unit END, p.value) AS unit,
    d.handler AS person, l.case_no, l.day,
    (SELECT min(substr(at, 1, 10)) FROM delay_report
     WHERE case_no = l.case_no AND seq > r.started_seq AND seq < r.ended_seq
        AND holds_until > l.day AND substr(at, 1, 10) > l.day) AS text
FROM lapse l
JOIN case_round r ON r.case_no = l.case_no AND r.started_seq = l.started_seq AND r.until_seq IS NULL
JOIN complaint c ON c.case_no = l.case_no JOIN case_channel h ON h.case_no = c.case_no
JOIN rule_value p ON p.case_no = c.case_no AND p.key = 'supervision_office'
LEFT JOIN live_slip d ON d.case_no = l.case_no AND d.seq = (
    SELECT max(seq) FROM live_slip WHERE case_no = l.case_no AND seq > r.started_seq AND seq < r.ended_seq)
WHERE (c.import_key IS NULL OR c.is_open) AND l.day < l.asked_on AND NOT EXISTS (
    SELECT 1 FROM delay_report
    WHERE case_no = l.case_no AND seq > r.started_seq AND seq < r.ended_seq AND substr(at, 1, 10) <= l.day
        AND (holds_until > l.day OR holds_until = l.day AND seq > l.reason_seq))
-- Art. 23: daily checks that were not made, by month and by who was named for them.
UNION ALL SELECT
    'missing_checks:' || "check" || coalesce(':' || unit, '') || ':' || substr(day, 1, 7) || coalesce(':' || person, ''),
    'missing_checks', unit, person, NULL, min(day), CAST(count(*) AS TEXT)  -- days
FROM missing_check
GROUP BY "check", unit, person, substr(day, 1, 7)
-- Art. 4: a unit that sent its slip back.
UNION ALL SELECT 'slip_returned:' || case_no || ':' || seq, 'slip_returned', unit, handler, case_no, substr(returned_at, 1, 10),
    return_reason
FROM leg WHERE state = 'returned'
-- Art. 17: a customer who had to come again twice or more, as a case of its own or noted on an open one, to the unit that
-- answered him before. What was entered by mistake, and voided, was no coming.
UNION ALL SELECT 'repeat:' || c.case_no, 'repeat', coalesce(o.lead_unit, o.respondent_unit), o.handler, c.case_no,
    c.received_on, c.repeat_of
FROM complaint c JOIN complaint o ON o.case_no = c.repeat_of
WHERE c.status <> 'voided'
    AND c.repeat_no
        - (SELECT count(*) FROM complaint
           WHERE repeat_root = c.repeat_root AND repeat_no < c.repeat_no AND status = 'voided')
        + (SELECT count(*) FROM complaint k JOIN event e ON e.case_no = k.case_no AND e.kind = 'repeated'
           WHERE (k.case_no = c.repeat_root OR k.repeat_root = c.repeat_root) AND k.status <> 'voided'
               AND e.day <= c.received_on) >= 2
UNION ALL SELECT 'repeat:' || e.case_no || ':' || e.seq, 'repeat', coalesce(c.lead_unit, c.respondent_unit), c.handler, e.case_no,
    e.day, e.case_no
FROM complaint c JOIN event e ON e.case_no = c.case_no AND e.kind = 'repeated'
WHERE c.status <> 'voided' AND coalesce(c.repeat_no, 0)
    + (SELECT count(*) FROM event WHERE case_no = e.case_no AND kind = 'repeated' AND seq <= e.seq) >= 2
-- Art. 18: a withdrawal under duress, of who put the customer under it; where nobody is named, of who is complained of.
UNION ALL SELECT 'coerced:' || e.case_no || ':' || e.seq, 'coerced', coalesce(s.unit, c.respondent_unit),
    CASE WHEN e.detail ->> 'pressed_by_name' IS NULL THEN coalesce(s.code, c.subject_employee) END, e.case_no, e.day,
    coalesce(e.detail ->> 'pressed_by_name' || '：', '') || (e.detail ->> 'text')
FROM complaint c JOIN event e ON e.case_no = c.case_no AND e.kind = 'withdrawal_coerced'
LEFT JOIN staff s ON s.code = e.detail ->> 'pressed_by'
-- Art. 24: a first finding proved untrue: that of the earlier case, or of this one before it was reopened.
UNION ALL SELECT 'untrue_finding:' || e.case_no || ':' || e.seq, 'untrue_finding',
    coalesce(s.unit, c.lead_unit, c.respondent_unit), s.code, e.case_no, e.day, e.findings
FROM complaint c JOIN investigation e ON e.case_no = c.case_no AND e.first_finding_untrue
LEFT JOIN result_report f ON f.seq = (
    SELECT max(seq) FROM result_report WHERE case_no = coalesce(c.repeat_of, c.case_no)
        AND seq < coalesce((SELECT max(seq) FROM event WHERE case_no = c.case_no AND kind = 'reopened' AND seq < e.seq), e.seq))
LEFT JOIN staff s ON s.code = f.handler
-- Art. 6: a registration voided when it was late already. Order 2020 No. 3: an extension or a pause entered after its limit.
UNION ALL SELECT 'voided_late:' || e.case_no, 'voided_late', coalesce(c.lead_unit, p.value), e.actor, e.case_no, e.day,
    e.detail ->> 'text'
FROM complaint c CROSS JOIN event e ON e.case_no = c.case_no AND e.kind = 'voided'
JOIN rule_value p ON p.case_no = c.case_no AND p.key = 'supervision_office'
WHERE EXISTS (SELECT 1 FROM case_breach WHERE case_no = e.case_no AND due_on < e.day)
UNION ALL SELECT 'late_entry:' || e.case_no || ':' || e.seq, 'late_entry', p.value, e.actor, e.case_no,
    substr(e.recorded_at, 1, 10), e.detail ->> 'text'
FROM complaint c CROSS JOIN event e ON e.case_no = c.case_no AND e.kind IN ('extended', 'clock_paused')
    AND e.detail ->> 'late_entry'
JOIN rule_value p ON p.case_no = c.case_no AND p.key = 'supervision_office'
-- What was entered by hand.
UNION ALL SELECT detail ->> 'kind' || ':' || seq, detail ->> 'kind', detail ->> 'unit', detail ->> 'person',
    detail ->> 'case_no', day, detail ->> 'text'
FROM event WHERE case_no IS NULL AND kind = 'lead_opened';

-- The measures taken on leads, each with the lead as it stood then.
CREATE VIEW measure AS
SELECT seq, detail ->> 'lead' AS lead, detail ->> 'lead_kind' AS kind, detail ->> 'unit' AS unit, detail ->> 'person' AS person,
    detail ->> 'case_no' AS case_no, detail ->> 'lead_day' AS day, detail ->> 'lead_text' AS text
FROM event WHERE event.case_no IS NULL AND event.kind = 'measure_taken';

-- The leads. One that is found no more, as where checks were entered late, is gone, unless a measure was taken on it: then it
-- stands as it did at the first. number: its place in the list of its year, by which it may be named.
CREATE VIEW accountability_lead AS
WITH found AS (SELECT * FROM lead_found)
SELECT l.*, row_number() OVER (PARTITION BY substr(l.day, 1, 4) ORDER BY l.day, l.lead) AS number, w.label_zh, w.label_en, k.citation,
    (SELECT count(*) FROM measure WHERE lead = l.lead) AS measures,
    (SELECT max(seq) FROM measure WHERE lead = l.lead) AS measure_seq
FROM (
    SELECT * FROM found
    UNION ALL SELECT lead, kind, unit, person, case_no, day, text
    FROM measure m
    WHERE lead NOT IN (SELECT lead FROM found) AND NOT EXISTS (SELECT 1 FROM measure WHERE seq < m.seq AND lead = m.lead)
) l
JOIN lead_kind k ON k.code = l.kind
JOIN code_label w ON w.kind = 'lead_kind' AND w.code = l.kind;

-- Corrective actions with their owner and due date, each linked to the cases it was learned from (Arts 7, 22).
CREATE VIEW improvement_action AS
SELECT e.detail ->> 'action_no' AS action_no, e.detail ->> 'text' AS text, e.detail ->> 'owner' AS owner,
    e.detail ->> 'due_on' AS due_on, e.detail ->> 'cases' AS cases, e.at AS opened_at, d.at AS done_at,
    d.detail ->> 'text' AS outcome, d.seq IS NULL AND e.detail ->> 'due_on' < (SELECT day FROM today) AS is_late
FROM event e
LEFT JOIN event d ON d.case_no IS NULL AND d.kind = 'improvement_done' AND d.detail ->> 'action_no' = e.detail ->> 'action_no'
WHERE e.case_no IS NULL AND e.kind = 'improvement_opened';

-- ==== 11. THE RETURN =================================================================================================
-- What the return can be broken down by; 'total' is its last row.
CREATE TABLE report_dimension (code TEXT PRIMARY KEY, label_zh TEXT NOT NULL, citation TEXT NOT NULL)
STRICT, WITHOUT ROWID;
INSERT INTO report_dimension (code, label_zh, citation) VALUES
    ('category', '类别', 'Art. 22'), ('channel', '渠道', 'Art. 22'), ('unit', '被投诉单位', 'Art. 22'),
    ('cause', '原因', 'Art. 22'), ('fault', '责任', 'Art. 22'), ('satisfaction', '满意程度', 'Art. 22'),
    ('business_type', '业务类型', 'Art. 22; JR/T 0169-2018'), ('service_channel', '业务渠道', 'Art. 22; JR/T 0169-2018'),
    ('source', '转来部门', 'Art. 22'), ('area', '区域', 'Art. 22'), ('nature', '投诉性质', 'Art. 22'),
    ('total', '合计', 'Art. 22');

-- The figures of the return, in the order of their columns, each with what it counts; one that banks publish bears the name
-- it has there. value_type: a count or an amount is the sum over the moves of a group of a column of period_move, of_move, or
-- that of its own name. A mean or a rate is such a sum divided by those of the columns `among`, one of them taken off where it
-- is written -column; where none is named by the number of moves that have a value; and where `per` is, by that: the same sum
-- of all groups (total), or a column of period_size, so many `times`. column=n: where it is n. is_more: of `report --more`
-- alone. {1}, {2} and {3} stand for the working days of the bands of answers, by the policy.
CREATE TABLE figure (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL, label_en TEXT NOT NULL, position INTEGER NOT NULL UNIQUE,
    value_type TEXT NOT NULL DEFAULT 'count' CHECK (value_type IN ('count', 'yuan', 'mean', 'rate', 'flag')),
    of_move TEXT, among TEXT, per TEXT, times INTEGER NOT NULL DEFAULT 1,
    is_more INTEGER NOT NULL DEFAULT 0 CHECK (is_more IN (0, 1)),
    definition_zh TEXT NOT NULL, definition_en TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO figure (position, code, label_zh, label_en, definition_zh, definition_en) VALUES
    (1, 'opening', '期初', 'opening', '期初未结的件数', 'cases open when the period began'),
    (2, 'received', '受理', 'received', '本期收到并登记的件数（投诉量），按收到日期，含后来作废的',
     'cases received in the period, by the day of receipt, whenever they were entered, those voided later too'),
    (3, 'reopened', '重办', 'reopened', '本期重新办理的次数', 'how often a case was taken up again in the period'),
    (4, 'resolved', '办结', 'resolved', '本期办结的件数；重办后再办结的再计',
     'cases closed in the period, one reopened and closed again once more'),
    (5, 'withdrawn', '撤诉', 'withdrawn', '本期经核实为自愿撤诉的件数',
     'cases withdrawn in the period, verified as of the customer''s own will'),
    (6, 'closing', '期末', 'closing', '期末未结的件数：期初＋受理＋重办－办结－撤诉－作废',
     'cases open when the period ended: opening + received + reopened - resolved - withdrawn - voided'),
    (7, 'on_time', '按期', 'on time', '办结或撤诉的件中，该次办理未超过任何期限的',
     'of those closed or withdrawn, the ones that broke no limit since they were received or last reopened'),
    (8, 'late', '超期办结', 'late', '办结或撤诉的件中，该次办理超过期限的',
     'of those closed or withdrawn, the ones that broke a limit since they were received or last reopened'),
    (12, 'overdue_now', '期末超期', 'overdue', '期末未结的件中，期末（本期未完则为今日）已超过期限的',
     'of those open at the end of the period, or today if it still runs, the ones past their limit'),
    (13, 'major', '重大', 'major', '受理的件中，重大投诉', 'of those received, the major ones'),
    (14, 'repeat', '重复', 'repeat', '受理的件中，就同一事项再次投诉的', 'of those received, the ones that repeat an earlier case'),
    (15, 'anonymous', '匿名', 'anonymous', '受理的件中，匿名投诉', 'of those received, the anonymous ones'),
    (16, 'upheld', '属实', 'upheld', '办结或撤诉的件中，处理结果报告单认定本行负有责任或部分责任的',
     'of those closed or withdrawn, the ones whose result report finds the bank at fault, wholly or in part'),
    (17, 'satisfied', '满意', 'satisfied', '办结或撤诉的件中，客户表示满意或基本满意的',
     'of those closed or withdrawn, the ones whose customer was satisfied, or basically so'),
    (19, 'voided', '作废', 'voided', '本期作废的登记（误登、重登），不计为办结',
     'registrations voided in the period as mistaken or double; they count as closed nowhere');
INSERT INTO figure (position, code, label_zh, label_en, is_more, definition_zh, definition_en) VALUES
    (20, 'said_satisfied', '表示满意', 'satisfied', 1, '办结或撤诉的件中，客户表示满意的', 'of those closed or withdrawn: satisfied'),
    (21, 'said_basically_satisfied', '表示基本满意', 'basically satisfied', 1, '办结或撤诉的件中，客户表示基本满意的',
     'of those closed or withdrawn: basically satisfied'),
    (22, 'said_dissatisfied', '表示不满意', 'dissatisfied', 1, '办结或撤诉的件中，客户表示不满意的',
     'of those closed or withdrawn: dissatisfied'),
    (23, 'said_declined', '未表态', 'declined', 1, '办结或撤诉的件中，客户不愿表态的', 'of those closed or withdrawn: would not say'),
    (24, 'said_unreachable', '无法联系', 'unreachable', 1, '办结或撤诉的件中，无法联系客户的',
     'of those closed or withdrawn: could not be reached'),
    (26, 'slips', '转办单', 'slips', 1, '本期填发的转办单，按单位分时计入承办单位',
     'transfer slips issued in the period; by unit they count at the one they went to'),
    (27, 'slips_returned', '退单', 'slips returned', 1, '本期被承办单位退回的转办单', 'transfer slips sent back by the unit in the period'),
    (28, 'supervised', '督办', 'supervised', 1, '本期填发的督办单', 'supervision slips issued in the period'),
    (29, 'hand_offs', '流转次数', 'hand-offs', 1, '办结或撤诉的件，自登记以来转办和退回的次数',
     'how often the cases closed or withdrawn were transferred or sent back since they were registered'),
    (33, 'ever_late', '曾超期', 'ever late', 1, '办结或撤诉的件中，历次办理中任何一次超过期限的',
     'of those closed or withdrawn, the ones that broke a limit at any time, before a reopening too'),
    (34, 'undated', '日期不明', 'day not known', 1, '办结的件中，旧登记簿未记载办结和答复日期的；不计按期、超期办结和用时',
     'of those closed, the ones of which an old register gives no day; neither on time nor late, nor in any time taken'),
    (36, 'untrue', '不属实', 'not upheld', 1, '办结或撤诉的件中，处理结果报告单认定为客户或第三方责任的',
     'of those closed or withdrawn, the ones whose result report finds the customer or a third party at fault'),
    (37, 'agreed', '协商一致', 'agreed', 1, '办结或撤诉的件中，客户表示满意、基本满意，或自愿撤诉的',
     'of those closed or withdrawn, the ones whose customer was satisfied, basically so, or withdrew of their own will');
INSERT INTO figure
    (position, code, label_zh, label_en, value_type, of_move, among, is_more, definition_zh, definition_en) VALUES
    (9, 'on_time_rate', '及时率', 'on-time rate', 'rate', 'on_time', 'on_time late', 0, '按期÷（按期＋超期办结）', 'on_time / (on_time + late)'),
    (10, 'mean_working_days', '平均工作日', 'mean days', 'mean', 'working_days', NULL, 0,
     '办结或撤诉的件，从收到或重办之日的次日起至答复（未答复的，至办结或撤诉）所用工作日的平均数',
     'of those closed or withdrawn, the mean of the working days from receipt or reopening to the answer, or else to that end'),
    (11, 'median_working_days', '工作日中位数', 'median', 'mean', 'working_days', NULL, 0, '同一用时的中位数',
     'the middle of the same working days'),
    (18, 'compensation_yuan', '赔偿（元）', 'paid (yuan)', 'yuan', 'compensation_fen', NULL, 0, '办结或撤诉的件，赔偿金额合计（元）',
     'what was paid on those closed or withdrawn, in yuan'),
    (25, 'satisfied_rate', '满意率', 'satisfied rate', 'rate', 'satisfied',
     'said_satisfied said_basically_satisfied said_dissatisfied', 1, '满意÷（表示满意＋表示基本满意＋表示不满意）',
     'satisfied / (said_satisfied + said_basically_satisfied + said_dissatisfied)'),
    (30, 'mean_hand_offs', '平均流转', 'mean hand-offs', 'mean', 'hand_offs', 'resolved withdrawn', 1,
     '流转次数÷（办结＋撤诉）', 'hand_offs / (resolved + withdrawn)'),
    (32, 'no_complaint', '零投诉', 'none received', 'flag', NULL, NULL, 1, '本期未受理投诉', 'whether none was received'),
    (35, 'closed_rate', '办结率', 'closed rate', 'rate', 'left_stock', 'opening received reopened -voided', 1,
     '（办结＋撤诉）÷（期初＋受理＋重办－作废）', '(resolved + withdrawn) / (opening + received + reopened - voided)'),
    (38, 'agreed_rate', '协商一致率', 'agreed rate', 'rate', 'agreed', 'resolved withdrawn', 1, '协商一致÷（办结＋撤诉）',
     'agreed / (resolved + withdrawn)'),
    (39, 'answered_band_1', '{1}个工作日内', '0 to {1} days', 'rate', 'answer_band=1', NULL, 1,
     '经答复的件中，用时不超过{1}个工作日的占比', 'of those closed or withdrawn once answered, the part within {1}'),
    (40, 'answered_band_2', '{1}至{2}个工作日', '{1} to {2} days', 'rate', 'answer_band=2', NULL, 1,
     '经答复的件中，用时超过{1}、不超过{2}个工作日的占比', 'of those closed or withdrawn once answered, the part over {1} and within {2}'),
    (41, 'answered_band_3', '{2}至{3}个工作日', '{2} to {3} days', 'rate', 'answer_band=3', NULL, 1,
     '经答复的件中，用时超过{2}、不超过{3}个工作日的占比', 'of those closed or withdrawn once answered, the part over {2} and within {3}'),
    (42, 'answered_band_4', '{3}个工作日以上', 'over {3} days', 'rate', 'answer_band=4', NULL, 1,
     '经答复的件中，用时超过{3}个工作日的占比', 'of those closed or withdrawn once answered, the part over {3}'),
    (43, 'first_response_rate', '首次响应达标率', 'first responses kept', 'rate', 'first_response', NULL, 1,
     '受理且适用首次响应时限的件中，按时响应的占比；尚未到时且未响应的不计',
     'of those received with a limit for the first response, the part responded to within it; one that still runs is left out'),
    (44, 'progress_rate', '进度承诺兑现率', 'expected days kept', 'rate', 'progress_kept', NULL, 1,
     '办结或撤诉的件中，曾告知客户预计办结日的，在最后告知之日前（含当日）答复的占比；该日之前未答复即撤诉、办结的不计',
     'of those closed or withdrawn whose customer was told an expected day, the part answered by the last such day; one that'
     || ' left unanswered before it is left out');
INSERT INTO figure
    (position, code, label_zh, label_en, value_type, of_move, per, times, is_more, definition_zh, definition_en) VALUES
    (31, 'share', '占比', 'share', 'rate', 'received', 'total', 1, 1, '该组受理÷受理合计', 'the group''s received / all received'),
    (45, 'per_100_staff', '平均每百名员工投诉量', 'per 100 staff', 'mean', 'received', 'staff_number', 100, 1,
     '受理÷员工人数×100；员工人数由本行录入（规定 修改 员工人数）',
     '100 x received / number of staff, as entered (policy set staff_number)'),
    (46, 'per_outlet', '平均每营业网点投诉量', 'per outlet', 'mean', 'received', 'outlets', 1, 1,
     '受理÷营业网点数；营业网点数由本行录入（规定 修改 营业网点数）', 'received / number of outlets, as entered (policy set outlets)'),
    (47, 'per_10000_customers', '平均每万个人客户投诉量', 'per 10,000 customers', 'mean', 'received', 'customers', 10000, 1,
     '受理÷个人客户数×10000；个人客户数由本行录入（规定 修改 个人客户数）',
     '10,000 x received / number of personal customers, as entered (policy set customers)');

-- The figures with the bands of answers in their words, as these stood from a day to a day.
CREATE VIEW named_figure AS
SELECT f.code, f.position, f.value_type, f.of_move, f.among, f.per, f.times, f.is_more,
    max(a.in_force_from, b.in_force_from, c.in_force_from) AS in_force_from,
    min(a.in_force_to, b.in_force_to, c.in_force_to) AS in_force_to,
    replace(replace(replace(f.label_zh, '{1}', a.value), '{2}', b.value), '{3}', c.value) AS label_zh,
    replace(replace(replace(f.label_en, '{1}', a.value), '{2}', b.value), '{3}', c.value) AS label_en,
    replace(replace(replace(f.definition_zh, '{1}', a.value), '{2}', b.value), '{3}', c.value) AS definition_zh,
    replace(replace(replace(f.definition_en, '{1}', a.value), '{2}', b.value), '{3}', c.value) AS definition_en
FROM figure f
JOIN policy a ON a.key = 'answer_band_1'
JOIN policy b ON b.key = 'answer_band_2' AND b.in_force_from <= a.in_force_to AND b.in_force_to >= a.in_force_from
JOIN policy c ON c.key = 'answer_band_3' AND c.in_force_from <= min(a.in_force_to, b.in_force_to)
    AND c.in_force_to >= max(a.in_force_from, b.in_force_from);

-- The months since the first case. A report on any other period creates this again with that period alone.
CREATE VIEW period AS
WITH RECURSIVE month (first_day) AS (
    SELECT date(min(received_on), 'start of month') FROM complaint
    UNION ALL SELECT date(first_day, '+1 month') FROM month WHERE date(first_day, '+1 month') <= (SELECT day FROM today)
)
SELECT strftime('%Y-%m', first_day) AS period, first_day, date(first_day, '+1 month', '-1 day') AS last_day
FROM month WHERE first_day IS NOT NULL;

-- The group a case counts in, as it stands at the time of the report.
CREATE VIEW case_group AS
SELECT c.case_no, d.code AS dimension, CASE d.code
    WHEN 'category' THEN c.category WHEN 'channel' THEN c.channel WHEN 'nature' THEN c.nature WHEN 'total' THEN 'total'
    WHEN 'source' THEN coalesce(c.source_kind, CASE WHEN c.is_referred THEN 'none' ELSE 'direct' END)
    ELSE coalesce(CASE d.code
        WHEN 'unit' THEN c.respondent_unit WHEN 'cause' THEN c.cause WHEN 'fault' THEN c.fault
        WHEN 'satisfaction' THEN c.satisfaction WHEN 'business_type' THEN c.business_type
        WHEN 'service_channel' THEN c.service_channel_class
        WHEN 'area' THEN (SELECT area FROM unit WHERE code = c.respondent_unit) END, 'none') END AS "group"
FROM report_dimension d CROSS JOIN complaint c;

-- since, retired_on: a unit or a code has its row in a period if it served on a day of it, or has figures; the category not
-- yet decided only in the second case. (The day it was retired is the first on which it serves no more.)
CREATE VIEW report_group AS
SELECT d.code AS dimension, l.code AS "group", l.label_zh, l.label_en, l.position,
    CASE WHEN l.code = 'undecided' THEN '9999-12-31' ELSE l.since END AS since, l.retired_on
FROM report_dimension d
JOIN code_label l ON l.kind = CASE d.code
    WHEN 'service_channel' THEN 'service_channel_class' WHEN 'source' THEN 'referring_body' ELSE d.code END
UNION ALL SELECT 'unit', u.code, u.name, u.name, 1, s.day, u.retired_on FROM unit u LEFT JOIN unit_since s ON s.unit = u.code
-- A unit together with those it took over: only where there are figures of both.
UNION ALL SELECT 'unit', u.code || '+', u.name || '（含并入的' || group_concat(m.name, '、') || '）',
    u.name || ' with ' || group_concat(m.name, ', '), 2, '9999-12-31', NULL
FROM unit u JOIN unit m ON m.merged_into = u.code GROUP BY u.code
UNION ALL SELECT 'source', 'direct', '客户直接反映', 'from the customer', 0, NULL, NULL
UNION ALL SELECT code, 'none', '未定', 'not yet known', 99, NULL, NULL FROM report_dimension
    WHERE code NOT IN ('category', 'channel', 'nature', 'total')
UNION ALL SELECT 'total', 'total', '合计', 'total', 999, NULL, NULL;

-- What a case counts by in the return: every entering or leaving of the open stock, and the day of its next such move; and
-- its slips, each with the unit it went to (Arts 4, 9, 10).
CREATE VIEW case_move AS
SELECT e.case_no, e.seq, CASE e.kind WHEN 'registered' THEN c.received_on ELSE e.day END AS day,
    CASE e.kind WHEN 'registered' THEN 'received' WHEN 'closed' THEN 'resolved' ELSE e.kind END AS kind,
    e.kind IN ('registered', 'reopened') AS enters, coalesce(n.day, '9999-12-31') AS next_day,
    CASE WHEN e.kind = 'slip_returned' THEN (SELECT unit FROM slip_back WHERE seq = e.seq)
        ELSE (SELECT to_unit FROM slip_issued WHERE seq = e.seq) END AS slip_unit
FROM event e JOIN complaint c ON c.case_no = e.case_no
LEFT JOIN event n ON n.seq = (
    SELECT min(seq) FROM event
    WHERE case_no = e.case_no AND kind IN ('closed', 'withdrawn', 'voided', 'reopened') AND seq > e.seq)
WHERE e.kind IN ('registered', 'closed', 'withdrawn', 'voided', 'reopened', 'dispatched', 'slip_returned', 'supervised');

-- Every case leaving the stock, judged by its own stretch (Art. 10): whether no limit was broken in it, and the working days
-- from receipt or reopening to the reply. on_time NULL, though it is not late: nobody knows when it ended, or the calendar
-- does not reach to the due date, nor to the reply. ever_late: a limit was broken in this stretch or an earlier one. undated:
-- an old register says neither when the case was closed nor when the customer was answered. report_seq: the result report it
-- left on, not returned, nor from another stretch. is_answered: it did not leave without an answer (Art. 10). hand_offs: how
-- often it was handed on, or back (Art. 3). progress_kept: NULL where the customer was told no day.
CREATE VIEW case_exit AS
SELECT x.case_no, x.seq, x.day, x.kind, coalesce(x.undated, 0) AS undated,
    CASE
        WHEN x.undated THEN NULL
        WHEN EXISTS (SELECT 1 FROM case_breach WHERE case_no = x.case_no AND started_seq = x.stretch) THEN 0
        WHEN (SELECT max(stopped_on) FROM case_round WHERE case_no = x.case_no AND started_seq = x.stretch)  -- seldom
             > (SELECT max(day) FROM calendar)
            AND EXISTS (SELECT 1 FROM case_clock WHERE case_no = x.case_no AND started_seq = x.stretch AND stops_with = 'reply'
                        AND due_on IS NULL AND stopped_on > (SELECT max(day) FROM calendar)) THEN NULL
        ELSE 1
    END AS on_time,
    CASE WHEN x.undated THEN 0 ELSE
        EXISTS (SELECT 1 FROM case_breach WHERE case_no = x.case_no AND started_seq = x.stretch) END AS late,
    EXISTS (SELECT 1 FROM case_breach WHERE case_no = x.case_no AND started_seq < x.seq) AS ever_late,
    CASE WHEN x.undated THEN NULL ELSE
        (SELECT b.working_no - a.working_no
         FROM case_round r JOIN calendar a ON a.day = r.started_on JOIN calendar b ON b.day = r.stopped_on
         WHERE r.case_no = x.case_no AND r.started_seq = x.stretch AND r.until_seq IS NULL) END AS working_days,
    EXISTS (SELECT 1 FROM customer_answer WHERE case_no = x.case_no AND seq > x.stretch AND seq < x.seq)
        AND (EXISTS (SELECT 1 FROM complaint WHERE case_no = x.case_no AND NOT is_referred)
             OR EXISTS (SELECT 1 FROM contact WHERE case_no = x.case_no AND purpose = 'source_reply'
                        AND seq > x.stretch AND seq < x.seq)) AS is_answered,
    (SELECT max(seq) FROM event WHERE case_no = x.case_no AND kind = 'result_reported' AND seq < x.seq
        AND seq > (SELECT max(seq) FROM event WHERE case_no = x.case_no AND seq < x.seq
                   AND kind IN ('registered', 'reopened', 'result_returned'))) AS report_seq,
    (SELECT count(*) FROM event
     WHERE case_no = x.case_no AND kind IN ('dispatched', 'slip_returned') AND seq < x.seq) AS hand_offs,
    -- Art. 10: the day that the customer was last told to expect the answer by, and whether it came by then.
    (SELECT d.detail ->> 'expected_on' >= r.stopped_on
     FROM event d JOIN case_round r ON r.case_no = d.case_no AND r.started_seq = x.stretch AND r.until_seq IS NULL
     WHERE d.case_no = x.case_no AND d.kind = 'delay_reported' AND d.seq > x.stretch AND d.seq < x.seq
        AND d.detail ->> 'expected_on' IS NOT NULL AND d.detail ->> 'customer_told_at' IS NOT NULL
     ORDER BY d.seq DESC LIMIT 1) AS progress_kept
FROM (
    SELECT e.*, e.detail ->> 'undated' AS undated, (
        SELECT max(started_seq) FROM case_round
        WHERE case_no = e.case_no AND started_seq < e.seq AND started_kind <> 'review_requested') AS stretch
    FROM event e WHERE e.kind IN ('closed', 'withdrawn')
) x;

-- The promise of a first response, by the hour (good practice), and whether it was kept; NULL: it may be yet, or the case left
-- the stock before its time was over.
CREATE VIEW first_response AS
SELECT k.case_no, k.started_seq AS seq, k.due_at, CASE
        WHEN e.at <= k.due_at THEN CASE WHEN e.kind IN ('contacted', 'replied') THEN 1 END
        WHEN k.due_at < (SELECT now FROM today) THEN 0
    END AS is_kept
FROM case_clock k LEFT JOIN event e ON e.seq = (
    SELECT seq FROM clock_stopper
    WHERE case_no = k.case_no AND stops_with = k.stops_with AND seq > k.started_seq ORDER BY at, seq LIMIT 1)
WHERE k.stops_with = 'first_response';

-- Each period with what the bank is counted by in it, NULL where it did not say, and the bands of its answers (Art. 22).
CREATE VIEW period_size AS
SELECT p.period, p.first_day, p.last_day,
    max(CASE o.key WHEN 'answer_band_1' THEN o.value + 0 END) AS days_1,
    max(CASE o.key WHEN 'answer_band_2' THEN o.value + 0 END) AS days_2,
    max(CASE o.key WHEN 'answer_band_3' THEN o.value + 0 END) AS days_3,
    max(CASE o.key WHEN 'staff_number' THEN nullif(o.value, '') + 0 END) AS staff_number,
    max(CASE o.key WHEN 'outlets' THEN nullif(o.value, '') + 0 END) AS outlets,
    max(CASE o.key WHEN 'customers' THEN nullif(o.value, '') + 0 END) AS customers
FROM period p
LEFT JOIN policy o ON p.last_day BETWEEN o.in_force_from AND o.in_force_to
    AND o.key IN ('answer_band_1', 'answer_band_2', 'answer_band_3', 'staff_number', 'outlets', 'customers')
GROUP BY p.period, p.first_day, p.last_day;

-- What every figure of the return is a sum of: one row for each move that counts in a period, of a case in stock when it
-- began the one by which it had come in. Each column but the first five is what the move adds to the figure of that name.
-- Major, repeat and anonymous count among the received; overdue in the closing stock, as its limit was counted at the end of
-- the period, or now if it still runs: a day that does not move, whenever the return is drawn; the rest among the exits.
CREATE VIEW period_move AS
SELECT p.period, m.case_no, m.seq, m.day, m.kind,
    m.enters AND m.day < p.first_day AS opening, m.kind = 'received' AND m.day >= p.first_day AS received,
    m.kind = 'reopened' AND m.day >= p.first_day AS reopened, m.kind = 'resolved' AS resolved,
    m.kind = 'withdrawn' AS withdrawn, m.kind = 'voided' AS voided, m.enters AND m.next_day > p.last_day AS closing,
    coalesce(x.on_time, 0) AS on_time, coalesce(x.late, 0) AS late, x.working_days,
    CASE WHEN m.enters AND m.next_day > p.last_day THEN EXISTS (
        SELECT 1 FROM clock_due k
        WHERE k.case_no = m.case_no AND k.started_seq = m.seq AND k.stops_with = 'reply'
            AND min(p.last_day, t.day) > k.due_on AND min(p.last_day, t.day) >= k.from_on
            AND min(p.last_day, t.day) < min(coalesce(k.ended_on, '9999-12-31'), coalesce(k.until_on, '9999-12-31'))
    ) ELSE 0 END AS overdue_now,
    m.kind = 'received' AND m.day >= p.first_day AND c.is_major AS major,
    m.kind = 'received' AND m.day >= p.first_day AND c.repeat_of IS NOT NULL AS repeat,
    m.kind = 'received' AND m.day >= p.first_day AND c.anonymous AS anonymous, coalesce(f.upheld, 0) AS upheld,
    coalesce(s.satisfied, 0) AS satisfied, coalesce(o.compensation_fen, 0) AS compensation_fen,
    coalesce(s.code = 'satisfied', 0) AS said_satisfied,
    coalesce(s.code = 'basically_satisfied', 0) AS said_basically_satisfied,
    coalesce(s.code = 'dissatisfied', 0) AS said_dissatisfied, coalesce(s.code = 'declined', 0) AS said_declined,
    coalesce(s.code = 'unreachable', 0) AS said_unreachable, coalesce(x.hand_offs, 0) AS hand_offs,
    coalesce(x.ever_late, 0) AS ever_late, coalesce(x.undated, 0) AS undated, m.kind = 'dispatched' AS slips,
    m.kind = 'slip_returned' AS slips_returned, m.kind = 'supervised' AS supervised, m.slip_unit,
    m.kind IN ('resolved', 'withdrawn') AS left_stock,
    coalesce(NOT f.upheld AND f.code <> 'undetermined', 0) AS untrue,
    coalesce(s.satisfied, 0) OR m.kind = 'withdrawn' AS agreed,
    (SELECT CASE WHEN days <= p.days_1 THEN 1 WHEN days <= p.days_2 THEN 2 WHEN days <= p.days_3 THEN 3 WHEN days THEN 4 END
     FROM (SELECT CASE WHEN x.is_answered THEN x.working_days END AS days)) AS answer_band,  -- the days are counted once
    CASE WHEN m.kind = 'received' AND m.day >= p.first_day AND t.responds
        THEN (SELECT is_kept FROM first_response WHERE case_no = m.case_no) END AS first_response,
    CASE WHEN x.is_answered OR NOT x.progress_kept THEN x.progress_kept END AS progress_kept
FROM period_size p
CROSS JOIN (  -- Few banks promise a first response: no case is looked at for nothing.
    SELECT day, EXISTS (SELECT 1 FROM time_limit WHERE stops_with = 'first_response' AND enabled) AS responds FROM today
) t
-- A case that left for good before the period, or came after it, adds nothing to any of the sums, and is not even looked at.
CROSS JOIN complaint c ON (c.left_at IS NULL OR c.left_at >= p.first_day) AND c.received_on <= p.last_day
CROSS JOIN case_move m ON m.case_no = c.case_no AND m.day <= p.last_day
    AND CASE WHEN m.enters THEN m.next_day ELSE m.day END >= p.first_day
LEFT JOIN case_exit x ON x.seq = m.seq LEFT JOIN result_report o ON o.seq = x.report_seq
LEFT JOIN fault f ON f.code = o.fault LEFT JOIN satisfaction s ON s.code = o.satisfaction;

-- For each period and group, opening + received + reopened - resolved - withdrawn - voided = closing. on_time + late is less
-- than resolved + withdrawn by those that left on a day nobody knows. By unit a slip counts under the one it went to, and a
-- unit has a line more with those it took over. Groups and moves are stacked and summed once: joined, the months of ten years
-- take four times as long.
CREATE VIEW period_report AS
WITH counted AS MATERIALIZED (  -- once, not once a dimension
    SELECT * FROM period_move
), unit_line AS MATERIALIZED (
    -- The lines in which a unit counts: its own; and, no part of the total, the one of a unit with those it took over, shown
    -- in a period in which one of them retired or still counts.
    SELECT p.period, u.code AS unit, u.code AS line, NULL AS shows FROM period p CROSS JOIN unit u
    UNION ALL SELECT p.period, u.code, u.merged_into || '+', 1
    FROM period p CROSS JOIN unit u ON u.merged_into IS NOT NULL AND u.retired_on <= p.last_day
    UNION ALL SELECT p.period, u.merged_into, u.merged_into || '+', nullif(max(u.retired_on >= p.first_day), 0)
    FROM period p CROSS JOIN unit u ON u.merged_into IS NOT NULL AND u.retired_on <= p.last_day
    GROUP BY p.period, u.merged_into
), placed AS (
    -- rank: among those of the group whose working days are known, for the middle of them.
    SELECT *, count(working_days) OVER (PARTITION BY period, dimension, "group") AS known,
        row_number() OVER (PARTITION BY period, dimension, "group", working_days IS NULL ORDER BY working_days) AS rank
    FROM (
        SELECT m.*, g.dimension, coalesce(l.line, g."group") AS "group", l.shows
        FROM counted m JOIN case_group g ON g.case_no = m.case_no
        LEFT JOIN unit_line l
            ON g.dimension = 'unit' AND l.period = m.period AND l.unit = coalesce(m.slip_unit, g."group")
    )
), none AS (
    SELECT * FROM placed LIMIT 0
)
SELECT period, dimension, "group", max(label_zh) AS label, max(label_en) AS label_en,
    coalesce(sum(opening), 0) AS opening, coalesce(sum(received), 0) AS received, coalesce(sum(reopened), 0) AS reopened,
    coalesce(sum(resolved), 0) AS resolved, coalesce(sum(withdrawn), 0) AS withdrawn, coalesce(sum(closing), 0) AS closing,
    coalesce(sum(on_time), 0) AS on_time, coalesce(sum(late), 0) AS late,
    round(1.0 * sum(on_time) / sum(on_time + late), 4) AS on_time_rate, round(avg(working_days), 2) AS mean_working_days,
    avg(CASE WHEN rank IN ((known + 1) / 2, known / 2 + 1) THEN working_days END) AS median_working_days,
    coalesce(sum(overdue_now), 0) AS overdue_now, coalesce(sum(major), 0) AS major, coalesce(sum(repeat), 0) AS repeat,
    coalesce(sum(anonymous), 0) AS anonymous, coalesce(sum(upheld), 0) AS upheld, coalesce(sum(satisfied), 0) AS satisfied,
    printf('%d.%02d', coalesce(sum(compensation_fen), 0) / 100, coalesce(sum(compensation_fen), 0) % 100) AS compensation_yuan,
    max(position) AS position, coalesce(sum(said_satisfied), 0) AS said_satisfied,
    coalesce(sum(said_basically_satisfied), 0) AS said_basically_satisfied,
    coalesce(sum(said_dissatisfied), 0) AS said_dissatisfied, coalesce(sum(said_declined), 0) AS said_declined,
    coalesce(sum(said_unreachable), 0) AS said_unreachable,
    round(1.0 * sum(satisfied) / sum(said_satisfied + said_basically_satisfied + said_dissatisfied), 4) AS satisfied_rate,
    coalesce(sum(slips), 0) AS slips, coalesce(sum(slips_returned), 0) AS slips_returned,
    coalesce(sum(supervised), 0) AS supervised, coalesce(sum(hand_offs), 0) AS hand_offs,
    round(1.0 * sum(hand_offs) / sum(resolved + withdrawn), 2) AS mean_hand_offs,
    coalesce(sum(ever_late), 0) AS ever_late, coalesce(sum(undated), 0) AS undated, coalesce(sum(voided), 0) AS voided,
    round(1.0 * sum(left_stock) / (sum(opening) + sum(received) + sum(reopened) - sum(voided)), 4) AS closed_rate,
    coalesce(sum(untrue), 0) AS untrue, coalesce(sum(agreed), 0) AS agreed,
    round(1.0 * sum(agreed) / sum(left_stock), 4) AS agreed_rate,
    round(1.0 * sum(answer_band = 1) / count(answer_band), 4) AS answered_band_1,
    round(1.0 * sum(answer_band = 2) / count(answer_band), 4) AS answered_band_2,
    round(1.0 * sum(answer_band = 3) / count(answer_band), 4) AS answered_band_3,
    round(1.0 * sum(answer_band = 4) / count(answer_band), 4) AS answered_band_4,
    round(avg(first_response), 4) AS first_response_rate, round(avg(progress_kept), 4) AS progress_rate,
    -- Of the bank as a whole: nobody says how many work at a unit, or bank there.
    CASE WHEN dimension NOT IN ('unit', 'area') THEN round(100.0 * coalesce(sum(received), 0) / max(staff_number), 2) END
        AS per_100_staff,
    CASE WHEN dimension NOT IN ('unit', 'area') THEN round(1.0 * coalesce(sum(received), 0) / max(outlets), 2) END
        AS per_outlet,
    CASE WHEN dimension NOT IN ('unit', 'area') THEN round(10000.0 * coalesce(sum(received), 0) / max(customers), 2) END
        AS per_10000_customers
FROM (
    -- Each group, though it has no case; and what is counted.
    SELECT p.period AS period, r.dimension, r."group", r.label_zh, r.label_en, r.position,
        CASE WHEN r."group" NOT LIKE '%+' THEN r."group" <> 'none' AND coalesce(r.since, '') <= p.last_day
            AND coalesce(r.retired_on, '9999-12-31') > p.first_day END AS serves, p.staff_number, p.outlets, p.customers, n.*
    FROM period_size p CROSS JOIN report_group r LEFT JOIN none n
    UNION ALL SELECT period, dimension, "group", NULL, NULL, NULL, shows, NULL, NULL, NULL, m.* FROM placed m
)
GROUP BY period, dimension, "group"
-- Cases without a unit, and a unit that did not serve in the period, have a row only where there are any.
HAVING max(serves) OR max(serves) = 0 AND count(seq);
CREATE VIEW category_month AS SELECT * FROM period_report WHERE dimension = 'category';
CREATE VIEW channel_month AS SELECT * FROM period_report WHERE dimension = 'channel';
CREATE VIEW unit_month AS SELECT * FROM period_report WHERE dimension = 'unit';

-- ==== 12. THE LOGS ===================================================================================================
-- What runs without anyone watching. These logs hold no fact of a case: they are append-only, and a run that fails leaves the
-- ledger as it was. hash is the SHA-256 of a row and of the hash before it (record/logs.py); each night enters the last of each
-- log in the ledger (logs_entered), so verify finds a row changed, put in or taken out here too.
-- The run log: one row for each step of each run, the failed and the skipped too, so that silence is never good news.
CREATE TABLE job_run (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL CHECK (length(run) > 0),  -- the same for every step of one run
    job TEXT NOT NULL CHECK (length(job) > 0), step TEXT NOT NULL CHECK (length(step) > 0),
    day TEXT NOT NULL CHECK (day IS date(day)),
    started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??+08:00'),
    ended_at TEXT NOT NULL CHECK (ended_at GLOB '????-??-??T??:??:??+08:00' AND ended_at >= started_at),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'skipped')), text TEXT NOT NULL,
    hash TEXT CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX job_run_of_step ON job_run (step);

CREATE TRIGGER job_run_is_never_changed BEFORE UPDATE ON job_run
BEGIN SELECT RAISE(ABORT, 'The run log is append-only: a run is never changed.'); END;
CREATE TRIGGER job_run_is_never_deleted BEFORE DELETE ON job_run
BEGIN SELECT RAISE(ABORT, 'The run log is append-only: a run is never deleted.'); END;

-- The log of mail: to whom, for which day, of what kind, so that whatever runs again sends nothing twice. A message is noted
-- as begun before it is handed to the mail server, so that none goes unnoted; then as sent or failed, why, and the next run
-- tries again. Of one that is neither the run was cut off: nobody knows whether it was sent.
CREATE TABLE mail_log (
    id INTEGER PRIMARY KEY, message_id TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('begun', 'sent', 'failed')),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??+08:00'), day TEXT NOT NULL CHECK (day IS date(day)),
    kind TEXT NOT NULL CHECK (length(kind) > 0), unit TEXT REFERENCES unit (code),  -- NULL: of the whole bank
    recipient TEXT NOT NULL CHECK (length(recipient) > 0), reason TEXT,
    seq INTEGER, head TEXT,  -- the last event of the ledger and its hash, as the message says them
    hash TEXT CHECK (length(hash) = 64),
    UNIQUE (message_id, state), CHECK ((reason IS NOT NULL) = (state = 'failed'))
) STRICT;
CREATE INDEX mail_log_of_day ON mail_log (day, state);

CREATE TRIGGER mail_log_is_never_changed BEFORE UPDATE ON mail_log
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was noted is never changed.'); END;
CREATE TRIGGER mail_log_is_never_deleted BEFORE DELETE ON mail_log
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was noted is never deleted.'); END;

-- Whoever writes the ledger anew cannot take back what was mailed of it (Art. 6).
CREATE VIEW mailed_otherwise AS
SELECT m.seq, m.head, min(m.at) AS at
FROM mail_log m LEFT JOIN event e ON e.seq = m.seq
WHERE m.head IS NOT NULL AND e.hash IS NOT m.head
GROUP BY m.seq, m.head;
-- The last row of each log, kept apart so that cutting off its end is noticed as well.
CREATE TABLE log_head (
    log TEXT PRIMARY KEY CHECK (log IN ('job_run', 'mail_log')), last INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
