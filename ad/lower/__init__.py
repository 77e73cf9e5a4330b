"""From the engine's symbolic calls to code that LLVM understands: arenas, tapes, BLAS."""
