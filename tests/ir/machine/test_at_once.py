"""Several things at the same time: their order, their errors, and a process without threads."""
import threading

import pytest

from llbayes.ir.machine.at_once import at_once


def failing(error):
    raise error


def test_results_come_in_order_and_all_run_at_once():
    meet = threading.Barrier(3, timeout=10)
    assert at_once([lambda k=k: (meet.wait(), k)[1] for k in range(3)]) == [0, 1, 2]


def test_the_first_error_is_raised_when_all_have_ended():
    ended = threading.Event()
    with pytest.raises(ValueError, match="first"):
        at_once([lambda: failing(ValueError("first")), lambda: failing(KeyError("second")), ended.set])
    assert ended.is_set()


def test_without_threads_they_run_one_after_the_other(monkeypatch):
    def none_left(thread):
        raise RuntimeError("can't start new thread")
    monkeypatch.setattr(threading.Thread, "start", none_left)
    assert at_once([lambda: 1, threading.get_ident]) == [1, threading.get_ident()]
