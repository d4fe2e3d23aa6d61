"""An old register is taken in: import."""
