"""lgamma, its derivatives, and what is left of them without their leading terms, of vectors: within 4 units in the last place.

From 3 on (lgamma, which has a zero at 2), or 2, Stirling's series in powers of 1 / x², economised; from 1 to there a polynomial about the middle of what
is left when zeros are divided out, and for x below 1 that of x + 1 with one step of the recurrence. Numbers that are not positive are left to the scalar
function, where that has values.
"""
from __future__ import annotations

import math

from .body import Body, Vec
from .elementary import by_parity, log_in_parts

LGAMMA_FROM, DIGAMMA_FROM = 3.0, 2.0                    # where the series begin
HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
ROOT, ROOT_LOW = 0.46163214496836236, -1.5522348162858677e-17       # of digamma less 1
# lgamma over (x - 1) (x - 2), digamma over x less its root, trigamma, and trigamma less 1 / x: the errors are below 2^-57
LGAMMA = (0.42278433509846713, -0.1003173016743539, 0.032965000621156974, -0.012384192193374355, 0.004998641164623283, -0.0021081308338291313,
          0.0009153769241238952, -0.0004057073999387517, 0.00018255261441838105, -8.30950999467849e-05, 3.81690832831345e-05, -1.76618554743359e-05,
          8.221205092155423e-06, -3.846514242663473e-06, 1.8114769634727658e-06, -8.554816957122729e-07, 3.95720794275161e-07, -1.861315818147291e-07,
          1.0444285443279689e-07, -5.2038665332275675e-08, 5.68873795385758e-09, -7.860744687083056e-10, 1.6327287432845006e-08, -8.952022836709702e-09,
          -4.358862409072515e-09, 2.4694237633377504e-09, 1.5818126337371086e-09, -8.190037783551156e-10)
DIGAMMA = (0.9510558760318328, -0.4236274212814606, 0.24054248424078736, -0.14840492305388006, 0.09498872445282817, -0.06192213327556183,
           0.040760833944741226, -0.02697579665686472, 0.01790724819228875, -0.011908220169786002, 0.007927024136843637, -0.0052799364178857415,
           0.0035180792717028125, -0.0023455016279107115, 0.0015635739915515125, -0.0010364227247828023, 0.0006899428514219089, -0.00048606417050412354,
           0.00032689316473621455, -0.00014460384609240088, 9.158816882117e-05, -0.00017837342400462423, 0.00012241591000024265)
TRIGAMMA = (0.9348022005446793, -0.8287966442343199, 0.7045455170012181, -0.5790416377779087, 0.463064525101577, -0.3621493650205592, 0.2780808133220816,
            -0.21030987328689327, 0.15705320220949961, -0.11604071799470868, 0.08496878329898323, -0.06174052306421802, 0.044566737089543916,
            -0.031984273312258636, 0.022840977850181226, -0.016259764971882362, 0.011520326461733375, -0.008019095725740303, 0.005627134938800117,
            -0.004391182152045137, 0.0031156953476403054, -0.001063775547956939, 0.0006775788762954757, -0.0020891833615276248, 0.0014933783227438191)
TRIGAMMA_REST = (0.26813553387801264, -0.38435219978987545, 0.4082492207049219, -0.38151077358037583, 0.33137728230321795, -0.27435786982190896,
                 0.2195531498565956, -0.17129143096195532, 0.13104090731537588, -0.09869918853293842, 0.0734077639042859, -0.05403316755020684,
                 0.039428496524875095, -0.028558899152308338, 0.020557428832962573, -0.014736360584746401, 0.010504509748459618, -0.007347992675656973,
                 0.005180627184172848, -0.004069506585272304, 0.002898872777708301, -0.000979579404322543, 0.00062506288276161, -0.001966387628160407,
                 0.001409104654572964)
# in powers of 1 / x²: of lgamma times x, of log - digamma times x², of trigamma times x³, without the terms before; the errors are below 2^-53 of the whole
STIRLING = (0.08333333333333333, -0.0027777777777685288, 0.0007936507895129059, -0.0005952373626386169, 0.0008416828371334605, -0.0019137205506446155,
            0.006270590411901322, -0.025987953548508108, 0.1130477681995593, -0.41801720186590363, 1.055175083785603, -1.2895972590187725)
DIGAMMA_SERIES = (0.08333333333333329, -0.008333333333213365, 0.0039682539191525775, -0.004166658607197026, 0.007575049062108468, -0.021054092060816425,
                  0.08189112846363136, -0.4040035928324655, 2.2253428296783424, -12.014783159838057, 57.427976109599356, -226.34914930494998,
                  697.0720857646953, -1591.6199010327016, 2515.5283340889673, -2445.478834913569, 1098.5517618384063)
TRIGAMMA_SERIES = (0.16666666666666657, -0.033333333333030124, 0.023809523654325634, -0.03333330143833571, 0.0757540580163144, -0.2528718484926653,
                   1.1553097498212401, -6.701849518306556, 44.59171607279062, -303.3503322474624, 1913.7601119896879, -10454.913733347834,
                   47212.32556010706, -170069.20890857262, 472163.83464074583, -968402.8587528437, 1376819.0005699191, -1208734.2191631817,
                   492791.2881181585)


