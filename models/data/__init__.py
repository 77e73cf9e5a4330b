"""Data sets of the ready models, gzipped JSON as Stan reads it; origin and licence in `README.md`."""
