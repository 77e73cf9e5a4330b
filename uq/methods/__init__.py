"""One file a method: design, evaluation, estimate, result."""
