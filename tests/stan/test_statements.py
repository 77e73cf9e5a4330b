"""Statements and expressions of a program against the same by hand: aliases, loops, ways out, parts on both sides, tuples, functions."""
import numpy as np
import pytest

from llbayes import stan
from llbayes.ppl.predictive.groups import simulate

PROGRAM = """
functions {
  vector rev(vector x) { return reverse(x); }
  tuple(real, vector) pair(real a, vector b) { return (a, b); }
  real early(vector x) { for (i in 1:size(x)) { for (j in 1:2) { if (x[i] > 0.5) break; if (j == 2) return i; } } return -1; }
  real always(real x) { if (x > 1e9) { reject("big"); } else { return x; } return 0; }
  int fact(int n) { if (n <= 1) return 1; return n * fact(n - 1); }
  real never(real x) { if (x > -1e9) { return 2 * x; } else { reject("small ", x); } }
  void nothing() { }
}
data { int N; vector[N] y; array[N] int k; matrix[2, 3] m; array[2, 3] int kk; array[2] tuple(int, vector[2]) tt; int zero; }
transformed data { array[0] int none; vector[0] empty; int z = zero ? 1 : 0; array[3] int t3 = {3, 1, 2}; }
parameters { vector[N] a; real<lower=0> s; }
transformed parameters {
  vector[N] r1 = rev(a); vector[N] r2; real r3; vector[N] r4 = a; vector[N] r5; real r6 = 0; real r7; matrix[2, 3] r8 = m; real r9; vector[2] r10;
  array[2] vector[2] r11; real r12 = 0; vector[3] r13 = a[1:3]; real r14; real r15 = 0; matrix[2, 2] r16; real r17 = 0; vector[N] r18 = a; vector[N] r19 = a * 2;
  array[2, 2] real r20; row_vector[3] r21; real r22; vector[N] r23 = a;
  r1[1] = 7; r2 = a; r2[1] += 1; r3 = (a[1] > 0) + (a[2] > 0) + (1 < 2 < 3) + !(a[1] > 0) * 10 - -(s > 0);
  for (i in 1:3) { r4 = reverse(r4); if (s > 0) r4[i] = i; }
  r5 = a[k]; r5[1:2] = r5[2:3]; r5[{4, 3}] = r5[{3, 4}];
  for (v in m) r6 = r6 * 2 + v;
  { tuple(real, vector[N]) t = pair(s, a); t.2[1] = 100; t.1 += 1; r7 = t.1 + sum(t.2) + a[1]; (r9, r10) = (t.1, t.2[1:2]); }
  r8[1] = m[2]; r8[ , 2] = [a[1], a[2]]'; r8[{1, 2}, {3, 1}] = [[1, 2], [3, 4]]; r8[2, 2:3] *= 2;
  r11 = {a[1:2], a[2:3]}; r11[1][2] = 5; r11[2] += 1;
  for (t in tt) r12 += t.1 * t.2[2];
  r13[2] = always(s) + early(a) + fact(5) + never(s); r14 = sum(a[1:0]) + sum(a[3:1]) + sum(a[none]) + size(empty) + sum(a[2:zero]) + num_elements(a[t3]);
  for (i in 1:N) { if (i == 2) continue; while (1) { r15 += a[i]; if (r15 > 1000 || i > 0) break; } if (i == 3) break; }
  r16 = m[{1, 2}, {3, 1}]; for (row in kk) for (c in row) r17 = r17 * 3 + c;
  for (i in 1:3) { (r18, r19) = (r19, r18); r18[1] += 1; }
  for (i in 1:2) for (j in 1:2) { real w; if (i == j) w = 1; else w = s; r20[i, j] = w; }
  { vector[3] x; x = m[1]'; x[2] = -1; r21 = x' + m[1, t3]; }
  { real x = 3; { real q = x; x = q + 1; } r22 = x + 7 %/% 2 + (-7) / 2 + (-7) % 3 + 2 ^ -1 + 7 / 2.0 + z + tt[2].1 + sum(tt[1].2); }
  if (s > 0) { r23 = a * 3; r23[1] = 0; } else { r23[2] = 1; }
}
model { a ~ normal(0, 1); print("a ", a); nothing(); profile("p") { target += target() * 0; } }
generated quantities { tuple(real, array[2] int) g = (s, {1, 2}); array[2] tuple(real, vector[2]) h = {(s, a[1:2]), (1, [1, 2]')}; int i = fact(3); array[N] int d; for (n in 1:N) d[n] = k[n] * 2; }
"""
DATA = {
    "N": 4, "y": [1, 2, 3, 4], "k": [2, 3, 4, 1], "m": [[1, 2, 3], [4, 5, 6]], "kk": [[1, 2, 0], [0, 1, 2]], "zero": 0,
    "tt": [{"1": 3, "2": [1, 2]}, {"1": 5, "2": [0, -1]}],
}  # fmt: skip
Z = np.array([0.3, -0.2, 0.8, 0.6, 0.1])
A, S = Z[:4], np.exp(0.1)


