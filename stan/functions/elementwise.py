"""Functions of numbers, element by element on containers (functions reference, Integer-valued basic functions and Real-valued basic functions), and
constants."""
from __future__ import annotations

from ..signatures import declare

CHAPTER = "Numbers"

declare("""
# constants
real pi() = np.pi
real e() = np.e
real sqrt2() = np.sqrt(2.0)
real log2() = np.log(2.0)
real log10() = np.log(10.0)
real not_a_number() = np.nan
real positive_infinity() = np.inf
real negative_infinity() = -np.inf
real machine_precision() = np.finfo(float).eps

# whole numbers, tests and steps
Z abs(Z) = np.abs(_0)
R abs(R) = np.abs(_0)
int min(int, int) = min(_0, _1)
int max(int, int) = max(_0, _1)
int int_step(int | real) = st.int_step(_0)
real step(int | real) = st.step(_0)
int is_nan(int | real) = st.is_nan(_0)
int is_inf(int | real) = st.is_inf(_0)
Z to_int(Z) = _0
array[...] int to_int(data array[...] real) = st.to_int(_0)

# roots, powers, exponentials and logarithms
R sqrt(R) = np.sqrt(_0)
R cbrt(R) = np.cbrt(_0)
R square(R) = st.square(_0)
R inv(R) = np.divide(1.0, _0)
R inv_sqrt(R) = np.divide(1.0, np.sqrt(_0))
R inv_square(R) = np.divide(1.0, st.square(_0))
R exp(R) = np.exp(_0)
R exp2(R) = np.exp2(_0)
R expm1(R) = np.expm1(_0)
R log(R) = np.log(_0)
R log2(R) = np.log2(_0)
R log10(R) = np.log10(_0)
R log1p(R) = np.log1p(_0)
R log1m(R) = np.log1p(-_0)
R pow(R, R) = st.power(_0, _1)
R hypot(R, R) = np.hypot(_0, _1)
R ldexp(R, Z) = st.ldexp(_0, _1)
M fma(M, M, M) = _0 * _1 + _2

# rounding and remainders
R ceil(R) = np.ceil(1.0 * _0)
R floor(R) = np.floor(1.0 * _0)
R trunc(R) = np.trunc(1.0 * _0)
R round(R) = st.round(_0)
R fmod(R, R) = np.fmod(1.0 * _0, _1)
R fmin(R, R) = np.fmin(1.0 * _0, _1)
R fmax(R, R) = np.fmax(1.0 * _0, _1)
R fdim(R, R) = st.fdim(_0, _1)

# angles
R sin(R) = np.sin(_0)
R cos(R) = np.cos(_0)
R tan(R) = np.tan(_0)
R asin(R) = np.arcsin(_0)
R acos(R) = np.arccos(_0)
R atan(R) = np.arctan(_0)
R atan2(R, R) = np.arctan2(_0, _1)
R sinh(R) = np.sinh(_0)
R cosh(R) = np.cosh(_0)
R tanh(R) = np.tanh(_0)
R asinh(R) = np.arcsinh(_0)
R acosh(R) = np.arccosh(_0)
R atanh(R) = np.arctanh(_0)

# links and the normal law
R logit(R) = ppl.special.logit(_0)
R inv_logit(R) = ppl.special.expit(_0)
R inv_cloglog(R) = -np.expm1(-np.exp(_0))
R erf(R) = ppl.special.erf(_0)
R erfc(R) = ppl.special.erfc(_0)
R inv_erfc(R) = ppl.special.erfcinv(_0)
R Phi(R) = ppl.special.ndtr(_0)
R Phi_approx(R) = st.Phi_approx(_0)
R inv_Phi(R) = ppl.special.ndtri(_0)
R std_normal_qf(R) = ppl.special.ndtri(_0)
R std_normal_log_qf(R) = ppl.special.ndtri_exp(_0)
real student_t_qf(real, real, real, real) = st.student_t_qf(_0, _1, _2, _3)
vector student_t_qf(reals, reals, reals, reals) = st.student_t_qf(_0, _1, _2, _3)
R owens_t(R, R) = ppl.special.owens_t(_0, _1)
R binary_log_loss(Z, R) = st.binary_log_loss(_0, _1)
""", CHAPTER)
