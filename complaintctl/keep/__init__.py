"""The record kept and proved: verify, backup, restore, upgrade."""
