"""Looking: show, why, list, find, todo, browse."""
