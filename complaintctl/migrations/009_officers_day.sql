-- Step 9: the officer's day. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- What a case is proved by.
CREATE TABLE attachment (
    number INTEGER PRIMARY KEY CHECK (number > 0), content BLOB NOT NULL CHECK (length(content) > 0)
) STRICT;
