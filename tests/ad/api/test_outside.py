"""What a compiled function has taken from around it: however it is read, a change is seen by the next call, and a bound posterior stays the model that
was bound or says what has changed; one is never mixed with the other."""
import collections
import functools
import importlib
import types
from typing import NamedTuple

import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import LlbayesError, ModelError
from llbayes.ppl import Normal

NUMBER = 2.0
WHOLE = np.array([2, 3])
FLOATS = np.array([2.0, 3.0])
COLUMN = np.array([[2.0, 0.0], [3.0, 0.0]])[:, 0]
FIRST = np.array([0, 1])
LIST, NESTED, TABLE = [2.0, 3.0], [[2.0], [3.0]], {"k": 2.0, "inner": {"k": [2.0]}}
SPACE, MODULE = types.SimpleNamespace(k=2.0, array=np.array([2.0])), types.ModuleType("users_module")
MODULE.k = 2.0
VIEWED = {"k": 2.0}
VIEW = types.MappingProxyType(VIEWED)


class Settings:
    """A class of the user's; `Settings.rate` is one for all."""

    rate = 2.0

    def __init__(self):
        self.k, self.items = 2.0, [2.0]

    @property
    def twice(self):
        return 2.0 * self.k

    def times(self, x):
        return self.k * x

    def __call__(self, x):
        return self.k * x

    def __getitem__(self, at):
        return self.items[at]


class LooksUp:
    def __getattr__(self, name):
        return TABLE[name]


class Pair(NamedTuple):
    items: list
    other: float


SETTINGS, PAIR, LOOKS_UP, DEQUE = Settings(), Pair([2.0], 1.0), LooksUp(), collections.deque([2.0])


def helper(x):
    return 2.0 * x


def by_default(x, k=2.0):
    return k * x


def by_keyword(x, *, k=2.0):
    return k * x


def by_list(x, k=[2.0]):  # noqa: B006
    return k[0] * x


@functools.lru_cache(maxsize=None)  # noqa: UP033
def remembered(k):
    return k * NUMBER / 2.0


def closed():
    k = 2.0

    def inner(x):
        return k * x

    def change():
        nonlocal k
        k = 5.0
    return inner, change


def other(x):
    return 5.0 * x


def set_global(name, value):
    return lambda: globals().__setitem__(name, value)


