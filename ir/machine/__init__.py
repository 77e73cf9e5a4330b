"""From IR text to running code: pipelines, vector mathematics, linker, BLAS, arenas, the disk cache."""
