// A sum that may be split: slices of counts and of vectors.
functions {
  real part_lpmf(array[] int slice, int start, int end, vector eta, array[] real w) {
    real lp = 0;
    for (n in 1 : size(slice)) lp += w[start + n - 1] * poisson_log_lpmf(slice[n] | eta[start + n - 1]);
    return lp + 0 * (end - start);
  }
  real squares(array[] vector xs, int start, int end, real c) {
    real s = 0;
    for (k in 1 : end - start + 1) s += squared_distance(xs[k], rep_vector(c, 2));
    return s;
  }
}
data {
  int<lower=1> N;
  array[N] int<lower=0> k;
  vector[N] x;
  array[N] real w;
  int<lower=1> grain;
}
parameters {
  real a, b;
  array[3] vector[2] z;
}
model {
  a ~ normal(0, 1);
  b ~ normal(0, 1);
  target += reduce_sum(part_lpmf, k, grain, a + b * x, w);
  target += -0.5 * reduce_sum(squares, z, 1, a);
}
generated quantities {
  real static_ = reduce_sum_static(squares, z, 2, 0.5);
}
