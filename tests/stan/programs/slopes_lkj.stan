// Intercepts and slopes that go together: a factor of their correlation, scales, and standard normals.
data {
  int<lower=1> N, J;
  array[N] int<lower=1, upper=J> g;
  vector[N] x;
  vector[N] y;
}
parameters {
  vector[2] mu;
  vector<lower=0>[2] tau;
  cholesky_factor_corr[2] L;
  matrix[2, J] z;
  real<lower=0> sigma;
}
transformed parameters {
  matrix[J, 2] b = rep_matrix(mu', J) + (diag_pre_multiply(tau, L) * z)';
}
model {
  to_vector(z) ~ std_normal();
  L ~ lkj_corr_cholesky(2);
  tau ~ exponential(1);
  mu ~ normal(0, 5);
  sigma ~ exponential(1);
  y ~ normal(b[g, 1] + b[g, 2] .* x, sigma);
}
generated quantities {
  corr_matrix[2] R = multiply_lower_tri_self_transpose(L);
  real rho = R[1, 2];
}
