#include <Eigen/Dense>

double quadratic(const double* x, int n) {
    Eigen::Map<const Eigen::VectorXd> v(x, n);
    Eigen::MatrixXd a = v * v.transpose() + Eigen::MatrixXd::Identity(n, n);
    return v.dot(a.llt().solve(v)) + a.determinant();
}

float small(const Eigen::Matrix3f& a, const Eigen::Vector3f& x) { return (a * x).norm() + a.trace(); }
