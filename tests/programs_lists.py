"""Programs whose lists grow: in loops, in comprehensions, by one or several items a trip, and in ways that a loop cannot do. `LISTS` is the table."""
# ruff: noqa
from __future__ import annotations

import math

import numpy as np
from programs import Program

LISTS: dict[str, Program] = {}
D40, N40 = np.random.default_rng(4).normal(size=40), np.random.default_rng(5).integers(0, 3, 40)


def program(n, *data, expect="value"):
    """Register a program with n standard normal parameters and its data."""
    def add(f):
        LISTS[f.__name__] = Program(f, (np.random.default_rng(len(LISTS) + 301).normal(size=n), *data), expect)
        return f
    return add


# -- read as arrays and as lists
@program(2)
def list_of_numbers(z):
    xs = []
    for i in range(300):
        xs.append(z[0] * math.sin(i) + z[1])
    a = np.array(xs)
    return np.sum(np.sin(a)) + xs[3] + xs[-1] * len(xs) + sum(xs) / 10 + max(xs) + sum(xs[5:9]) + sum(xs[-2:]) + np.mean(xs)

@program(2)
def list_recurrence(z):
    xs = [z[0]]
    for i in range(1, 1000):
        xs.append(0.9 * xs[i - 1] + z[1] * math.cos(i) + 0.01 * xs[-1])
    return sum(xs) / 100

@program(2)
def list_moving_window(z):
    xs = [z[0], z[1], 1.0]
    for i in range(40):
        xs.append(0.5 * xs[-1] - 0.2 * xs[-2] + 0.1 * xs[-3] + 0.05 * sum(xs[-3:]) + 0.01 * xs[i])
    return np.dot(xs, xs) + len(xs)

@program(2)
def lists_side_by_side(z):
    xs, ys = [], []
    for i in range(50):
        xs.append(z[0] + i)
        ys.append(xs[i] * z[1])
        ys.append(1)
    return np.dot(np.array(ys)[:50], xs) + sum(a * b for a, b in zip(xs, ys)) + sum(k * v for k, v in enumerate(xs))

@program(2)
def list_of_arrays(z):
    h = [np.array([1.0, 0.0])]
    for k in range(40):
        s = h[-1]
        h.append(s + 0.05 * np.array([s[1], -z[0] ** 2 * s[0] - 0.1 * z[1]]))
    far = 0.0
    for a, b in h:
        far += a * a + b
    return np.sum(np.stack(h)[:, 0] ** 2) + np.concatenate(h)[5] + np.vstack(h)[2, 1] + np.column_stack(h)[1, 3] + np.stack(h, axis=1)[0, 7] + np.hstack(h)[8] + far + sum(h)[1]

@program(2)
def list_of_lists(z):
    rows = []
    for i in range(20):
        r = []
        for j in range(30):
            r.append(z[0] * i + z[1] * j)
        rows.append(r)
    return np.sum(np.array(rows) ** 2) / 1e4 + rows[2][3] + len(rows[1]) + sum(rows[0] + rows[1])

@program(2)
def list_of_pairs(z):
    ps = []
    for i in range(30):
        ps.append((z[0] * i, z[1]))
    return sum(a * b for a, b in ps) + np.array(ps)[3, 1] + ps[4][0] + len(ps[1] + ps[2])

@program(2)
def list_in_nested_loops(z):
    xs = []
    for i in range(20):
        for j in range(10):
            xs.append(z[0] * i + z[1] * j)
        xs.append(xs[-10])
    return np.array(xs) @ np.arange(220.0) / 1e3 + sum(xs[3:8])

@program(2)
def list_of_each_trip(z):
    total, last = 0.0, np.zeros(3)
    for i in range(15):
        xs = [z[0]]
        for j in range(12):
            xs.append(xs[-1] * 0.5 + z[1] * j + last[1])
        total += sum(xs)
        last = np.array(xs[-3:]) * 0.1
    return total + last[0]

@program(2)
def list_of_mixed_numbers(z):
    xs = [1]
    for i in range(20):
        xs.append(i if i == 3 else z[0] * i)
        xs.append(True)
    return np.array(xs) @ np.arange(41.0) + xs[0] + z[1]

@program(3)
def list_of_indices(z):
    ks = []
    for i in range(30):
        ks.append((i * 7) % 3)
    return np.sum(z[ks] * np.arange(30.0)) + z[ks[4]]

# -- grown in other ways
@program(2)
def list_extended(z):
    xs = [0.0]
    for i in range(20):
        xs += [z[0] * i]
        xs.extend([z[1], z[0]])
    return np.sum(np.array(xs) * np.arange(61))

