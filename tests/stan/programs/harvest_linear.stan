// A straight line through yields, with the whole vector in one law.
data {
  int<lower=1> N;
  vector[N] rain;
  vector[N] yield;
}
transformed data {
  real centre = mean(rain);
  vector[N] x = (rain - centre) / sd(rain);
}
parameters {
  real a;
  real b;
  real<lower=0> sigma;
}
model {
  a ~ normal(5, 3);
  b ~ student_t(4, 0, 1.5);
  sigma ~ exponential(0.7);
  yield ~ normal(a + b * x, sigma);
}
generated quantities {
  vector[N] log_lik;
  array[N] real rep = normal_rng(a + b * x, sigma);
  real r2 = 1 - variance(yield - (a + b * x)) / variance(yield);
  for (n in 1 : N) log_lik[n] = normal_lpdf(yield[n] | a + b * x[n], sigma);
}
