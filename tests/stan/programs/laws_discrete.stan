// Laws of whole numbers, each met once.
data {
  int<lower=1> N;
  array[N] int<lower=0> k;
  array[N] int<lower=0, upper=1> z;
}
transformed data {
  int most = max(k);
}
parameters {
  real<lower=0> a, b;
  real<lower=0, upper=1> p;
  simplex[4] q;
}
model {
  k ~ poisson(a);
  k ~ neg_binomial(a, b);
  k ~ neg_binomial_2(a, b);
  k ~ binomial(most + 1, p);
  k ~ beta_binomial(most + 2, a, b);
  z ~ bernoulli(p);
  z ~ bernoulli_logit(log(a) - b);
  for (n in 1 : N) k[n] % 4 + 1 ~ categorical(q);
  target += hypergeometric_lpmf(2 | 5, 6, 9) + discrete_range_lpmf(3 | 1, 6) + a - 1.5 * b;
  k ~ poisson_log(p);
}
generated quantities {
  real lower_ = poisson_lcdf(k | a) + binomial_lccdf(2 | 9, p) + neg_binomial_2_lcdf(k | a, b) + beta_binomial_lcdf(3 | 7, a, b);
  real each = bernoulli_lpmf(1 | p) + neg_binomial_lpmf(4 | a, b);
  array[4] int draws = {poisson_rng(a), neg_binomial_2_rng(a, b), hypergeometric_rng(5, 6, 9), beta_binomial_rng(7, a, b)};
}
