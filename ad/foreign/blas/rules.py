"""All rules, by the operation."""
from __future__ import annotations

from .differentials import Rule
from .elimination import ELIMINATIONS
from .formulas import PRODUCTS
from .lapack import FACTORS
from .triangles import TRIANGLES

RULES: dict[str, Rule] = PRODUCTS | TRIANGLES | FACTORS | ELIMINATIONS
