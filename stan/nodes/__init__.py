"""Stan's syntax tree. `grammar` reads it, `checking/` fills in the fields that are not arguments, `translation/` writes it as Python.

Parentheses leave no node; the span of what stands in them includes them.
"""
from __future__ import annotations

from .expressions import ArrayLiteral as ArrayLiteral
from .expressions import Binary as Binary
from .expressions import Call as Call
from .expressions import Conditional as Conditional
from .expressions import Imaginary as Imaginary
from .expressions import Index as Index
from .expressions import Int as Int
from .expressions import Name as Name
from .expressions import Real as Real
from .expressions import RowLiteral as RowLiteral
from .expressions import Slice as Slice
from .expressions import Text as Text
from .expressions import TupleItem as TupleItem
from .expressions import TupleLiteral as TupleLiteral
from .expressions import Unary as Unary
from .named import Block as Block
from .named import Declared as Declared
from .named import Expr as Expr
from .named import FunctionDef as FunctionDef
from .named import Node as Node
from .named import Param as Param
from .named import SizedType as SizedType
from .program import BLOCKS as BLOCKS
from .program import Old as Old
from .program import Program as Program
from .statements import Assign as Assign
from .statements import Break as Break
from .statements import CallStatement as CallStatement
from .statements import Continue as Continue
from .statements import Declaration as Declaration
from .statements import For as For
from .statements import ForEach as ForEach
from .statements import If as If
from .statements import Increment as Increment
from .statements import Profile as Profile
from .statements import Return as Return
from .statements import Say as Say
from .statements import Tilde as Tilde
from .statements import Truncation as Truncation
from .statements import While as While
