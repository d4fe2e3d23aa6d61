-- Step 9: the officer's day. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- What is asked at a registration by the channel, and at which words it is asked whether it reports wrongdoing.
CREATE TEMP TABLE former AS SELECT * FROM channel;
DROP TABLE channel;
CREATE TABLE channel (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    needs_slip INTEGER NOT NULL CHECK (needs_slip IN (0, 1)), referred INTEGER NOT NULL CHECK (referred IN (0, 1)),
    default_body TEXT NOT NULL DEFAULT 'other_body' REFERENCES referring_body (code),
    asks TEXT CHECK (asks IN ('box', 'posting', 'escort', 'letter', 'media')), position INTEGER NOT NULL, citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO channel SELECT * FROM former;
DROP TABLE former;
CREATE TABLE asked_field (
    asks TEXT NOT NULL, field TEXT NOT NULL, PRIMARY KEY (asks, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE wrongdoing_word (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- The person complained of may stand there in words. The table is a projection, and filled again from the ledger.
DROP TABLE complaint;
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

-- The numbers of papers, by which people name a case.
CREATE INDEX event_of_paper ON event (coalesce(detail ->> 'slip_no', detail ->> 'report_no', detail ->> 'archive_no'))
WHERE kind IN ('dispatched', 'supervised', 'result_reported', 'archived');
-- What a case is proved by.
CREATE TABLE attachment (
    number INTEGER PRIMARY KEY CHECK (number > 0), content BLOB NOT NULL CHECK (length(content) > 0)
) STRICT;

-- Letters show the customer's own name, slips the telephone at which the unit calls back; the rows come with the program.
CREATE TABLE form_shows (
    form TEXT NOT NULL REFERENCES form (code), part TEXT NOT NULL, PRIMARY KEY (form, part)  -- part: a code of customer_part
) STRICT, WITHOUT ROWID;
