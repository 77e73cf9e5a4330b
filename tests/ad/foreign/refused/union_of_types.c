// refused in f: bits
double __enzyme_autodiff(void *, ...);
typedef union { double d; unsigned long u; } Bits;
double f(double v) {
  Bits b = {v};
  b.u += 1ul << 52; // here
  return b.d * v;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
