double f(const double *y, const double *theta, int n) {
    double mean = 0, variance = 1, density = 0;
    double decay = theta[0], drift = theta[1] * theta[1], noise = theta[2] * theta[2];
    for (int t = 0; t < n; t++) {
        mean = decay * mean;
        variance = decay * decay * variance + drift;
        double error = y[t] - mean, total = variance + noise, gain = variance / total;
        density -= 0.5 * (log(total) + error * error / total);
        mean += gain * error;
        variance *= 1 - gain;
    }
    return density;
}
