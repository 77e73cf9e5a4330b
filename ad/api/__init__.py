"""The public calls on Python functions, and the same calls inside compiled code."""
