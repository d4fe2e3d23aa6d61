"""A case tracker for the complaints and petitions of one bank: its regulation, its ledger, its clocks."""

__version__ = "0.9.0"
