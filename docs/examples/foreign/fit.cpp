// A loss of matrices in Eigen's own expressions. The shadow of a vector is another vector of its length.
#include "llbayes.h"
#include <Eigen/Dense>
#include <cstdio>

using Eigen::MatrixXd, Eigen::VectorXd;

static double loss(const MatrixXd &a, const VectorXd &x, const VectorXd &b) {
  VectorXd rest = a * x - b;
  return 0.5 * rest.squaredNorm() + x.array().exp().sum();
}

int main() {
  MatrixXd a(3, 2);
  a << 1.0, 2.0, 3.0, 4.0, 5.0, 6.0;
  VectorXd x(2), b(3), dx = VectorXd::Zero(2);
  x << 0.3, -0.2;
  b << 1.0, 0.5, -1.0;
  // Duplicated: the gradient is added to dx.
  llb_autodiff(void, loss, llb_Const(&a), llb_Duplicated(&x, &dx), llb_Const(&b));
  VectorXd known = a.transpose() * (a * x - b) + x.array().exp().matrix();
  std::printf("C++: gradient %.6f %.6f, by hand %.6f %.6f\n", dx[0], dx[1], known[0], known[1]);
  return (dx - known).norm() > 1e-12;
}
