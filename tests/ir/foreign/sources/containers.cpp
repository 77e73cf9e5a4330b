#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

struct Shape {
    virtual double area(double x) const = 0;
    virtual ~Shape() = default;
};
struct Square : virtual Shape {
    double side;
    explicit Square(double side) : side(side) {}
    double area(double x) const override { return side * x * x; }
};
struct Circle final : Square {
    using Square::Square;
    double area(double x) const override { return std::sin(x) * side; }
};

static double scale = std::sqrt(2.0);
inline thread_local std::string last = "none";
void set(double s) { scale = s; }

template <class T> T polynomial(const std::vector<T>& c, T x) {
    return std::accumulate(c.rbegin(), c.rend(), T(0), [x](T s, T k) { return s * x + k; });
}

double total(const double* x, int n) {
    std::vector<double> roots;
    for (int i = 0; i < n; i++) {
        if (x[i] < 0.0) throw std::domain_error("negative at " + std::to_string(i));
        roots.push_back(std::sqrt(x[i]) * scale);
    }
    std::unique_ptr<Shape> shape = n > 3 ? std::unique_ptr<Shape>(new Square(3.0)) : std::make_unique<Circle>(1.0);
    std::function<double(double)> f = [&](double y) { return shape->area(y) + scale; };
    std::transform(roots.begin(), roots.end(), roots.begin(), f);
    std::sort(roots.begin(), roots.end(), [](double a, double b) { return a > b; });
    return polynomial(roots, 0.5) + polynomial(std::vector<float>{1.0f, 2.0f}, 0.25f);
}

double caught(const double* x, int n) {
    try {
        return total(x, n);
    } catch (const std::domain_error& e) {
        last = e.what();
        return -1.0;
    } catch (...) {
        throw;
    }
}

double never(const double* x, int n) noexcept { return total(x, n); }

double looked_up(const std::map<std::string, double>& values, const std::string& name) {
    auto shared = std::make_shared<double>(values.at(name));
    return *shared;
}

int main(int argc, char**) {
    double x[] = {1.0, 2.0, 3.0};
    set(argc);
    std::cout << caught(x, 3) << looked_up({{"a", 1.0}}, "a") << never(x, 2) << "\n";
}
