"""Differentiation of LLVM IR: forward and reverse mode on records, and the public calls on Python functions."""
