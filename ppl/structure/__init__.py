"""Models made of parts: models inside models, discrete variables that are summed out, and the graph of what depends on what."""
