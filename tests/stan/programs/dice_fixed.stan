// No parameters: everything is drawn or computed.
functions {
  int roll_rng(int sides) {
    return categorical_rng(rep_vector(inv(sides), sides));
  }
  array[] int rolls_rng(int n, int sides) {
    array[n] int r;
    for (k in 1 : n) r[k] = roll_rng(sides);
    return r;
  }
}
data {
  int<lower=1> n;
}
generated quantities {
  array[n] int r = rolls_rng(n, 6);
  int in_range = min(r) >= 1 && max(r) <= 6;
  real u = uniform_rng(0, 1);
  int whole = u >= 0 && u < 1;
  simplex[3] d = dirichlet_rng([1, 2, 3]');
  real one = round(1e6 * sum(d)) / 1e6;
  real expected = n * 3.5;
  matrix[2, 2] L = lkj_corr_cholesky_rng(2, 1.5);
  real unit = round(1e8 * sum(square(L[2]))) / 1e8;
}
