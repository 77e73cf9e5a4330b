"""LLVM IR of other compilers: read as it is (`load`), and functions of it in the shape that derivatives are taken of (`prepared`)."""
from .catches import catches
from .lines import functions, lines
from .load import Foreign, link_in, load
from .prepared import prepared

__all__ = ["Foreign", "catches", "functions", "lines", "link_in", "load", "prepared"]
