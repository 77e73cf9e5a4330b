// Times known to lie between visits: differences of distribution functions of several families.
data {
  int<lower=0> N;
  vector<lower=0>[N] low;
  vector<lower=low>[N] high;
}
parameters {
  real mu;
  real<lower=0> sigma;
  real<lower=0> k, rate;
}
model {
  mu ~ normal(0, 1);
  sigma ~ exponential(1);
  k ~ gamma(3, 1);
  rate ~ exponential(1);
  for (n in 1 : N) {
    target += log_diff_exp(lognormal_lcdf(high[n] | mu, sigma), lognormal_lcdf(low[n] | mu, sigma));
    target += 0.1 * log(gamma_cdf(high[n] | k, rate) - gamma_cdf(low[n] | k, rate));
  }
}
generated quantities {
  real tail = exp(loglogistic_cdf(2 | 1.5, k) - 1) + exp(gumbel_lccdf(1.2 | mu, sigma));
}
