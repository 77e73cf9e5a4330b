"""Work that outgrows one process: chains, fits and evaluations on the workers of any `concurrent.futures.Executor` (processes, loky, dask.distributed,
mpi4py.futures). There is no engine of our own: tasks are submitted, collected, and submitted again where a worker died.

`carried.py` is what travels, `tasks.py` a task and its failure, `worker.py` the worker's side, `pools.py` the executors that users give, `submit.py` the
loop; `chains.py` chains of a sampler, `each.py` a function of many items, `map.py` many fits.
"""
