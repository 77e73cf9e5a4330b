// K kinds with weights on a simplex, summed by log_sum_exp over a vector of terms.
data {
  int<lower=2> K;
  int<lower=1> N;
  vector<lower=0>[N] mass;
  vector<lower=0>[K] conc;
}
parameters {
  simplex[K] w;
  positive_ordered[K] rate;
}
model {
  w ~ dirichlet(conc);
  rate ~ gamma(2, 0.8);
  for (n in 1 : N) {
    vector[K] term = log(w);
    for (k in 1 : K) term[k] += exponential_lpdf(mass[n] | rate[k]);
    target += log_sum_exp(term);
  }
}
generated quantities {
  real longest = 1 / rate[1];
  vector[K] cumulative = cumulative_sum(w);
  matrix[N, K] member;
  for (n in 1 : N) {
    for (k in 1 : K) member[n, k] = w[k] * rate[k] * exp(-rate[k] * mass[n]);
    member[n] /= sum(member[n]);
  }
}
