! A recursive function and a recursive subroutine; 3 inputs, 2 outputs.
module recursing
  use iso_c_binding
contains
  recursive function power_sum(v, n) result(r)
    real(c_double), intent(in) :: v
    integer, intent(in) :: n
    real(c_double) :: r
    if (n == 0) then
      r = 1
    else
      r = v * power_sum(v, n - 1) + sin(v)
    end if
  end function
  recursive subroutine halve(a, n)
    integer, intent(in) :: n
    real(c_double), intent(inout) :: a(n)
    if (n <= 1) return
    a(1) = a(1) * a(n)
    call halve(a(2), n - 1)
    a(n) = a(n) + a(1)
  end subroutine
end module

subroutine f(x, y) bind(c)
  use recursing
  real(c_double), intent(in) :: x(3)
  real(c_double), intent(out) :: y(2)
  real(c_double) :: a(3)
  a = x
  call halve(a, 3)
  y(1) = a(3)
  y(2) = power_sum(x(1), 4) * a(2)
end subroutine