# how it is read -> a function of x that gives 2 x, and what makes it give 5 x
WAYS = {
    "global number": lambda: (lambda x: NUMBER * x, set_global("NUMBER", 5.0)),
    "type of a number": lambda: (lambda x: x * (2.0 if isinstance(NUMBER, float) else 5.0), set_global("NUMBER", 2)),
    "global array": lambda: (lambda x: FLOATS[0] * x, set_global("FLOATS", np.array([5.0, 3.0]))),
    "array in place": lambda: (lambda x: FLOATS[0] * x, lambda: FLOATS.__setitem__(0, 5.0)),
    "array by a loop": lambda: (lambda x: np.sum(FLOATS * x) / 2.5 * 2.0 - 2.0 * x, lambda: FLOATS.__setitem__(slice(None), [5.0, 3.75])),
    "strided array": lambda: (lambda x: COLUMN[0] * x, lambda: COLUMN.__setitem__(0, 5.0)),
    "integers in place": lambda: (lambda x: WHOLE[0] * x, lambda: WHOLE.__setitem__(0, 5)),
    "sum of integers": lambda: (lambda x: (np.sum(WHOLE) - 3) * x, lambda: WHOLE.__setitem__(0, 5)),
    "index array": lambda: (lambda x: np.sum(np.array([2.0, 5.0])[FIRST] * x) - 5.0 * x, lambda: FIRST.__setitem__(0, 1)),
    "helper": lambda: (lambda x: helper(x), set_global("helper", other)),
    "code of a helper": lambda: (lambda x: helper(x), lambda: setattr(helper, "__code__", other.__code__)),
    "default": lambda: (lambda x: by_default(x), lambda: setattr(by_default, "__defaults__", (5.0,))),
    "keyword default": lambda: (lambda x: by_keyword(x), lambda: by_keyword.__kwdefaults__.__setitem__("k", 5.0)),
    "list as default": lambda: (lambda x: by_list(x), lambda: by_list.__defaults__[0].__setitem__(0, 5.0)),
    "closure cell": closed,
    "partial": lambda: (functools.partial(lambda k, x: k[0] * x, LIST), lambda: LIST.__setitem__(0, 5.0)),
    "list item": lambda: (lambda x: LIST[0] * x, lambda: LIST.__setitem__(0, 5.0)),
    "length of a list": lambda: (lambda x: len(LIST) * x, lambda: LIST.extend([0.0, 0.0, 0.0])),
    "loop over a list": lambda: (lambda x: sum([v * x for v in LIST]) - 3.0 * x, lambda: LIST.__setitem__(0, 5.0)),
    "nested list": lambda: (lambda x: NESTED[0][0] * x, lambda: NESTED[0].__setitem__(0, 5.0)),
    "list as an array": lambda: (lambda x: np.array(LIST)[0] * x, lambda: LIST.__setitem__(0, 5.0)),
    "dict item": lambda: (lambda x: TABLE["k"] * x, lambda: TABLE.__setitem__("k", 5.0)),
    "dict method": lambda: (lambda x: TABLE.get("k", 1.0) * x, lambda: TABLE.update(k=5.0)),
    "dict in a dict": lambda: (lambda x: TABLE["inner"]["k"][0] * x, lambda: TABLE["inner"]["k"].__setitem__(0, 5.0)),
    "key of a dict": lambda: (lambda x: x * (5.0 if "new" in TABLE else 2.0), lambda: TABLE.__setitem__("new", 1.0)),
    "attribute": lambda: (lambda x: SPACE.k * x, lambda: setattr(SPACE, "k", 5.0)),
    "array of an attribute": lambda: (lambda x: SPACE.array[0] * x, lambda: SPACE.array.__setitem__(0, 5.0)),
    "attribute by getattr": lambda: (lambda x: getattr(SPACE, "k") * x, lambda: setattr(SPACE, "k", 5.0)),  # noqa: B009
    "module": lambda: (lambda x: MODULE.k * x, lambda: setattr(MODULE, "k", 5.0)),
    "object": lambda: (lambda x: SETTINGS.k * x, lambda: setattr(SETTINGS, "k", 5.0)),
    "list of an object": lambda: (lambda x: SETTINGS.items[0] * x, lambda: SETTINGS.items.__setitem__(0, 5.0)),
    "property": lambda: (lambda x: SETTINGS.twice * x / 2.0, lambda: setattr(SETTINGS, "k", 5.0)),
    "method": lambda: (lambda x: SETTINGS.times(x), lambda: setattr(SETTINGS, "k", 5.0)),
    "bound method": lambda: (SETTINGS.times, lambda: setattr(SETTINGS, "k", 5.0)),
    "method itself": lambda: (lambda x: SETTINGS.times(x), lambda: setattr(Settings, "times", lambda self, x: 5.0 * x)),
    "class attribute": lambda: (lambda x: Settings.rate * x, lambda: setattr(Settings, "rate", 5.0)),
    "class attribute of an object": lambda: (lambda x: SETTINGS.rate * x, lambda: setattr(Settings, "rate", 5.0)),
    "list in a record": lambda: (lambda x: PAIR.items[0] * x, lambda: PAIR.items.__setitem__(0, 5.0)),
    "function that Python calls": lambda: (lambda x: remembered(2.0) * x, lambda: (remembered.cache_clear(), set_global("NUMBER", 5.0)())),
    "derivative inside": lambda: (lambda x: ad.grad(lambda t: NUMBER * t * x)(1.0), set_global("NUMBER", 5.0)),
    "object that looks up its attributes": lambda: (lambda x: LOOKS_UP.k * x, lambda: TABLE.__setitem__("k", 5.0)),
    "subscript of an object": lambda: (lambda x: SETTINGS[0] * x, lambda: SETTINGS.items.__setitem__(0, 5.0)),
    "object that is called": lambda: (lambda x: SETTINGS(x), lambda: setattr(SETTINGS, "k", 5.0)),
    "object of the standard library": lambda: (lambda x: DEQUE[0] * x, lambda: DEQUE.__setitem__(0, 5.0)),
    "view of a dict": lambda: (lambda x: VIEW["k"] * x, lambda: VIEWED.__setitem__("k", 5.0)),
    "name of Python's own": lambda: (lambda x: abs(-2.0) * x, set_global("abs", lambda v: 5.0)),
}


