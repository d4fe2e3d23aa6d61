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
