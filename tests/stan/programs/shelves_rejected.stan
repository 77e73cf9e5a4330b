// Ways that end in a rejection, behind loops and in branches, of functions that give containers and tuples.
functions {
  vector first_above(vector x, real limit) {
    for (n in 1:size(x)) {
      if (x[n] > limit) return x * n;
    }
    reject("nothing above ", limit);
  }
  array[] vector halves(vector x, int k) {
    if (k > size(x)) {
      reject("no place ", k);
    } else {
      return {x[1:k], x[1:k] / 2};
    }
  }
  tuple(real, vector) tallest(vector x) {
    while (1) {
      if (max(x) > -5) {
        if (x[1] < 5) return (max(x), exp(x));
        break;
      }
      reject("too low");
    }
    reject("too high");
  }
  matrix crossed(vector x, real s) {
    matrix[2, 2] m;
    if (s < 1e6) m = [[x[1], s], [s, x[2]]];
    else if (s < 1e7) m = [[s, x[1]], [x[2], s]];
    else reject("too wide");
    return m;
  }
  vector nothing(vector x) {
    reject("never");
  }
  real doubled_past(real x, real limit) {
    real y = x;
    if (x <= 0) reject("would go on for ever");
    while (y < limit) y *= 2;
    return y;
  }
  int steps(real x, int n) {
    if (x > 50) {
      reject("no number of steps");
    } else if (x > -50) {
      return n;
    }
    return n - 1;
  }
}
data {
  int<lower=2> N;
  vector[N] load;
}
parameters {
  vector[N] a;
  real<lower=0> s;
}
transformed parameters {
  vector[N] top = first_above(a, -1.5);
  vector[N] either;
  if (a[1] > 40) either = nothing(a);
  else either = a + load;
}
model {
  tuple(real, vector[N]) found = tallest(a);
  array[2] vector[2] two = halves(either, 2);
  a ~ normal(0, 1);
  s ~ exponential(1);
  target += -0.1 * found.1 + sum(found.2) / 10 - dot_self(two[2]);
  target += -sum(crossed(a, s) .* crossed(top, s)) / 50 - doubled_past(s, 3);
  for (k in 1:steps(a[1], 3)) target += -0.01 * k * a[2]^2;
}
