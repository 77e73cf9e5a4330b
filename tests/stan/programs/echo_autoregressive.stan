// An autoregression whose order is data.
data {
  int<lower=0> P;
  int<lower=P> T;
  vector[T] y;
}
parameters {
  real c;
  vector<lower=-1, upper=1>[P] phi;
  real<lower=0> sigma;
}
model {
  c ~ normal(0, 1);
  sigma ~ normal(0, 1);
  for (t in P + 1 : T) {
    real m = c;
    for (p in 1 : P) m += phi[p] * y[t - p];
    y[t] ~ normal(m, sigma);
  }
}
generated quantities {
  vector[3] ahead;
  real level = c / (1 - sum(phi));
  {
    vector[T + 3] path;
    path[1 : T] = y;
    for (t in T + 1 : T + 3) path[t] = c + dot_product(phi, reverse(path[t - P : t - 1]));
    ahead = tail(path, 3);
  }
}
