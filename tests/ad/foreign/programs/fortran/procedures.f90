! Procedures as arguments, optional arguments, a function of a module with an elemental body; 3 inputs, 2 outputs.
module handed
  use iso_c_binding
  abstract interface
    function unary(v) result(r)
      import c_double
      real(c_double), intent(in) :: v
      real(c_double) :: r
    end function
  end interface
contains
  function square(v) result(r)
    real(c_double), intent(in) :: v
    real(c_double) :: r
    r = v * v
  end function
  elemental function soft(v) result(r)
    real(c_double), intent(in) :: v
    real(c_double) :: r
    r = v / (1 + abs(v))
  end function
  subroutine twice(g, v, r, scale)
    procedure(unary) :: g
    real(c_double), intent(in) :: v
    real(c_double), intent(out) :: r
    real(c_double), intent(in), optional :: scale
    r = g(g(v))
    if (present(scale)) r = r * scale
  end subroutine
end module

subroutine f(x, y) bind(c)
  use handed
  real(c_double), intent(in) :: x(3)
  real(c_double), intent(out) :: y(2)
  call twice(square, x(1), y(1), x(2))
  call twice(square, x(3), y(2))
  y = soft(y)
end subroutine
