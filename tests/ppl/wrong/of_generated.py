"""Wrong uses of `ppl.generated` and `ppl.random`."""
from __future__ import annotations

from .uses import site, use

INSIDE_OF = "inside of a block of ppl.generated, which is called for what it gives alone"
STANDS = "`ppl.random` stands in a function that is called for what it gives"
GENERATED = [
    site("a value", "ppl.generated(2.0 * b)", "ppl.generated takes a function without arguments, not", "as in `ppl.generated(block)`"),
    site("a dict", "ppl.generated({'z': b})", "ppl.generated takes a function without arguments, not a dict", "as in `ppl.generated(block)`"),
    site("a dict that is made at once", "ppl.generated((lambda: {'z': b})())", "ppl.generated takes a function without arguments, not a dict", "block"),
    site("a name first", "ppl.generated('z', lambda: {'z': b})", "`ppl.generated` takes `block`; `dims` by name: 2 arguments were given", "block()"),
    site("nothing", "ppl.generated()", "`ppl.generated` takes `block`, `dims`: `block` is missing", "`ppl.generated(block)`"),
    site("a function of something", "ppl.generated(lambda rng: {'z': b})", "the block of ppl.generated is called without arguments", "write it inside of the model"),
    site("one value", "ppl.generated(lambda: b)", "the block of ppl.generated gives", "not a dict of named values", "as in `ppl.generated(block)`"),
    site("no return", "def block():\n    z = 2 * b\nppl.generated(block)", "the block of ppl.generated gives None, not a dict", "as in `ppl.generated(block)`"),
    site("a tuple", "ppl.generated(lambda: (b, 2 * b))", "the block of ppl.generated gives a tuple", "as in `ppl.generated(block)`"),
    site("a number as a name", "ppl.generated(lambda: {1: b})", "a site's name must be a text, not 1", "give it another name"),
    site("a name that is a parameter's", "ppl.generated(lambda: {'b': b})", "the site `b` occurs twice", "give each site its own name"),
    site("a name twice", "ppl.generated(lambda: {'z': b})\nppl.generated(lambda: {'z': b})", "the site `z` occurs twice", "give each site its own name"),
    site("a name of results", "ppl.generated(lambda: {'chain': b})", "a site cannot be called `chain`", "give it another name"),
    site("None as a value", "ppl.generated(lambda: {'z': None})", "`z` of ppl.generated is None, not a number or an array", "a name of its own"),
    site("a text as a value", "ppl.generated(lambda: {'z': 'high'})", "`z` of ppl.generated is the text 'high', not a number", "a name of its own"),
    site("a dict as a value", "ppl.generated(lambda: {'z': {'u': b}})", "`z` of ppl.generated is a dict, not a number or an array", "a name of its own"),
    site("parts of other shapes", "ppl.generated(lambda: {'z': (b, np.zeros(2))})", "`z` of ppl.generated has parts of different shapes", "a name of its own"),
    site("a distribution as a value", "ppl.generated(lambda: {'z': Normal(b, 1)})", "`z`: ppl.deterministic takes a value, not the distribution", "is a parameter"),
    site("a parameter inside", "ppl.generated(lambda: {'z': ppl.sample('z', Normal(b, 1))})", f"`ppl.sample` {INSIDE_OF}", "a draw is `ppl.random(ppl.Normal(0, 1))`"),
    site("an observation inside", "def block():\n    ppl.sample('y', Normal(b, 1), obs=y)\n    return {}\nppl.generated(block)", f"`ppl.sample` {INSIDE_OF}", "before it"),
    site("a factor inside", "def block():\n    ppl.factor('f', b)\n    return {}\nppl.generated(block)", f"`ppl.factor` {INSIDE_OF}", "parameters stand before it"),
    site("a deterministic inside", "def block():\n    return {'z': ppl.deterministic('t', b)}\nppl.generated(block)", f"`ppl.deterministic` {INSIDE_OF}", "before it"),
    site("a block inside", "ppl.generated(lambda: {'z': ppl.generated(lambda: {'t': b})})", f"`ppl.generated` {INSIDE_OF}", "parameters stand before it"),
    site("dims as one name", "ppl.generated(lambda: {'z': y}, dims='row')", "dims= of ppl.generated must be a dict of dims by name, not the text 'row'", "as in"),
    site("dims of another value", "ppl.generated(lambda: {'z': y}, dims={'t': 'row'})", "dims= of ppl.generated names `t`, which its block does not give", "it gives `z`"),
    site("two dims for one axis", "ppl.generated(lambda: {'z': y}, dims={'z': ('row', 'col')})", "`z` has 2 dims ('row', 'col') for an array of shape (3,)", "names each"),
    site("another word", "ppl.generated(lambda: {'z': y}, names=['z'])", "`ppl.generated` has no argument `names`", "the block itself gives a dict of values by name"),
    site("inside of what is summed out", "ppl.marginalize('k', Bernoulli(0.5), lambda k: ppl.generated(lambda: {'z': b}))", "`ppl.generated` inside of the function", "before"),
    site("never a number", "def block():\n    raise ValueError('no')\nppl.generated(block)", "`m` cannot be run with these data: ValueError: no"),
    use("outside of a model", "ppl.generated(lambda: {'z': 1.0})", "`ppl.generated` is used outside of a model", "bind the model: `model.bind(…)`"),
]  # fmt: skip

