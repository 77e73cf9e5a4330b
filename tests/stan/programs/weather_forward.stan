// A hidden chain, summed forward by hand; rows of the transitions are simplexes.
data {
  int<lower=1> T, K;
  array[T] int<lower=0> calls;
}
parameters {
  array[K] simplex[K] move;
  positive_ordered[K] rate;
}
transformed parameters {
  array[T] vector[K] forward;
  {
    array[K] real acc;
    for (k in 1 : K) forward[1, k] = poisson_lpmf(calls[1] | rate[k]) - log(K);
    for (t in 2 : T) {
      for (k in 1 : K) {
        for (j in 1 : K) acc[j] = forward[t - 1, j] + log(move[j, k]) + poisson_lpmf(calls[t] | rate[k]);
        forward[t, k] = log_sum_exp(acc);
      }
    }
  }
}
model {
  for (k in 1 : K) move[k] ~ dirichlet(rep_vector(1.5, K));
  rate ~ gamma(2, 0.3);
  target += log_sum_exp(forward[T]);
}
generated quantities {
  array[T] int path;
  path[T] = categorical_logit_rng(forward[T]);
  for (s in 1 : T - 1) {
    int t = T - s;
    path[t] = categorical_logit_rng(forward[t] + to_vector(log(move[ : , path[t + 1]])));
  }
}
