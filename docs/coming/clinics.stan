data {
  int<lower=0> N;
  int<lower=1> J;
  array[N] int<lower=1, upper=J> clinic;
  vector[N] x;
  array[N] int<lower=0, upper=1> y;
}
parameters {
  real mu;
  real<lower=0> tau;
  real b;
  vector<offset=mu, multiplier=tau>[J] a;
}
model {
  mu ~ normal(0, 2);
  tau ~ normal(0, 1.5);
  b ~ normal(0, 2);
  a ~ normal(mu, tau);
  y ~ bernoulli_logit(a[clinic] + b * x);
}
