"""Functions of engineering. Their answers are digits of scrambled Sobol' sequences of 16 × 2^19 points, to the last digit but one."""
from __future__ import annotations

import math

import numpy as np

from ...ppl import Gumbel, LogNormal, Normal, Triangular, Uniform
from .problem import Problem

INTEGRATED = "; answers by randomised integration"


def borehole(x):
    """Water that flows through a borehole, m³ a year."""
    rw, r, tu, hu, tl, hl, length, kw = x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]
    ratio = np.log(r / rw)
    return 2.0 * math.pi * tu * (hu - hl) / (ratio * (1.0 + 2.0 * length * tu / (ratio * rw * rw * kw) + tu / tl))


def otl_circuit(x):
    """The midpoint voltage of a push-pull circuit, V."""
    rb1, rb2, rf, rc1, rc2, beta = x[0], x[1], x[2], x[3], x[4], x[5]
    vb1 = 12.0 * rb2 / (rb1 + rb2)
    gain = beta * (rc2 + 9.0)
    return (vb1 + 0.74) * gain / (gain + rf) + 11.35 * rf / (gain + rf) + 0.74 * rf * gain / ((gain + rf) * rc1)


def piston(x):
    """The time that a piston takes for one cycle, s."""
    mass, surface, v0, k, p0, ta, t0 = x[0], x[1], x[2], x[3], x[4], x[5], x[6]
    pressed = p0 * v0 / t0
    a = p0 * surface + 19.62 * mass - k * v0 / surface
    v = surface / (2.0 * k) * (np.sqrt(a * a + 4.0 * k * pressed * ta) - a)
    return 2.0 * math.pi * np.sqrt(mass / (k + surface * surface * pressed * ta / (v * v)))


def wing_weight(x):
    """The weight of a light aircraft's wing, lb; the sweep in degrees."""
    sw, wfw, aspect, sweep, q, taper, thickness, nz, wdg, wp = x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9]
    c = np.cos(sweep * (math.pi / 180.0))
    return (0.036 * sw**0.758 * wfw**0.0035 * (aspect / (c * c)) ** 0.6 * q**0.006 * taper**0.04 * (100.0 * thickness / c) ** -0.3 * (nz * wdg) ** 0.49
            + sw * wp)


def flood(x):
    """How high a river stands above its dyke, m; negative is dry."""
    q, ks, zv, zm, hd, cb, length, width = x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]
    return (q / (width * ks * np.sqrt((zm - zv) / length))) ** 0.6 + zv - hd - cb


PROBLEMS = (
    Problem("borehole", borehole, {
        "rw": Normal(0.1, 0.0161812), "r": LogNormal(7.71, 1.0056), "Tu": Uniform(63070.0, 115600.0), "Hu": Uniform(990.0, 1110.0),
        "Tl": Uniform(63.1, 116.0), "Hl": Uniform(700.0, 820.0), "L": Uniform(1120.0, 1680.0), "Kw": Uniform(9855.0, 12045.0),
    }, {"mean": 73.73894, "sd": 28.59601, "S1": np.array([0.66371, 0.0, 0.0, 0.09488, 0.00001, 0.09488, 0.09065, 0.02194]),
        "ST": np.array([0.69412, 0.0, 0.0, 0.10612, 0.00001, 0.10612, 0.10279, 0.02513])}, f"Harper & Gupta 1983{INTEGRATED}"),
    Problem("otl_circuit", otl_circuit, {
        "Rb1": Uniform(50.0, 150.0), "Rb2": Uniform(25.0, 70.0), "Rf": Uniform(0.5, 3.0), "Rc1": Uniform(1.2, 2.5), "Rc2": Uniform(0.25, 1.2),
        "beta": Uniform(50.0, 300.0),
    }, {"mean": 5.4340541, "variance": 1.3069094, "S1": np.array([0.495663, 0.407197, 0.070841, 0.018639, 0.0, 0.000013]),
        "ST": np.array([0.500145, 0.411679, 0.074006, 0.021803, 0.0, 0.000015])}, f"Ben-Ari & Steinberg 2007{INTEGRATED}"),
    Problem("piston", piston, {
        "M": Uniform(30.0, 60.0), "S": Uniform(0.005, 0.02), "V0": Uniform(0.002, 0.01), "k": Uniform(1000.0, 5000.0), "P0": Uniform(90000.0, 110000.0),
        "Ta": Uniform(290.0, 296.0), "T0": Uniform(340.0, 360.0),
    }, {}, "Kenett & Zacks 1998; Ben-Ari & Steinberg 2007"),
    Problem("wing_weight", wing_weight, {
        "Sw": Uniform(150.0, 200.0), "Wfw": Uniform(220.0, 300.0), "A": Uniform(6.0, 10.0), "sweep": Uniform(-10.0, 10.0), "q": Uniform(16.0, 45.0),
        "taper": Uniform(0.5, 1.0), "tc": Uniform(0.08, 0.18), "Nz": Uniform(2.5, 6.0), "Wdg": Uniform(1700.0, 2500.0), "Wp": Uniform(0.025, 0.08),
    }, {}, "Forrester, Sóbester & Keane 2008"),
    Problem("flood", flood, {
        "Q": Gumbel(1013.0, 558.0).truncated(500.0, 3000.0), "Ks": Normal(30.0, 8.0).truncated(15.0, None), "Zv": Triangular(49.0, 50.0, 51.0),
        "Zm": Triangular(54.0, 55.0, 56.0), "Hd": Uniform(7.0, 9.0), "Cb": Triangular(55.0, 55.5, 56.0), "L": Triangular(4990.0, 5000.0, 5010.0),
        "B": Triangular(295.0, 300.0, 305.0),
    }, {"mean": -10.944494, "variance": 1.174470, "S1": np.array([0.344848, 0.133774, 0.189576, 0.003458, 0.283816, 0.035477, 0.0, 0.000093]),
        "ST": np.array([0.353592, 0.142251, 0.189926, 0.003806, 0.283816, 0.035477, 0.0, 0.000101])}, f"Iooss & Lemaître 2015{INTEGRATED}"),
)
