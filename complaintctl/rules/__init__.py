"""The bank's rules, each with the days it is in force: policy, code (Arts 25, 26)."""
