"""A second count of the rules, in plain Python, from the regulation's text and not from schema.sql's views."""
