"""A year of an invented county bank in a practice file, and a walk through the main job on it: demo."""
