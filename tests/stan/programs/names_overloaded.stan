// One name, several functions; forward declaration; the type decides.
functions {
  real size_of(int x);
  real size_of(real x) {
    return abs(x);
  }
  real size_of(vector x) {
    return norm1(x);
  }
  real size_of(array[] vector xs) {
    real s = 0;
    for (x in xs) s += size_of(x);
    return s;
  }
  real size_of(matrix x) {
    return sqrt(sum(square(x)));
  }
  real size_of(int x) {
    return x > 0 ? 2.0 * x : -x / 2;
  }
  void check(real x) {
    if (is_nan(x)) reject("no number: ", x);
  }
}
data {
  int k;
  matrix[2, 3] M;
}
transformed data {
  real of_int = size_of(k);
  real of_matrix = size_of(M);
}
parameters {
  vector[3] v;
  array[2] vector[2] vs;
}
model {
  check(v[1]);
  target += -size_of(v) - 0.3 * size_of(vs) - square(size_of(v[2]));
  v ~ normal(of_int, of_matrix);
  for (i in 1 : 2) vs[i] ~ cauchy(0, 2);
}
generated quantities {
  array[5] real each = {size_of(-3), size_of(2), size_of(1.5), size_of([1, -2]'), size_of({[1, 2]', [3, 4]'})};
}
