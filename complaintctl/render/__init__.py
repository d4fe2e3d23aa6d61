"""Rows into what people and programs read: words, tables, CSV, JSON. Knows no SQL."""
