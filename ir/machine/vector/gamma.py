"""lgamma, its derivatives, and what is left of them without their leading terms, of vectors: within 4 units in the last place.

From SMALL on Stirling's series in powers of 1 / x², economised; below it a polynomial about 2, from 1 to SMALL, of what is left when zeros are divided out,
and for x below 1 that of x + 1 with one step of the recurrence. Numbers that are not positive are left to the scalar function, where that has values.
"""
from __future__ import annotations

import math

from .body import Body, Vec
from .elementary import by_parity, log_in_parts
from .normal import up_to

SMALL = 3.0
HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
ROOT, ROOT_LOW = 0.46163214496836236, -1.5522348162858677e-17       # of digamma less 1
# about 2: lgamma over (x - 1) (x - 2), digamma over x less its root, trigamma, and what is left of those two; the errors are below 2^-57
LGAMMA = (0.42278433509846713, -0.1003173016743539, 0.032965000621156974, -0.012384192193374355, 0.004998641164623283, -0.0021081308338291313,
          0.0009153769241238952, -0.0004057073999387517, 0.00018255261441838105, -8.30950999467849e-05, 3.81690832831345e-05, -1.76618554743359e-05,
          8.221205092155423e-06, -3.846514242663473e-06, 1.8114769634727658e-06, -8.554816957122729e-07, 3.95720794275161e-07, -1.861315818147291e-07,
          1.0444285443279689e-07, -5.2038665332275675e-08, 5.68873795385758e-09, -7.860744687083056e-10, 1.6327287432845006e-08, -8.952022836709702e-09,
          -4.358862409072515e-09, 2.4694237633377504e-09, 1.5818126337371086e-09, -8.190037783551156e-10)
DIGAMMA = (0.7853075386041053, -0.26073895468300146, 0.10899991701762858, -0.04955103291766727, 0.023447309597549766, -0.011338432553570059,
           0.005552254176536144, -0.0027395728785465467, 0.0013581421098813344, -0.0006753134209495447, 0.0003364331278986385, -0.00016781483194783505,
           8.377508659378348e-05, -4.184787693054116e-05, 2.091081451447697e-05, -1.0435770943228892e-05, 5.212445133891106e-06, -2.645871409092003e-06,
           1.3308629411671011e-06, -5.864278463317367e-07, 2.8091189744546605e-07, -2.532281805799342e-07, 1.3990472099665014e-07, 4.594744120460249e-08,
           -3.299171559966835e-08, -6.695140151139414e-08, 3.846913846622345e-08, 2.070604694120438e-08, -1.183257077685753e-08, -5.495315942645068e-09,
           2.944930002207525e-09)
TRIGAMMA = (0.6449340668482264, -0.4041138063191885, 0.24696970113341413, -0.1477110205734964, 0.08671530992228818, -0.05009566429064534,
            0.028541493384013128, -0.016067142630978526, 0.00895117618192196, -0.004941885723132199, 0.0027069517087476703, -0.0014725630402295275,
            0.0007962287289062311, -0.0004282178267546241, 0.0002292176651814035, -0.00012227010774592037, 6.495747020558311e-05, -3.411588747760638e-05,
            1.7943458353078095e-05, -1.0064136701033582e-05, 5.392769471850197e-06, -1.7479689668119833e-06, 7.658639596818246e-07,
            -1.7784212210165311e-06, 1.070849232623079e-06, 7.300907032856954e-07, -4.787441566118002e-07, -6.023828820449434e-07, 3.5782252410976065e-07,
            1.9204193114250777e-07, -1.1187665410309254e-07, -4.2823214906176574e-08, 2.366259108133816e-08)
