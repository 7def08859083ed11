"""The line before the local model: fair, seen by who waits, left by who goes."""

import threading

from assistant.turnstile import Turnstile

GO = threading.Event()


def test_the_first_passes_and_the_others_see_how_many_are_before_them() -> None:
    line = Turnstile()
    first, second, third = line.join(), line.join(), line.join()
    assert first.wait(GO) and [p.ahead for p in (first, second, third)] == [0, 1, 2]
    first.leave()
    assert second.wait(GO) and third.ahead == 1 and not third.free.is_set()


def test_who_leaves_the_middle_lets_the_next_one_up() -> None:
    line = Turnstile()
    first, second, third = line.join(), line.join(), line.join()
    second.leave()
    assert third.ahead == 1
    first.leave()
    first.leave()
    assert third.wait(GO) and third.ahead == 0


def test_who_stops_waiting_is_told() -> None:
    line, stop = Turnstile(), threading.Event()
    line.join()
    second = line.join()
    threading.Timer(0.05, stop.set).start()
    assert not second.wait(stop)


def test_many_pass_in_the_order_they_came() -> None:
    line, passed = Turnstile(), []
    places = [line.join() for _ in range(20)]

    def pass_through(number: int) -> None:
        assert places[number].wait(GO)
        passed.append(number)
        places[number].leave()

    threads = [threading.Thread(target=pass_through, args=(n,)) for n in reversed(range(20))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed == list(range(20))
