// refused in f: inline assembl|inline asm
double __enzyme_autodiff(void *, ...);
double f(double v) {
  double r;
  __asm__("sqrtsd %1, %0" : "=x"(r) : "x"(v)); // here
  return r * v;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