DIGAMMA_REST = (-0.27036284546147815, 0.1449340668482265, -0.07705690315959454, 0.04065656704446227, -0.021302755143348225, 0.011093061984884954,
                -0.005745110715977276, 0.002961284759779422, -0.0015201115635193074, 0.0007775613587296912, -0.00039653248618407483, 0.0002016964061637572,
                -0.00010236738665654863, 5.186308753805592e-05, -2.623288890117463e-05, 1.3229425800604753e-05, -6.669022168469256e-06,
                3.416673629177211e-06, -1.7316093105139397e-06, 7.623495682591456e-07, -3.6658342053203527e-07, 3.3995537501776094e-07,
                -1.8896578952241353e-07, -6.511827039043671e-08, 4.639909314508236e-08, 9.191841942295819e-08, -5.295059577199042e-08,
                -2.858077115359177e-08, 1.6358154540667486e-08, 7.552409569510158e-09, -4.055891261006293e-09)
TRIGAMMA_REST = (0.14493406684822643, -0.15411380631918847, 0.12196970113341415, -0.08521102057349554, 0.05546530992228608, -0.03447066429069079,
                 0.02072899338409224, -0.012160892629840027, 0.0069980511803579065, -0.003965323239366521, 0.002218670477476071, -0.0012284222686620946,
                 0.0006741582688438386, -0.00036718356429920387, 0.00019870089310333532, -0.00010700748280348677, 5.732491866810155e-05,
                 -3.0313076460840564e-05, 1.6045162658065568e-05, -9.083492357679432e-06, 4.896718696596108e-06, -1.5545375053212748e-06,
                 6.768855636378921e-07, -1.6640172717369646e-06, 1.0060781262101659e-06, 6.972224886517252e-07, -4.570931707804116e-07,
                 -5.700776794079909e-07, 3.392685025227495e-07, 1.8219695868607144e-07, -1.0629170711114061e-07, -4.05164928688347e-08,
                 2.24264224672005e-08)
# in powers of 1 / x² from SMALL on: of lgamma times x, of log - digamma times x², of trigamma times x³, without the terms before; below 2^-53 of the whole
STIRLING = (0.08333333333333333, -0.0027777777777685288, 0.0007936507895129059, -0.0005952373626386169, 0.0008416828371334605, -0.0019137205506446155,
            0.006270590411901322, -0.025987953548508108, 0.1130477681995593, -0.41801720186590363, 1.055175083785603, -1.2895972590187725)
DIGAMMA_SERIES = (0.08333333333333333, -0.00833333333329953, 0.0039682539504480195, -0.004166662943809454, 0.007575347419635923, -0.021065354601543854,
                  0.08211875153730344, -0.40549692650240043, 2.185646164372008, -10.80596992527242, 41.52108015381009, -103.83232238869593,
                  122.93668169447146)
TRIGAMMA_SERIES = (0.16666666666666663, -0.03333333333318417, 0.02380952371815648, -0.03333331106789842, 0.07575470561338624, -0.2528876595601052,
                   1.1548247629038173, -6.652729377273933, 42.829139033256624, -265.642366745749, 1380.0347515038936, -5289.308193261603,
                   12857.152288427184, -14628.088121772866)


class Argument:
    """A number x, and what the formulas take of it: 1 / x and its square, where it is `low`, below 1, and `near`, below SMALL, `unit` = x - 1, or x
    where it is low, and `middle` = `unit` - 1."""

    def __init__(self, c: Body, x: Vec):
        self.c, self.x = c, x
        self.low, self.near = x.below(1.0), x.below(SMALL)
        self.unit = self.low.pick(x, x - 1.0)
        self.middle = self.unit - 1.0
        self.inverse = c.vec(1.0) / x
        self.inverse_square = self.inverse * self.inverse

    def about_two(self, coefficients: tuple[float, ...]) -> Vec:
        """The polynomial at x or x + 1."""
        return by_parity(self.c, self.middle, self.middle * self.middle, coefficients)

    def series(self, coefficients: tuple[float, ...]) -> Vec:
        """The polynomial at 1 / x²."""
        w = self.inverse_square
        return by_parity(self.c, w, w * w, coefficients)

    def near_lgamma(self) -> Vec:
        """lgamma of `unit` + 1 up to SMALL"""
        return self.unit * self.middle * self.about_two(LGAMMA)

    def of_positive(self, value: Vec, at_zero: float, at_infinity: float) -> Vec:
        """The value, nan below 0."""
        x, c = self.x, self.c
        value = x.equals(0.0).pick(at_zero, x.below(0.0).pick(math.nan, value))
        return c.vec(math.inf).equals(x).pick(at_infinity, value)


