"""A complaint comes in: register, classify."""
