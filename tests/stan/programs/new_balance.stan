// Effects that sum to nought, scaled so that each has the law of one of many.
data {
  int<lower=1> N, J;
  array[N] int<lower=1, upper=J> judge;
  vector[N] score;
}
transformed data {
  real widen = sqrt(J * inv(J - 1));
}
parameters {
  real mu;
  sum_to_zero_vector[J] raw;
  real<lower=0> tau, sigma;
}
model {
  mu ~ normal(5, 2);
  raw ~ normal(0, widen);
  tau ~ normal(0, 1);
  sigma ~ exponential(1);
  score ~ normal(mu + tau * raw[judge], sigma);
}
generated quantities {
  vector[J] effect = tau * raw;
  real nought = sum(effect);
  real harshest = min(effect);
}
