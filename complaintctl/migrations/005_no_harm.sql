-- Step 5: no harm. A frozen step: once released it is never changed, whatever becomes of schema.sql.

INSERT OR IGNORE INTO event_kind (code, label_zh, label_en, of_file, citation) VALUES
    ('clock_corrected', '校正时钟', 'clock corrected', 1, 'Art. 6'),
    ('calendar_extended', '工作日历延长', 'calendar extended', 1, 'Art. 10'),
    ('export_failed', '导出未能写出', 'export not written out', 1, 'Art. 6'),
    ('output_failed', '查看(打印)未能输出', 'not shown or printed after all', 0, 'Art. 6');

-- A customer is found again by keys, of which the program fills those of the rows that are there (complaintctl/schema.py).
CREATE TABLE contact_key (
    kind TEXT NOT NULL CHECK (kind IN ('name', 'phone', 'id_no')),
    key TEXT NOT NULL CHECK (length(key) > 0),
    complainant INTEGER NOT NULL REFERENCES complainant (id),
    PRIMARY KEY (kind, key, complainant)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_key_of_complainant ON contact_key (complainant, kind);

DROP INDEX complainant_id_no;

DROP INDEX complainant_phone;

DROP INDEX complainant_name;

-- Who must stand aside: the duty of a report against the supervision office, and where people worked and what they headed.
INSERT OR IGNORE INTO duty (position, code, label_zh, label_en, blocking, blocks_withdrawal, article) VALUES
    (0, 'approval', '检举监察室的事项经领导批准办理', 'have a leader approve work on a report against 监察室', 1, 1,
     'Art. 13; Petition Regulations 2022, Arts 30, 46');

CREATE INDEX event_of_staff ON event (detail ->> 'staff') WHERE kind IN ('staff_added', 'staff_changed');
CREATE INDEX event_of_unit ON event (detail ->> 'unit') WHERE kind IN ('unit_added', 'unit_changed');

-- A stretch now has a row for each state that its limits were counted in; it is projected anew.
DROP TABLE case_round;

CREATE TABLE case_round (
    case_no TEXT NOT NULL REFERENCES complaint (case_no),
    started_seq INTEGER NOT NULL,
    started_kind TEXT NOT NULL,
    started_at TEXT NOT NULL,
    started_on TEXT NOT NULL,
    ended_seq INTEGER NOT NULL,
    stopped_on TEXT,
    withdrawal_on TEXT,
    from_seq INTEGER NOT NULL,
    from_on TEXT NOT NULL,  -- the day of that entry, whatever day it speaks of
    until_seq INTEGER,
    until_on TEXT,
    category TEXT NOT NULL REFERENCES category (code),
    legal_complexity TEXT NOT NULL CHECK (legal_complexity IN ('simple', 'complex')),
    new_facts_on TEXT,
    PRIMARY KEY (case_no, started_seq, from_seq)
) STRICT, WITHOUT ROWID;

-- The days of a limit stand in its label, and no longer in words typed into it. A label of the bank's own stays as it is.
WITH shipped (code, former_zh, label_zh, former_en, label_en) AS (VALUES
    ('cbrc2012.limit', '原银监会规定十五个工作日', '原银监会规定{days}',
     'former rule: 15 working days', 'former rule: {days}'),
    ('first_response', '二十四小时内首次响应', '{days}内首次响应',
     'first response within 24 hours', 'first response within {days}'),
    ('hotline.transferred', '热线工单七日', '热线工单{days}',
     'hot line: 7 days', 'hot line: {days}'),
    ('law2020.complex', '监管规定三十日', '监管规定{days}',
     'law: 30 calendar days, a complex case', 'law: {days}, a complex case'),
    ('law2020.review', '核查申请三十日内答复', '核查申请{days}内答复',
     'review answered within 30 days', 'review answered within {days}'),
    ('law2020.simple', '监管规定十五日', '监管规定{days}',
     'law: 15 calendar days', 'law: {days}'),
    ('pbc2020.transferred', '人民银行转办十五日', '人民银行转办{days}',
     'sent by the central bank: 15 days', 'sent by the central bank: {days}'),
    ('petition2022.handle', '信访事项六十日', '信访事项{days}',
     'petition: 60 days', 'petition: {days}'),
    ('petition2022.notice', '信访事项十五日内告知', '信访事项{days}内告知',
     'petition: notice of acceptance within 15 days', 'petition: notice of acceptance within {days}'),
    ('petition2022.objection', '信访事项五个工作日内可提异议', '信访事项{days}内可提异议',
     'petition: objection, if not ours, within 5 working days', 'petition: objection, if not ours, within {days}'),
    ('petition2022.review', '信访复查三十日', '信访复查{days}',
     'petition: review answered within 30 days', 'petition: review answered within {days}'),
    ('regulator.transferred', '监管转办十五日', '监管转办{days}',
     'sent by the regulator: 15 days', 'sent by the regulator: {days}'),
    ('seed.acknowledge', '受理后一个工作日内告知', '受理后{days}内告知',
     'acknowledged within 1 working day', 'acknowledged within {days}'),
    ('seed.complex', '复杂投诉七至十个工作日', '复杂投诉{days}',
     'complex complaint, 7 to 10 working days', 'complex complaint, {days}'),
    ('seed.general', '一般投诉三个工作日', '一般投诉{days}',
     'general complaint, 3 working days', 'general complaint, {days}'),
    ('seed.unspecified', '办法未规定时限,默认十个工作日', '办法未规定时限,默认{days}',
     'no limit in the regulation, default of 10 working days', 'no limit in the regulation, default of {days}'),
    ('seed.web_dispatch', '网络投诉两个工作日内转办', '网络投诉{days}内转办',
     'web complaint transferred within 2 working days', 'web complaint transferred within {days}')
)
UPDATE time_limit SET
    label_zh = CASE WHEN time_limit.label_zh = former_zh OR time_limit.label_zh LIKE former_zh || ',改为%'
        THEN shipped.label_zh ELSE time_limit.label_zh END,
    label_en = CASE WHEN time_limit.label_en = former_en OR time_limit.label_en LIKE former_en || ', changed to %'
        THEN shipped.label_en ELSE time_limit.label_en END
FROM shipped
WHERE shipped.code = time_limit.code;
