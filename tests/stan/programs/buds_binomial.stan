// Trials within plots, effects not centred.
data {
  int<lower=1> P;
  array[P] int<lower=0> trials;
  array[P] int<lower=0> buds;
  vector[P] shade;
}
parameters {
  real mu;
  real slope;
  real<lower=0> tau;
  vector[P] raw;
}
transformed parameters {
  vector[P] logit_p = mu + slope * shade + tau * raw;
}
model {
  mu ~ normal(0, 1.5);
  slope ~ normal(0, 1);
  tau ~ cauchy(0, 1);
  raw ~ std_normal();
  buds ~ binomial_logit(trials, logit_p);
}
generated quantities {
  vector[P] p = inv_logit(logit_p);
  array[P] int again = binomial_rng(trials, p);
  vector[P] log_lik;
  for (k in 1 : P) log_lik[k] = binomial_logit_lpmf(buds[k] | trials[k], logit_p[k]);
  int most = max(buds);
}
