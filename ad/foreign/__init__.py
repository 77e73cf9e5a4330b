"""Derivatives of LLVM IR that others made: C, C++, Fortran, Rust. Calls of Enzyme's convention say what is wanted; `differentiate` answers them."""
from .differentiate import differentiate

__all__ = ["differentiate"]
