"""The forked kernel as Jupyter's clients meet it: alone, like a plain one, and dead without harm to others."""

import json
import signal
import stat
import time
from pathlib import Path

import pytest
from forked import QUICK, Kernel, alive, kernel, own_runtime, server_of, soon
from jupyter_client.kernelspec import find_kernel_specs, get_kernel_spec
from jupyter_client.provisioning import KernelProvisionerFactory

from csatreport.engine.forks import forks, obstacle

pytestmark = pytest.mark.skipif(not forks(), reason=obstacle())


@pytest.fixture(scope="module", autouse=True)
def runtime(tmp_path_factory):
    with own_runtime(tmp_path_factory.mktemp("run")) as folder:
        yield folder


def test_the_kernel_comes_with_the_package_and_names_its_provisioner():
    assert "csatreport" in find_kernel_specs()
    installed = get_kernel_spec("csatreport")
    assert KernelProvisionerFactory.instance().is_provisioner_available(installed)
    assert "seaborn" in installed.metadata["kernel_provisioner"]["config"]["preload"]


def test_a_kernel_is_a_child_of_a_server_with_one_thread_and_is_spoken_to_over_unix_sockets():
    with kernel() as first, kernel() as second:
        assert server_of(first) == server_of(second)
        assert len(list(Path(f"/proc/{server_of(first)}/task").iterdir())) == 1
        assert first.manager.transport == "ipc"
        code = "import sys; print('pandas' in sys.modules, get_ipython().kernel.implementation)"
        assert first.run(code) == "True ipython"
        assert stat.S_ISSOCK(Path(f"{first.manager.ip}-{first.manager.shell_port}").stat().st_mode)


CHANGED = """
import os, random, sys
import numpy, matplotlib, pandas
numpy.mark = 1; sys.modules['invented'] = sys
random.seed(1); numpy.random.seed(1)
matplotlib.rcParams['font.size'] = 99; pandas.set_option('display.max_rows', 7)
os.environ['MARK'] = '1'; os.chdir('/usr'); os.umask(0o77)
kept = open('/etc/hostname')
print(os.getpid())
"""
LOOKED = """
import os, random, sys
import numpy, matplotlib, pandas
opened = [os.readlink(f'/proc/self/fd/{f}') for f in os.listdir('/proc/self/fd') if os.path.islink(f'/proc/self/fd/{f}')]
print(hasattr(numpy, 'mark'), 'invented' in sys.modules, matplotlib.rcParams['font.size'] == 99,
      pandas.get_option('display.max_rows') == 7, 'MARK' in os.environ, os.getcwd() == '/usr', '/etc/hostname' in opened,
      'kept' in globals(), os.umask(0o22) == 0o77)
"""
DRAWN = "import random, numpy; print(random.random(), numpy.random.rand())"


def test_nothing_of_one_notebook_is_seen_in_another():
    with kernel() as first, kernel() as second:
        first.run(CHANGED)
        assert second.run(LOOKED) == "False " * 8 + "False"
        with kernel() as third:
            assert third.run(LOOKED) == "False " * 8 + "False"
            drawn = [each.run(DRAWN).split() for each in (second, third)]
        assert not set(drawn[0]) & set(drawn[1])


FACTS = """
import json, os, resource, signal, sys, threading, warnings, locale
import matplotlib, pandas, numpy
shell = get_ipython()
own = {'JPY_PARENT_PID', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'ARROW_DEFAULT_MEMORY_POOL',
       'JE_ARROW_MALLOC_CONF', 'PYDEVD_DISABLE_FILE_VALIDATION', 'OPENBLAS_CORETYPE', 'NPY_DISABLE_CPU_FEATURES',
       }
print(json.dumps({
    **{'variable ' + k: v for k, v in os.environ.items() if k not in own},
    'argv': [os.path.basename(a) for a in sys.argv if not a.endswith('.json') and 'hist_file' not in a],
    'path': sys.path, 'flags': str(sys.flags), 'prefix': sys.prefix, 'executable': sys.executable,
    'directory': os.getcwd(), 'umask': os.umask(0o22), 'leads': os.getsid(0) == os.getpid(),
    'limits': [resource.getrlimit(i) for i in range(10)], 'processors': sorted(os.sched_getaffinity(0)),
    'signals': {str(s): str(signal.getsignal(s)).split(' at ')[0] for s in signal.valid_signals() if s != signal.SIGINT},
    'masked': sorted(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, []))),
    'main': threading.current_thread() is threading.main_thread(), 'named': __name__,
    'streams': [type(s).__name__ for s in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__)],
    'encodings': [sys.__stdout__.encoding, sys.getfilesystemencoding(), locale.getpreferredencoding()],
    'hooks': [type(sys.displayhook).__name__, sys.excepthook.__qualname__],
    'shell': type(shell).__name__, 'formatters': sorted(map(str, shell.display_formatter.active_types)),
    'extensions': sorted(shell.extension_manager.loaded), 'magics': sorted(shell.magics_manager.magics['line']),
    'rc': {k: str(v) for k, v in dict.items(matplotlib.rcParams)},
    'pandas': [pandas.get_option(o) for o in ('display.max_columns', 'display.width', 'display.max_rows')],
    'numpy': str(numpy.get_printoptions()), 'errors': numpy.geterr(),
    'global': sorted(k for k in globals() if not k.startswith('_')),
}))
"""


