// A moving average with a season: the last S shocks are kept in a ring.
data {
  int<lower=1> T, S;
  array[T] real y;
}
parameters {
  real level;
  real<lower=-1, upper=1> near, far;
  real<lower=0> sigma;
}
model {
  array[S] real ring = rep_array(0.0, S);
  level ~ cauchy(0, 2.5);
  sigma ~ cauchy(0, 2.5);
  for (t in 1 : T) {
    int now = (t - 1) % S + 1;
    int before = now == 1 ? S : now - 1;
    real e = y[t] - level - near * ring[before] - far * ring[now];
    e ~ normal(0, sigma);
    ring[now] = e;
  }
}
generated quantities {
  real memory = (near + far) / (1 + abs(near) + abs(far));
  vector[2] roots = [-near, near]' / sqrt(1 + square(far));
}
