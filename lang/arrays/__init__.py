"""Arrays: making, lazy elementwise nodes, reading, writing, indexing, reductions, dense algebra, and who shares memory with whom."""
