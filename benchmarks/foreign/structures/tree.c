/* Sums over a binary tree whose leaves are the array, by recursion. */
double f(const double *x, int n) {
    if (n == 1)
        return x[0] * x[0];
    double left = f(x, n / 2), right = f(x + n / 2, n - n / 2);
    return left + right + 0.01 * left * right;
}
