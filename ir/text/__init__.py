"""LLVM's printed text to records and back: one reader, one printer."""
from .reader import header, read
from .tokens import IRSyntaxError
from .writer import write

__all__ = ["IRSyntaxError", "header", "read", "write"]
