"""The common part of every command on a case: finding it, its duties, who must stand aside, its words."""
