// Without the draw.
data {
  int<lower=1> N;
  array[N] int<lower=0> y;
}
parameters {
  real<lower=0> r, a, b;
}
model {
  r ~ gamma(3, 1);
  a ~ gamma(4, 1);
  b ~ exponential(0.5);
  y ~ beta_neg_binomial(r, a + 1, b);
}
generated quantities {
  real small = beta_neg_binomial_lcdf(2 | r, a + 1, b);
  real large = beta_neg_binomial_lccdf(5 | r, a + 1, b);
}
