"""Laws of scipy.stats in their standard form, location 0 and scale 1, in the language."""
