"""Work that outgrows one process: chains, fits and evaluations on the workers of any `concurrent.futures.Executor` (processes, loky, dask.distributed,
mpi4py.futures). There is no engine of our own: tasks are submitted, collected, and submitted again where a worker died.

`carried.py` is what travels, `pools.py` the executors that users give, `submit.py` the loop, `chains.py` chains of a sampler, `map.py` many fits.
"""
