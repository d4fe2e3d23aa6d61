"""What every room stands on: words, days, numbers, errors. Nothing here opens a file or knows SQLite."""
