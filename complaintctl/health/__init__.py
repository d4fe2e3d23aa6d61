"""Whether an installation is ready for tomorrow: doctor."""
