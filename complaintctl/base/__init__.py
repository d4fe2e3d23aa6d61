"""The ground of every room: words, days, numbers, errors. Nothing here opens a file or knows SQLite."""
