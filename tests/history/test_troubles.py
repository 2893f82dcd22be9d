"""Stores that are killed, locked, of another kind or of another version: one sentence, and nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from comparison.made import PUBLIC, even, made
from history.stores import anywhere, fresh
from psscore.history import StoreProblem, open_store
from psscore.history.database import DuckDbFile, open_database
from psscore.results import open_results

__all__ = ["anywhere"]
ONE = made(PUBLIC, even(PUBLIC))
TESTS = Path(__file__).parents[1]


@contextmanager
def process(code: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Another process at work; it says "ready" when it is where it should be."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    with subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True, env=environment
    ) as running:
        assert running.stdout is not None
        try:
            assert running.stdout.readline().strip() == "ready"
            yield running
        finally:
            running.kill()


HALF_WAY = """
import sys, time
from dataclasses import replace
from comparison.made import PUBLIC, even, made
from psscore.history import Store, open_store
one = made(PUBLIC, even(PUBLIC))
with open_store(sys.argv[1], write=True) as store:
    store.add([one])
    commit = store._database.commit
    def stop():
        print("ready", flush=True)
        time.sleep(60)
    store._database.commit = stop
    store.add([replace(one, unit=f"{n}") for n in range(200)])
"""


def test_a_kill_half_way_leaves_the_store_whole(anywhere: str) -> None:
    with process(HALF_WAY, anywhere) as running:
        running.send_signal(signal.SIGKILL)
        running.wait()
    with open_store(anywhere) as store:
        assert store.evaluations(every=True) == [ONE]
    with open_store(anywhere, write=True) as store:
        assert len(store.add([replace(ONE, unit=f"{n}") for n in range(200)]).new) == 200
        assert len(store.entries()) == 201


def test_a_failure_half_way_leaves_the_store_whole(anywhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from psscore.history import store as module

    with open_store(anywhere, write=True) as store:
        before = len(store.entries(every=True))
        monkeypatch.setattr(module, "finding_rows", lambda *_: [("too", "few")])
        with pytest.raises((StoreProblem, IndexError)):
            store.add([replace(ONE, unit="半途")])
        monkeypatch.undo()
        assert len(store.entries(every=True)) == before
        assert store.add([replace(ONE, unit="半途")]).new


HOLD = """
import sys, time
from psscore.history import open_store
with open_store(sys.argv[1], write=True):
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("write", [True, False])
def test_a_store_another_process_has_open_is_said_in_one_sentence(tmp_path: Path, write: bool) -> None:
    place = fresh(tmp_path)
    with process(HOLD, place) as running, pytest.raises(StoreProblem) as refused, open_store(place, write=write):
        pass
    assert str(running.pid) in refused.value.text.en
    assert "\n" not in refused.value.text.zh
    with open_store(place, write=True) as store:
        assert store.entries() == []


def test_two_writers_to_postgresql_wait_for_each_other(anywhere: str) -> None:
    if not anywhere.startswith("postgresql"):
        return
    with open_store(anywhere, write=True) as one, open_store(anywhere, write=True) as two:
        one.add([replace(ONE, unit="先")])
        two.add([replace(ONE, unit="后")])
        one.add([replace(ONE, unit="再")])
        assert len({entry.unit for entry in two.entries()} & {"先", "后", "再"}) == 3


def not_duckdb(path: Path) -> None:
    path.write_bytes(b"PK\3\4" + b"x" * 9000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.mkdir()


def newer(path: Path) -> None:
    with open_store(str(path), write=True):
        pass
    with duckdb.connect(str(path)) as raw:
        raw.execute("UPDATE psscore_store SET version = 2")


def older(path: Path) -> None:
    newer(path)
    with duckdb.connect(str(path)) as raw:
        raw.execute("UPDATE psscore_store SET version = 0")


REFUSED = [
    (not_duckdb, True, "不是 DuckDB"),
    (not_duckdb, False, "不是 DuckDB"),
    (empty, True, "空文件"),
    (folder, True, "文件夹"),
    (newer, True, "更新 psscore"),
    (newer, False, "更新 psscore"),
    (older, True, "导出"),
    (None, False, "没有结果库"),
]


@pytest.mark.parametrize(("make", "write", "word"), REFUSED)
def test_what_is_no_store(make: object, write: bool, word: str, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    if callable(make):
        make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreProblem) as refused, open_store(path, write=write):
        pass
    assert word in refused.value.text.zh
    assert before == (path.read_bytes() if path.is_file() else None)
    assert path.exists() == (make is not None)
    assert open_results([path]).troubles


def test_other_tables_of_a_database_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.duckdb"
    with duckdb.connect(str(path)) as raw:
        raw.execute("CREATE TABLE evaluations AS SELECT 1 AS n")
    with pytest.raises(StoreProblem, match="no evaluations"), open_store(path):
        pass
    with open_store(path, write=True) as store:
        store.add([ONE])
    with duckdb.connect(str(path)) as raw:
        assert raw.execute("SELECT n FROM evaluations").fetchall() == [(1,)]


def test_names_that_are_no_store() -> None:
    for name in ("results.xlsx", "mysql://h/b", "folder"):
        with pytest.raises(StoreProblem, match=r"\.duckdb"):
            open_database(name, write=True)
    with pytest.raises(StoreProblem, match="no folder"):
        DuckDbFile(Path("/none/a.duckdb"), write=True)


def test_a_damaged_store_is_not_said_to_be_in_use(tmp_path: Path) -> None:
    """DuckDB names the block that is damaged: no lock."""
    path = tmp_path / "store.duckdb"
    with open_store(path, write=True) as store:
        store.add([ONE])
    data = bytearray(path.read_bytes())
    data[12288:12544] = bytes(byte ^ 255 for byte in data[12288:12544])
    path.write_bytes(data)
    with pytest.raises(StoreProblem) as caught, open_store(path):
        pass
    assert "另一个程序" not in caught.value.text.zh
    assert path.read_bytes() == bytes(data)


def test_rolling_back_what_has_rolled_back_is_no_error(tmp_path: Path) -> None:
    """As after a commit that failed on a full disk."""
    database = DuckDbFile(tmp_path / "store.duckdb", write=True)
    database.rollback()
    database.close()
