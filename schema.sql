-- complaintctl: one bank's complaints and petitions in one SQLite file.
--
-- Read it like a chapter, from top to bottom:
--   1. the regulation as rows   what the bank's rules say, each row with its article
--   2. the facts                who and what, and the ledger of everything that was done
--   3. the views                every rule that is computed, stated once
--
-- "Art. n" is an article of the bank's regulation on handling complaints and petitions. Times are China Standard
-- Time written with their offset (2026-11-23T14:05:00+08:00), so text order is time order. Money is in fen.
-- A change to a table needs a numbered step in complaintctl/migrations and a higher user_version; the views are
-- dropped and created again from this file by every such step.

PRAGMA application_id = 1128485964;  -- "CCTL" in ASCII
PRAGMA user_version = 1;


-- ====================================================================================================================
-- 1. THE REGULATION AS ROWS
-- A bank that changes a limit, a threshold or a name changes a row here, not the program.
-- ====================================================================================================================

-- Single values of the regulation and of this file. A value holds from in_force_from until a later row of its key.
CREATE TABLE policy (
    key TEXT NOT NULL,
    in_force_from TEXT NOT NULL DEFAULT '2007-01-01' CHECK (in_force_from IS date(in_force_from)),
    value TEXT NOT NULL,
    citation TEXT NOT NULL,
    PRIMARY KEY (key, in_force_from)
) STRICT, WITHOUT ROWID;

INSERT INTO policy (key, value, citation) VALUES
    ('bank_name', '某某农村商业银行', 'Art. 1'),
    ('regulation', '客户投诉(信访)处理办法', 'Art. 1'),
    ('practice', '0', 'a practice file may set its clock; a real one never does'),
    ('major_amount_fen', '5000000', 'Art. 9(1): an amount above 50,000.00 yuan makes a complaint major');

