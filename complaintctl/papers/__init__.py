"""Printed forms: slip."""
