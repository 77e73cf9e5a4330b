"""What may stand for the law of an input, and what is asked of it."""