@program(2)
def list_of_zeros_assigned(z):
    xs = [0.0] * 200
    xs[0] = z[0]
    for i in range(1, 200):
        xs[i] = 0.5 * xs[i - 1] + z[1]
        xs[i - 1] += 0.1 * z[0]
    return sum(xs) / 10

@program(2)
def list_grown_on_either_way(z):
    xs = []
    for i in range(20):
        if z[0] * i > z[1]:
            xs.append(z[0])
        else:
            xs.append(z[1] * i)
    return sum(xs)

@program(2, N40, expect="value")
def list_filtered_by_data(z, n):
    xs = []
    for i in range(40):
        if i % 3 == 1:
            xs.append(z[0] * i + z[1])
    return sum(xs) + len(xs)

@program(2)
def list_grown_by_a_function(z):
    def push(out, v):
        out.append(v)
        out.append(v * v)
    xs = []
    for i in range(25):
        push(xs, z[0] * i)
    ys = xs
    ys.append(z[1])
    return sum(xs) + len(xs) + (1.0 if isinstance(xs, list) else 0.0) + (5.0 if xs else 0.0)

@program(2)
def list_made_by_a_function(z):
    def path(v):
        out = []
        for i in range(20):
            out.append(v * i)
        return out
    a, b = path(z[0]), path(z[1])
    return sum(a) + np.array(a + b)[21] + sum(x * y for x, y in zip(a, reversed(b))) + sum(map(lambda x, y: x * y, a, b)) + sorted(b)[3] + sum(list(a)) + sum(a.copy())

@program(2)
def list_copied_then_changed(z):
    xs = []
    for i in range(20):
        xs.append(z[0] * i)
    a, ys = np.asarray(xs), xs[:]
    xs[0] = 100.0
    ys.append(z[1])
    a[1] = 7.0
    return sum(xs) + 2 * sum(ys) + 3 * a.sum()

# -- what an ordinary list does
@program(2)
def list_popped(z):
    xs = []
    for i in range(20):
        xs.append(z[0] * i)
    v = xs.pop()
    xs.insert(0, z[1])
    return sum(xs) + v * v + xs[0] * len(xs)

@program(2)
def list_of_one_array_written_in_place(z):
    s, xs, ys = np.zeros(2), [], []
    for i in range(20):
        s[0] += z[0]
        xs.append(s)
        ys.append(s.copy())
    return np.sum(np.array(xs)) + 3 * np.sum(np.array(ys)) + z[1]

@program(2)
def list_of_ragged_rows(z):
    xs = []
    for i in range(1, 15):
        xs.append(np.ones(i) * z[0])
    return sum(np.sum(x) for x in xs) + len(np.concatenate(xs)) + z[1]

@program(2, D40, expect="refused")
def list_filtered_by_parameters(z, d):
    xs = []
    for i in range(40):
        if z[0] > d[i]:
            xs.append(z[1])
    return sum(xs)

@program(2, expect="either")
def list_left_early(z):
    xs = [z[0]]
    for i in range(40):
        if xs[-1] > 1e6:
            break
        xs.append(xs[-1] + z[1])
    return xs[-1]

@program(2, expect="either")
def array_written_after_it_was_kept(z):
    s, xs = np.zeros(2), []
    for i in range(20):
        xs.append(s * 1.0)
        s = s + z
    kept = xs[3]
    kept[0] = 50.0
    return np.sum(np.array(xs)) + xs[3][0]

# -- comprehensions
@program(2)
def long_comprehension(z):
    return np.sum(np.array([math.sin(z[0] * i * 0.01) + z[1] for i in range(2000)]) * np.arange(2000.0)) / 1e4

@program(2, np.linspace(0, 1, 700))
def comprehensions_over_data(z, d):
    a = [z[0] * v + z[1] for v in d]
    b = [u * w for u, w in zip(a, d)]
    return sum(b) + a[3] + np.stack([np.array([z[0] * i, z[1]]) for i in range(600)], axis=1)[0] @ d[:600]

@program(2)
def nested_comprehensions(z):
    K = np.array([[math.exp(-abs(i - j) * z[0] ** 2) for j in range(20)] for i in range(20)])
    return K[3, 4] + np.sum(K) + z[1] * np.array([z[0] * i * j for i in range(3) for j in range(30) if j != i]).sum()

@program(2)
def comprehensions_of_known_things(z):
    names = {f"b{i}": z[0] * i for i in range(40)}
    keys = [f"b{i}" for i in range(40)]
    first = [0.0 if i == 0 else z[1] * i for i in range(40)]
    return sum(names[k] for k in keys) + first[0] + first[39]
