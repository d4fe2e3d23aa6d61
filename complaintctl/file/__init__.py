"""The case file as a whole: opened, copied, brought up to this program, shown as it was on an earlier day."""