@pytest.fixture
def surroundings(monkeypatch):
    """The names above as they are at first, and after the test again."""
    here = globals()
    fresh = {"NUMBER": 2.0, "WHOLE": np.array([2, 3]), "FLOATS": np.array([2.0, 3.0]), "COLUMN": np.array([[2.0, 0.0], [3.0, 0.0]])[:, 0],
             "FIRST": np.array([0, 1]), "LIST": [2.0, 3.0], "NESTED": [[2.0], [3.0]], "TABLE": {"k": 2.0, "inner": {"k": [2.0]}},
             "SPACE": types.SimpleNamespace(k=2.0, array=np.array([2.0])), "SETTINGS": Settings(), "PAIR": Pair([2.0], 1.0), "DEQUE": collections.deque([2.0])}
    for name, value in fresh.items():
        monkeypatch.setitem(here, name, value)
    monkeypatch.setitem(here, "helper", helper)
    monkeypatch.setattr(MODULE, "k", 2.0)
    monkeypatch.setitem(VIEWED, "k", 2.0)
    monkeypatch.setattr(Settings, "rate", 2.0)
    monkeypatch.setattr(Settings, "times", Settings.times)
    by_default.__defaults__, by_keyword.__kwdefaults__, by_list.__defaults__ = (2.0,), {"k": 2.0}, ([2.0],)
    remembered.cache_clear()
    code = helper.__code__
    yield
    here.pop("abs", None)
    fresh_helper = here["helper"] if here["helper"].__name__ == "helper" else None
    if fresh_helper is not None:
        fresh_helper.__code__ = code


@pytest.mark.parametrize("way", WAYS)
def test_a_compiled_function_sees_what_has_changed(way, surroundings):
    f, change = WAYS[way]()
    value, slope = ad.evaluate(f), ad.value_and_grad(f)
    assert value(3.0) == f(3.0) == 6.0 and slope(3.0) == (6.0, 2.0)
    compiled = value.plan((3.0,), {})[0]
    assert value.plan((3.0,), {})[0] is compiled, "nothing has changed: nothing is compiled again"
    change()
    assert f(3.0) == 15.0 and value(3.0) == 15.0 and slope(3.0) == (15.0, 5.0)


