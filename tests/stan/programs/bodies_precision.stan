// Precisions: a Wishart law for the matrix, the factor of a covariance that is not square.
data {
  int<lower=1> N;
  array[N] vector[3] y;
  cov_matrix[3] W;
}
parameters {
  cov_matrix[3] Omega;
  cholesky_factor_cov[3, 2] A;
  cholesky_factor_cov[3] C;
}
model {
  Omega ~ wishart(5, W);
  to_vector(A) ~ normal(0, 1);
  target += -0.5 * sum(square(C)) + 2 * log(C[1, 1]);
  y ~ multi_normal_prec(A * [0.3, -0.2]', Omega);
}
generated quantities {
  matrix[3, 3] AA = A * A';
  vector[3] spectrum = eigenvalues_sym(Omega);
  real trace_ = trace(Omega);
  matrix[3, 3] w = wishart_rng(5, W);
}
