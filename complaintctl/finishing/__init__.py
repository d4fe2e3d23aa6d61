"""A case ends: resolve, review, withdraw, close, reopen, archive."""
