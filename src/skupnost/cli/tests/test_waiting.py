"""`skupnost up` says that the pages are there when one came back, not when somebody listens."""

import socket
import sys
import threading
import time
from subprocess import Popen

import pytest

from skupnost.cli.answers import Problem
from skupnost.cli.children import Child, wait_until_it_answers


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_the_link_waits_for_an_answer_and_not_for_a_listener(server):
    def answer_late():
        plug, _address = server.accept()
        time.sleep(0.3)
        with plug:
            plug.recv(1000)
            plug.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    thread = threading.Thread(target=answer_late)
    began = time.monotonic()
    thread.start()
    wait_until_it_answers(Child("web", []), *server.getsockname())
    assert time.monotonic() - began >= 0.3
    thread.join()


def test_a_web_process_that_is_dead_is_a_problem(server):
    with Popen([sys.executable, "-c", "raise SystemExit(3)"]) as process:
        process.wait()
    with pytest.raises(Problem, match="exit code 3"):
        wait_until_it_answers(Child("web", [], process), *server.getsockname())
