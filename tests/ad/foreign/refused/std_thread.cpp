// refused in : _M_start_thread|pthread
#include <thread>
extern "C" double __enzyme_autodiff(void *, ...);
extern "C" double f(double v) {
  double r = 0.0;
  std::thread t([&] { r = v * v; });
  t.join();
  return r;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
