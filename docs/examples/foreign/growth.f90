! Logistic growth in Euler steps: the size after n steps, of rate and capacity. Arguments come by reference, as in any Fortran.
subroutine growth(rate, capacity, n, final) bind(c)
  use iso_c_binding
  implicit none
  real(c_double), intent(in) :: rate, capacity
  integer(c_int), intent(in) :: n
  real(c_double), intent(out) :: final
  real(c_double) :: sizes(0:n)
  integer :: i

  sizes(0) = 1
  do i = 1, n
    sizes(i) = sizes(i - 1) + 0.1d0 * rate * sizes(i - 1) * (1 - sizes(i - 1) / capacity)
  end do
  final = sizes(n)
end subroutine