RANDOM = [
    site("in the model", "z = ppl.random(Normal(b, 1))", STANDS, "a draw with a name is `ppl.generate"),
    site("in a mean", "ppl.sample('y', Normal(b + ppl.random(Normal(0, 1)), 1), obs=y)", STANDS, "as in `ppl.generated(block)`"),
    site("in what is summed out", "ppl.marginalize('k', Bernoulli(0.5), lambda k: ppl.random(Normal(k, 1)))", STANDS, "as in `ppl.generated(block)`"),
    site("in a submodel", "def part():\n    return ppl.random(Normal(0, 1))\nppl.submodel('part', part)", STANDS, "as in `ppl.generated(block)`"),
    site("in a value of a deterministic", "ppl.deterministic('z', ppl.random(Normal(b, 1)))", STANDS, "as in `ppl.generated(block)`"),
    site("a name first", "ppl.generated(lambda: {'z': ppl.random('z', Normal(b, 1))})", "ppl.random takes a distribution, and no name before it, not the text 'z'", "generate"),
    site("a number", "ppl.generated(lambda: {'z': ppl.random(1.0)})", "ppl.random takes a distribution, and no name before it, not 1.0", "as in `ppl.random("),
    site("a family", "ppl.generated(lambda: {'z': ppl.random(Normal)})", "ppl.random takes a distribution", "as in `ppl.random("),
    site("draws of a distribution", "ppl.generated(lambda: {'z': Normal(b, 1).sample(3)})", "`d.sample` draws outside of models", '`ppl.generate("x", d)` is a draw'),
    site("nothing", "ppl.generated(lambda: {'z': ppl.random()})", "`ppl.random` takes `dist`, `shape`: `dist` is missing", "`ppl.random(ppl.Normal(0, 1), shape=3)`"),
    site("three arguments", "ppl.generated(lambda: {'z': ppl.random(Normal(b, 1), 3, 4)})", "`ppl.random` takes `dist`, `shape`: 3 arguments were given", "shape=3"),
    site("a broken length", "ppl.generated(lambda: {'z': ppl.random(Normal(b, 1), shape=2.5)})", "`ppl.random`: shape= must be whole numbers", "ppl.Int"),
    site("a parameter as a length", "ppl.generated(lambda: {'z': ppl.random(Normal(0, 1), shape=b)})", "`ppl.random`: shape= must be whole numbers", "known before the run"),
    site("a negative length", "ppl.generated(lambda: {'z': ppl.random(Normal(0, 1), shape=-1)})", "`ppl.random`: shape= must be whole numbers", "not -1"),
    site("another shape", "ppl.generated(lambda: {'z': ppl.random(Normal(y, 1), shape=2)})", "`ppl.random` has shape (2,), its distribution Normal(loc, scale) has (3,)", "broadcast"),
    site("dims", "ppl.generated(lambda: {'z': ppl.random(Normal(y, 1), dims='row')})", "`ppl.random` has no argument `dims`", "a draw with a name is `ppl.generate"),
    site("size, as NumPy's", "ppl.generated(lambda: {'z': ppl.random(Normal(b, 1), size=3)})", "`ppl.random` has no argument `size`", "the whole value is `shape=`"),
    site("a seed", "ppl.generated(lambda: {'z': ppl.random(Normal(b, 1), seed=1)})", "`ppl.random` has no argument `seed`", "the seed is that of"),
    site("an observation", "ppl.generated(lambda: {'z': ppl.random(Normal(b, 1), obs=y)})", "`ppl.random` has no argument `obs`"),
    site("a site in what once calls", "ppl.once(lambda: ppl.sample('z', Normal(0, 1)))", "`ppl.sample` inside of a function of ppl.once", "sites stand in the model"),
    site("a named draw in what once calls", "ppl.once(lambda: ppl.generate('z', Normal(0, 1)))", "`ppl.generate` inside of a function of ppl.once", "sites stand in the model"),
    use("outside of a model", "ppl.random(Normal(0, 1))", "`ppl.random` is used outside of a model", "bind the model: `model.bind(…)`"),
]  # fmt: skip

WORDS = {"generated": GENERATED, "random": RANDOM}
