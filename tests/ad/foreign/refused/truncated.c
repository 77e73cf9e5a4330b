// refused in : __enzyme_truncate_mem_func
double f(double v) { return v * v; }
typedef double (*Unary)(double);
Unary __enzyme_truncate_mem_func(void *, ...);
double wanted(double v) {
  return __enzyme_truncate_mem_func((void *)f, 64, 32)(v);
}
