"""ArviZ is imported on a thread while a run begins: beside a user who imports it too, through a fork, and where it cannot be imported."""
import fault_programs


def test_beside_a_user_who_imports_it_at_the_same_time(tmp_path):
    status, last, lines = fault_programs.run("""
        import threading
        from llbayes.results import importing
        found = []
        users = threading.Thread(target=lambda: found.append(__import__("arviz").__version__))
        users.start()
        tree = drawn()
        users.join()
        import xarray
        assert isinstance(tree, importing.inference_data() or xarray.DataTree), type(tree)
        assert found and threading.enumerate() == [threading.main_thread()] and importing._filter not in warnings.filters, warnings.filters
        print("whole")
    """, tmp_path)
    assert status == 0 and last == "whole", lines


def test_a_fork_while_it_is_imported(tmp_path):
    """The child would wait for an import lock that no thread of its own holds."""
    status, last, lines = fault_programs.run("""
        import threading
        seen = threading.Event()
        class Slow:
            def find_spec(self, name, path=None, target=None):
                if name == "xarray":
                    seen.set()
                    time.sleep(0.3)
        sys.meta_path.insert(0, Slow())
        results.begin_import()
        seen.wait()
        child = os.fork()
        if child == 0:
            print("child:", outcome(drawn), flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        print("parent:", outcome(drawn))
    """, tmp_path, seconds=60)
    assert status == 0 and lines[-2:] == ["child: whole", "parent: whole"], (status, lines)


def test_where_it_cannot_be_imported(tmp_path):
    """Told once, where the result is made, and the draws are there."""
    status, last, lines = fault_programs.run("""
        from llbayes.results import importing
        class Broken:
            def find_spec(self, name, path=None, target=None):
                if name == "arviz":
                    raise ImportError("broken")
        sys.meta_path.insert(0, Broken())
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            says = outcome(drawn), outcome(drawn)
        told = [w for w in told if w.category is results.ResultsWarning]
        assert len(told) == importing.before_1(), told
        print(*says)
    """, tmp_path)
    assert status == 0 and last == "whole whole", lines
