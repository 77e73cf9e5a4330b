/* References, const members, operators, and objects returned by value. */
#include "../check.h"

struct Vec {
  double x, y, z;
  Vec operator+(const Vec &o) const { return {x + o.x, y + o.y, z + o.z}; }
  Vec operator*(double s) const { return {x * s, y * s, z * s}; }
  double dot(const Vec &o) const { return x * o.x + y * o.y + z * o.z; }
};
static __attribute__((noinline)) Vec cross(const Vec &a, const Vec &b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
static __attribute__((noinline)) Vec &longest(Vec &a, Vec &b) { return a.dot(a) > b.dot(b) ? a : b; }

static void f(const double *x, double *y) {
  Vec a{x[0], x[1], x[2]}, b{x[3], x[4], x[5]}, c = cross(a, b) * x[0] + a;
  Vec &l = longest(a, c);
  l.x *= 2.0;
  y[0] = a.dot(c);
  y[1] = cross(c, b).z;
}

CHECK_MAP(f, 6, 2)