def with_scalar(c: Body, x: Vec) -> Argument:
    """x, the scalar function where it is not above 0."""
    c.scalar_where(x.not_above(0.0))
    return Argument(c, x)


def lgamma(c: Body, x: Vec) -> Vec:
    """By log x as a sum of two: (x - 1/2) log x and x cancel."""
    a = with_scalar(c, x)
    high, low = log_in_parts(c, x)
    less = x - 0.5
    far = c.fma(less, high, -x) + c.fma(less, low, c.fma(a.inverse, a.series(STIRLING), HALF_LOG_2PI))
    near = a.near_lgamma()
    near = a.low.pick((near - high) - low, near)
    return c.vec(math.inf).equals(x).pick(x, a.near.pick(near, far))


def lgamma_rest(c: Body, x: Vec) -> Vec:
    """lgamma less x log x - x."""
    a = Argument(c, x)
    high, low = log_in_parts(c, x)
    far = c.fma(high, -0.5, c.fma(low, -0.5, c.fma(a.inverse, a.series(STIRLING), HALF_LOG_2PI)))
    logs = a.low.pick(c.vec(-1.0), 0.0) - x
    near = c.fma(logs, high, x) + c.fma(logs, low, a.near_lgamma())
    return a.of_positive(a.near.pick(near, far), math.inf, -math.inf)


def less_log(c: Body, a: Argument) -> Vec:
    """log x - digamma for x from SMALL on."""
    return a.inverse * c.fma(a.inverse, a.series(DIGAMMA_SERIES), 0.5)


def digamma(c: Body, x: Vec) -> Vec:
    """Relative to the nearest double it is right beside its root, too."""
    a = with_scalar(c, x)
    high, low = log_in_parts(c, x)
    far = high + (low - less_log(c, a))
    near = ((a.unit - ROOT) - ROOT_LOW) * a.about_two(DIGAMMA)
    near = a.low.pick(near - a.inverse, near)
    return c.vec(math.inf).equals(x).pick(x, a.near.pick(near, far))


def digamma_rest(c: Body, x: Vec) -> Vec:
    """digamma less log x; that of x + 1, log(1 + 1 / x) more and 1 / x less below 1."""
    a = Argument(c, x)
    high, low = log_in_parts(c, up_to(c, 1e300, a.inverse) + 1.0)
    near = a.about_two(DIGAMMA_REST)
    near = a.low.pick(near + ((high + low) - a.inverse), near)
    return a.of_positive(a.near.pick(near, -less_log(c, a)), -math.inf, 0.0)


def trigamma(c: Body, x: Vec) -> Vec:
    """0 at infinity."""
    a = with_scalar(c, x)
    far = c.fma(a.inverse_square, c.fma(a.inverse, a.series(TRIGAMMA_SERIES), 0.5), a.inverse)
    near = a.about_two(TRIGAMMA)
    return a.near.pick(a.low.pick(near + a.inverse_square, near), far)


def trigamma_rest(c: Body, x: Vec) -> Vec:
    """trigamma less 1 / x; that of x + 1, and what the two lack of each other, below 1."""
    a = Argument(c, x)
    near = a.about_two(TRIGAMMA_REST)
    near = a.low.pick(c.fma(a.inverse, a.inverse - c.vec(1.0) / (x + 1.0), near), near)
    far = a.inverse_square * c.fma(a.inverse, a.series(TRIGAMMA_SERIES), 0.5)
    return a.of_positive(a.near.pick(near, far), math.inf, 0.0)
