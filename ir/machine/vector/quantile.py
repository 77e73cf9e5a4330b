"""ndtri of vectors, the standard normal quantile, within 3 units in the last place.

Near 1/2 q P(q²), q = p - 1/2; in the tails r + Q(s) by r = sqrt(-2 log p), s = (r - 3) / (r + 3). Probabilities below LEAST, and what is none, are left to
the scalar function.
"""
from __future__ import annotations

from .body import Body, Vec
from .elementary import by_parity, log_in_parts

LEAST = 2.5767571091549809e-18                          # r = 9
NEAR = 0.35                                             # up to here the centre
CENTRE_OF_R = 3.0
# of P: the error of q P is below 2^-55
CENTRE = (2.5066282746310007, 2.6249349909538378, 5.772533538503566, 15.667609009133951, 47.03577721806784, 149.83119785594076, 496.1465554808175,
          1697.9528196170115, 5498.751044495602, 33766.5786055998, -269472.0663476324, 7241959.54907442, -108285961.08946115, 1323518354.0133572,
          -12179460505.7739, 84711128204.82393, -428403664503.8182, 1498844339241.2783, -3248728545392.7393, 3352353780877.476)
TAIL = (-0.7133796618213903, 0.8457401066676321, -0.33991278759995186, 0.2564587320133564, -0.15794447916292279, 0.13703009348530878,
        -0.10194492314153338, 0.09288496990799085, -0.07422071534089573, 0.06928587056542372, -0.058030657703936867, 0.054974655626667215,
        -0.047380176103778406, 0.045244055396304196, -0.04028047835729811, 0.040734560483883825, -0.03704192687765434, 0.0240759188044877,
        0.005704817522493125, -0.023817574688566788, 0.015419175816704796)    # of Q: its error is below 2^-56


def ndtri(c: Body, p: Vec) -> Vec:
    """By the smaller tail."""
    tail = c.vec(0.5).below(p).pick(c.vec(1.0) - p, p)
    c.scalar_where(tail.not_above(LEAST))
    q = p - 0.5
    square = q * q
    near = q * by_parity(c, square, square * square, CENTRE)
    high, low = log_in_parts(c, tail)
    r = c.intrinsic("sqrt", (high + low) * -2.0)
    s = (r - CENTRE_OF_R) / (r + CENTRE_OF_R)
    far = c.intrinsic("copysign", r + by_parity(c, s, s * s, TAIL), q)
    return c.size(q).below(NEAR).pick(near, q.is_nan().pick(q, far))