-- The regulation's eight categories and the kind of limit each one runs under.
CREATE TABLE category (
    code TEXT PRIMARY KEY,
    label_zh TEXT NOT NULL UNIQUE,
    label_en TEXT NOT NULL UNIQUE,
    complexity TEXT NOT NULL CHECK (complexity IN ('general', 'complex', 'unspecified')),
    position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO category (position, code, label_zh, label_en, complexity, citation) VALUES
    (1, 'work_error', '工作失误', 'operational error', 'general', 'Arts 10, 13'),
    (2, 'service_attitude', '服务态度', 'staff conduct', 'general', 'Arts 10, 13'),
    (3, 'internal_management', '内部管理', 'internal management', 'general', 'Arts 10, 13'),
    (4, 'service_product', '服务产品', 'product', 'complex', 'Arts 10, 13'),
    (5, 'service_channel', '服务渠道', 'delivery channel', 'complex', 'Arts 10, 13'),
    (6, 'rule_violation', '违规操作', 'rule violation', 'complex', 'Arts 10, 13'),
    (7, 'financial_crime', '金融犯罪', 'financial crime', 'unspecified', 'Art. 13; Art. 10 is silent'),
    (8, 'anonymous', '匿名投诉', 'anonymous complaint', 'unspecified', 'Art. 13; Art. 10 is silent');

-- The ways a complaint comes in. needs_slip: no unit may be asked to handle it without a numbered transfer slip;
-- referred: another body sent it, and has to be replied to as well as the customer (Art. 10).
CREATE TABLE channel (
    code TEXT PRIMARY KEY,
    label_zh TEXT NOT NULL UNIQUE,
    label_en TEXT NOT NULL UNIQUE,
    needs_slip INTEGER NOT NULL CHECK (needs_slip IN (0, 1)),
    referred INTEGER NOT NULL CHECK (referred IN (0, 1)),
    position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO channel (position, code, label_zh, label_en, needs_slip, referred, citation) VALUES
    (1, 'phone', '电话', 'telephone', 1, 0, 'Art. 9(1)'),
    (2, 'suggestion_box', '意见簿(箱)', 'suggestion box', 0, 0, 'Art. 9(2)'),
    (3, 'web', '网络', 'web', 1, 0, 'Art. 9(3)'),
    (4, 'walk_in', '上门', 'walk-in', 1, 0, 'Art. 9(4)'),
    (5, 'letter', '信件', 'letter', 1, 0, 'Art. 9(5)'),
    (6, 'media', '媒体', 'media', 0, 0, 'Art. 9(6)'),
    (7, 'superior', '上级主管部门转来', 'referred by a superior body', 1, 1, 'Art. 9(7)'),
    (8, 'government', '政府部门转来', 'referred by a government body', 1, 1, 'Art. 9(8)');

-- Time limits. A case runs every row that fits its category and that was in force on the day it was received
-- (Art. 26: a later rule does not move an earlier case). The clock starts with receipt or reopening and stops with the
-- reply to the customer and, where another body sent the case, to that body too (Art. 10). The target is a
-- warning; only the limit makes a case overdue.
CREATE TABLE time_limit (
    code TEXT NOT NULL,
    in_force_from TEXT NOT NULL CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    complexity TEXT CHECK (complexity IN ('general', 'complex', 'unspecified')),  -- NULL: every category
    target_days INTEGER CHECK (target_days > 0),
    limit_days INTEGER NOT NULL CHECK (limit_days > 0),
    day_kind TEXT NOT NULL CHECK (day_kind IN ('working', 'calendar')),
    label_zh TEXT NOT NULL,
    label_en TEXT NOT NULL,
    citation TEXT NOT NULL,
    position INTEGER NOT NULL,  -- which rule is named first when two end on one day
    PRIMARY KEY (code, in_force_from)
) STRICT, WITHOUT ROWID;

INSERT INTO time_limit
    (position, code, in_force_from, complexity, target_days, limit_days, day_kind, label_zh, label_en, citation) VALUES
    (1, 'seed.general', '2007-01-01', 'general', NULL, 3, 'working',
     '一般投诉三个工作日', 'general complaint, 3 working days', 'Art. 10'),
    (1, 'seed.complex', '2007-01-01', 'complex', 7, 10, 'working',
     '复杂投诉七至十个工作日', 'complex complaint, 7 to 10 working days', 'Art. 10'),
    (1, 'seed.unspecified', '2007-01-01', 'unspecified', NULL, 10, 'working',
     '办法未规定时限,默认十个工作日', 'no limit in the regulation, default of 10 working days', 'default; Art. 10 is silent'),
    (2, 'law2020.simple', '2020-03-01', NULL, NULL, 15, 'calendar',
     '监管规定十五日', 'law: 15 calendar days', 'Order 2020 No. 3, Art. 18; Civil Code 201, 203');

CREATE TABLE status (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO status (position, code, label_zh, label_en) VALUES
    (1, 'registered', '已登记', 'registered'),
    (2, 'dispatched', '已转办', 'transferred'),
    (3, 'replied', '已答复', 'replied'),
    (4, 'resolved', '已报结果', 'result reported'),
    (5, 'closed', '已办结', 'closed'),
    (6, 'withdrawn', '已撤诉', 'withdrawn'),
    (7, 'archived', '已归档', 'archived');

-- Whose fault the findings show it to be (Arts 13, 14).
CREATE TABLE fault (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    upheld INTEGER NOT NULL CHECK (upheld IN (0, 1))  -- counted as a complaint upheld
) STRICT, WITHOUT ROWID;

INSERT INTO fault (position, code, label_zh, label_en, upheld) VALUES
    (1, 'bank', '本行责任', 'the bank', 1),
    (2, 'customer', '客户责任', 'the customer', 0),
    (3, 'shared', '双方责任', 'both', 1),
    (4, 'third_party', '第三方责任', 'a third party', 0),
    (5, 'undetermined', '责任未定', 'undetermined', 0);

-- How the customer takes the result (Art. 11).
CREATE TABLE satisfaction (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    satisfied INTEGER NOT NULL CHECK (satisfied IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO satisfaction (position, code, label_zh, label_en, satisfied) VALUES
    (1, 'satisfied', '满意', 'satisfied', 1),
    (2, 'basically_satisfied', '基本满意', 'basically satisfied', 1),
    (3, 'dissatisfied', '不满意', 'dissatisfied', 0),
    (4, 'declined', '未表态', 'declined to say', 0),
    (5, 'unreachable', '无法联系', 'unreachable', 0);

-- What a member of staff is to the regulation. briefed: a person a case may be reported to (Art. 8(2)); in_charge:
-- the leader in charge of petitions, who is the chief supervisor unless the bank names another (Art. 19).
CREATE TABLE role (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    briefed INTEGER NOT NULL CHECK (briefed IN (0, 1)),
    in_charge INTEGER NOT NULL CHECK (in_charge IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO role (position, code, label_zh, label_en, briefed, in_charge) VALUES
    (1, 'officer', '经办人员', 'officer', 0, 0),
    (2, 'supervision', '监察室人员', 'supervision office', 0, 0),
    (3, 'unit_head', '单位负责人', 'head of a unit', 0, 0),
    (4, 'petition_leader', '分管信访工作的领导', 'leader in charge of petitions', 1, 1),
    (5, 'principal_leader', '主要领导', 'principal leader', 1, 0),
    (6, 'line_leader', '分管业务条线领导', 'business-line leader', 1, 0),
    (7, 'chief_supervisor', '监事长', 'chief supervisor', 1, 1),
    (8, 'counsel', '法律顾问', 'legal counsel', 0, 0),
    (9, 'auditor', '检查人员', 'auditor', 0, 0);

-- Why the customer, or the body that sent the case, was contacted.
CREATE TABLE contact_purpose (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO contact_purpose (position, code, label_zh, label_en, citation) VALUES
    (1, 'acknowledge', '受理告知', 'acknowledgement', 'Art. 5; 银监发〔2012〕13号'),
    (2, 'progress', '进度告知', 'progress', 'Art. 3'),
    (3, 'explain_delay', '延期说明', 'explanation of a delay', 'Art. 10'),
    (4, 'source_reply', '回复转来部门', 'reply to the referring body', 'Arts 9(7), 10'),
    (5, 'follow_up', '回访', 'follow-up', 'Art. 7');

-- What the regulation asks of every case; how each duty is owed and fulfilled is one SELECT of the view case_duty. A blocking
-- duty must be done before the case is closed.
CREATE TABLE duty (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    blocking INTEGER NOT NULL CHECK (blocking IN (0, 1)),
    article TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO duty (position, code, label_zh, label_en, blocking, article) VALUES
    (1, 'brief', '报告领导', 'brief the leader in charge of petitions', 1, 'Art. 8(2)'),
    (2, 'transfer', '填发转办单', 'issue the transfer slip', 1, 'Art. 9'),
    (3, 'acknowledge', '受理告知', 'tell the customer the limit and a contact', 0, 'Art. 5'),
    (4, 'reply', '答复客户', 'reply to the customer', 1, 'Art. 10'),
    (5, 'source_reply', '回复转来部门', 'reply to the body that sent the case', 1, 'Arts 9(7), 10'),
    (6, 'result_report', '报送处理结果报告单', 'report the result', 1, 'Art. 11'),
    (7, 'result_review', '审核处理结果报告单', 'review the result report', 1, 'Art. 11');

-- What the ledger can say.
CREATE TABLE event_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO event_kind (code, label_zh, label_en, citation) VALUES
    ('file_created', '建立案件库', 'case file created', '-'),
    ('unit_added', '增加单位', 'unit added', 'Art. 2'),
    ('staff_added', '增加人员', 'member of staff added', 'Art. 19'),
    ('calendar_changed', '工作日历变更', 'calendar changed', 'Art. 10'),
    ('imported', '批量导入', 'records imported', 'Art. 6'),
    ('registered', '登记', 'registered', 'Arts 3, 8'),
    ('deadline_set', '确定办理期限', 'due date set', 'Arts 5, 10'),
    ('briefed', '报告领导', 'leader briefed', 'Art. 8(2)'),
    ('dispatched', '转办', 'transferred by slip', 'Art. 9'),
    ('signed', '签收', 'slip signed for', 'Art. 9(5)'),
    ('slip_returned', '退回转办单', 'slip returned', 'Art. 4'),
    ('classified', '重新分类', 'classified again', 'Arts 9(1), 13'),
    ('contacted', '联系', 'contact', 'Art. 5'),
    ('replied', '答复客户', 'customer replied to', 'Art. 10'),
    ('result_reported', '报送处理结果', 'result reported', 'Art. 11'),
    ('result_accepted', '审核通过', 'result accepted', 'Art. 11'),
    ('result_returned', '退回结果报告', 'result returned', 'Art. 11'),
    ('closed', '办结', 'closed', 'Art. 10'),
    ('reopened', '重新办理', 'reopened', 'Art. 17'),
    ('revealed', '查看个人信息', 'personal data revealed', 'Art. 6'),
    -- Written by later commands; named here so that the views below can already read them.
    ('delay_reported', '报告延期原因', 'reason for delay reported', 'Art. 10'),
    ('withdrawn', '撤诉', 'withdrawn', 'Art. 18'),
    ('archived', '归档', 'archived', 'Art. 6');

-- The bank's printed forms: their titles (the bank's name goes before them) and, where they are numbered within
-- a year, how the number is written: year, then serial.
CREATE TABLE form (
    code TEXT PRIMARY KEY,
    title_zh TEXT NOT NULL UNIQUE,
    title_en TEXT NOT NULL UNIQUE,
    number_pattern TEXT,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO form (code, title_zh, title_en, number_pattern, citation) VALUES
    ('register', '客户投诉(信访)登记簿', 'complaints register', 'TS-%04d-%04d', 'Art. 8, annex 1'),
    ('transfer', '客户投诉(信访)转办单', 'transfer slip', '转〔%d〕%d号', 'Art. 9'),
    ('supervise', '客户投诉(信访)督办单', 'supervision slip', '督〔%d〕%d号', 'Art. 10'),
    ('result', '客户投诉(信访)处理结果报告单', 'result report', '报〔%d〕%d号', 'Art. 11, annex 3'),
    ('endorsed', '市县领导批转客户投诉(信访)事项登记表', 'register of matters endorsed by city and county leaders',
     NULL, 'annex 2'),
    ('receipt', '客户投诉受理回执', 'receipt', NULL, 'Art. 5'),
    ('reply', '客户投诉答复函', 'written reply', NULL, 'Art. 10');

-- What the month's return can be broken down by. 'total' is the return's last row.
CREATE TABLE report_dimension (code TEXT PRIMARY KEY, label_zh TEXT NOT NULL, citation TEXT NOT NULL)
STRICT, WITHOUT ROWID;

INSERT INTO report_dimension (code, label_zh, citation) VALUES
    ('category', '类别', 'Art. 22'), ('channel', '渠道', 'Art. 22'), ('unit', '被投诉单位', 'Art. 22'),
    ('total', '合计', 'Art. 22');


-- ====================================================================================================================
-- 2. THE FACTS
-- ====================================================================================================================

-- Branches, departments and offices (Art. 2).
CREATE TABLE unit (
    code TEXT PRIMARY KEY CHECK (length(code) > 0),
    name TEXT NOT NULL CHECK (length(name) > 0),
    kind TEXT NOT NULL DEFAULT 'branch' CHECK (kind IN ('branch', 'department', 'office')),
    email TEXT,
    head TEXT REFERENCES staff (code) DEFERRABLE INITIALLY DEFERRED,
    line TEXT,
    area TEXT CHECK (area IN ('town', 'country'))
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    code TEXT PRIMARY KEY CHECK (length(code) > 0),
    name TEXT NOT NULL CHECK (length(name) > 0),
    unit TEXT NOT NULL REFERENCES unit (code),
    role TEXT NOT NULL REFERENCES role (code),
    login TEXT UNIQUE,
    email TEXT,
    phone TEXT
) STRICT, WITHOUT ROWID;

-- One row a day. working_no counts the working days from the first day of the table, and a rest day carries the
-- number of the last working day before it; so the n-th working day after a day is the working day numbered
-- working_no + n, and a due date is a join. known = 0: the year's schedule is not published, the row is a guess.
CREATE TABLE calendar (
    day TEXT PRIMARY KEY CHECK (day IS date(day)),
    is_working INTEGER NOT NULL CHECK (is_working IN (0, 1)),
    working_no INTEGER NOT NULL CHECK (working_no >= 0),
    known INTEGER NOT NULL CHECK (known IN (0, 1)),
    name TEXT,  -- the holiday, or the make-up day; NULL on plain weekdays and weekends
    source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX calendar_working_day ON calendar (working_no) WHERE is_working = 1;
CREATE INDEX calendar_unknown ON calendar (day) WHERE known = 0;

-- Customers: the only table that holds their personal data (Art. 6). The module complaintctl/personal.py is the only
-- one that reads or writes it. The masked columns are what every view may show. The ledger's registration event
-- carries the SHA-256 of the row with its salt, so verify finds a change here too, and removing the row later
-- leaves nothing in the ledger that could be guessed back.
CREATE TABLE complainant (
    id INTEGER PRIMARY KEY,
    name TEXT,
    phone TEXT,
    id_no TEXT,
    masked_name TEXT,
    masked_phone TEXT,
    masked_id_no TEXT,
    salt TEXT NOT NULL CHECK (length(salt) = 32)
) STRICT;

-- The ledger: every act, once, never changed (Art. 6). at is when it happened, recorded_at when it was entered.
-- hash is the SHA-256 of this row's canonical content, the previous row's hash among it (see complaintctl/ledger.py), so no
-- row can be changed, put in or taken out without breaking every hash after it; a head noted elsewhere, on paper or in a
-- mail, shows even a ledger whose every later hash was computed anew. seq has no gaps.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    case_no TEXT CHECK ((case_no IS NULL) = (kind IN
        ('file_created', 'unit_added', 'staff_added', 'calendar_changed', 'imported'))),
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

CREATE INDEX event_of_case ON event (case_no, kind);
-- Cases leaving the stock, by day, for the return.
CREATE INDEX event_of_exit ON event (day, case_no) WHERE kind IN ('closed', 'withdrawn');

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: an event is never changed (Art. 6). Record another one.'); END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: an event is never deleted (Art. 6).'); END;

CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
WHEN NEW.seq > 1 AND NEW.previous_hash IS NOT (SELECT hash FROM event WHERE seq = NEW.seq - 1)
BEGIN SELECT RAISE(ABORT, 'The ledger is a chain: an event must follow the last one.'); END;

-- The last row of the ledger, kept apart so that cutting off its end is noticed as well.
CREATE TABLE ledger_head (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- The last serial given out for each numbered form in each year; taken in the transaction that uses it, so no gaps.
CREATE TABLE number_series (
    form TEXT NOT NULL REFERENCES form (code),
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (form, year)
) STRICT, WITHOUT ROWID;

-- A case as it stands: nothing but the projection of its events (view case_projection), written in the transaction
-- that appends them, and compared with them by verify.
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
    is_major INTEGER NOT NULL CHECK (is_major IN (0, 1)),
    repeat_of TEXT REFERENCES complaint (case_no),
    is_referred INTEGER NOT NULL CHECK (is_referred IN (0, 1)),
    source_agency TEXT,
    source_ref TEXT,
    source_due_on TEXT,
    import_key TEXT,
    status TEXT NOT NULL REFERENCES status (code),
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    opened_at TEXT NOT NULL,  -- received, or reopened: nothing done since then is older
    lead_unit TEXT REFERENCES unit (code),  -- where the case lies now
    handler TEXT REFERENCES staff (code),
    dispatched_at TEXT,
    replied_at TEXT,
    source_replied_at TEXT,
    reported_at TEXT,
    accepted_at TEXT,
    left_at TEXT,  -- closed or withdrawn
    fault TEXT REFERENCES fault (code),
    satisfaction TEXT REFERENCES satisfaction (code),
    compensation_fen INTEGER,
    promised_due_on TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX complaint_open ON complaint (received_on) WHERE is_open = 1;
CREATE INDEX complaint_received ON complaint (received_on);
CREATE INDEX complaint_left ON complaint (left_at);
CREATE UNIQUE INDEX complaint_import ON complaint (import_key) WHERE import_key IS NOT NULL;

-- Art. 3: the first receiver answers for the case; who received it, from whom and when never changes.
CREATE TRIGGER complaint_keeps_its_receipt BEFORE UPDATE ON complaint
WHEN NEW.case_no IS NOT OLD.case_no OR NEW.first_receiver IS NOT OLD.first_receiver
    OR NEW.received_at IS NOT OLD.received_at OR NEW.complainant IS NOT OLD.complainant
    OR NEW.channel IS NOT OLD.channel
BEGIN SELECT RAISE(ABORT, 'Case number, receipt and first receiver never change (Art. 3).'); END;

CREATE TRIGGER complaint_is_never_deleted BEFORE DELETE ON complaint
BEGIN SELECT RAISE(ABORT, 'A case is never deleted (Art. 6).'); END;


-- ====================================================================================================================
-- 3. THE VIEWS
-- Every computed rule, once. They read the rows and facts above and nothing else, so they answer in any SQLite
-- client. --as-of creates them again for one run over a temporary today and a ledger cut off at that time.
-- ====================================================================================================================

-- Now, in China Standard Time (SQLite's own now is UTC).
CREATE VIEW today AS
SELECT strftime('%Y-%m-%dT%H:%M:%S+08:00', 'now', '+8 hours') AS now, date('now', '+8 hours') AS day;

-- Each code with its two labels; code and label are interchangeable on input.
CREATE VIEW code_label AS
SELECT 'category' AS kind, code, label_zh, label_en, position FROM category
UNION ALL SELECT 'channel', code, label_zh, label_en, position FROM channel
UNION ALL SELECT 'status', code, label_zh, label_en, position FROM status
UNION ALL SELECT 'fault', code, label_zh, label_en, position FROM fault
UNION ALL SELECT 'satisfaction', code, label_zh, label_en, position FROM satisfaction
UNION ALL SELECT 'role', code, label_zh, label_en, position FROM role
UNION ALL SELECT 'contact_purpose', code, label_zh, label_en, position FROM contact_purpose
UNION ALL SELECT 'event_kind', code, label_zh, label_en, 0 FROM event_kind
UNION ALL SELECT 'duty', code, label_zh, label_en, position FROM duty
UNION ALL SELECT 'time_limit', code, label_zh, label_en, position FROM time_limit GROUP BY code;

-- A case from its events. r: the registration; f: the last event that states category, amount and the three
-- judgements; round_seq: the registration or the last reopening, after which the work starts anew.
CREATE VIEW case_projection AS
WITH round AS (
    SELECT r.seq AS registered_seq, r.case_no,
        (SELECT max(seq) FROM event WHERE case_no = r.case_no AND kind IN ('registered', 'classified')) AS fact_seq,
        (SELECT max(seq) FROM event WHERE case_no = r.case_no AND kind IN ('registered', 'reopened')) AS round_seq,
        -- A unit that sent its slip back (Art. 4) is not the one complained of.
        (SELECT min(seq) FROM event d WHERE case_no = r.case_no AND kind = 'dispatched'
            AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = d.case_no AND kind = 'slip_returned'
                            AND detail ->> 'slip_no' IS d.detail ->> 'slip_no')) AS first_slip_seq
    FROM event r
    WHERE r.kind = 'registered'
), last AS (
    SELECT round.*,
        (SELECT max(seq) FROM event d WHERE case_no = round.case_no AND kind = 'dispatched' AND seq > round_seq
            AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = d.case_no AND kind = 'slip_returned'
                            AND detail ->> 'slip_no' IS d.detail ->> 'slip_no')) AS slip_seq,
        -- A returned report reopens the unit's task (Art. 11), and the earlier one no longer counts.
        (SELECT max(seq) FROM event WHERE case_no = round.case_no AND kind = 'result_reported' AND seq > round_seq
            AND seq > coalesce((SELECT max(seq) FROM event
                                WHERE case_no = round.case_no AND kind = 'result_returned'), 0)) AS report_seq,
        (SELECT max(seq) FROM event WHERE case_no = round.case_no AND kind IN ('closed', 'withdrawn')
            AND seq > round_seq) AS left_seq,
        (SELECT min(at) FROM event WHERE case_no = round.case_no AND kind = 'replied' AND seq > round_seq) AS replied_at,
        (SELECT min(at) FROM event WHERE case_no = round.case_no AND kind = 'contacted' AND seq > round_seq
            AND detail ->> 'purpose' = 'source_reply') AS source_replied_at,
        (SELECT max(seq) FROM event WHERE case_no = round.case_no AND kind = 'archived' AND seq > round_seq) AS archived_seq,
        (SELECT max(seq) FROM event WHERE case_no = round.case_no AND kind = 'deadline_set') AS deadline_seq
    FROM round
)
SELECT
    last.case_no,
    r.detail ->> 'channel' AS channel,
    f.detail ->> 'category' AS category,
    r.at AS received_at,
    r.day AS received_on,
    r.recorded_at AS registered_at,
    r.actor AS registered_by,
    r.detail ->> 'first_receiver' AS first_receiver,
    r.detail ->> 'complainant' AS complainant,
    coalesce(r.detail ->> 'anonymous', 0) AS anonymous,
    -- Art. 4: the unit complained of; where the customer named none, the one the first slip went to.
    coalesce(r.detail ->> 'respondent_unit', s.detail ->> 'to_unit') AS respondent_unit,
    r.detail ->> 'subject_employee' AS subject_employee,
    r.detail ->> 'summary' AS summary,
    r.detail ->> 'demand' AS demand,
    f.detail ->> 'amount_fen' AS amount_fen,
    coalesce(f.detail ->> 'public_figure', 0) AS public_figure,
    coalesce(f.detail ->> 'hot_topic', 0) AS hot_topic,
    coalesce(f.detail ->> 'reputation', 0) AS reputation,
    -- Art. 9(1): strictly above the amount of the policy in force on receipt.
    coalesce(f.detail ->> 'amount_fen', 0) > p.value + 0 AS large_amount,
    -- Art. 9(1): any one of the four makes a complaint major, whatever its channel.
    coalesce(f.detail ->> 'public_figure', 0) OR coalesce(f.detail ->> 'hot_topic', 0)
        OR coalesce(f.detail ->> 'reputation', 0) OR coalesce(f.detail ->> 'amount_fen', 0) > p.value + 0 AS is_major,
    r.detail ->> 'repeat_of' AS repeat_of,
    h.referred OR r.detail ->> 'source_agency' IS NOT NULL AS is_referred,
    r.detail ->> 'source_agency' AS source_agency,
    r.detail ->> 'source_ref' AS source_ref,
    r.detail ->> 'source_due_on' AS source_due_on,
    r.detail ->> 'import_key' AS import_key,
    CASE
        WHEN archived_seq IS NOT NULL THEN 'archived'
        WHEN l.kind IS NOT NULL THEN l.kind
        WHEN report_seq IS NOT NULL THEN 'resolved'
        WHEN replied_at IS NOT NULL THEN 'replied'
        WHEN slip_seq IS NOT NULL THEN 'dispatched'
        ELSE 'registered'
    END AS status,
    left_seq IS NULL AS is_open,
    (SELECT at FROM event WHERE seq = round_seq) AS opened_at,
    d.detail ->> 'to_unit' AS lead_unit,
    d.detail ->> 'handler' AS handler,
    d.at AS dispatched_at,
    replied_at,
    source_replied_at,
    o.at AS reported_at,
    (SELECT max(at) FROM event WHERE case_no = last.case_no AND kind = 'result_accepted' AND seq > report_seq) AS accepted_at,
    l.at AS left_at,
    o.detail ->> 'fault' AS fault,
    o.detail ->> 'satisfaction' AS satisfaction,
    o.detail ->> 'compensation_fen' AS compensation_fen,
    (SELECT detail ->> 'due_on' FROM event WHERE seq = deadline_seq) AS promised_due_on
FROM last
JOIN event r ON r.seq = last.registered_seq
JOIN event f ON f.seq = last.fact_seq
JOIN channel h ON h.code = r.detail ->> 'channel'
LEFT JOIN event s ON s.seq = last.first_slip_seq
LEFT JOIN event d ON d.seq = last.slip_seq
LEFT JOIN event o ON o.seq = last.report_seq
LEFT JOIN event l ON l.seq = last.left_seq
JOIN policy p ON p.key = 'major_amount_fen' AND p.in_force_from =
    (SELECT max(in_force_from) FROM policy WHERE key = 'major_amount_fen' AND in_force_from <= r.day);

-- The stretches of a case that its clocks run over: from receipt, and from each reopening. A stretch stops with the reply,
-- to the customer and to the body that sent the case (Art. 10), or with the case leaving the stock, if that is sooner.
-- Nobody can reply to an anonymous complaint: there the result report stops it (Art. 13).
CREATE VIEW case_round AS
SELECT case_no, received_on, category, is_open, started_seq, started_on, ended_seq,
    nullif(min(coalesce(left_on, '9999-12-31'),
               coalesce(CASE WHEN is_referred THEN max(replied_on, source_replied_on) ELSE replied_on END, '9999-12-31')),
           '9999-12-31') AS stopped_on
FROM (
    SELECT b.*,
        (SELECT min(day) FROM event WHERE case_no = b.case_no AND seq > started_seq AND seq < ended_seq
            AND (kind = 'replied'
                 OR anonymous AND kind = 'result_reported' AND NOT EXISTS (
                    -- not if it was returned, before another one came
                    SELECT 1 FROM event t WHERE t.case_no = b.case_no AND t.kind = 'result_returned' AND t.seq > event.seq
                        AND t.seq < coalesce((SELECT min(seq) FROM event n WHERE n.case_no = b.case_no
                                              AND n.kind = 'result_reported' AND n.seq > event.seq), ended_seq)
                 ))) AS replied_on,
        (SELECT min(day) FROM event WHERE case_no = b.case_no AND seq > started_seq AND seq < ended_seq
            AND kind = 'contacted' AND detail ->> 'purpose' = 'source_reply') AS source_replied_on,
        (SELECT min(day) FROM event WHERE case_no = b.case_no AND seq > started_seq AND seq < ended_seq
            AND kind IN ('closed', 'withdrawn')) AS left_on
    FROM (
        SELECT c.case_no, c.received_on, c.category, c.is_open, c.is_referred, c.anonymous,
            s.seq AS started_seq, s.day AS started_on,
            coalesce((SELECT min(seq) FROM event WHERE case_no = c.case_no AND kind = 'reopened' AND seq > s.seq),
                     9223372036854775807) AS ended_seq
        FROM complaint c
        JOIN event s ON s.case_no = c.case_no AND s.kind IN ('registered', 'reopened')
    ) b
);

-- Every clock of every case: one row per case, stretch and limit (Art. 10; the law's limit beside it).
-- A working-day limit ends on the n-th working day after the day it starts (Civil Code 201: that day is not counted).
-- A calendar-day limit whose last day is a rest day ends on the next working day (Civil Code 203).
-- provisional: the count runs into days whose schedule is not published, or past the end of the calendar.
CREATE VIEW case_clock AS
SELECT case_no, clock, is_open, started_seq, started_on, target_on, raw_due_on, due_on,
    due_on IS NULL OR EXISTS (SELECT 1 FROM calendar WHERE known = 0 AND day > started_on AND day <= due_on) AS provisional,
    stopped_on, day_kind, target_days, limit_days, label_zh, label_en, citation, position,
    -- The clock of a case that decides has the least of these: one still running, else one of the last stretch; the
    -- earliest; and of two that end on one day the regulation's own.
    CASE WHEN stopped_on IS NULL THEN '0' ELSE '1' || (9999999999999999 - started_seq) END
        || coalesce(due_on, '9999-12-31') || position || clock AS precedence
FROM (
    SELECT a.*,
        CASE day_kind WHEN 'working' THEN raw_due_on
            ELSE (SELECT day FROM calendar WHERE day >= raw_due_on AND is_working = 1 ORDER BY day LIMIT 1) END AS due_on
    FROM (
        SELECT r.case_no, l.code AS clock, r.is_open, r.started_seq, r.started_on, r.stopped_on,
            (SELECT day FROM calendar WHERE is_working = 1 AND working_no = s.working_no + l.target_days) AS target_on,
            CASE l.day_kind
                WHEN 'working' THEN
                    (SELECT day FROM calendar WHERE is_working = 1 AND working_no = s.working_no + l.limit_days)
                ELSE date(r.started_on, '+' || l.limit_days || ' days')
            END AS raw_due_on,
            l.day_kind, l.target_days, l.limit_days, l.label_zh, l.label_en, l.citation, l.position
        FROM case_round r
        JOIN category g ON g.code = r.category
        JOIN time_limit l ON (l.complexity IS NULL OR l.complexity = g.complexity)
            AND r.received_on BETWEEN l.in_force_from AND l.in_force_to
        LEFT JOIN calendar s ON s.day = r.started_on
    ) a
);

-- What kind of day a day is.
CREATE VIEW calendar_day AS
SELECT day, is_working, working_no, known, name, CAST(strftime('%w', day) AS INTEGER) AS weekday,
    CASE
        WHEN is_working AND strftime('%w', day) IN ('0', '6') THEN 'make_up_day'
        WHEN is_working THEN 'working_day'
        WHEN name IS NULL THEN 'weekend'
        ELSE 'holiday'
    END AS day_type
FROM calendar;

-- The count behind each due date, day by day: the number a counted day bears, or the kind of day that is skipped. A
-- calendar-day limit counts every day up to its last, and then skips rest days (Civil Code 203).
CREATE VIEW clock_day AS
SELECT k.case_no, k.clock, k.started_seq, d.day, d.weekday, d.day_type, d.name, d.known,
    CASE
        WHEN k.day_kind = 'working' AND d.is_working THEN d.working_no - s.working_no
        WHEN k.day_kind = 'calendar' AND d.day <= k.raw_due_on THEN CAST(julianday(d.day) - julianday(k.started_on) AS INTEGER)
    END AS number
FROM case_clock k
JOIN calendar s ON s.day = k.started_on
JOIN calendar_day d ON d.day > k.started_on AND d.day <= k.due_on;

-- One row per case: the earliest clock still running, or, once all have stopped, the earliest of the last stretch. (No
-- GROUP BY here: a grouped view cannot be reached by the case of an outer query, and would be computed whole.)
CREATE VIEW case_deadline AS
SELECT case_no, due_on, clock AS due_rule, label_zh AS due_rule_zh, label_en AS due_rule_en, citation, target_on,
    provisional, stopped_on IS NULL AS running
FROM case_clock k
WHERE precedence = (SELECT min(precedence) FROM case_clock WHERE case_no = k.case_no);

-- Open cases past their due date. The working days counted are those after the due date, up to and including today.
-- Art. 10 asks two separate things of a late case: its reason reported, and the customer told.
CREATE VIEW overdue_case AS
SELECT k.case_no, c.category, coalesce(c.lead_unit, c.respondent_unit) AS unit, c.received_on, k.due_on, k.due_rule,
    (SELECT n.working_no - d.working_no FROM calendar n, calendar d, today t
     WHERE n.day = t.day AND d.day = k.due_on) AS working_days_overdue,
    EXISTS (SELECT 1 FROM event WHERE case_no = k.case_no AND kind = 'delay_reported'
            AND seq > k.started_seq) AS reason_reported,
    EXISTS (SELECT 1 FROM event WHERE case_no = k.case_no AND seq > k.started_seq
            AND (kind = 'contacted' AND detail ->> 'purpose' = 'explain_delay'
                 OR kind = 'delay_reported' AND detail ->> 'customer_told_at' IS NOT NULL)) AS customer_told,
    c.is_major, k.provisional
FROM (
    -- The deadline of every open case at once.
    -- (SQLite gives the plain columns of a min() query the values of the row that holds the minimum.)
    SELECT case_no, due_on, clock AS due_rule, started_seq, provisional, min(precedence)
    FROM case_clock
    WHERE is_open = 1 AND stopped_on IS NULL
    GROUP BY case_no
) k
JOIN complaint c ON c.case_no = k.case_no
WHERE k.due_on < (SELECT day FROM today);

-- Who was briefed on a case, and who was found absent (Art. 8(2)), by the role he held then.
CREATE VIEW briefing AS
SELECT e.case_no, e.at, e.detail ->> 'to' AS leader, r.code AS role, r.in_charge, coalesce(e.detail ->> 'absent', 0) AS absent
FROM event e
JOIN role r ON r.code = e.detail ->> 'role'
WHERE e.kind = 'briefed';

-- Everything the regulation asks of a case, done or not: one SELECT per duty.
CREATE VIEW case_duty AS
SELECT o.case_no, o.duty, d.article, o.due_at, o.done_at, d.blocking, o.remedy, o.is_open, d.label_zh, d.label_en, d.position
FROM (
    -- Art. 8(2): every case is reported at once, the same working day, to the leader in charge of petitions; where he
    -- is absent, to both the principal leader and the business-line leader.
    SELECT c.case_no, 'brief' AS duty, c.is_open,
        (SELECT min(day) FROM calendar WHERE day >= c.received_on AND is_working = 1) || 'T23:59:59+08:00' AS due_at,
        coalesce(
            (SELECT min(at) FROM briefing WHERE case_no = c.case_no AND in_charge AND NOT absent),
            max((SELECT min(at) FROM briefing WHERE case_no = c.case_no AND in_charge AND absent),
                (SELECT min(at) FROM briefing WHERE case_no = c.case_no AND role = 'principal_leader' AND NOT absent),
                (SELECT min(at) FROM briefing WHERE case_no = c.case_no AND role = 'line_leader' AND NOT absent))) AS done_at,
        'complaintctl brief ' || c.case_no || ' --to ' || coalesce(
            -- Name who is to be told next: he who is in charge, or the first deputy not yet told.
            (SELECT min(s.code) FROM staff s JOIN role r ON r.code = s.role
             WHERE CASE WHEN EXISTS (SELECT 1 FROM briefing WHERE case_no = c.case_no AND in_charge AND absent)
                    THEN r.code IN ('principal_leader', 'line_leader')
                        AND r.code NOT IN (SELECT role FROM briefing WHERE case_no = c.case_no AND NOT absent)
                    ELSE r.in_charge END),
            'CODE') AS remedy
    FROM complaint c

    -- Art. 9: the channels that ask for a slip, unless the customer was answered on the spot (Art. 8(1)).
    UNION ALL
    -- A returned slip and a reopened case ask for another one.
    SELECT c.case_no, 'transfer', c.is_open,
        (SELECT min(day) FROM calendar WHERE is_working = 1 AND day >=
            (SELECT max(day) FROM event WHERE case_no = c.case_no AND kind IN ('registered', 'reopened', 'slip_returned')))
            || 'T23:59:59+08:00',
        -- Done by the first slip issued since; one more to another unit does not make it late, nor in time again.
        (SELECT at FROM event WHERE case_no = c.case_no AND kind = 'dispatched' AND c.dispatched_at IS NOT NULL
            AND seq > (SELECT max(seq) FROM event
                       WHERE case_no = c.case_no AND kind IN ('registered', 'reopened', 'slip_returned'))
            UNION ALL SELECT c.dispatched_at LIMIT 1),
        'complaintctl transfer ' || c.case_no || ' --to ' || coalesce(c.respondent_unit, 'UNIT')
    FROM complaint c
    JOIN channel h ON h.code = c.channel
    WHERE h.needs_slip
        AND c.category <> 'financial_crime'  -- Art. 13: the supervision office looks into it itself
        AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = c.case_no AND kind = 'replied' AND at >= c.opened_at
                        AND detail ->> 'on_the_spot')

    -- Art. 5: the customer knows the limit and whom to ask; the working day after receipt at the latest.
    UNION ALL
    SELECT c.case_no, 'acknowledge', c.is_open,
        (SELECT min(day) FROM calendar WHERE day > c.received_on AND is_working = 1) || 'T23:59:59+08:00',
        (SELECT min(at) FROM event WHERE case_no = c.case_no
            AND (kind = 'contacted' AND detail ->> 'purpose' = 'acknowledge' OR kind = 'replied')),
        'complaintctl contact ' || c.case_no || ' --purpose acknowledge --text TEXT'
    FROM complaint c
    WHERE NOT c.anonymous

    -- Art. 10: the reply to the customer, within the limit; nobody can reply to an anonymous complaint.
    UNION ALL
    SELECT c.case_no, 'reply', c.is_open,
        (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) || 'T23:59:59+08:00',
        c.replied_at,
        'complaintctl resolve ' || c.case_no
    FROM complaint c
    WHERE NOT c.anonymous

    -- Arts 9(7), 10: and to the body that sent the case, within the same limit.
    UNION ALL
    SELECT c.case_no, 'source_reply', c.is_open,
        (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) || 'T23:59:59+08:00',
        c.source_replied_at,
        'complaintctl contact ' || c.case_no || ' --purpose source_reply --text TEXT'
    FROM complaint c
    WHERE c.is_referred

    -- Art. 11: the unit's result report, within the limit; none where the answer was given on the spot.
    UNION ALL
    SELECT c.case_no, 'result_report', c.is_open,
        (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) || 'T23:59:59+08:00',
        c.reported_at,
        'complaintctl resolve ' || c.case_no
    FROM complaint c
    WHERE c.reported_at IS NOT NULL OR c.dispatched_at IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM event WHERE case_no = c.case_no AND kind = 'replied' AND at >= c.opened_at
                        AND detail ->> 'on_the_spot')

    -- Art. 11: the supervision office accepts the report or returns it.
    UNION ALL
    SELECT c.case_no, 'result_review', c.is_open, NULL, c.accepted_at, 'complaintctl review ' || c.case_no || ' --accept'
    FROM complaint c
    WHERE c.reported_at IS NOT NULL
) o
JOIN duty d ON d.code = o.duty;

-- What is still owed on the open cases.
CREATE VIEW open_duty AS
SELECT case_no, duty, article, due_at, done_at, blocking, remedy, label_zh, label_en, position
FROM case_duty
WHERE is_open = 1 AND done_at IS NULL;

-- One masked line a case.
CREATE VIEW case_overview AS
SELECT c.case_no, c.received_on, c.channel, c.category, c.status, coalesce(c.lead_unit, c.respondent_unit) AS unit,
    CASE WHEN c.anonymous THEN '匿名' ELSE p.masked_name END AS complainant,
    (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) AS due_on,
    (SELECT due_rule FROM case_deadline WHERE case_no = c.case_no) AS due_rule,
    (SELECT provisional FROM case_deadline WHERE case_no = c.case_no) AS provisional,
    c.is_major, c.repeat_of IS NOT NULL AS is_repeat, c.is_open
FROM complaint c
LEFT JOIN complainant p ON p.id = c.complainant;

-- Transfer slips, with the due date each one promised.
CREATE VIEW slip AS
SELECT case_no, seq, detail ->> 'slip_no' AS slip_no, 'transfer' AS kind, detail ->> 'to_unit' AS to_unit,
    detail ->> 'assisting_units' AS assisting_units, at AS issued_at, detail ->> 'due_on' AS due_on,
    (SELECT min(at) FROM event s WHERE s.case_no = e.case_no AND s.kind = 'signed'
        AND s.detail ->> 'slip_no' IS e.detail ->> 'slip_no') AS signed_at,
    (SELECT min(at) FROM event s WHERE s.case_no = e.case_no AND s.kind = 'slip_returned'
        AND s.detail ->> 'slip_no' IS e.detail ->> 'slip_no') AS returned_at
FROM event e
WHERE kind = 'dispatched';

-- ---- The return (Art. 22) ----

-- The months since the first case. A report on any other period creates this again with that period alone.
CREATE VIEW period AS
WITH RECURSIVE month (first_day) AS (
    SELECT date(min(received_on), 'start of month') FROM complaint
    UNION ALL
    SELECT date(first_day, '+1 month') FROM month WHERE date(first_day, '+1 month') <= (SELECT day FROM today)
)
SELECT strftime('%Y-%m', first_day) AS period, first_day, date(first_day, '+1 month', '-1 day') AS last_day
FROM month
WHERE first_day IS NOT NULL;

-- The group a case counts in, as it stands at the time of the report, for each dimension.
CREATE VIEW case_group AS
SELECT c.case_no, d.code AS dimension,
    CASE d.code
        WHEN 'category' THEN c.category
        WHEN 'channel' THEN c.channel
        WHEN 'unit' THEN coalesce(c.respondent_unit, 'none')
        ELSE 'total'
    END AS "group"
FROM report_dimension d
CROSS JOIN complaint c;

CREATE VIEW report_group AS
SELECT 'category' AS dimension, code AS "group", label_zh, label_en, position FROM category
UNION ALL SELECT 'channel', code, label_zh, label_en, position FROM channel
UNION ALL SELECT 'unit', code, name, name, 1 FROM unit
UNION ALL SELECT 'unit', 'none', '未定', 'not yet known', 2
UNION ALL SELECT 'total', 'total', '合计', 'total', 9;

-- Every case entering or leaving the open stock.
CREATE VIEW stock_move AS
SELECT case_no, received_on AS day, 'received' AS kind, 1 AS change FROM complaint
UNION ALL
SELECT case_no, day, CASE kind WHEN 'closed' THEN 'resolved' ELSE kind END, CASE kind WHEN 'reopened' THEN 1 ELSE -1 END
FROM event
WHERE kind IN ('closed', 'withdrawn', 'reopened');

-- Every case leaving the stock: in time only if no limit was broken in this stretch or an earlier one (a breach is never
-- erased), and the working days from receipt or reopening to the reply, which is what Art. 10 counts.
CREATE VIEW case_exit AS
SELECT x.case_no, x.day, x.kind,
    NOT EXISTS (SELECT 1 FROM case_clock
                WHERE case_no = x.case_no AND started_seq < x.seq AND stopped_on > due_on) AS on_time,
    (SELECT b.working_no - a.working_no
     FROM case_round r JOIN calendar a ON a.day = r.started_on JOIN calendar b ON b.day = r.stopped_on
     WHERE r.case_no = x.case_no AND r.started_seq < x.seq
     ORDER BY r.started_seq DESC LIMIT 1) AS working_days,
    -- The result report it left on: not one that was returned, nor one from another stretch.
    (SELECT max(seq) FROM event WHERE case_no = x.case_no AND kind = 'result_reported' AND seq < x.seq
        AND seq > (SELECT max(seq) FROM event WHERE case_no = x.case_no AND seq < x.seq
                   AND kind IN ('registered', 'reopened', 'result_returned'))) AS report_seq
FROM event x
WHERE x.kind IN ('closed', 'withdrawn');

-- The return: for each period and group, opening + received + reopened - resolved - withdrawn = closing.
-- Major, repeat and anonymous are counted among the cases received; in time, upheld, satisfied, compensation and the
-- working days among those that left; overdue_now as of today.
CREATE VIEW period_report AS
WITH stock AS (
    SELECT p.period, g.dimension, g."group",
        sum(m.change * (m.day < p.first_day)) AS opening,
        sum(m.kind = 'received' AND m.day >= p.first_day) AS received,
        sum(m.kind = 'reopened' AND m.day >= p.first_day) AS reopened,
        sum(m.kind = 'resolved' AND m.day >= p.first_day) AS resolved,
        sum(m.kind = 'withdrawn' AND m.day >= p.first_day) AS withdrawn,
        sum(m.change) AS closing
    FROM period p
    -- A case that left for good before the period adds nothing to any of the sums, and is not even looked at.
    CROSS JOIN complaint c ON c.left_at IS NULL OR c.left_at >= p.first_day
    CROSS JOIN stock_move m ON m.case_no = c.case_no AND m.day <= p.last_day
    CROSS JOIN case_group g ON g.case_no = c.case_no
    GROUP BY p.period, g.dimension, g."group"
), intake AS (
    SELECT p.period, g.dimension, g."group",
        sum(c.is_major) AS major, sum(c.repeat_of IS NOT NULL) AS repeat, sum(c.anonymous) AS anonymous
    FROM period p
    JOIN complaint c ON c.received_on BETWEEN p.first_day AND p.last_day
    JOIN case_group g ON g.case_no = c.case_no
    GROUP BY p.period, g.dimension, g."group"
), ranked_exit AS (
    SELECT p.period, g.dimension, g."group", x.on_time, x.working_days, o.detail ->> 'compensation_fen' AS compensation_fen,
        coalesce(f.upheld, 0) AS upheld, coalesce(s.satisfied, 0) AS satisfied,
        row_number() OVER (PARTITION BY p.period, g.dimension, g."group" ORDER BY x.working_days) AS rank,
        count(*) OVER (PARTITION BY p.period, g.dimension, g."group") AS number
    FROM period p
    CROSS JOIN case_exit x ON x.day BETWEEN p.first_day AND p.last_day
    JOIN case_group g ON g.case_no = x.case_no
    LEFT JOIN event o ON o.seq = x.report_seq
    LEFT JOIN fault f ON f.code = o.detail ->> 'fault'
    LEFT JOIN satisfaction s ON s.code = o.detail ->> 'satisfaction'
), outcome AS (
    SELECT period, dimension, "group",
        sum(on_time) AS on_time, sum(NOT on_time) AS late,
        round(avg(working_days), 2) AS mean_working_days,
        avg(CASE WHEN rank IN ((number + 1) / 2, number / 2 + 1) THEN working_days END) AS median_working_days,
        sum(upheld) AS upheld, sum(satisfied) AS satisfied, sum(coalesce(compensation_fen, 0)) AS compensation_fen
    FROM ranked_exit
    GROUP BY period, dimension, "group"
), late_now AS (
    SELECT g.dimension, g."group", count(*) AS overdue_now
    FROM overdue_case o
    JOIN case_group g ON g.case_no = o.case_no
    GROUP BY g.dimension, g."group"
)
SELECT p.period, r.dimension, r."group", r.label_zh AS label, r.label_en,
    coalesce(t.opening, 0) AS opening, coalesce(t.received, 0) AS received, coalesce(t.reopened, 0) AS reopened,
    coalesce(t.resolved, 0) AS resolved, coalesce(t.withdrawn, 0) AS withdrawn, coalesce(t.closing, 0) AS closing,
    coalesce(o.on_time, 0) AS on_time, coalesce(o.late, 0) AS late,
    round(1.0 * o.on_time / (o.on_time + o.late), 4) AS on_time_rate,
    o.mean_working_days, o.median_working_days,
    coalesce(n.overdue_now, 0) AS overdue_now,
    coalesce(i.major, 0) AS major, coalesce(i.repeat, 0) AS repeat, coalesce(i.anonymous, 0) AS anonymous,
    coalesce(o.upheld, 0) AS upheld, coalesce(o.satisfied, 0) AS satisfied,
    printf('%d.%02d', coalesce(o.compensation_fen, 0) / 100, coalesce(o.compensation_fen, 0) % 100) AS compensation_yuan,
    r.position
FROM period p
CROSS JOIN report_group r
LEFT JOIN stock t ON t.period = p.period AND t.dimension = r.dimension AND t."group" = r."group"
LEFT JOIN intake i ON i.period = p.period AND i.dimension = r.dimension AND i."group" = r."group"
LEFT JOIN outcome o ON o.period = p.period AND o.dimension = r.dimension AND o."group" = r."group"
LEFT JOIN late_now n ON n.dimension = r.dimension AND n."group" = r."group"
WHERE r."group" <> 'none' OR t."group" IS NOT NULL OR n."group" IS NOT NULL;  -- cases without a unit have a row only where there are any

CREATE VIEW category_month AS SELECT * FROM period_report WHERE dimension = 'category';
CREATE VIEW channel_month AS SELECT * FROM period_report WHERE dimension = 'channel';
CREATE VIEW unit_month AS SELECT * FROM period_report WHERE dimension = 'unit';
