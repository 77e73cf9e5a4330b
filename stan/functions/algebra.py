"""Linear algebra (functions reference, Dot products and specialised products; Linear algebra functions and solvers)."""
from __future__ import annotations

from ..signatures import declare

CHAPTER = "Linear algebra"

declare("""
# products
real dot_product(vector | row_vector, vector | row_vector) = st.dot_product(_0, _1)
real dot_product(array[] real, array[] real) = st.dot_product(_0, _1)
real dot_self(vector | row_vector) = st.dot_self(_0)
vector rows_dot_product(vector, vector) = _0 * _1
vector rows_dot_product(row_vector, row_vector) = st.dot_product(_0[None, :], _1[None, :], 1)
vector rows_dot_product(matrix, matrix) = st.dot_product(_0, _1, 1)
row_vector columns_dot_product(row_vector, row_vector) = _0 * _1
row_vector columns_dot_product(vector, vector) = st.dot_product(_0[:, None], _1[:, None], 0)
row_vector columns_dot_product(matrix, matrix) = st.dot_product(_0, _1, 0)
vector rows_dot_self(vector) = st.square(_0)
vector rows_dot_self(row_vector) = st.dot_self(_0[None, :], 1)
vector rows_dot_self(matrix) = st.dot_self(_0, 1)
row_vector columns_dot_self(row_vector) = st.square(_0)
row_vector columns_dot_self(vector) = st.dot_self(_0[:, None], 0)
row_vector columns_dot_self(matrix) = st.dot_self(_0, 0)
matrix crossprod(matrix) = st.crossprod(_0)
matrix tcrossprod(matrix) = st.tcrossprod(_0)
real trace_dot(matrix, matrix) = st.trace_dot(_0, _1)
matrix multiply_lower_tri_self_transpose(matrix) = st.multiply_lower_tri_self_transpose(_0)
matrix diag_pre_multiply(vector | row_vector, matrix) = st.diag_pre_multiply(_0, _1)
matrix diag_post_multiply(matrix, vector | row_vector) = st.diag_post_multiply(_0, _1)
real quad_form(matrix, vector) = st.quad_form(_0, _1)
matrix quad_form(matrix, matrix) = st.quad_form(_0, _1)
real quad_form_sym(matrix, vector) = st.quad_form(_0, _1)
matrix quad_form_sym(matrix, matrix) = st.quad_form_sym(_0, _1)
matrix quad_form_diag(matrix, vector | row_vector) = st.quad_form_diag(_0, _1)
real trace_quad_form(matrix, vector) = st.quad_form(_0, _1)
real trace_quad_form(matrix, matrix) = np.trace(st.quad_form(_0, _1))
real trace_gen_quad_form(matrix, matrix, matrix) = np.trace(_0 @ st.quad_form(_1, _2))
real trace(matrix) = np.trace(_0)

# inverses, determinants and systems
matrix inverse(matrix) = np.linalg.inv(_0)
matrix inverse_spd(matrix) = st.inverse_spd(_0)
matrix chol2inv(matrix) = st.chol2inv(_0)
matrix generalized_inverse(matrix) = np.linalg.pinv(_0)
real determinant(matrix) = np.linalg.det(_0)
real log_determinant(matrix) = np.linalg.slogdet(_0)[1]
real log_determinant_spd(matrix) = st.log_determinant_spd(_0)
vector mdivide_left_spd(matrix, vector) = st.mdivide_left_spd(_0, _1)
matrix mdivide_left_spd(matrix, matrix) = st.mdivide_left_spd(_0, _1)
row_vector mdivide_right_spd(row_vector, matrix) = st.mdivide_left_spd(_1, _0)
matrix mdivide_right_spd(matrix, matrix) = st.mdivide_left_spd(_1, _0.T).T
vector mdivide_left_tri_low(matrix, vector) = st.mdivide_left_tri_low(_0, _1)
matrix mdivide_left_tri_low(matrix, matrix) = st.mdivide_left_tri_low(_0, _1)
row_vector mdivide_right_tri_low(row_vector, matrix) = st.mdivide_right_tri_low(_0, _1)
matrix mdivide_right_tri_low(matrix, matrix) = st.mdivide_right_tri_low(_0.T, _1).T

# decompositions and functions of matrices
matrix cholesky_decompose(matrix) = np.linalg.cholesky(_0)
vector eigenvalues_sym(matrix) = st.eigendecompose_sym(_0)[1]
matrix eigenvectors_sym(matrix) = st.eigendecompose_sym(_0)[0]
tuple(matrix, vector) eigendecompose_sym(matrix) = st.eigendecompose_sym(_0)
tuple(matrix, matrix) qr(matrix) = st.qr(_0)
matrix qr_Q(matrix) = st.qr(_0)[0]
matrix qr_R(matrix) = st.qr(_0)[1]
tuple(matrix, matrix) qr_thin(matrix) = st.qr_thin(_0)
matrix qr_thin_Q(matrix) = st.qr_thin(_0)[0]
matrix qr_thin_R(matrix) = st.qr_thin(_0)[1]
tuple(matrix, vector, matrix) svd(matrix) = st.svd(_0)
matrix svd_U(matrix) = st.svd(_0)[0]
matrix svd_V(matrix) = st.svd(_0)[2]
vector singular_values(matrix) = np.linalg.svd(_0, compute_uv=False)
matrix matrix_exp(matrix) = st.matrix_exp(_0)
matrix matrix_exp_multiply(matrix, matrix) = st.matrix_exp(_0) @ _1
matrix scale_matrix_exp_multiply(real, matrix, matrix) = st.matrix_exp(_0 * _1) @ _2
matrix matrix_power(matrix, int) = np.linalg.matrix_power(_0, _1)
""", CHAPTER)
