"""The bank itself: init, unit, staff, calendar, config."""
