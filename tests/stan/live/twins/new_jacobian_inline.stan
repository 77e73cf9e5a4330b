// The Jacobian is added in the model block.
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
  vector<lower=0>[2] positive = log1p_exp(u);
}
model {
  target += log_rate + sum(log_inv_logit(u));
  rate ~ gamma(2, 1);
  positive ~ exponential(0.5);
  y ~ gamma(positive[1], rate * positive[2]);
}
generated quantities {
  real mean_y = positive[1] / (rate * positive[2]);
}
