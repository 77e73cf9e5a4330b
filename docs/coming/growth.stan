data {
  int<lower=0> N;
  int<lower=1> J;
  array[N] int<lower=1, upper=J> child;
  vector[N] t;
  vector[N] y;
}
parameters {
  vector[2] mu;
  vector<lower=0>[2] sd;
  cholesky_factor_corr[2] L;
  matrix[2, J] z;
  real<lower=0> sigma;
}
transformed parameters {
  matrix[J, 2] u = rep_matrix(mu', J) + (diag_pre_multiply(sd, L) * z)';
}
model {
  mu ~ normal(0, 5);
  sd ~ std_normal();
  L ~ lkj_corr_cholesky(2);
  to_vector(z) ~ std_normal();
  sigma ~ std_normal();
  y ~ normal(u[child, 1] + u[child, 2] .* t, sigma);
}
