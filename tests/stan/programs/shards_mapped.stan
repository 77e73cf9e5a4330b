// The same work for several shards, each with parameters and data of its own.
functions {
  vector shard(vector phi, vector theta, data array[] real x_r, data array[] int x_i) {
    real lp = normal_lpdf(theta[1] | phi[1], phi[2]);
    int n = x_i[1];
    lp += normal_lpdf(x_r[1 : n] | theta[1], 1);
    return [lp, theta[1]]';
  }
}
data {
  int<lower=1> S, M;
  array[S, M] real x_r;
  array[S, 1] int x_i;
}
parameters {
  vector[1] mu;
  vector<lower=0>[1] tau;
  array[S] vector[1] theta;
}
model {
  vector[2 * S] got = map_rect(shard, append_row(mu, tau), theta, x_r, x_i);
  mu ~ normal(0, 5);
  tau ~ cauchy(0, 1);
  for (s in 1 : S) target += got[2 * s - 1];
}
generated quantities {
  vector[S] flat;
  for (s in 1 : S) flat[s] = theta[s, 1];
}