def in_base(base, digits):
    return sum(d * base**k for k, d in enumerate(reversed(digits)))


def by_hand():
    """What the transformed parameters are."""
    turned = A.copy()
    for i in range(3):
        turned = turned[::-1].copy()
        turned[i] = i + 1
    moved = A[[1, 2, 3, 0]]
    moved[:2] = moved[1:3].copy()
    moved[[3, 2]] = moved[[2, 3]]
    table = np.array([[4.0, 5, 6], [4, 5, 6]])
    table[:, 1] = A[:2]
    table[np.ix_([0, 1], [2, 0])] = [[1, 2], [3, 4]]
    table[1, 1:3] *= 2
    one, other = A.copy(), 2 * A
    for _ in range(3):
        one, other = other.copy(), one
        one[0] += 1
    return {
        "r1": [7, A[2], A[1], A[0]], "r2": A + [1, 0, 0, 0], "r3": 1 + 0 + 1 + 0 + 1, "r4": turned, "r5": moved, "r6": in_base(2, [1, 2, 3, 4, 5, 6]),
        "r7": S + 1 + 100 + A[1:].sum() + A[0], "r8": table, "r9": S + 1, "r10": [100, A[1]], "r11": [[A[0], 5], [A[1] + 1, A[2] + 1]], "r12": 3 * 2 + 5 * -1,
        "r13": [A[0], S + 1 + 120 + 2 * S, A[2]], "r14": 3, "r15": A[0] + A[2], "r16": [[3, 1], [6, 4]], "r17": in_base(3, [1, 2, 0, 0, 1, 2]),
        "r18": one, "r19": other, "r20": [[1, S], [S, 1]], "r21": [4, 0, 5], "r22": 4 + 3 - 3 - 1 + 0.5 + 3.5 + 5 + 3, "r23": [0, *3 * A[1:]],
    }  # fmt: skip


@pytest.fixture(scope="module")
def posterior():
    return stan.model(text=PROGRAM, name="statements").bind(**DATA)


@pytest.mark.parametrize("name, wanted", by_hand().items(), ids=by_hand())
def test_values_are_those_by_hand(posterior, name, wanted):
    np.testing.assert_allclose(posterior.constrain(Z)[name], wanted, rtol=1e-13)
    np.testing.assert_allclose(posterior.interpret(Z).sites[name].value, wanted, rtol=1e-13)


def test_density_and_gradient(posterior):
    value, gradient = posterior.value_and_grad(Z)
    assert value == pytest.approx(-0.5 * A @ A - 2 * np.log(2 * np.pi) + 0.1) and posterior.interpreted_log_density(Z) == pytest.approx(value)
    np.testing.assert_allclose(gradient, [*-A, 1])


def test_tuples_that_are_generated_are_kept_in_parts(posterior):
    values, _ = simulate(posterior, Z[None], 1, False)
    wanted = {"g.1": [S], "g.2": [[1, 2]], "h.1": [[S, 1]], "h.2": [[[0.3, -0.2], [1, 2]]], "i": [6], "d": [[4, 6, 8, 2]]}
    for name, value in wanted.items():
        np.testing.assert_allclose(values[name], value)


UNSET = """
data { int N; }
parameters { real a; vector[N] b; }
transformed parameters {
  vector[N] never; vector[N] part; matrix[60, 3] large; real alone;
  for (n in 2:N) part[n] = a * b[n];
  large[2, 2] = a;
}
model { a ~ normal(0, 1); b ~ normal(part[%d], 1); }
generated quantities { real free; array[2] vector[2] rows; rows[1, 1] = 2; }
"""
POINT = np.array([0.1, 0.2, 0.3, 0.4])


def test_what_nothing_is_assigned_to_is_nan():
    posterior = stan.model(text=UNSET % 2).bind(N=3)
    value, gradient = posterior.value_and_grad(POINT)
    away = POINT[1:] - 0.1 * 0.3
    assert value == pytest.approx(-0.5 * (0.01 + away @ away) - 2 * np.log(2 * np.pi)) and posterior.interpreted_log_density(POINT) == pytest.approx(value)
    np.testing.assert_allclose(gradient, [-0.1 + 0.3 * away.sum(), -away[0], -away[1] + 0.1 * away.sum(), -away[2]], rtol=1e-13)
    values = posterior.constrain(POINT)
    np.testing.assert_array_equal(values["part"], [np.nan, 0.1 * 0.3, 0.1 * 0.4])
    np.testing.assert_array_equal(values["rows"], [[2, np.nan], [np.nan, np.nan]])
    assert np.argwhere(~np.isnan(values["large"])).tolist() == [[1, 1]]
    assert all(np.isnan(values[name]).all() for name in ("never", "alone", "free"))


def test_what_is_read_before_it_is_assigned_makes_the_density_zero():
    posterior = stan.model(text=UNSET % 1).bind(N=3)
    assert posterior.log_density(POINT) == posterior.interpreted_log_density(POINT) == -np.inf
