"""The register (登记簿) as a file: ledger."""
