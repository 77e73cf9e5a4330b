// Shares of ground covered: a beta law by mean and size, and counts with beta weights.
data {
  int<lower=1> N;
  vector<lower=0, upper=1>[N] cover;
  array[N] int<lower=0> n, k;
  vector[N] slope;
}
parameters {
  real a, b;
  real<lower=0> kappa;
}
transformed parameters {
  vector<lower=0, upper=1>[N] m = 0.01 + 0.98 * inv_cloglog(a + b * slope);
}
model {
  a ~ logistic(0, 1);
  b ~ normal(0, 1);
  kappa ~ gamma(2, 0.1);
  cover ~ beta_proportion(m, kappa);
  k ~ beta_binomial(n, m * kappa, (1 - m) * kappa);
}
generated quantities {
  array[N] real rep = beta_proportion_rng(m, kappa);
  vector[N] again;
  for (i in 1 : N) again[i] = beta_lpdf(cover[i] | m[i] * kappa, (1 - m[i]) * kappa) - beta_proportion_lpdf(cover[i] | m[i], kappa);
}
