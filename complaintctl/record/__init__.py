"""The ledger and the text of schema.sql: what is entered, and what the tables and views make of it."""
