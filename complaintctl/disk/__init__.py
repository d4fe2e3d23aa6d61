"""Files beside the case file: those people give, those that are written, the configuration, the lock."""