def of_posterior(posterior):
    """What each part of a posterior says of the standard deviation of `a`, which is the model's only fact; nan where it says that the model has changed."""
    z = np.ones(1)

    def sd_of(density):                         # log N(1; 0, s) = -log s - 1 / (2 s²) - log(2 pi) / 2, for s = 2 and 5
        return {s: -np.log(s) - 0.5 / s**2 - 0.5 * np.log(2 * np.pi) for s in (2.0, 5.0)}, density

    parts = {
        "log_density": lambda: sd_of(posterior.log_density(z)),
        "value_and_grad": lambda: sd_of(posterior.value_and_grad(z)[0]),
        "interpret": lambda: sd_of(posterior.interpret(z).log_density),
        "interpreted_log_density": lambda: sd_of(posterior.interpreted_log_density(z)),
        "hessian": lambda: ({s: -1.0 / s**2 for s in (2.0, 5.0)}, posterior.hessian(z)[0, 0]),
        "constrain": lambda: ({2.0: 2.0, 5.0: 5.0}, float(posterior.constrain(z)["s"])),
        "prior_predictive": lambda: ({2.0: 2.0, 5.0: 5.0}, float(ppl.prior_predictive(posterior, draws=2, seed=1).prior.s.values[0, 0])),
    }
    found = {}
    for name, part in parts.items():
        try:
            readings, got = part()
        except ModelError as e:
            assert "has changed since `model` was bound" in str(e)
            continue
        found[name] = next(s for s, right in readings.items() if np.isclose(got, right))
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("asked_before", [False, pytest.param(True, marks=pytest.mark.sweep)], ids=["asked after", "asked before"])
def test_the_parts_of_a_posterior_are_of_one_model(way, asked_before, surroundings):
    f, change = WAYS[way]()

    @ppl.model
    def model():
        s = ppl.deterministic("s", f(1.0))
        ppl.sample("a", Normal(0.0, s))

    posterior = model.bind()
    if asked_before:
        assert set(of_posterior(posterior).values()) == {2.0}
    change()
    found = of_posterior(posterior)
    assert set(found.values()) == {2.0} and "log_density" in found
    assert set(of_posterior(model.bind()).values()) == {5.0}


@pytest.mark.parametrize("change", ["dict", "array in a dict", "function"])
def test_what_is_given_as_data_and_changed_later(change, surroundings):
    table, settings = {"k": 2.0, "a": np.array([1.0])}, Settings()
    scale = settings.times

    @ppl.model
    def model(table, scale):
        s = ppl.deterministic("s", scale(table["k"] * table["a"][0]) / 2.0)
        ppl.sample("a", Normal(0.0, s))

    posterior = model.bind(table=table, scale=scale)
    {"dict": lambda: table.update(k=5.0), "array in a dict": lambda: table["a"].__setitem__(0, 2.5), "function": lambda: setattr(settings, "k", 5.0)}[change]()
    assert set(of_posterior(posterior).values()) == {2.0}
    assert set(of_posterior(model.bind(table=table, scale=scale)).values()) == {5.0}


def test_a_module_that_is_reloaded(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    (tmp_path / "users_helpers.py").write_text("def scale(x):\n    return 2.0 * x\n")
    users_helpers = importlib.import_module("users_helpers")
    f = ad.evaluate(lambda x: users_helpers.scale(x))
    assert f(3.0) == 6.0
    (tmp_path / "users_helpers.py").write_text("# changed\ndef scale(x):\n    return 5.0 * x\n")
    importlib.reload(users_helpers)
    assert f(3.0) == 15.0


@pytest.mark.parametrize("n", [3, 20_000])
def test_arrays_that_change_are_not_compiled_again(n, surroundings):
    a = np.arange(float(n))
    f = ad.value_and_grad(lambda x: np.sum(a * x))
    assert f(2.0)[0] == 2.0 * a.sum()
    programs = f.plan((2.0,), {})[0].programs
    a[1] = -0.5
    assert f(2.0)[0] == 2.0 * a.sum() and f.plan((2.0,), {})[0].programs is programs
    a[0] = np.nan
    assert np.isnan(f(2.0)[0]) and f.plan((2.0,), {})[0] is f.plan((2.0,), {})[0]


def test_what_is_the_same_again_is_not_compiled_again(surroundings):
    f = ad.evaluate(lambda x: NUMBER * helper(x) * FLOATS[0] * TABLE["k"])
    first = f.plan((1.0,), {})[0]
    globals().update(NUMBER=1.0 + 1.0, FLOATS=np.array([2.0, 3.0]), TABLE={"k": 2.0, "inner": {"k": [2.0]}})
    assert f.plan((1.0,), {})[0] is first


def test_sampling_a_model_that_has_changed_is_refused_before_it_begins(surroundings):
    @ppl.model
    def model():
        ppl.sample("a", Normal(0.0, NUMBER))

    posterior = model.bind()
    globals()["NUMBER"] = 5.0
    with pytest.raises(LlbayesError, match="`NUMBER` has changed since `model` was bound"):
        posterior.native()
