/* Eigen with matrices on the heap: expressions, coefficient-wise functions, a product of matrices. */
#include "../check.h"
#include <Eigen/Dense>

static void f(const double *x, double *y) {
  Eigen::MatrixXd a = Eigen::Map<const Eigen::MatrixXd>(x, 2, 3), b = a.transpose().lazyProduct(a);
  Eigen::ArrayXd v = Eigen::Map<const Eigen::ArrayXd>(x, 6);
  y[0] = (v * v.reverse() + v.sqrt()).sum();
  y[1] = b.diagonal().prod() + b(0, 1) * b(1, 2);
}

CHECK_MAP(f, 6, 2)
