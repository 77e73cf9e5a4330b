"""What distributions are made of: families, records, truncated and non-centred forms, draws, constraints and their transforms."""
