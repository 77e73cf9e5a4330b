// refused in : __enzyme_trace
double f(double v) { return v * v; }
void __enzyme_trace(void *, ...);
void wanted(double v) {
  __enzyme_trace((void *)f, v);
}
