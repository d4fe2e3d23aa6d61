"""One verb, one function, one transaction: each checks what forbids the act, appends its events, projects the case."""
