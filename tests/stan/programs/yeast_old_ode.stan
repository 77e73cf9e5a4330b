// The first form of solvers: arrays of reals, and data apart.
functions {
  array[] real swing(real t, array[] real y, array[] real theta, array[] real x_r, array[] int x_i) {
    array[2] real dy;
    dy[1] = y[2];
    dy[2] = -theta[1] * y[1] - theta[2] * y[2] + x_r[1] * x_i[1];
    return dy;
  }
}
data {
  int<lower=1> T;
  array[T] real ts;
  array[T, 2] real y;
}
transformed data {
  array[1] real x_r = {0.1};
  array[1] int x_i = {2};
}
parameters {
  array[2] real<lower=0> theta;
  array[2] real y0;
  real<lower=0> sigma;
}
model {
  array[T, 2] real y_hat = integrate_ode_rk45(swing, y0, 0.0, ts, theta, x_r, x_i, 1e-8, 1e-8, 10000);
  theta ~ lognormal(0, 0.5);
  y0 ~ normal(1, 1);
  sigma ~ exponential(1);
  for (t in 1 : T) y[t] ~ normal(y_hat[t], sigma);
}
generated quantities {
  real period = 2 * pi() / sqrt(theta[1]);
}
