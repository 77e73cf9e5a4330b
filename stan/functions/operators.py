"""Stan's operators (functions reference, chapters on integer, real, array and matrix operations)."""
from __future__ import annotations

from ..signatures import declare

declare("""
int operator+(int, int) = _0 + _1
int operator-(int, int) = _0 - _1
int operator*(int, int) = _0 * _1
int operator/(int, int) = st.int_divide(_0, _1)
int operator%/%(int, int) = st.int_divide(_0, _1)
int operator%(int, int) = st.int_modulus(_0, _1)
int operator-(int) = -_0
int operator+(int) = _0
int operator!(int | real) = not _0

M operator+(M, M) = _0 + _1
M operator-(M, M) = _0 - _1
A operator-(A) = -_0
A operator+(A) = _0

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

vector operator\\(matrix, vector) = np.linalg.solve(_0, _1)
matrix operator\\(matrix, matrix) = np.linalg.solve(_0, _1)

M operator.*(M, M) = _0 * _1
M operator./(M, M) = _0 / _1
R operator^(R, R) = st.power(_0, _1)
R operator.^(R, R) = st.power(_0, _1)

row_vector operator'(vector) = _0
vector operator'(row_vector) = _0
matrix operator'(matrix) = _0.T

int operator<(int | real, int | real) = _0 < _1
int operator<=(int | real, int | real) = _0 <= _1
int operator>(int | real, int | real) = _0 > _1
int operator>=(int | real, int | real) = _0 >= _1
int operator==(int | real, int | real) = _0 == _1
int operator!=(int | real, int | real) = _0 != _1
int operator&&(int | real, int | real) = _0 and _1
int operator||(int | real, int | real) = _0 or _1
""")
