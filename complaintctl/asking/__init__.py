"""Questions to the officer at a terminal."""
