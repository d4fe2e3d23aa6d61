"""The calendar of working days: laid out, kept ahead of whatever is entered, imported, shown."""
