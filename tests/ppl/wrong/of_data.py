"""Wrong uses of labels from tables: `dims`, `coords`, annotations, DataFrames, Series, DataArrays."""
from __future__ import annotations

from .uses import use

ROWS = "@ppl.model\ndef m(y: ppl.Real['row'], x: ppl.Real['row'] = None):\n    b = ppl.sample('b', Normal(0, 1))\n    ppl.sample('y', Normal(b if x is None else b * x, 1), obs=y, dims='row')\n"
TABLE = "@ppl.model\ndef m(d, y):\n    b = ppl.sample('b', Normal(0, 1))\n    ppl.sample('y', Normal(b * d['x'], 1), obs=y)\nd = pd.DataFrame({'x': [1.0, 2.0, 3.0], 'c': list('aba')})\n"
BY = "@ppl.model\ndef m(y, g, J):\n    a = ppl.sample('a', Normal(0, 1), dims='group')\n    ppl.sample('y', Normal(a[g], 1), obs=y, dims='row')\n"


def rows(title, call, *fragments):
    return use(title, ROWS + call, *fragments)


def table(title, call, *fragments):
    return use(title, TABLE + call, *fragments)


def by(title, call, *fragments):
    return use(title, BY + call, *fragments)


COORDS = [
    rows("two indices that differ", "m.bind(y=pd.Series([1.0, 2.0], index=['a', 'b']), x=pd.Series([1.0, 2.0], index=['b', 'a']))", "`y` and `x` bring other labels along `row`: 'a', 'b' and 'b', 'a'; bring them"),
    rows("another length", "m.bind(y=pd.Series([1.0, 2.0]), x=[1.0, 2.0, 3.0])", '`x` has size 3 along `row`, elsewhere it is 2'),
    rows("a DataFrame for a vector", "m.bind(y=pd.DataFrame({'y': [1.0, 2.0]}))", '`y` has shape (2, 1); its annotation names the dims row'),
    rows("a DataArray of two dims", "m.bind(y=xr.DataArray(np.ones((2, 2)), dims=('row', 'col')))", '`y` has shape (2, 2); its annotation names the dims row'),
    rows("a Dataset", "m.bind(y=xr.Dataset({'y': ('row', [1.0, 2.0])}))", '`y`: a dataset of xarray; make each of its variables an argument of its own,'),
    rows("a Series of texts", "m.bind(y=pd.Series(['1.0', '2.0']))", '`y`: object data are not numbers; make categories of them,'),
    rows("a Series of dates", "m.bind(y=pd.Series(pd.date_range('2020', periods=2)))", '`y`: datetime64[us] data are not numbers; subtract a start and divide by a'),
    rows("a Series with nan", "m.bind(y=pd.Series([1.0, np.nan]))", '`y`: 1 of 2 values are not finite, the first (nan) at [1]; leave such rows'),
    rows("a column of commas", "m.bind(y=pd.Series(['1,5', '2,5']))", '`y`: object data are not numbers; make categories of them,'),
    rows("coords of another number", "m.bind(y=[1.0, 2.0], coords={'row': ['a', 'b', 'c']})", '`y` has size 2 along `row`, elsewhere it is 3'),
    rows("coords that are a number", "m.bind(y=[1.0, 2.0], coords={'row': 2})", 'coords of `row` must be a list of labels, not of shape (); for numbers from'),
    rows("coords that are a text", "m.bind(y=[1.0, 2.0], coords={'row': 'ab'})", "coords of `row` must be a list of labels, not 'ab'; of its letters:"),
    rows("coords of two axes", "m.bind(y=[1.0, 2.0], coords={'row': [['a', 'b']]})", 'coords of `row` must be a list of labels, not of shape (1, 2)'),
    rows("coords with None", "m.bind(y=[1.0, 2.0], coords={'row': ['a', None]})", 'coords of `row` are None in 1 of 2 places; give every entry a label, for'),
    rows("coords with nan", "m.bind(y=[1.0, 2.0], coords={'row': [1.0, np.nan]})", 'coords of `row` hold nan in 1 of 2 places, which names nothing; drop such'),
    rows("coords in a list", "m.bind(y=[1.0, 2.0], coords=['row'])", "coords must map dims to labels, as in {'row': ['a', 'b']}; this is a list"),
    rows("coords in a set", "m.bind(y=[1.0, 2.0], coords={'row': {'a', 'b'}})", 'coords of `row` must be a list of labels, and a set has no order: `sorted(…)`'),
    rows("a dim that there is not", "m.bind(y=[1.0, 2.0], coords={'rows': ['a', 'b']})", 'coords for `rows`: no site has this dim; did you mean `row`?'),
    rows("dims in bind", "m.bind(y=[1.0, 2.0], dims={'y': 'row'})", '`dims` is not an argument of the model; it takes `y`, `x`; arguments in a'),
    rows("a groupby", "m.bind(y=pd.DataFrame({'g': [1, 1], 'y': [1.0, 2.0]}).groupby('g')['y'])", '`y`: its rows have different lengths'),
    rows("a row of a table", "m.bind(y=pd.DataFrame({'x': [1.0], 'n': ['a']}).iloc[0])", '`y`: object data are not numbers; make categories of them,'),
    rows("a categorical for numbers", "m.bind(y=pd.Categorical(['a', 'b']))", '`y` is categorical, and its annotation says `Real`: its categories would be'),
    table("a column that there is not", "m.bind(d=d.rename(columns={'x': 'z'}), y=[1.0, 2.0, 3.0])", 'the table has no column `x`', 'its columns are `z`, `c`'),
    table("a column that is text", "m.bind(d=d.assign(x=['a', 'b', 'c']), y=[1.0, 2.0, 3.0])", 'the column `x`: object data are not numbers; make categories of them,', 'make numbers of it before the model is bound'),
    table("a column with nan", "m.bind(d=d.assign(x=[1.0, np.nan, 3.0]), y=[1.0, 2.0, 3.0])", '`d`: 1 of 3 values are not finite, the first (nan) at [1]; leave such rows'),
    table("an empty table", "m.bind(d=pd.DataFrame(), y=[1.0, 2.0, 3.0])", '`m` cannot be run with these data: IndexError: an array has no columns: `x`'),
    table("columns of one name", "m.bind(d=pd.DataFrame(np.ones((3, 2)), columns=['x', 'x']), y=[1.0, 2.0, 3.0])", '`d` has several columns of the name `x`; give each its own: `df.columns = […]`'),
    table("a dict of columns of unlike lengths", "m.bind(d={'x': [1.0, 2.0]}, y=[1.0, 2.0, 3.0])", "`m` cannot be run: TypeError: can't multiply sequence by non-int of type", 'lists in a dict or a tuple stay lists: make'),
    use("labels by loc", TABLE.replace("d['x']", "d.loc[:, 'x']") + "m.bind(d=d, y=[1.0, 2.0, 3.0])", 'the table has no column `loc`', 'rows and labels are chosen before the model'),
    use("rows by iloc", TABLE.replace("d['x']", "d.iloc[:, 0]") + "m.bind(d=d, y=[1.0, 2.0, 3.0])", 'the table has no column `iloc`', 'rows and labels are chosen before the model'),
    by("labels for codes", "m.bind(y=[1.0, 2.0], g=['a', 'b'], J=2, coords={'group': ['a', 'b']})", "`g`: <U1 data are not numbers; make categories of them, `.astype('category')`"),
    by("categories of codes without a name", "m.bind(y=[1.0, 2.0], g=pd.Series(['a', 'b'], dtype='category'), J=2)", '`a`: the size of dim `group` is not known', 'give coords= when binding (`--coords'),
    by("fewer labels than groups", "m.bind(y=[1.0, 2.0], g=[0, 2], J=3, coords={'group': ['a', 'b']})", '`m` cannot be run with these data: IndexError: index 2 is out of bounds for', 'indices count from 0; for data that count'),
    by("codes with a missing category", "m.bind(y=[1.0, 2.0], g=pd.Series(['a', None], dtype='category'), J=2, coords={'group': ['a', 'b']})", '`g`: 1 of 2 categories are missing; leave such rows out, or make them a'),
    by("no coords at all", "m.bind(y=[1.0, 2.0], g=[0, 1], J=2)", '`a`: the size of dim `group` is not known', 'give coords= when binding (`--coords'),
    use("dims that are a number", BY.replace("dims='group'", "dims=3") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2)", '`a`: dims= must be a name, or a list of names, not 3', 'lengths are `shape=`'),
    use("dims that are labels", BY.replace("dims='group'", "dims=['a', 'b']") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2)", '`a`: the size of dim `a` is not known', 'give coords= when binding (`--coords a=A,B,C`'),
    use("a dim twice", BY.replace("dims='group'", "dims=('group', 'group')") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2, coords={'group': [0, 1]})", '`a`: two axes have the dim `group`', 'give each axis its own, as in `dims=("group",'),
    use("dims and a shape that differ", BY.replace("dims='group'", "dims='group', shape=3") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2, coords={'group': [0, 1]})", '`a`: dim `group` has size 3 here; its coords have 2 labels', 'give as many labels, `coords=`'),
    use("a dim of the name of a site", BY.replace("dims='group'", "dims='y'") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2, coords={'y': [0, 1]})", 'the site `y` has the name of a dim', 'give it another name'),
    use("a dim called chain", BY.replace("dims='group'", "dims='chain'") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2, coords={'chain': [0, 1]})", 'the dim `chain` of `a` cannot be: results have a dim of that name', 'give it another name'),
]  # fmt: skip

WORDS = {"dims and coords": COORDS}
