-- Step 4: the night and the month. A frozen step: once released it is never changed, whatever becomes of schema.sql.
--
-- What runs without anyone watching gets a log of its own, and every mail it sends is noted; the officer's findings on a
-- month's figures become an event of the file. A customer has an address.

INSERT OR IGNORE INTO event_kind (code, label_zh, label_en, of_file, citation) VALUES
    ('report_noted', '统计分析意见', 'findings on the figures', 1, 'Art. 22');

INSERT OR IGNORE INTO report_dimension (code, label_zh, citation) VALUES
    ('business_type', '业务类型', 'Art. 22; JR/T 0169-2018'), ('service_channel', '业务渠道', 'Art. 22; JR/T 0169-2018'),
    ('source', '转来部门', 'Art. 22'), ('area', '区域', 'Art. 22'), ('nature', '投诉性质', 'Art. 22');

INSERT OR IGNORE INTO policy (key, value, citation) VALUES
    ('soon_days', '3', 'default; Art. 10: working days before its due date from which the mail names a case');

CREATE TABLE job_run (
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL CHECK (length(run) > 0),  -- the same for every step of one run
    job TEXT NOT NULL CHECK (length(job) > 0),
    step TEXT NOT NULL CHECK (length(step) > 0),
    day TEXT NOT NULL CHECK (day IS date(day)),
    started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??+08:00'),
    ended_at TEXT NOT NULL CHECK (ended_at GLOB '????-??-??T??:??:??+08:00' AND ended_at >= started_at),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'skipped')),
    text TEXT NOT NULL
) STRICT;

CREATE INDEX job_run_of_step ON job_run (step);

CREATE TRIGGER job_run_is_never_changed BEFORE UPDATE ON job_run
BEGIN SELECT RAISE(ABORT, 'The run log is append-only: a run is never changed.'); END;

CREATE TRIGGER job_run_is_never_deleted BEFORE DELETE ON job_run
BEGIN SELECT RAISE(ABORT, 'The run log is append-only: a run is never deleted.'); END;

CREATE TABLE mail_sent (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL CHECK (day IS date(day)),
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    unit TEXT REFERENCES unit (code),  -- NULL: of the whole bank
    recipient TEXT NOT NULL CHECK (length(recipient) > 0),
    message_id TEXT NOT NULL,
    sent_at TEXT NOT NULL CHECK (sent_at GLOB '????-??-??T??:??:??+08:00')
) STRICT;

CREATE INDEX mail_sent_of_day ON mail_sent (day, kind);

CREATE TRIGGER mail_sent_is_never_changed BEFORE UPDATE ON mail_sent
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was sent is never changed.'); END;

CREATE TRIGGER mail_sent_is_never_deleted BEFORE DELETE ON mail_sent
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was sent is never deleted.'); END;

-- The customer's address. Foreign keys are off meanwhile.
CREATE TABLE old_complainant AS SELECT * FROM complainant;

DROP TABLE complainant;

CREATE TABLE complainant (
    id INTEGER PRIMARY KEY,
    name TEXT,
    phone TEXT,
    id_no TEXT,
    address TEXT,
    masked_name TEXT,
    masked_phone TEXT,
    masked_id_no TEXT,
    masked_address TEXT,
    salt TEXT NOT NULL CHECK (length(salt) = 32)
) STRICT;

INSERT INTO complainant (id, name, phone, id_no, masked_name, masked_phone, masked_id_no, salt)
SELECT id, name, phone, id_no, masked_name, masked_phone, masked_id_no, salt FROM old_complainant;

DROP TABLE old_complainant;

CREATE INDEX complainant_id_no ON complainant (id_no) WHERE id_no IS NOT NULL;

CREATE INDEX complainant_phone ON complainant (phone) WHERE phone IS NOT NULL;

CREATE INDEX complainant_name ON complainant (name) WHERE name IS NOT NULL;
