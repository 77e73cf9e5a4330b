// A program in parts: functions and statements from other files.
functions {
#include included_counts.stanfunctions
}
data {
  int<lower=1> N;
  vector[N] y;
}
transformed data {
  int n_up = count_above(y, 0);
}
parameters {
  real mu;
  real<lower=0> tau;
}
model {
#include "included_priors.stanpart"
  y ~ normal(mu, tau);
  n_up ~ binomial(N, Phi(mu / tau));
}
generated quantities {
  real up = share_above(y, mu);
}
