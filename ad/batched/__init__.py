"""A function at many points in one call of machine code."""