class Argument:
    """A number x, and what the formulas take of it: 1 / x and its square, where it is `low`, below 1, and `near`, below the number where series begin,
    `unit` = x - 1, or x where it is low, and how far it is from the `middle` between 1 and that number."""

    def __init__(self, c: Body, x: Vec, begin: float):
        self.c, self.x = c, x
        self.low, self.near = x.below(1.0), x.below(begin)
        self.unit = self.low.pick(x, x - 1.0)
        self.middle = self.unit - 0.5 * (begin - 1.0)
        self.inverse = c.vec(1.0) / x
        self.inverse_square = self.inverse * self.inverse

    def about_middle(self, coefficients: tuple[float, ...]) -> Vec:
        """The polynomial at x or x + 1."""
        return by_parity(self.c, self.middle, self.middle * self.middle, coefficients)

    def series(self, coefficients: tuple[float, ...]) -> Vec:
        """The polynomial at 1 / x²."""
        w = self.inverse_square
        return by_parity(self.c, w, w * w, coefficients)

    def of_positive(self, value: Vec, at_zero: float, at_infinity: float) -> Vec:
        """The value, nan below 0."""
        x, c = self.x, self.c
        value = x.equals(0.0).pick(at_zero, x.below(0.0).pick(math.nan, value))
        return c.vec(math.inf).equals(x).pick(at_infinity, value)


def with_scalar(c: Body, x: Vec, begin: float) -> Argument:
    """x, the scalar function where it is not above 0."""
    c.scalar_where(x.not_above(0.0))
    return Argument(c, x, begin)


# ---- lgamma

def near_lgamma(a: Argument) -> Vec:
    """lgamma of `unit` + 1; `middle` is its distance from 2."""
    return a.unit * a.middle * a.about_middle(LGAMMA)


def stirling(c: Body, a: Argument) -> Vec:
    """What lgamma is more than (x - 1/2) log x - x."""
    return c.fma(a.inverse, a.series(STIRLING), HALF_LOG_2PI)


def lgamma(c: Body, x: Vec) -> Vec:
    """By log x as a sum of two: (x - 1/2) log x and x cancel."""
    a = with_scalar(c, x, LGAMMA_FROM)
    high, low = log_in_parts(c, x)
    less = x - 0.5
    far = c.fma(less, high, -x) + c.fma(less, low, stirling(c, a))
    near = near_lgamma(a)
    near = a.low.pick((near - high) - low, near)
    return c.vec(math.inf).equals(x).pick(x, a.near.pick(near, far))


def lgamma_rest(c: Body, x: Vec) -> Vec:
    """lgamma less x log x - x."""
    a = Argument(c, x, LGAMMA_FROM)
    high, low = log_in_parts(c, x)
    far = c.fma(high, -0.5, c.fma(low, -0.5, stirling(c, a)))
    logs = a.low.pick(c.vec(-1.0), 0.0) - x
    near = c.fma(logs, high, x) + c.fma(logs, low, near_lgamma(a))
    return a.of_positive(a.near.pick(near, far), math.inf, -math.inf)


# ---- its derivative

def near_digamma(a: Argument) -> Vec:
    """digamma, right beside its root too."""
    near = ((a.unit - ROOT) - ROOT_LOW) * a.about_middle(DIGAMMA)
    return a.low.pick(near - a.inverse, near)


def less_log(c: Body, a: Argument) -> Vec:
    """log x - digamma where the series holds."""
    return a.inverse * c.fma(a.inverse, a.series(DIGAMMA_SERIES), 0.5)


def digamma(c: Body, x: Vec) -> Vec:
    """Infinity at infinity."""
    a = with_scalar(c, x, DIGAMMA_FROM)
    high, low = log_in_parts(c, x)
    value = a.near.pick(near_digamma(a), high + (low - less_log(c, a)))
    return c.vec(math.inf).equals(x).pick(x, value)


def digamma_rest(c: Body, x: Vec) -> Vec:
    """digamma less log x."""
    a = Argument(c, x, DIGAMMA_FROM)
    high, low = log_in_parts(c, x)
    return a.of_positive(a.near.pick((near_digamma(a) - high) - low, -less_log(c, a)), -math.inf, 0.0)


# ---- its second derivative

def trigamma(c: Body, x: Vec) -> Vec:
    """0 at infinity."""
    a = with_scalar(c, x, DIGAMMA_FROM)
    near = a.about_middle(TRIGAMMA)
    return a.near.pick(a.low.pick(near + a.inverse_square, near), a.inverse + less_inverse(c, a))


def less_inverse(c: Body, a: Argument) -> Vec:
    """trigamma - 1 / x where the series holds."""
    return a.inverse_square * c.fma(a.inverse, a.series(TRIGAMMA_SERIES), 0.5)


def trigamma_rest(c: Body, x: Vec) -> Vec:
    """trigamma less 1 / x; that of x + 1, and what the two lack of each other, below 1."""
    a = Argument(c, x, DIGAMMA_FROM)
    near = a.about_middle(TRIGAMMA_REST)
    near = a.low.pick(c.fma(a.inverse, a.inverse - c.vec(1.0) / (x + 1.0), near), near)
    return a.of_positive(a.near.pick(near, less_inverse(c, a)), math.inf, 0.0)
