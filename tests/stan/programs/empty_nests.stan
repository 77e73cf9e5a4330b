// Zero-inflated counts as a distribution of one's own, used by a tilde.
functions {
  real nest_lpmf(int y, real theta, real lambda) {
    if (y == 0) {
      return log_sum_exp(bernoulli_lpmf(1 | theta), bernoulli_lpmf(0 | theta) + poisson_lpmf(0 | lambda));
    }
    return bernoulli_lpmf(0 | theta) + poisson_lpmf(y | lambda);
  }
  int nest_rng(real theta, real lambda) {
    return bernoulli_rng(theta) ? 0 : poisson_rng(lambda);
  }
}
data {
  int<lower=0> N;
  array[N] int<lower=0> eggs;
}
parameters {
  real<lower=0, upper=1> theta;
  real<lower=0> lambda;
}
model {
  theta ~ beta(1.5, 3);
  lambda ~ gamma(3, 1);
  for (n in 1 : N) eggs[n] ~ nest(theta, lambda);
}
generated quantities {
  array[N] int rep;
  vector[N] log_lik;
  for (n in 1 : N) {
    rep[n] = nest_rng(theta, lambda);
    log_lik[n] = nest_lpmf(eggs[n] | theta, lambda);
  }
}
