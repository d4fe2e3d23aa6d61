-- Step 9: the officer's day. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- Letters show the customer's own name, slips the telephone at which the unit calls back; the rows come with the program.
CREATE TABLE form_shows (
    form TEXT NOT NULL REFERENCES form (code), part TEXT NOT NULL CHECK (part IN ('name', 'phone', 'address')),
    PRIMARY KEY (form, part)
) STRICT, WITHOUT ROWID;
