data {
  int<lower=0> N;
  vector[N] y;
}
parameters {
  simplex[2] w;
  ordered[2] mu;
  vector<lower=0>[2] sigma;
}
model {
  w ~ dirichlet([1, 1]');
  mu ~ normal(0, 3);
  sigma ~ normal(0, 2);
  for (n in 1:N)
    target += log_sum_exp(log(w[1]) + normal_lpdf(y[n] | mu[1], sigma[1]),
                          log(w[2]) + normal_lpdf(y[n] | mu[2], sigma[2]));
}
