"""The commands: each parses, asks, calls one verb or query, and chooses the output. No SQL, no rules."""
