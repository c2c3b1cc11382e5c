"""A container engine of the tests' own, where this machine has one: Podman, its own store, and an image made here.

Nothing of it is demanded: without an engine the tests take what one has answered (`engine.json`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

IMAGE = "localhost/bridge-test:1"


class Podman:
    """An engine that serves its API on `socket`, until `end()`."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "engine.sock"
        store = ["--root", str(folder / "root"), "--runroot", str(folder / "run"), "--storage-driver", "vfs"]
        self._podman = ["podman", *store, "--cgroup-manager", "cgroupfs"]
        if shutil.which("runc"):
            self._podman += ["--runtime", "runc"]
        self._folder = folder
        self._service: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Makes the image, runs one container, and serves."""
        archive = self._folder / "image.tar"
        with tarfile.open(archive, "w") as tar:
            for name in ("bin/busybox", "bin/sh", "bin/test", "bin/touch", "bin/sleep"):
                tar.add(str(shutil.which("busybox")), name)
        self.run("import", str(archive), IMAGE)
        assert "fine" in self.run("run", "--rm", *HOW, IMAGE, "/bin/sh", "-c", "echo fine")
        command = [*self._podman, "system", "service", "--time", "0", f"unix://{self.socket}"]
        self._service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 120
        while not self.socket.exists():
            assert time.monotonic() < until, "the engine does not serve"
            time.sleep(0.05)

    def start(self, name: str, command: str, *options: str) -> None:
        """Runs a container that executes a line of shell."""
        self.run("run", "--detach", "--name", name, *HOW, *options, IMAGE, "/bin/sh", "-c", command)

    def run(self, *words: str) -> str:
        done = subprocess.run([*self._podman, *words], capture_output=True, text=True, check=False, timeout=300)
        if done.returncode != 0:
            raise RuntimeError(f"podman {words[0]}: {done.stderr.strip()[-400:]}")
        return done.stdout

    def state(self, name: str) -> str:
        return str(json.loads(self.run("inspect", name))[0]["State"]["Status"])

    def end(self) -> None:
        if self.socket.exists():
            subprocess.run(
                [*self._podman, "rm", "--all", "--force", "--time", "0"], capture_output=True, timeout=300, check=False
            )
        if self._service is not None:
            self._service.terminate()
            self._service.wait(30)


# The limits of this process: to raise them takes a right that a sandbox does not have.
LIMIT = "1000:1000"
HOW = ["--network", "host", "--ulimit", f"nofile={LIMIT}", "--ulimit", f"nproc={LIMIT}"]


def missing() -> str | None:
    """Why there is no engine to be had, if there is none."""
    if os.geteuid() != 0:
        return "not root: the engine of the tests has a store of its own"
    for tool in ("podman", "busybox"):
        if shutil.which(tool) is None:
            return f"there is no {tool}"
    linked = subprocess.run(["ldd", str(shutil.which("busybox"))], capture_output=True, text=True, check=False)
    if "=>" in linked.stdout:
        return "busybox is not static (Debian: busybox-static)"
    return None
