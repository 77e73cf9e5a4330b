// Waves of several periods by a design made in transformed data, regularised by a ridge that is learnt.
functions {
  matrix waves(vector t, array[] real period) {
    matrix[size(t), 2 * size(period)] W;
    for (k in 1 : size(period)) {
      vector[size(t)] a = 2 * pi() * t / period[k];
      W[ : , 2 * k - 1] = sin(a);
      W[ : , 2 * k] = cos(a);
    }
    return W;
  }
}
data {
  int<lower=1> N, H;
  vector[N] t, level;
  array[H] real<lower=0> period;
}
transformed data {
  matrix[N, 2 * H] W = waves(t, period);
  matrix[2 * H, 2 * H] WW = crossprod(W);
}
parameters {
  real mean_level;
  vector[2 * H] w;
  real<lower=0> ridge, s;
}
model {
  mean_level ~ normal(mean(level), 2);
  w ~ normal(0, inv_sqrt(ridge));
  ridge ~ gamma(0.5, 0.5);
  s ~ lognormal(-1, 1);
  target += normal_lupdf(level | mean_level + W * w, s);
}
generated quantities {
  array[H] tuple(real, real) wave;
  for (k in 1 : H) wave[k] = (hypot(w[2 * k - 1], w[2 * k]), atan2(w[2 * k], w[2 * k - 1]));
  real high = mean_level + sum(abs(w));
  real quad = quad_form(WW, w);
}
