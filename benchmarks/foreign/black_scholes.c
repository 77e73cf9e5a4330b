static double normal(double x) { return 0.5 * erfc(-x * 0.70710678118654752); }

void f(const double *spot, const double *strike, const double *time, const double *volatility, double *price, double rate, int n) {
    for (int i = 0; i < n; i++) {
        double root = volatility[i] * sqrt(time[i]);
        double d = (log(spot[i] / strike[i]) + (rate + 0.5 * volatility[i] * volatility[i]) * time[i]) / root;
        price[i] = spot[i] * normal(d) - strike[i] * exp(-rate * time[i]) * normal(d - root);
    }
}
