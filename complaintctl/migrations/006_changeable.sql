-- Step 6: a schema that can change. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- The program that laid the derived part of the file: the renewal that follows each step enters it.
CREATE TABLE program (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    version TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    text BLOB NOT NULL
) STRICT;
