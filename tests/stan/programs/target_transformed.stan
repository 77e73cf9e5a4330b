// The log density so far where parameters are transformed: the Jacobians in the density, nothing where values are written.
parameters {
  real<lower=0> a;
  ordered[2] c;
}
transformed parameters {
  real so_far = target();
  real tilted = so_far * a + c[1];
}
model {
  target += normal_lpdf(a | 0, 1);
  target += normal_lpdf(c | 0, 2) - 0.1 * tilted^2 + 0.01 * target();
}
generated quantities {
  real twice = 2 * so_far;
}
