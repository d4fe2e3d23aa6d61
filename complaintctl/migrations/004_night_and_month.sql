-- Step 4: the night and the month. A frozen step: once released it is never changed, whatever becomes of schema.sql.
--
-- What runs without anyone watching gets a log of its own, and every mail it sends is noted; the officer's findings on a
-- month's figures become an event of the file. A customer has an address, a case the endorsement it came with.

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

-- The customer's address, and the endorsement of a city or county leader. Foreign keys are off meanwhile, and the cases are
-- projected anew.
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
    source_grade TEXT,  -- secrecy and urgency, as written on the paper
    endorsed_by TEXT,  -- Art. 9(8): the leader of the city or county, name and office
    endorsed_on TEXT,
    endorsement TEXT,
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

-- What is mailed is noted before it is handed over.
CREATE TABLE mail_begun (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL CHECK (day IS date(day)),
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    unit TEXT REFERENCES unit (code),  -- NULL: of the whole bank
    recipient TEXT NOT NULL CHECK (length(recipient) > 0),
    begun_at TEXT NOT NULL CHECK (begun_at GLOB '????-??-??T??:??:??+08:00')
) STRICT;

CREATE INDEX mail_begun_of_day ON mail_begun (day);

CREATE TRIGGER mail_begun_is_never_changed BEFORE UPDATE ON mail_begun
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was begun is never changed.'); END;

CREATE TRIGGER mail_begun_is_never_deleted BEFORE DELETE ON mail_begun
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was begun is never deleted.'); END;

CREATE TABLE mail_failed (
    message_id TEXT PRIMARY KEY REFERENCES mail_begun (message_id),
    reason TEXT NOT NULL,
    failed_at TEXT NOT NULL CHECK (failed_at GLOB '????-??-??T??:??:??+08:00')
) STRICT;

CREATE TRIGGER mail_failed_is_never_changed BEFORE UPDATE ON mail_failed
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what failed is never changed.'); END;

CREATE TRIGGER mail_failed_is_never_deleted BEFORE DELETE ON mail_failed
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what failed is never deleted.'); END;
