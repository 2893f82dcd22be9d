"""A PostgreSQL server for a test, in a temporary folder; CI must have the programs, a user's machine may not."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from needs import absent


@contextmanager
def server() -> Iterator[str]:
    """Start one and give its address, a socket in its folder; it is gone afterwards."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs or find_spec("pg8000") is None:
        absent("PostgreSQL", "apt-get install postgresql; pip install 'psscore[postgres]'")
    folder = Path(tempfile.mkdtemp(prefix="psscore-pg-"))
    # The server refuses to run as root: Debian's package makes a user for it.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")
    control = [*user, str(programs[-1].with_name("pg_ctl")), "-D", str(folder / "data"), "-w", "-s"]
    initdb = [*user, str(programs[-1]), "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    subprocess.run([*initdb, "--no-sync"], check=True, capture_output=True, cwd=folder)
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    log = str(folder / "log")
    subprocess.run([*control, "-o", options, "-l", log, "start"], check=True, capture_output=True, cwd=folder)
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)
