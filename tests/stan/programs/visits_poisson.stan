// Counts with exposure, as a GLM with offsets given row by row.
data {
  int N, K;
  matrix[N, K] X;
  array[N] int<lower=0> visits;
  vector<lower=0>[N] hours;
}
transformed data {
  vector[N] log_hours = log(hours);
}
parameters {
  real base;
  vector[K] b;
}
model {
  base ~ normal(0, 2);
  b ~ double_exponential(0, 1);
  visits ~ poisson_log_glm(X, base + log_hours, b);
}
generated quantities {
  array[N] int rep = poisson_log_rng(base + log_hours + X * b);
  vector[N] log_lik;
  for (n in 1 : N) {
    log_lik[n] = poisson_log_lpmf(visits[n] | base + log_hours[n] + dot_product(X[n], b));
  }
  real total = sum(exp(base + X * b));
}
