/* Calls through a table of functions. */
typedef double (*way)(double);
static double square(double x) { return x * x; }
static double cube(double x) { return x * x * x; }
static double root(double x) { return sqrt(1 + x); }
static const way ways[3] = {square, cube, root};

double f(const double *x, const int *kind, int n) {
    double s = 0;
    for (int i = 0; i < n; i++)
        s += ways[kind[i]](x[i]);
    return s;
}
