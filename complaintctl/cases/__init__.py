"""What every command on a case shares: finding it, its duties, who must stand aside, its words."""
