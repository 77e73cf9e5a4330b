"""Between coordinates, values and standard normal numbers."""
