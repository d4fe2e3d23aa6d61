"""Looking: show, why, list, todo, browse, desk."""
