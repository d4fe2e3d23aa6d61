"""Listings: their columns, their formats, and where they go."""
