// refused in : _Rb_tree
#include <map>
extern "C" double __enzyme_autodiff(void *, ...);
extern "C" double f(double v) {
  std::map<int, double> m;
  for (int i = 0; i < 3; i++) m[i % 2] += v * i;
  return m[0] * m[1];
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
