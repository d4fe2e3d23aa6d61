"""The check that an installation is ready for tomorrow: doctor."""
