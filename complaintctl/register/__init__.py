"""The register (登记簿) as a file, by the command `ledger`; `register` is in intake."""
