data {
  int<lower=0> N;
  array[N] real x;
  vector[N] y;
}
parameters {
  real<lower=0> length;
  real<lower=0> height;
  real<lower=0> sigma;
}
model {
  matrix[N, N] K = add_diag(gp_exp_quad_cov(x, height, length), square(sigma));
  length ~ inv_gamma(5, 5);
  height ~ normal(0, 2);
  sigma ~ std_normal();
  y ~ multi_normal_cholesky(rep_vector(0, N), cholesky_decompose(K));
}
