-- Step 9: the officer's day. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- The numbers of papers, by which people name a case.
CREATE INDEX event_of_paper ON event (coalesce(detail ->> 'slip_no', detail ->> 'report_no', detail ->> 'archive_no'))
WHERE kind IN ('dispatched', 'supervised', 'result_reported', 'archived');
-- What a case is proved by.
CREATE TABLE attachment (
    number INTEGER PRIMARY KEY CHECK (number > 0), content BLOB NOT NULL CHECK (length(content) > 0)
) STRICT;
