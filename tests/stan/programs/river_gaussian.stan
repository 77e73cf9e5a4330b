// A yearly wave times a slow drift: product of kernels, factored in the model block.
data {
  int<lower=1> N;
  array[N] real x;
  vector[N] y;
  real<lower=0> year;
}
transformed data {
  vector[N] centre = rep_vector(mean(y), N);
}
parameters {
  real<lower=0> slow, wave;
  real<lower=0> height;
  real<lower=0> noise;
}
model {
  matrix[N, N] K = gp_exp_quad_cov(x, height, slow) .* gp_periodic_cov(x, 1.0, wave, year);
  slow ~ inv_gamma(4, 8);
  wave ~ lognormal(0, 0.5);
  [height, noise] ~ std_normal();
  y ~ multi_normal_cholesky(centre, cholesky_decompose(add_diag(K, noise ^ 2 + 1e-9)));
}
generated quantities {
  matrix[N, N] M32 = gp_matern32_cov(x, height, slow);
  real m52 = gp_matern52_cov(x, height, slow)[1, N];
  matrix[2, N] across = gp_exponential_cov({0.5, 1.5}, x, height, slow);
}
