// Whole numbers: division, remainders, comparisons, conversions, as data and in sizes.
functions {
  int gcd(int a, int b) {
    return b == 0 ? abs(a) : gcd(b, a % b);
  }
  array[] int digits(int n) {
    array[10] int d;
    int k = 0, m = n;
    while (m > 0) {
      k += 1;
      d[k] = m % 10;
      m = m %/% 10;
    }
    return d[1 : k];
  }
}
data {
  int a, b;
  array[4] int<lower=0> c;
}
transformed data {
  int quotient = a %/% b;
  int rest = a % b;
  array[gcd(c[1], c[2])] int sized = rep_array(7, gcd(c[1], c[2]));
  array[size(digits(1234))] int ds = digits(1234);
}
parameters {
  vector[gcd(12, 8)] v;
}
model {
  v ~ normal(quotient * 0.1, 1.0 * size(sized));
  for (k in 1 : num_elements(v)) c[k] ~ poisson_log(v[k]);
  target += (a > b) * v[1] - (a == 3 || b < 0) * 0.1 * v[2] + (!a) * v[3];
}
generated quantities {
  int q = a %/% b, r = -7 % 3, s = 7 %/% -2;
  array[6] int cmp = {a < b, a <= a, a != b, !0, 3 && 0, 0 || 2};
  int steps = int_step(-0.5) + int_step(2);
  real p = 2 ^ 3 + (-3) ^ 3 + 7 / 2.0;
  int sums = sum(c) + max(c) - min(c) + prod(c) + choose(7, 3);
  array[3] int back = reverse(ds)[2 : 4];
  real mixed = 1 < 2 < 3;
}
