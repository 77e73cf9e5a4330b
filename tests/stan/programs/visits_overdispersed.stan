// Negative binomial counts: the GLM form, the log form and the plain one agree.
data {
  int<lower=1> N, K;
  matrix[N, K] X;
  array[N] int<lower=0> y;
}
parameters {
  real a;
  vector[K] b;
  real<lower=0> phi;
}
model {
  a ~ normal(1, 1);
  b ~ normal(0, 1);
  phi ~ inv_gamma(2, 3);
  y ~ neg_binomial_2_log_glm(X, a, b, phi);
}
generated quantities {
  real log_form = neg_binomial_2_log_lpmf(y | a + X * b, phi);
  real plain = neg_binomial_2_lpmf(y | exp(a + X * b), phi);
  real glm = neg_binomial_2_log_glm_lpmf(y | X, a, b, phi);
  array[N] int rep = neg_binomial_2_log_rng(a + X * b, phi);
}
