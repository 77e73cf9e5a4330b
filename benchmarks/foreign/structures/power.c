/* Recursion with a float by value, over an array of arguments. */
__attribute__((noinline)) static double power(double x, int n) {
    if (n == 0)
        return 1;
    double half = power(x, n / 2);
    return n % 2 ? x * half * half : half * half;
}

double f(const double *x, int n) {
    double s = 0;
    for (int i = 0; i < n; i++)
        s += power(x[i], 5 + i % 8);
    return s;
}
