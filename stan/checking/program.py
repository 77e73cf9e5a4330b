"""The check of a whole program, block by block in Stan's order (reference manual, Program blocks)."""
from __future__ import annotations

from .. import functions as functions  # fills the table of signatures
from ..errors import together
from ..nodes import BLOCKS, Program
from .assigned import mark_assigned
from .context import Context, Problems, Scope
from .functions import check_functions
from .statements import check_all


def check(program: Program) -> None:
    """Fills in the types, declarations and callees of a program's tree (`nodes/`). Raises StanError with all independent errors."""
    problems = Problems()
    whole = Scope()
    users = check_functions(program.functions, Context("functions", whole, {}, problems, program.old))
    for block in BLOCKS[1:]:
        if block in program.blocks:
            scope = Scope(whole) if block == "model" else whole
            check_all(program.blocks[block], Context(block, scope, users, problems, program.old))
    if problems.found:
        raise together(problems.found)
    mark_assigned(program)
