// A change of variables written out: the density of the transformed value is what the prior speaks of.
data {
  int<lower=1> N;
  vector<lower=0>[N] y;
}
parameters {
  real log_rate;
  vector[2] u;
}
transformed parameters {
  real<lower=0> rate = exp(log_rate);
  jacobian += log_rate;
  vector<lower=0>[2] positive = log1p_exp(u);
  for (k in 1 : 2) jacobian += log_inv_logit(u[k]);
}
model {
  rate ~ gamma(2, 1);
  positive ~ exponential(0.5);
  y ~ gamma(positive[1], rate * positive[2]);
}
generated quantities {
  real mean_y = positive[1] / (rate * positive[2]);
}
