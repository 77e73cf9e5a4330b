// Weights known with error on both sides; the true ones are parameters.
data {
  int<lower=1> N;
  vector[N] x_seen, y_seen;
  vector<lower=0>[N] x_err;
  real<lower=0> y_err;
}
parameters {
  vector[N] x_true;
  real mu_x;
  real<lower=0> sd_x;
  real a, b;
}
model {
  x_true ~ normal(mu_x, sd_x);
  mu_x ~ double_exponential(0, 3);
  sd_x ~ scaled_inv_chi_square(4, 1);
  x_seen ~ normal(x_true, x_err);
  y_seen ~ student_t(6, a + b * x_true, y_err);
  [a, b]' ~ multi_normal([0, 1]', [[4, 0.5], [0.5, 1]]);
}
generated quantities {
  vector[N] shrink = (x_seen - x_true) ./ x_err;
  array[N] real y_rep = student_t_rng(6, a + b * x_true, y_err);
  real reliability = square(sd_x) / (square(sd_x) + mean(square(x_err)));
}
