/* new and delete, of single objects and arrays, with constructors and destructors. */
#include "../check.h"

struct Grid {
  int n;
  double *data;
  explicit Grid(int n) : n(n), data(new double[n]()) {}
  Grid(const Grid &) = delete;
  ~Grid() { delete[] data; }
  double &operator[](int i) { return data[i]; }
};

static void f(const double *x, double *y) {
  Grid a(4), *b = new Grid(3);
  for (int i = 0; i < 4; i++) a[i] += x[i] * x[i];
  for (int i = 0; i < 3; i++) (*b)[i] = a[i] * a[i + 1];
  y[0] = (*b)[0] * (*b)[2] + (*b)[1];
  delete b;
}

CHECK_MAP(f, 4, 1)
