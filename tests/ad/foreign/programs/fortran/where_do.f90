! where, forall-like array expressions, exit and cycle, select case; 5 inputs, 2 outputs.
subroutine f(x, y) bind(c)
  use iso_c_binding
  real(c_double), intent(in) :: x(5)
  real(c_double), intent(out) :: y(2)
  real(c_double) :: a(5)
  integer :: i
  where (x > 0.5_c_double)
    a = x * x
  elsewhere
    a = 1 - x
  end where
  y = 1
  do i = 1, 5
    if (i == 2) cycle
    select case (mod(i, 3))
    case (0)
      y(1) = y(1) * a(i)
    case (1)
      y(2) = y(2) + a(i) * y(1)
    case default
      y(1) = y(1) + a(i)
    end select
    if (y(2) > 100) exit
  end do
end subroutine
