"""What the passes know about a function before anything is emitted. Imports `ir` alone."""
