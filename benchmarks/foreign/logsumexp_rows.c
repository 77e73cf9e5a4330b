double f(const double *x, int rows, int columns) {
    double total = 0;
    for (int i = 0; i < rows; i++) {
        const double *row = x + (long)i * columns;
        double most = row[0], s = 0;
        for (int j = 1; j < columns; j++)
            if (row[j] > most)
                most = row[j];
        for (int j = 0; j < columns; j++)
            s += exp(row[j] - most);
        total += most + log(s);
    }
    return total;
}
