// How many there are is not known: sums over every number up to a bound, by site.
data {
  int<lower=1> R, V;
  array[R, V] int<lower=0> y;
  int<lower=max(to_array_1d(y))> K;
}
transformed data {
  array[R] int most;
  for (i in 1 : R) most[i] = max(y[i]);
}
parameters {
  real<lower=0> lambda;
  real<lower=0, upper=1> p;
}
model {
  lambda ~ gamma(2, 0.3);
  for (i in 1 : R) {
    vector[K - most[i] + 1] lp;
    for (j in 1 : K - most[i] + 1) {
      int n = most[i] + j - 1;
      lp[j] = poisson_lpmf(n | lambda) + binomial_lpmf(y[i] | n, p);
    }
    target += log_sum_exp(lp);
  }
}
generated quantities {
  array[R] int abundance;
  for (i in 1 : R) abundance[i] = poisson_rng(lambda * (1 - p) ^ V) + most[i];
  real expected = R * lambda;
}
