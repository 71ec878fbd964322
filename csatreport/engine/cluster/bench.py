"""What a Dask worker does for csatreport: keep blobs, lay out folders, hand orders to processes of the code it was sent.

It is sent to workers by value (:mod:`csatreport.engine.cluster.calls`), so that they need not have csatreport: nothing
here may use anything but the standard library and ``distributed``.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from distributed.diagnostics.plugin import WorkerPlugin

Files = Mapping[str, str]  # place -> sha256
Order = dict[str, Any]

_KEEP = 86_400.0  # seconds for which blobs and code are kept after their last use
_TOLD = 400  # characters of what a process said at its end
_PRIVATE = ("CSATREPORT_KEY", "CSATREPORT_KEY_FILE")  # of no use here, and not for notebooks to see


class Bench(WorkerPlugin):  # type: ignore[misc]
    """The workplace of one build on one worker.

    Parameters
    ----------
    name : str
        The build.
    trees : mapping
        The folders ``code`` and ``project``: place -> sha256 of every file.
    """

    def __init__(self, name: str, trees: Mapping[str, Files]) -> None:
        self.name = name
        self.trees = trees

    def setup(self, worker: Any) -> None:  # noqa: ANN401 - distributed's own
        """Choose folders inside the worker's own, which goes with it."""
        self.home = Path(worker.local_directory) / "csatreport"
        self.blobs = self.home / "blobs"
        self.build = self.home / self.name
        self.share = max(1, worker.state.nthreads)
        listed = json.dumps(self.trees["code"], sort_keys=True)
        digest = hashlib.sha256(listed.encode()).hexdigest()
        self.folders = {"code": self.home / f"code-{digest}", "project": self.build / "project"}
        self.waiting: list[subprocess.Popen[str]] = []
        self.all: list[subprocess.Popen[str]] = []
        self.closed = False
        self.lock = threading.Lock()
        self.blobs.mkdir(parents=True, exist_ok=True)
        self._forget()

    def teardown(self, worker: Any) -> None:  # noqa: ANN401 - distributed's own
        """End every process of this build and remove its folders; blobs and code stay for the next one."""
        del worker
        with self.lock:
            self.closed = True
            for process in self.all:
                process.kill()  # the foreman it has ends with it, and every notebook with the foreman
        for process in self.all:
            process.wait()
        shutil.rmtree(self.build, ignore_errors=True)

    def lacking(self) -> list[str]:
        """List hashes of files that this worker does not have, or not whole any more."""
        wanted = {digest for tree in self.trees.values() for digest in tree.values()}
        return sorted(digest for digest in wanted if not self._whole(digest))

    def put(self, pieces: Iterable[tuple[str, bytes, bool]]) -> None:
        """Keep what was sent, each file under the hash of its content; the last piece of a file says so."""
        for digest, content, last in pieces:
            part = self.blobs / f".{self.name}-{digest}"
            with part.open("ab") as file:
                file.write(content)
            if last and _digest(part) != digest:
                part.unlink()
                raise ValueError(f"file {digest} came with another content")
            if last:
                part.replace(self.blobs / digest)

    def lay(self) -> dict[str, str]:
        """Lay out both folders and return what the code that was sent finds out about this machine."""
        for tree, folder in self.folders.items():
            if not _stands(folder, self.trees[tree]):
                self._lay(folder, self.trees[tree])
        os.utime(self.folders["code"])
        return self._probe()

    def work(self, order: Order) -> dict[str, Any]:
        """Have an order done, by a process that waits for one or by a new one.

        ``files`` of the answer are those that each job left, by name; ``lost`` says why there is no answer.
        """
        os.utime(self.folders["code"])
        name = uuid.uuid4().hex
        out, scratch = self.build / "out" / name, self.folders["project"] / "build" / name
        scratch.mkdir(parents=True)
        jobs = []
        for number, job in enumerate(order["jobs"]):
            own = {"out": out / str(number), "scratch": scratch}
            own["out"].mkdir(parents=True)
            jobs.append(_placed(job, {**self.folders, **own}))
        process = self._process()
        try:
            answer = _asked(process, {**order, "jobs": jobs})
            if answer is None:
                return {"lost": self._why(process)}
            with self.lock:
                self.waiting.append(process)
            for number, done in enumerate(answer["done"]):
                done["files"] = {p.name: p.read_bytes() for p in sorted((out / str(number)).iterdir())}
            return answer
        finally:
            for folder in (out, scratch):
                shutil.rmtree(folder, ignore_errors=True)

    def _why(self, process: subprocess.Popen[str]) -> str:
        log = (self.build / f"station-{self.all.index(process)}" / "station.txt").read_text(errors="replace")
        said = " ".join(log.split())[-_TOLD:]
        return f"the process that ran it ended with status {process.wait()}, and said: {said or 'nothing'}"

    def _process(self) -> subprocess.Popen[str]:
        with self.lock:
            if self.closed:
                raise RuntimeError("this build is over")
            if self.waiting:
                return self.waiting.pop()
            log = self.build / f"station-{len(self.all)}"
            log.mkdir(parents=True)
            arguments = ["csatreport.engine.cluster.station", str(log), str(self.share)]
            with (log / "station.txt").open("wb") as told:
                process = subprocess.Popen(  # noqa: S603 - fixed words
                    [sys.executable, "-m", *arguments],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=told,
                    text=True,
                    **self._ours(),
                )
            self.all.append(process)
            return process

    def _lay(self, folder: Path, files: Files) -> None:
        """Lay out a folder beside and move it to its place: another build of this worker may do the same."""
        new = self.home / f".{uuid.uuid4().hex}"
        for place, digest in files.items():
            _link(self.blobs / digest, new / place)
        command = [sys.executable, "-m", "compileall", "-q", str(new), "-s", str(new), "-p", str(folder)]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        new.rename(folder)

    def _probe(self) -> dict[str, str]:
        command = [sys.executable, "-m", "csatreport.engine.cluster.probe"]
        done = subprocess.run(command, check=False, capture_output=True, text=True, **self._ours())  # noqa: S603
        if done.returncode:
            raise RuntimeError(f"csatreport does not start here: {(done.stderr.splitlines() or ['?'])[-1]}")
        facts: dict[str, str] = json.loads(done.stdout)
        return facts

    def _ours(self) -> dict[str, Any]:
        """How a process is started that takes csatreport from the folder it was sent to."""
        code = str(self.folders["code"])
        path = os.pathsep.join(p for p in (code, os.environ.get("PYTHONPATH", "")) if p)
        own = {k: v for k, v in os.environ.items() if k not in _PRIVATE}
        return {"cwd": code, "env": {**own, "PYTHONPATH": path}}

    def _whole(self, digest: str) -> bool:
        try:
            os.utime(self.blobs / digest)
            return _digest(self.blobs / digest) == digest
        except FileNotFoundError:
            return False

    def _forget(self) -> None:
        """Remove what no build has used for a day."""
        old = time.time() - _KEEP
        for path in (*self.blobs.iterdir(), *self.home.glob("code-*")):
            with contextlib.suppress(FileNotFoundError):  # another build of this worker removed it
                if path.stat().st_mtime < old:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _stands(folder: Path, files: Files) -> bool:
    """Whether the folder holds these files and no other ones, but what Python compiled."""
    found = [p for p in folder.rglob("*") if p.is_file() and p.parent.name != "__pycache__"]
    return {p.relative_to(folder).as_posix(): _digest(p) for p in found} == dict(files)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _placed(job: dict[str, Any], folders: Mapping[str, Path]) -> dict[str, Any]:
    """Turn places (``project:params``) into this worker's paths."""
    args = dict(job["args"])
    for name in job["places"]:
        tree, _, place = args[name].partition(":")
        args[name] = str(folders[tree] / place)
    begin = _placed(job["begin"], folders) if job["begin"] else None
    return {**{k: v for k, v in job.items() if k != "places"}, "args": args, "begin": begin}


def _link(blob: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(blob)
    except OSError:  # a file system without links
        shutil.copyfile(blob, path)


def _asked(process: subprocess.Popen[str], order: Order) -> dict[str, Any] | None:
    """Send an order and wait for the answer; None when the process ended instead."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except BrokenPipeError:
        return None
    answer: dict[str, Any] | None = json.loads(line) if line else None
    return answer
