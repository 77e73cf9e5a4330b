// Functions that add to the target, and what the target is so far.
functions {
  void horseshoe_lp(vector b, vector l, real t) {
    target += normal_lpdf(b | 0, l * t);
    l ~ cauchy(0, 1);
    t ~ cauchy(0, 0.5);
  }
  real centred_lp(real raw, real m, real s) {
    raw ~ std_normal();
    return m + s * raw;
  }
  real lopsided_lpdf(vector x, real m, real up, real down) {
    real lp = 0;
    for (v in x) lp += v > m ? exponential_lpdf(v - m | up) : exponential_lpdf(m - v | down);
    return lp - num_elements(x) * log(2);
  }
}
data {
  int<lower=1> N;
  vector[N] y;
}
parameters {
  vector[2] b;
  vector<lower=0>[2] l;
  real<lower=0> t;
  real raw;
}
model {
  real before = target();
  horseshoe_lp(b, l, t);
  real m = centred_lp(raw, b[1], 2);
  y ~ lopsided(m, 1.5, exp(b[2]));
  target += 0.001 * (target() - before) + logistic_lupdf(raw | 0, 3);
}
generated quantities {
  real lp = lopsided_lpdf(y | b[1], 1, 2);
}
