// The rows of each of `move` are simplexes.
data {
  int<lower=1> T;
  vector[T] y;
  array[T] int<lower=1, upper=2> period;
}
parameters {
  array[2, 2] simplex[2] move_;
  simplex[2] start;
  ordered[2] mu;
}
transformed parameters {
  array[2] matrix[2, 2] move;
  for (i in 1 : 2) for (j in 1 : 2) move[i, j] = move_[i, j]';
  vector[2] f = log(start);
  for (t in 1 : T) {
    if (t > 1) f = log(move[period[t]]' * exp(f - max(f))) + max(f);
    f += [normal_lpdf(y[t] | mu[1], 1), normal_lpdf(y[t] | mu[2], 1)]';
  }
}
model {
  for (p in 1 : 2) {
    move[p, 1]' ~ dirichlet([4, 1]');
    move[p, 2]' ~ dirichlet([1, 4]');
  }
  mu ~ normal(0, 2);
  target += log_sum_exp(f);
}
generated quantities {
  vector[2] now = softmax(f);
}
