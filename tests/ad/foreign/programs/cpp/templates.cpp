/* Templates, and an entry point that is a template itself, known by its mangled name. */
#include "../check.h"

template <typename R, typename... T> R __enzyme_autodiff(T...);
template <typename R, typename... T> R __enzyme_fwddiff(T...);

template <int N, typename T> static T power(T v) {
  if constexpr (N == 0) return T(1);
  else return v * power<N - 1>(v);
}
static double g(double a, double b) { return power<3>(a) * power<2>(b); }
struct Two { double a, b; };

int main() {
#ifdef REVERSE
  Two r = __enzyme_autodiff<Two>((void *)g, enzyme_out, 1.5, enzyme_out, 0.5);
  CHECK_CLOSE(r.a, 3.0 * 2.25 * 0.25);
  CHECK_CLOSE(r.b, 3.375 * 2.0 * 0.5);
#endif
#ifdef FORWARD
  CHECK_CLOSE((__enzyme_fwddiff<double>((void *)g, enzyme_dup, 1.5, 1.0, enzyme_const, 0.5)), 3.0 * 2.25 * 0.25);
#endif
  return check_done();
}