@pytest.fixture
def usual_signals():
    """No signal is ignored here, as `nohup` or a shell's background has it: plain kernels would inherit that."""
    before = {n: signal.getsignal(n) for n in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)}
    for number, handler in before.items():
        if handler is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("usual_signals")
def test_a_forked_kernel_finds_what_a_plain_one_finds(monkeypatch, tmp_path):
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n")
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    found = []
    for name in ("python3", QUICK):
        with kernel(name, cwd=str(tmp_path)) as running:
            found.append(json.loads(running.run(FACTS)))
    plain, forked = found
    assert {fact: (plain[fact], forked.get(fact)) for fact in plain if plain[fact] != forked.get(fact)} == {}
    assert set(forked) == set(plain)
    assert forked["rc"]["lines.linewidth"] == "7.0"
    assert "inline" in forked["rc"]["backend"]


def test_figures_are_shown_and_input_is_refused_as_in_a_plain_kernel():
    shown = []
    for name in ("python3", QUICK):
        with kernel(name) as running:
            kinds = []
            running.client.execute_interactive(
                "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show(); 1 + 1",
                output_hook=lambda m, kinds=kinds: kinds.append(
                    (m["msg_type"], *m["content"].get("data", {}))
                ),
                timeout=30,
            )
            running.client.allow_stdin = False
            kinds.append(running.run("input('?')"))
            shown.append([kind for kind in kinds if kind[0] not in {"status", "execute_input"}])
    assert shown[0] == shown[1]
    assert ("display_data", "text/plain", "image/png") in shown[0]


def test_a_kernel_is_interrupted_and_restarted():
    with kernel() as running:
        before = running.process
        endless = "import time\nwhile True: time.sleep(0.01)"
        running.client.execute(endless, stop_on_error=False)  # or what is asked next may be given up with it
        time.sleep(0.3)
        running.manager.interrupt_kernel()
        assert running.client.get_shell_msg(timeout=10)["content"]["ename"] == "KeyboardInterrupt"
        assert running.run("print('again')") == "again"
        running.client.stop_channels()
        running.manager.restart_kernel()
        running.connect()
        assert running.process != before
        assert not alive(before)
        assert running.run("print('time' in globals())") == "False"


def test_a_kernel_that_is_stopped_as_soon_as_its_cell_is_done_ends_by_itself(caplog):
    for _ in range(15):
        with kernel() as one:
            process = one.manager.provisioner.process
            one.run("print(1)")
            one.client.stop_channels()
            one.manager.shutdown_kernel()
            assert process.returncode == 0
    assert not caplog.records


def test_the_end_of_a_kernel_runs_exit_functions_and_loses_no_output(tmp_path):
    out = tmp_path / "out"
    with out.open("wb") as printed:
        running = Kernel(stdout=printed)
        running.run(
            "import atexit, sys; atexit.register(lambda: print('farewell', file=sys.__stdout__, end=''))"
        )
        running.stop()
    assert out.read_bytes() == b"farewell"


@pytest.mark.parametrize(
    ("code", "status"),
    [("import os; os._exit(3)", 3), ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9)],
)
def test_a_kernel_that_dies_takes_nothing_else_down_and_is_named(code, status, caplog):
    with kernel() as lives, kernel() as dies:
        server = server_of(dies)
        dies.client.execute(code)
        assert soon(lambda: not dies.manager.is_alive())
        assert dies.manager.provisioner.process.returncode == status
        assert f"process {dies.process}" in caplog.text
        assert ("memory" in caplog.text) == (status == -9)
        assert lives.run("print(1)") == "1"
        assert server_of(lives) == server


def test_a_kernel_that_forks_leaves_no_process_behind():
    with kernel() as running:
        code = "import os, time\nif (p := os.fork()) == 0:\n    time.sleep(60); os._exit(0)\nprint(p)"
        grandchild = int(running.run(code))
        assert alive(grandchild)
        running.run("import os; os.fork() or os._exit(0)")
        assert running.run("print(2)") == "2"
    assert soon(lambda: not alive(grandchild))


def test_a_kernel_that_hangs_in_c_code_is_killed_when_it_is_stopped():
    with kernel() as running:
        running.client.execute("import re; re.match(r'(a+)+$', 'a' * 40 + 'b')")
        time.sleep(0.2)
        running.manager.shutdown_wait_time = 0.4
        process = running.process
        running.manager.shutdown_kernel()
        assert not alive(process)
