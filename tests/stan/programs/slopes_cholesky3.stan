// Several outcomes at once: rows as vectors, a factor of the covariance.
data {
  int<lower=1> N, K;
  array[N] vector[K] y;
}
parameters {
  vector[K] mu;
  cholesky_factor_corr[K] L;
  vector<lower=0>[K] s;
}
model {
  matrix[K, K] F = diag_pre_multiply(s, L);
  mu ~ normal(0, 3);
  L ~ lkj_corr_cholesky(1.3);
  s ~ student_t(3, 0, 1);
  y ~ multi_normal_cholesky(mu, F);
}
generated quantities {
  matrix[K, K] S = tcrossprod(diag_pre_multiply(s, L));
  vector[K] sd_of = sqrt(diagonal(S));
  array[2] vector[K] rep = multi_normal_cholesky_rng({mu, mu + 1}, diag_pre_multiply(s, L));
  real same = multi_normal_lpdf(y | mu, S);
}
