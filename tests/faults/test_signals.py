"""Ctrl-C, SIGTERM and SIGKILL at random moments of a run, from its first draw to the file that it writes: draws in memory or on the disk, files whole."""
import fault_programs
import pytest

# a process that is warm forks a child for every moment; `begun` is there when its chains draw, `word` says where the draws are
MOMENTS = """
    import random, signal
    from llbayes.samplers import call

    here, number, true = os.getcwd(), getattr(signal, KIND), call.run_all
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def say(name, text=""):
        with open(name + ".part", "w") as file:
            file.write(text)
        os.rename(name + ".part", name)

    def child(folder):
        os.chdir(folder)
        call.run_all = lambda *a: (say("begun"), true(*a))[1]
        try:
            tree = drawn(30_000, tune=0, chains=2)
            results.to_netcdf(tree, "draws.nc")
            say("word", "kept")
        except BaseException as error:
            say("word", "kept" if getattr(error, "tree", None) is not None or os.path.exists("draws.nc") else f"lost: {error!r}")

    def judged(folder, status):
        if os.path.exists(folder + "/word"):
            return open(folder + "/word").read()
        import xarray
        if os.path.exists(folder + "/draws.nc") and xarray.open_dataset(folder + "/draws.nc", group="posterior").a.shape[0] == 2:
            return "kept"
        return f"lost: the child ended with {os.waitstatus_to_exitcode(status)}"

    start = time.monotonic()
    results.to_netcdf(drawn(30_000, tune=0, chains=2), "warm.nc")
    start = time.monotonic()
    results.to_netcdf(drawn(30_000, tune=0, chains=2), "warm.nc")
    whole = time.monotonic() - start
    rng = random.Random(SEED)
    for k in range(COUNT):
        folder = os.path.join(here, str(k))
        os.mkdir(folder)
        pid = os.fork()
        if pid == 0:
            child(folder)
            os._exit(0)
        while not os.path.exists(folder + "/begun"):
            time.sleep(0.001)
        for _ in range(rng.choice((1, 2, 3))):
            time.sleep(rng.uniform(0.01, 0.5 * whole))
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                break
        end = time.monotonic() + 120
        while (done := os.waitpid(pid, os.WNOHANG))[0] == 0 and time.monotonic() < end:
            time.sleep(0.01)
        if done[0] == 0:
            os.kill(pid, signal.SIGKILL)
            print("hang at", k)
            break
        if (word := judged(folder, done[1])) != "kept":
            print(k, word)
            break
    else:
        print("all kept")
"""


@pytest.mark.parametrize("kind", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("count", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_at_random_moments(tmp_path, kind, count):
    program = MOMENTS.replace("KIND", repr(kind)).replace("COUNT", str(count)).replace("SEED", str(count))
    status, last, lines = fault_programs.run(program, tmp_path, seconds=1000, size=20)
    assert status == 0 and last == "all kept", lines


UNCAUGHT = """
    import signal, threading
    drawn(10)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
    drawn(10**7)
    print("never")
"""


def test_a_process_that_is_ended_leaves_its_draws_in_a_file(tmp_path):
    import numpy as np

    status, last, lines = fault_programs.run(UNCAUGHT, tmp_path)
    (file,) = tmp_path.glob("llbayes-draws-*.npz")
    assert status == 143 and "never" not in lines and str(file) in last
    assert np.load(file)["posterior/a"].size > 0


HANDLED = """
    import signal, threading
    drawn(10)
    def handler(number, frame):
        raise RuntimeError("mine")
    signal.signal(signal.SIGTERM, handler)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
    try:
        drawn(10**7)
    except RuntimeError as error:
        print(error, error.tree.posterior.sizes["draw"] > 0, signal.getsignal(signal.SIGTERM) is handler)
"""


def test_a_handler_of_the_users_runs_when_the_draws_are_safe(tmp_path):
    status, last, lines = fault_programs.run(HANDLED, tmp_path)
    assert status == 0 and last == "mine True True", lines


KILLED = """
    import random, signal, xarray
    trees = [drawn(4000 + k) for k in range(2)]
    results.to_netcdf(trees[0], "draws.nc")
    rng = random.Random(1)
    for _ in range(COUNT):
        pid = os.fork()
        if pid == 0:
            while True:
                for tree in trees:
                    results.to_netcdf(tree, "draws.nc")
        time.sleep(rng.uniform(0.0, 0.2))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        with xarray.open_dataset("draws.nc", group="posterior") as found:
            n = found.sizes["draw"]
            assert n in (4000, 4001) and np.array_equal(found.a.values, trees[n - 4000].posterior.a.values)
    print("whole")
"""


@pytest.mark.parametrize("count", [5, pytest.param(60, marks=pytest.mark.slow)])
def test_a_process_killed_while_it_writes_leaves_the_old_or_the_new_file(tmp_path, count):
    status, last, lines = fault_programs.run(KILLED.replace("COUNT", str(count)), tmp_path, size=20)
    assert status == 0 and last == "whole", lines
