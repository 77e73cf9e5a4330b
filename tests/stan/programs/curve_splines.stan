// A basis of splines by a function that calls itself, with a random walk on its weights.
functions {
  vector hat(int d, int i, vector x, vector knot) {
    int N = num_elements(x);
    if (d == 1) {
      vector[N] b;
      for (n in 1 : N) b[n] = knot[i] <= x[n] && x[n] < knot[i + 1];
      return b;
    }
    vector[N] l = rep_vector(0, N), r = rep_vector(0, N);
    if (knot[i] != knot[i + d - 1]) l = (x - knot[i]) / (knot[i + d - 1] - knot[i]);
    if (knot[i + 1] != knot[i + d]) r = (knot[i + d] - x) / (knot[i + d] - knot[i + 1]);
    return l .* hat(d - 1, i, x, knot) + r .* hat(d - 1, i + 1, x, knot);
  }
}
data {
  int<lower=1> N;
  vector[N] x, y;
  int<lower=4> M;
  vector[M] knot;
}
transformed data {
  int B = M - 3;
  matrix[N, B] basis;
  for (b in 1 : B) basis[ : , b] = hat(3, b, x, knot);
}
parameters {
  vector[B] step;
  real<lower=0> tau, sigma;
}
transformed parameters {
  vector[B] w = cumulative_sum(step) * tau;
}
model {
  step ~ std_normal();
  {tau, sigma} ~ normal(0, 1);
  y ~ normal(basis * w, sigma);
}
generated quantities {
  vector[N] fit = basis * w;
  real shape = norm2(basis' * (y - fit));
}
