"""The Python functions that are compiled: where their trees come from, what they take from around themselves, and whether that is still the same."""
