// Every way to go round and to leave.
functions {
  int collatz(int n) {
    int k = n, steps = 0;
    while (k != 1) {
      if (k % 2 == 0) k = k %/% 2;
      else k = 3 * k + 1;
      steps += 1;
      if (steps > 200) break;
    }
    return steps;
  }
  real series(real x, real eps) {
    real term = 1, s = 0;
    int n = 0;
    while (1) {
      s += term;
      n += 1;
      term *= x / n;
      if (n >= 30 || abs(term) < eps) return s;
    }
    return not_a_number();
  }
}
data {
  int<lower=1> N;
  array[N, 2] int<lower=1> pair;
  array[2] vector[3] rows_;
}
transformed data {
  array[N] int steps;
  for (n in 1 : N) steps[n] = collatz(pair[n, 1]);
}
parameters {
  real<lower=0, upper=1> x;
  vector[3] u;
}
model {
  real s = 0;
  for (row in pair) {
    for (k in row) {
      if (k % 3 == 0) continue;
      if (k > 20) break;
      s += k * x;
    }
  }
  for (r in rows_) for (c in r) s += c;
  for (k in 3 : 2) s += 1000;
  u ~ normal(s / 50, 1);
  target += log(series(x, 1e-18)) + sum(steps) * 0.01 * x;
}
generated quantities {
  real e = series(x, 1e-16);
  array[N] int out = steps;
  {
    int n = N;
    while (n > 0) {
      out[n] = out[n] * n;
      n -= 1;
    }
  }
}
