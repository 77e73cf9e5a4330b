// refused in : _M_hook|bits of a double
#include <list>
extern "C" double __enzyme_autodiff(void *, ...);
extern "C" double f(double v) {
  std::list<double> l;
  for (int i = 0; i < 3; i++) l.push_back(v * i);
  double s = 1.0;
  for (double e : l) s = s * e + v;
  return s;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
