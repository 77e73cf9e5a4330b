! matmul, transpose and dot_product of local arrays; 9 inputs, 3 outputs.
subroutine f(x, y) bind(c)
  use iso_c_binding
  real(c_double), intent(in) :: x(9)
  real(c_double), intent(out) :: y(3)
  real(c_double) :: a(3, 3), b(3, 3)
  a = reshape(x, [3, 3])
  b = matmul(a, transpose(a))
  y = matmul(b, x(1:3))
  y(3) = y(3) + dot_product(x(1:3), x(4:6))
end subroutine
