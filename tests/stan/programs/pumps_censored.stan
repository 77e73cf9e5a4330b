// Times to failure, some only known to be longer.
data {
  int<lower=0> N_seen, N_cens;
  vector<lower=0>[N_seen] t;
  vector<lower=0>[N_cens] t_cens;
  vector[N_seen] load;
  vector[N_cens] load_cens;
}
parameters {
  real<lower=0> shape;
  real b0, b1;
}
transformed parameters {
  vector<lower=0>[N_seen] scale = exp(b0 + b1 * load);
}
model {
  shape ~ gamma(2, 1);
  b0 ~ normal(1, 2);
  b1 ~ normal(0, 1);
  t ~ weibull(shape, scale);
  target += weibull_lccdf(t_cens | shape, exp(b0 + b1 * load_cens));
}
generated quantities {
  real median_life = exp(b0) * log2() ^ inv(shape);
  vector[N_cens] survive;
  for (n in 1 : N_cens) survive[n] = 1 - weibull_cdf(t_cens[n] | shape, exp(b0 + b1 * load_cens[n]));
  real draw = weibull_rng(shape, exp(b0));
}
