! Pointers to array sections; 4 inputs, 2 outputs.
subroutine f(x, y) bind(c)
  use iso_c_binding
  real(c_double), intent(in) :: x(4)
  real(c_double), intent(out) :: y(2)
  real(c_double), target :: a(4), b(4)
  real(c_double), pointer :: p(:), q(:)
  a = x * x
  b = x + 1
  p => a(2:4)
  q => b(1:3)
  if (x(1) > 10) p => b(1:3)
  p(1) = p(2) * q(3)
  y(1) = a(2) * a(3)
  y(2) = sum(p) * q(1)
end subroutine
