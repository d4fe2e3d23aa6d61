"""The record kept and proved: verify, restore, upgrade."""
