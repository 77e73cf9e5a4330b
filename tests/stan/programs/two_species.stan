// Two kinds in one sample: log_mix, with the means in order.
data {
  int<lower=1> N;
  array[N] real wing;
}
parameters {
  ordered[2] mu;
  vector<lower=0>[2] sigma;
  real<lower=0, upper=1> share;
}
model {
  mu[1] ~ normal(-1, 2);
  mu[2] ~ normal(2, 2);
  sigma ~ lognormal(0, 1);
  share ~ beta(2, 2);
  for (w in wing) {
    target += log_mix(share, normal_lpdf(w | mu[1], sigma[1]), normal_lpdf(w | mu[2], sigma[2]));
  }
}
generated quantities {
  vector[N] first;
  for (n in 1 : N) {
    vector[2] lp = [log(share) + normal_lpdf(wing[n] | mu[1], sigma[1]), log1m(share) + normal_lpdf(wing[n] | mu[2], sigma[2])]';
    first[n] = softmax(lp)[1];
  }
  int which = categorical_rng([share, 1 - share]');
}
