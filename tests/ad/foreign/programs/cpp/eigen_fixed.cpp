/* Eigen with matrices of fixed size: products, transposes, norms. */
#include "../check.h"
#include <Eigen/Dense>

static void f(const double *x, double *y) {
  Eigen::Map<const Eigen::Matrix3d> a(x);
  Eigen::Map<const Eigen::Vector3d> v(x + 9);
  Eigen::Vector3d w = a * v + a.transpose() * v;
  y[0] = w.squaredNorm();
  y[1] = (a * a).trace() + v.cross(w).sum();
}

CHECK_MAP(f, 12, 2)
