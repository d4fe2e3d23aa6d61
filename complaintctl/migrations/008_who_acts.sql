-- Step 8: who acts, who sees, and what is proved. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- Rights are policy values.
CREATE TEMP TABLE former AS SELECT * FROM policy_key;
DROP TABLE policy_key;
CREATE TABLE policy_key (
    key TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    value_type TEXT NOT NULL DEFAULT 'text' CHECK (value_type IN
        ('text', 'days', 'hours', 'number', 'size', 'yuan', 'unit', 'department', 'choice', 'fixed', 'right'))
) STRICT, WITHOUT ROWID;
INSERT INTO policy_key SELECT * FROM former;
DROP TABLE former;

-- The logs of runs and of mail are proved: each row has a hash, which the program makes of those that are there.
CREATE TEMP TABLE former AS SELECT * FROM job_run;
DROP TABLE job_run;
CREATE TABLE job_run (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL CHECK (length(run) > 0),  -- the same for every step of one run
    job TEXT NOT NULL CHECK (length(job) > 0), step TEXT NOT NULL CHECK (length(step) > 0),
    day TEXT NOT NULL CHECK (day IS date(day)),
    started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??+08:00'),
    ended_at TEXT NOT NULL CHECK (ended_at GLOB '????-??-??T??:??:??+08:00' AND ended_at >= started_at),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'skipped')), text TEXT NOT NULL,
    hash TEXT CHECK (length(hash) = 64)
) STRICT;
INSERT INTO job_run (id, run, job, step, day, started_at, ended_at, outcome, text)
SELECT id, run, job, step, day, started_at, ended_at, outcome, text FROM former;
DROP TABLE former;

CREATE TEMP TABLE former AS SELECT * FROM mail_log;
DROP TABLE mail_log;
CREATE TABLE mail_log (
    id INTEGER PRIMARY KEY, message_id TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('begun', 'sent', 'failed')),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??+08:00'), day TEXT NOT NULL CHECK (day IS date(day)),
    kind TEXT NOT NULL CHECK (length(kind) > 0), unit TEXT REFERENCES unit (code),  -- NULL: of the whole bank
    recipient TEXT NOT NULL CHECK (length(recipient) > 0), reason TEXT,
    seq INTEGER, head TEXT,  -- the last event of the ledger and its hash, as the message says them
    hash TEXT CHECK (length(hash) = 64),
    UNIQUE (message_id, state), CHECK ((reason IS NOT NULL) = (state = 'failed'))
) STRICT;
INSERT INTO mail_log (id, message_id, state, at, day, kind, unit, recipient, reason)
SELECT id, message_id, state, at, day, kind, unit, recipient, reason FROM former;
DROP TABLE former;

CREATE TABLE log_head (
    log TEXT PRIMARY KEY CHECK (log IN ('job_run', 'mail_log')), last INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who acts, and where; which details of an event are shared, its rows come with the program.
CREATE TEMP TABLE former AS SELECT * FROM staff;
DROP TABLE staff;
CREATE TABLE staff (
    code TEXT PRIMARY KEY CHECK (length(code) > 0), name TEXT NOT NULL CHECK (length(name) > 0),
    unit TEXT NOT NULL REFERENCES unit (code), role TEXT NOT NULL REFERENCES role (code),
    login TEXT UNIQUE, email TEXT, phone TEXT,
    line TEXT,  -- of a business-line leader: the line he leads, as the units' column says it
    retired_on TEXT CHECK (retired_on IS date(retired_on)),
    shared_login INTEGER NOT NULL DEFAULT 0 CHECK (shared_login IN (0, 1)),  -- several people work under this login
    ssh_key TEXT UNIQUE  -- the public key by which a server knows them
) STRICT, WITHOUT ROWID;
INSERT INTO staff (code, name, unit, role, login, email, phone, line, retired_on)
SELECT code, name, unit, role, login, email, phone, line, retired_on
FROM former;
DROP TABLE former;
ALTER TABLE event ADD COLUMN login TEXT;
ALTER TABLE event ADD COLUMN host TEXT;
ALTER TABLE event ADD COLUMN salt TEXT CHECK (salt IS NULL OR length(salt) = 32 AND login IS NOT NULL AND host IS NOT NULL);
CREATE TABLE shared_field (
    kind TEXT NOT NULL REFERENCES event_kind (code), key TEXT NOT NULL, citation TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- Who may do what.
CREATE TABLE right_scope (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE act_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    of_case INTEGER NOT NULL CHECK (of_case IN (0, 1)), always_held INTEGER NOT NULL DEFAULT 0 CHECK (always_held IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who looked at whom, and who changed what: which acts the audit holds; its rows come with the program.
CREATE TABLE audit_kind (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE audited_event (
    event_kind TEXT PRIMARY KEY REFERENCES event_kind (code), kind TEXT NOT NULL REFERENCES audit_kind (code),
    told TEXT NOT NULL CHECK (json_type(told) = 'array')
) STRICT, WITHOUT ROWID;

