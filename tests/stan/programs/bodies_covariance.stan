// A covariance matrix as a parameter, with an inverse Wishart law.
data {
  int<lower=1> N, K;
  array[N] vector[K] y;
  cov_matrix[K] S0;
}
parameters {
  vector[K] mu;
  cov_matrix[K] Sigma;
}
model {
  mu ~ multi_normal(rep_vector(0, K), 4 * S0);
  Sigma ~ inv_wishart(K + 2, S0);
  y ~ multi_normal(mu, Sigma);
}
generated quantities {
  vector[N] log_lik;
  matrix[K, K] P = inverse_spd(Sigma);
  real volume = 0.5 * log_determinant(Sigma);
  vector[K] fresh = multi_normal_rng(mu, Sigma);
  for (n in 1 : N) log_lik[n] = multi_normal_lpdf(y[n] | mu, Sigma);
}
