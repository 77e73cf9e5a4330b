"""Derivatives of LLVM IR that others made: Enzyme's calls found and answered, functions with memory of any kind differentiated."""
