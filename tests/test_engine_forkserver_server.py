"""The server of forked kernels: one for all clients, none for nobody, and refused where it could do harm."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from forked import QUICK, alive, kernel, own_runtime, parent, server_of, servers, soon, spec

from csatreport.engine.forks import forks, obstacle
from csatreport.engine.forkserver import place
from csatreport.engine.forkserver.protocol import Channel
from csatreport.errors import UsageError

pytestmark = pytest.mark.skipif(not forks(), reason=obstacle())


@pytest.fixture(scope="module", autouse=True)
def runtime(tmp_path_factory):
    with own_runtime(tmp_path_factory.mktemp("run")) as folder:
        yield folder


def test_kernels_survive_their_server_and_the_next_client_starts_another():
    with kernel() as running:
        server = server_of(running)
        os.kill(server, signal.SIGKILL)
        assert soon(lambda: not alive(server))
        assert running.run("print('still')") == "still"
        with kernel() as other:  # over the stale socket
            assert server_of(other) != server
        process = running.process
        running.stop()
        assert not alive(process)


CLIENT = f"""
import os, sys, time
from jupyter_client import KernelManager
manager = KernelManager(kernel_name={QUICK!r})
manager.start_kernel()
print(manager.provisioner.pid, flush=True)
sys.stdin.readline()
os._exit(0)
"""


def client():
    command = [sys.executable, "-c", CLIENT]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("orphan", [False, True])
def test_a_client_that_vanishes_takes_its_kernel_down(orphan, runtime):
    with client() as vanishing:
        process = int(vanishing.stdout.readline())
        if orphan:
            os.kill(parent(process), signal.SIGKILL)
        assert alive(process)
        vanishing.kill()
    assert soon(lambda: not alive(process))
    if not orphan:
        left = (runtime / f"csatreport-{os.getuid()}").glob("kernel-*")
        assert soon(lambda: not list(left)), "sockets of a dead kernel"


@pytest.fixture
def short(tmp_path_factory):
    """A folder whose path leaves room for sockets; one with the name of a test in it may not."""
    return tmp_path_factory.mktemp("r")


def test_two_clients_at_once_start_one_server(short, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    with client() as one, client() as two:
        processes = [int(each.stdout.readline()) for each in (one, two)]
        assert parent(processes[0]) == parent(processes[1])
        assert len(servers(short)) == 1
        for each in (one, two):
            each.stdin.close()


def test_a_server_that_nobody_needs_ends_and_takes_its_socket_away(runtime):
    spec(runtime, "brief", preload=[], idle=0.3)
    before = servers(runtime)
    with kernel("brief") as running:
        server = server_of(running)
        time.sleep(0.5)
        assert alive(server)
        assert running.run("print(1)") == "1"
    assert soon(lambda: not alive(server))
    assert servers(runtime) == before


def test_a_module_that_starts_a_thread_is_refused_by_name_and_the_plain_kernel_runs(
    runtime, tmp_path, monkeypatch, caplog
):
    code = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), name='ticking', daemon=True).start()"
    (tmp_path / "threaded_at_import.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    spec(runtime, "threaded", preload=["threaded_at_import"], idle=5)
    with kernel("threaded") as running:
        assert parent(running.process) == os.getpid()
        assert running.run("import threaded_at_import; print(1)") == "1"
    assert "a plain kernel" in caplog.text
    assert "import threaded_at_import" in caplog.text
    assert "thread ticking" in caplog.text
    with kernel() as forked:  # in its own process a notebook may do as it likes
        assert (
            forked.run("import threaded_at_import, threading; print(threading.active_count() > 1)") == "True"
        )


def test_an_import_that_opens_a_socket_is_refused(runtime, tmp_path, monkeypatch, caplog):
    (tmp_path / "socket_at_import.py").write_text("import socket\nkept = socket.socket()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    spec(runtime, "connected", preload=["socket_at_import"], idle=5)
    with kernel("connected") as running:
        assert parent(running.process) == os.getpid()
    assert "import socket_at_import" in caplog.text


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_where_fork_is_not_there_the_decision_says_so(system, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    assert not forks()
    assert system in obstacle()


def test_without_fork_the_plain_kernel_runs_and_says_so(monkeypatch, caplog):
    monkeypatch.setattr("csatreport.engine.forkserver.provisioner.obstacle", lambda: "win32 cannot fork")
    with kernel() as running:
        assert parent(running.process) == os.getpid()
        assert running.manager.transport == "tcp"
    assert "a plain kernel, which imports everything itself: win32 cannot fork" in caplog.text


def test_forking_can_be_switched_off(monkeypatch):
    monkeypatch.setenv("CSATREPORT_FORK", "0")
    assert obstacle() == "CSATREPORT_FORK=0"


def test_a_folder_under_which_a_socket_would_have_no_room_is_not_taken(short, monkeypatch):
    def chosen(letters):
        base = short / ("x" * letters)
        base.mkdir()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(base))
        return place.folder().parent == base

    room = 107 - len(f"/csatreport-{os.getuid()}/0123456789abcdef.4194304") - len(f"{short}/")
    assert chosen(room)
    with socket.socket(socket.AF_UNIX) as longest:
        longest.bind(str(place.folder() / "0123456789abcdef.4194304"))
    assert not chosen(room + 1)


def test_a_folder_that_others_may_enter_is_refused(short, monkeypatch, caplog):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    made = short / f"csatreport-{os.getuid()}"
    made.mkdir(mode=0o755)
    with pytest.raises(UsageError, match="others could enter"):
        place.folder()
    with kernel() as running:
        assert running.run("print(1)") == "1"
        assert parent(running.process) == os.getpid()
    assert "others could enter" in caplog.text


def test_a_server_survives_requests_that_make_no_sense(runtime):
    with kernel() as running:
        server = server_of(running)
        path = max(servers(runtime), key=lambda each: each.stat().st_mtime)
        for request in (b"no json\n", b"{}\n", b'{"circumstances": 1, "sockets": ""}\n', b""):
            with socket.socket(socket.AF_UNIX) as strange:
                strange.connect(str(path))
                strange.sendall(request)
                strange.shutdown(socket.SHUT_WR)
                strange.settimeout(10)
                while strange.recv(4096):
                    pass
        assert running.run("print(1)") == "1"
        with kernel() as other:
            assert server_of(other) == server


def test_another_interpreter_list_environment_or_source_is_another_server(monkeypatch):
    def key(python="p", preload=("a",), **environment):
        return place.wanted(python, preload, 1.0, environment).key

    assert key() == key()
    assert key(EDITOR="vi") == key()
    assert key(CSATREPORT_KEY="secret") == key()
    different = {
        key(),
        key("q"),
        key(preload=("a", "b")),
        key(TZ="Asia/Shanghai"),
        key(LC_ALL="C"),
        key(MPLBACKEND="agg"),
    }
    assert len(different) == 6
    before = key()
    monkeypatch.setattr(place, "_software", lambda: "edited")
    assert key() != before


def test_a_server_knows_no_secret_of_its_first_client():
    wanted = place.wanted(sys.executable, (), 1.0, {"CSATREPORT_KEY": "secret", "HOME": "/root"})
    assert "CSATREPORT_KEY" not in wanted.environment
    assert wanted.environment["OMP_NUM_THREADS"] == "1"


def test_messages_cross_with_their_descriptors_whole_or_in_pieces():
    left, right = socket.socketpair()
    one, other = Channel(left), Channel(right)
    one.send({"long": "x" * 90_000}, [0, 1])
    left.sendall(b'{"a": ')
    left.sendall(b"1}\n{}\n")
    assert len(other.receive()["long"]) == 90_000
    assert len(other.descriptors) == 2
    assert not any(os.get_inheritable(each) for each in other.descriptors)
    assert [other.receive(), other.receive()] == [{"a": 1}, {}]
    assert other.peer() == (os.getpid(), os.getuid())
    one.close()
    assert other.receive() is None
    other.close()
