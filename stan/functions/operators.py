"""Stan's operators (functions reference, chapters on integer, real, array and matrix operations)."""
from __future__ import annotations

from functools import partial

from ..signatures import TABLE, Signature, add_later, declare
from ..types import MATRIX, REAL

CHAPTER = "Operators"

declare(r"""
int operator+(int, int) = _0 + _1
int operator-(int, int) = _0 - _1
int operator*(int, int) = _0 * _1
int operator/(int, int) = st.int_divide(_0, _1)
int operator%/%(int, int) = st.int_divide(_0, _1)
int operator%(int, int) = st.int_modulus(_0, _1)
int operator.*(int, int) = _0 * _1
int operator./(int, int) = st.int_divide(_0, _1)
int operator+(int) = view _0
int operator!(int) = not _0

M operator+(M, M) = _0 + _1
M operator-(M, M) = _0 - _1
Z operator-(Z) = -_0
R operator-(R) = -_0
M operator+(M) = view _0

real operator*(real, real) = _0 * _1
V operator*(real, V) = _0 * _1
V operator*(V, real) = _0 * _1
matrix operator*(real, matrix) = _0 * _1
matrix operator*(matrix, real) = _0 * _1
real operator*(row_vector, vector) = _0 @ _1
matrix operator*(vector, row_vector) = np.outer(_0, _1)
vector operator*(matrix, vector) = _0 @ _1
row_vector operator*(row_vector, matrix) = _0 @ _1
matrix operator*(matrix, matrix) = _0 @ _1

real operator/(real, real) = _0 / _1
V operator/(V, real) = _0 / _1
V operator/(real, V) = _0 / _1
matrix operator/(matrix, real) = _0 / _1
matrix operator/(real, matrix) = _0 / _1
matrix operator/(matrix, matrix) = np.linalg.solve(_1.T, _0.T).T
row_vector operator/(row_vector, matrix) = np.linalg.solve(_1.T, _0)

vector operator\(matrix, vector) = np.linalg.solve(_0, _1)
matrix operator\(matrix, matrix) = np.linalg.solve(_0, _1)

M operator.*(M, M) = _0 * _1
M operator./(M, M) = _0 / _1
R operator^(R, R) = st.power(_0, _1)
R operator.^(R, R) = st.power(_0, _1)

row_vector operator'(vector) = view _0
vector operator'(row_vector) = view _0
matrix operator'(matrix) = view _0.T

int operator<(int | real, int | real) = _0 < _1
int operator<=(int | real, int | real) = _0 <= _1
int operator>(int | real, int | real) = _0 > _1
int operator>=(int | real, int | real) = _0 >= _1
int operator==(int | real, int | real) = _0 == _1
int operator!=(int | real, int | real) = _0 != _1
int operator&&(int, int) = _0 != 0 and _1 != 0
int operator||(int, int) = _0 != 0 or _1 != 0
""", CHAPTER)

# operators may be called by name: `add(a, b)`
NAMES = {
    "add": "+", "subtract": "-", "multiply": "*", "elt_multiply": ".*", "elt_divide": "./", "modulus": "%", "plus": "+", "minus": "-", "mdivide_left": "\\",
    "transpose": "'", "logical_eq": "==", "logical_neq": "!=", "logical_lt": "<", "logical_lte": "<=", "logical_gt": ">", "logical_gte": ">=",
    "logical_and": "&&", "logical_or": "||", "logical_negation": "!",
}  # fmt: skip
DIVISIONS = {"divide": False, "mdivide_right": True}            # by a matrix?
UNARY = ("plus", "minus", "transpose", "logical_negation")


def named(name: str) -> list[Signature]:
    """The lines of an operator under its name; `/` has two, one of which divides by matrices. Truths become numbers."""
    if name in DIVISIONS:
        return [s._replace(name=name) for s in TABLE["operator/"] if DIVISIONS[name] == (s.arguments[1].types == (MATRIX,) and s.arguments[0].types != (REAL,))]
    lines = [s._replace(name=name) for s in TABLE["operator" + NAMES[name]] if len(s.arguments) == (1 if name in UNARY else 2)]
    return [s._replace(python=f"int(bool({s.python}))") for s in lines] if name.startswith("logical") else lines


for each in (*NAMES, *DIVISIONS):
    add_later(each, partial(named, each))
