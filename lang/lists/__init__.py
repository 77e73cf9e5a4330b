"""Lists that grow in run-time loops: one buffer whose rows are the items, and a length that follows the loops' counters."""
