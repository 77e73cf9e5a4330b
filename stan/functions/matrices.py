"""Vectors and matrices: making, joining, taking parts, conversions (functions reference, Matrix operations but linear algebra)."""
from __future__ import annotations

from ..signatures import declare

CHAPTER = "Vectors and matrices"

declare("""
# sizes
int rows(vector) = len(_0)
int rows(row_vector) = 1
int rows(matrix) = _0.shape[0]
int cols(vector) = 1
int cols(row_vector) = len(_0)
int cols(matrix) = _0.shape[1]

# making
vector rep_vector(real, int) = np.full(_1, float(_0))
row_vector rep_row_vector(real, int) = np.full(_1, float(_0))
matrix rep_matrix(real, int, int) = np.full((_1, _2), float(_0))
matrix rep_matrix(vector, int) = st.rep_columns(_0, _1)
matrix rep_matrix(row_vector, int) = st.rep_rows(_0, _1)
vector zeros_vector(int) = np.zeros(_0)
row_vector zeros_row_vector(int) = np.zeros(_0)
vector ones_vector(int) = np.ones(_0)
row_vector ones_row_vector(int) = np.ones(_0)
vector one_hot_vector(int, int) = st.one_hot(_0, _1)
row_vector one_hot_row_vector(int, int) = st.one_hot(_0, _1)
vector linspaced_vector(data int, data real, data real) = st.linspaced(_0, _1, _2)
row_vector linspaced_row_vector(data int, data real, data real) = st.linspaced(_0, _1, _2)
vector uniform_simplex(int) = st.uniform_simplex(_0)
matrix identity_matrix(int) = np.eye(_0)
matrix diag_matrix(vector) = np.diag(_0)
matrix add_diag(matrix, real | vector | row_vector) = st.add_diag(_0, _1)
matrix symmetrize_from_lower_tri(matrix) = st.symmetrize_from_lower_tri(_0)

# joining
vector append_row(real, vector) = st.before(_0, _1)
vector append_row(vector, real) = st.behind(_0, _1)
vector append_row(vector, vector) = np.concatenate((_0, _1))
matrix append_row(matrix, matrix) = st.append_row(_0, _1)
matrix append_row(row_vector, matrix) = st.append_row(_0[None, :], _1)
matrix append_row(matrix, row_vector) = st.append_row(_0, _1[None, :])
matrix append_row(row_vector, row_vector) = st.append_row(_0[None, :], _1[None, :])
row_vector append_col(real, row_vector) = st.before(_0, _1)
row_vector append_col(row_vector, real) = st.behind(_0, _1)
row_vector append_col(row_vector, row_vector) = np.concatenate((_0, _1))
matrix append_col(matrix, matrix) = st.append_col(_0, _1)
matrix append_col(vector, matrix) = st.append_col(_0[:, None], _1)
matrix append_col(matrix, vector) = st.append_col(_0, _1[:, None])
matrix append_col(vector, vector) = st.append_col(_0[:, None], _1[:, None])

# parts
vector col(matrix, int) = view _0[:, _1 - 1]
row_vector row(matrix, int) = view _0[_1 - 1]
matrix block(matrix, int, int, int, int) = view st.block(_0, _1, _2, _3, _4)
vector sub_col(matrix, int, int, int) = view st.sub_col(_0, _1, _2, _3)
row_vector sub_row(matrix, int, int, int) = view st.sub_row(_0, _1, _2, _3)
vector diagonal(matrix) = view np.diagonal(_0)

# conversions
vector to_vector(vector | row_vector) = view _0
vector to_vector(array[] int | array[] real) = 1.0 * _0
vector to_vector(matrix) = view np.ravel(_0.T)
row_vector to_row_vector(vector | row_vector) = view _0
row_vector to_row_vector(array[] int | array[] real) = 1.0 * _0
row_vector to_row_vector(matrix) = view np.ravel(_0.T)
matrix to_matrix(matrix) = view _0
matrix to_matrix(vector) = view _0[:, None]
matrix to_matrix(row_vector) = view _0[None, :]
matrix to_matrix(array[] row_vector) = view _0
matrix to_matrix(array[,] int | array[,] real) = 1.0 * _0
matrix to_matrix(vector | row_vector | array[] int | array[] real, int, int) = st.by_columns(_0, _1, _2)
matrix to_matrix(vector | row_vector | array[] int | array[] real, int, int, int) = st.in_order(_0, _1, _2, _3)
matrix to_matrix(matrix, int, int) = st.by_columns(np.ravel(_0.T), _1, _2)
matrix to_matrix(matrix, int, int, int) = st.in_order(np.ravel(_0.T), _1, _2, _3)

# sparse matrices, in compressed rows
vector csr_matrix_times_vector(int, int, vector, array[] int, array[] int, vector) = st.csr_matrix_times_vector(_0, _1, _2, _3, _4, _5)
matrix csr_to_dense_matrix(int, int, vector, array[] int, array[] int) = st.csr_to_dense_matrix(_0, _1, _2, _3, _4)
tuple(vector, array[] int, array[] int) csr_extract(data matrix) = st.csr_extract(_0)
vector csr_extract_w(data matrix) = st.csr_extract_w(_0)
array[] int csr_extract_v(data matrix) = st.csr_extract_v(_0)
array[] int csr_extract_u(data matrix) = st.csr_extract_u(_0)
""", CHAPTER)
