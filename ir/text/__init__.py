"""LLVM's printed text to records and back: one reader, one printer."""
from .reader import read
from .tokens import IRSyntaxError
from .writer import write

__all__ = ["IRSyntaxError", "read", "write"]
