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
    rows("two indices that differ", "m.bind(y=pd.Series([1.0, 2.0], index=['a', 'b']), x=pd.Series([1.0, 2.0], index=['b', 'a']))", ""),
    rows("an index with a label twice", "m.bind(y=pd.Series([1.0, 2.0], index=['a', 'a']))", ""),
    rows("an index with nan", "m.bind(y=pd.Series([1.0, 2.0], index=['a', np.nan]))", ""),
    rows("an index with NaT", "m.bind(y=pd.Series([1.0, 2.0], index=pd.to_datetime(['2020-01-01', None])))", ""),
    rows("a MultiIndex", "m.bind(y=pd.Series([1.0, 2.0], index=pd.MultiIndex.from_tuples([('a', 1), ('a', 1)])))", ""),
    rows("another length", "m.bind(y=pd.Series([1.0, 2.0]), x=[1.0, 2.0, 3.0])", ""),
    rows("a DataFrame for a vector", "m.bind(y=pd.DataFrame({'y': [1.0, 2.0]}))", ""),
    rows("a DataArray of two dims", "m.bind(y=xr.DataArray(np.ones((2, 2)), dims=('row', 'col')))", ""),
    rows("a DataArray of another dim", "m.bind(y=xr.DataArray([1.0, 2.0], dims='obs', coords={'obs': ['a', 'b']}))", ""),
    rows("a Dataset", "m.bind(y=xr.Dataset({'y': ('row', [1.0, 2.0])}))", ""),
    rows("a Series of texts", "m.bind(y=pd.Series(['1.0', '2.0']))", ""),
    rows("a Series of dates", "m.bind(y=pd.Series(pd.date_range('2020', periods=2)))", ""),
    rows("a Series with nan", "m.bind(y=pd.Series([1.0, np.nan]))", ""),
    rows("a column of commas", "m.bind(y=pd.Series(['1,5', '2,5']))", ""),
    rows("coords of another number", "m.bind(y=[1.0, 2.0], coords={'row': ['a', 'b', 'c']})", ""),
    rows("coords that are a number", "m.bind(y=[1.0, 2.0], coords={'row': 2})", ""),
    rows("coords that are a text", "m.bind(y=[1.0, 2.0], coords={'row': 'ab'})", ""),
    rows("coords of two axes", "m.bind(y=[1.0, 2.0], coords={'row': [['a', 'b']]})", ""),
    rows("coords with None", "m.bind(y=[1.0, 2.0], coords={'row': ['a', None]})", ""),
    rows("coords with nan", "m.bind(y=[1.0, 2.0], coords={'row': [1.0, np.nan]})", ""),
    rows("coords in a list", "m.bind(y=[1.0, 2.0], coords=['row'])", ""),
    rows("coords in a set", "m.bind(y=[1.0, 2.0], coords={'row': {'a', 'b'}})", ""),
    rows("a dim that there is not", "m.bind(y=[1.0, 2.0], coords={'rows': ['a', 'b']})", ""),
    rows("dims in bind", "m.bind(y=[1.0, 2.0], dims={'y': 'row'})", ""),
    rows("an empty Series", "m.bind(y=pd.Series([], dtype=float))", ""),
    rows("a groupby", "m.bind(y=pd.DataFrame({'g': [1, 1], 'y': [1.0, 2.0]}).groupby('g')['y'])", ""),
    rows("a row of a table", "m.bind(y=pd.DataFrame({'x': [1.0], 'n': ['a']}).iloc[0])", ""),
    rows("a categorical for numbers", "m.bind(y=pd.Categorical(['a', 'b']))", ""),
    table("a column that there is not", "m.bind(d=d.rename(columns={'x': 'z'}), y=[1.0, 2.0, 3.0])", ""),
    table("a column that is text", "m.bind(d=d.assign(x=['a', 'b', 'c']), y=[1.0, 2.0, 3.0])", ""),
    table("a column with nan", "m.bind(d=d.assign(x=[1.0, np.nan, 3.0]), y=[1.0, 2.0, 3.0])", ""),
    table("an empty table", "m.bind(d=pd.DataFrame(), y=[1.0, 2.0, 3.0])", ""),
    table("columns of one name", "m.bind(d=pd.DataFrame(np.ones((3, 2)), columns=['x', 'x']), y=[1.0, 2.0, 3.0])", ""),
    table("a dict of columns of unlike lengths", "m.bind(d={'x': [1.0, 2.0]}, y=[1.0, 2.0, 3.0])", ""),
    use("the column as an attribute", TABLE.replace("d['x']", "d.x") + "m.bind(d=d, y=[1.0, 2.0, 3.0])", ""),
    use("labels by loc", TABLE.replace("d['x']", "d.loc[:, 'x']") + "m.bind(d=d, y=[1.0, 2.0, 3.0])", ""),
    use("rows by iloc", TABLE.replace("d['x']", "d.iloc[:, 0]") + "m.bind(d=d, y=[1.0, 2.0, 3.0])", ""),
    use("values of a table", TABLE.replace("d['x']", "d['x'].values") + "m.bind(d=d, y=[1.0, 2.0, 3.0])", ""),
    by("labels for codes", "m.bind(y=[1.0, 2.0], g=['a', 'b'], J=2, coords={'group': ['a', 'b']})", ""),
    by("categories of codes without a name", "m.bind(y=[1.0, 2.0], g=pd.Series(['a', 'b'], dtype='category'), J=2)", ""),
    by("fewer labels than groups", "m.bind(y=[1.0, 2.0], g=[0, 2], J=3, coords={'group': ['a', 'b']})", ""),
    by("codes with a missing category", "m.bind(y=[1.0, 2.0], g=pd.Series(['a', None], dtype='category'), J=2, coords={'group': ['a', 'b']})", ""),
    by("no coords at all", "m.bind(y=[1.0, 2.0], g=[0, 1], J=2)", ""),
    use("dims that are a number", BY.replace("dims='group'", "dims=3") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2)", ""),
    use("dims that are labels", BY.replace("dims='group'", "dims=['a', 'b']") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2)", ""),
    use("a dim twice", BY.replace("dims='group'", "dims=('group', 'group')") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2, coords={'group': [0, 1]})", ""),
    use("dims and a shape that differ", BY.replace("dims='group'", "dims='group', shape=3") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2, coords={'group': [0, 1]})", ""),
    use("a dim of the name of a site", BY.replace("dims='group'", "dims='y'") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2, coords={'y': [0, 1]})", ""),
    use("a dim called chain", BY.replace("dims='group'", "dims='chain'") + "m.bind(y=[1.0, 2.0], g=[0, 1], J=2, coords={'chain': [0, 1]})", ""),
]  # fmt: skip

WORDS = {"dims and coords": COORDS}
