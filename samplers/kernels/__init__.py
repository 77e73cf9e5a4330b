"""One file a sampler: its own settings, its step, its public call."""
