// Loops whose ends, or what they go through, change while they run.
functions {
  int left(array[] int k) {
    return k[1];
  }
  real shrinking(real x) {
    int m = 5;
    real t = 0;
    for (n in 1:m) {
      t += x * n;
      if (n == 2) m = 3;
    }
    return t;
  }
}
data {
  int<lower=1> N;
  vector[N] y;
}
transformed data {
  int m = N, rounds = 0;
  for (n in 1:m) {
    m -= 1;
    rounds += n;
  }
  array[2] vector[2] pairs = {[1, 2]', [3, 4]'};
  real begun = 0;
  for (v in pairs) {
    pairs[1][1] = 100;
    pairs[2][1] = 50;
    begun += v[1];
  }
}
parameters {
  real mu;
  real<lower=0> s;
}
transformed parameters {
  vector[N] wave = rep_vector(0, N);
  {
    int last = 1;
    for (n in 1:last) {
      if (last < N) last += 1;
      if (n == 2) continue;
      wave[n] = mu * n;
      for (j in n:last) wave[n] += 0.1 * s * j;
    }
  }
}
model {
  array[2] int h = {4, 0};
  for (n in 1:left(h)) {
    h[1] -= 1;
    target += -0.05 * n * mu^2;
    if (mu > 10) break;
  }
  mu ~ normal(0, 1);
  s ~ exponential(1);
  y ~ normal(wave + shrinking(mu) / 20, s);
}
generated quantities {
  int o_rounds = rounds, o_m = m;
  real o_begun = begun, o_shrinking = shrinking(mu);
  int grown = 1, sum_grown = 0;
  for (n in 1:grown) {
    if (grown < 5) grown += 2;
    sum_grown += n;
  }
  array[3] int xs = {1, 2, 3};
  int seen = 0;
  for (x in xs) {
    xs[3] = 10;
    seen += x;
  }
}
