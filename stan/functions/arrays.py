"""Sums, extremes and moments; arrays and their sizes; sorting (functions reference, Array operations; Reductions and Sorting functions of vectors)."""
from __future__ import annotations

from ..signatures import declare

CHAPTER = "Arrays, sizes and reductions"

declare("""
# reductions
int sum(array[] int) = np.sum(_0)
real sum(containers) = np.sum(_0)
int prod(array[] int) = np.prod(_0)
real prod(containers) = np.prod(_0)
int min(array[] int) = np.min(_0)
real min(containers) = st.smallest(_0)
int max(array[] int) = np.max(_0)
real max(containers) = st.largest(_0)
real mean(containers) = np.mean(_0)
real sd(containers) = st.sd(_0)
real variance(containers) = st.variance(_0)
real norm1(flat) = np.sum(np.abs(_0))
real norm2(flat) = st.norm2(_0)
real distance(vector | row_vector, vector | row_vector) = st.distance(_0, _1)
real squared_distance(real, real) = (_0 - _1) ** 2
real squared_distance(vector | row_vector, vector | row_vector) = st.squared_distance(_0, _1)
real quantile(data flat, data real) = np.quantile(_0, _1)
array[] real quantile(data flat, data array[] real) = np.quantile(_0, _1)

# sizes
int size(int | real) = 1
int size(vector | row_vector) = len(_0)
int size(matrix) = _0.size
int size(array[] A) = len(_0)
int num_elements(vector | row_vector | matrix) = np.size(_0)
int num_elements(array[] A) = np.size(_0)
array[] int dims(int | real) = np.zeros(0, int)
array[] int dims(matrix) = st.dims(_0)
array[] int dims(vector | vectors_nested) = st.dims(_0, 1)
array[] int dims(row_vector | rows_nested) = st.dims_of_rows(_0)
array[] int dims(array[] A) = st.dims(_0)

# making arrays
array[] A rep_array(A, int) = st.rep_array(_0, _1)
array[,] A rep_array(A, int, int) = st.rep_array(_0, _1, _2)
array[,,] A rep_array(A, int, int, int) = st.rep_array(_0, _1, _2, _3)
array[] A append_array(array[] A, array[] A) = st.append_array(_0, _1)
array[] real zeros_array(int) = np.zeros(_0)
array[] int zeros_int_array(int) = np.zeros(_0, int)
array[] real ones_array(int) = np.ones(_0)
array[] int ones_int_array(int) = np.ones(_0, int)
array[] real one_hot_array(int, int) = st.one_hot(_0, _1)
array[] int one_hot_int_array(int, int) = st.one_hot_whole(_0, _1)
array[] real linspaced_array(data int, data real, data real) = st.linspaced(_0, _1, _2)
array[] int linspaced_int_array(int, int, int) = st.linspaced_whole(_0, _1, _2)

# parts
array[] A head(array[] A, int) = view st.head(_0, _1)
array[] A tail(array[] A, int) = view st.tail(_0, _1)
array[] A segment(array[] A, int, int) = view st.segment(_0, _1, _2)
V head(V, int) = view st.head(_0, _1)
V tail(V, int) = view st.tail(_0, _1)
V segment(V, int, int) = view st.segment(_0, _1, _2)

# orders
array[] A reverse(array[] A) = view _0[::-1]
V reverse(V) = view _0[::-1]
array[] int sort_asc(array[] int) = np.sort(_0)
array[] real sort_asc(array[] real) = np.sort(_0)
V sort_asc(V) = np.sort(_0)
array[] int sort_desc(array[] int) = np.sort(_0)[::-1]
array[] real sort_desc(array[] real) = np.sort(_0)[::-1]
V sort_desc(V) = np.sort(_0)[::-1]
array[] int sort_indices_asc(ordered) = np.argsort(_0, kind="stable") + 1
array[] int sort_indices_desc(ordered) = np.argsort(-_0, kind="stable") + 1
int rank(ordered, int) = st.rank(_0, _1)
array[] int cumulative_sum(array[] int) = np.cumsum(_0)
array[] real cumulative_sum(array[] real) = np.cumsum(_0)
V cumulative_sum(V) = np.cumsum(_0)

# conversions
array[] int to_array_1d(ints_nested) = view np.ravel(_0)
array[] real to_array_1d(reals_nested) = view np.ravel(_0)
array[] real to_array_1d(vector | row_vector) = view _0
array[] real to_array_1d(matrix) = view np.ravel(_0.T)
array[,] real to_array_2d(matrix) = view _0
""", CHAPTER)
