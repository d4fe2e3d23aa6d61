"""A case is worked on: brief, direct, transfer, sign, return, supervise, contact, delay and so on to escalate."""
