"""Addresses of PostgreSQL: what they mean, and what is said when nothing answers."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from psscore.databases import postgresql
from psscore.databases.postgresql import NoConnection, connect

_SOCKET = {"unix_sock": "/run/pg/.s.PGSQL.5432", "ssl_context": False}
ADDRESSES: list[tuple[str, dict[str, Any], str]] = [
    ("postgresql://u@h/b", {"user": "u", "host": "h", "port": 5432, "database": "b", "ssl_context": None}, "plain"),
    ("postgres://u:p%40%2F@h:7/b", {"password": "p@/", "port": 7}, "a password with signs"),
    ("postgresql://u@/b?host=/run/pg", {**_SOCKET, "database": "b"}, "a socket"),
    ("postgresql:///b", {"host": "localhost", "user": "me"}, "from the environment"),
    ("postgresql://h", {"database": "me", "password": "hidden"}, "the database of the user's name"),
    ("postgresql://u@h/%E5%BA%93", {"database": "库"}, "a name in Chinese"),
    ("postgresql://h/b?sslmode=require", {"ssl_context": True}, "encrypted, not verified"),
    ("postgresql://h/b?sslmode=disable", {"ssl_context": False}, "in the open"),
    ("postgresql://h/b?connect_timeout=3", {"timeout": 3}, "impatient"),
]


@pytest.mark.parametrize(("url", "wanted", "why"), ADDRESSES)
def test_addresses(url: str, wanted: dict[str, Any], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGUSER", "me")
    monkeypatch.setenv("PGPASSWORD", "hidden")
    for name in ("PGHOST", "PGPORT", "PGDATABASE", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)
    found = postgresql._arguments(url)
    assert {key: found.get(key) for key in wanted} == wanted, why


def test_a_verified_connection() -> None:
    context = postgresql._arguments("postgresql://u@h/b?sslmode=verify-full")["ssl_context"]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


REFUSED = [
    ("postgresql://u:secret@h/b?gssencmode=prefer", "gssencmode", "an option that would be ignored"),
    ("postgresql://u:secret@h:port/b", "端口", "no number"),
    ("postgresql://u:secret@h/b?sslmode=maybe", "verify-full", "no such mode"),
    ("postgresql://u:secret@h/b?sslmode=verify-full&sslrootcert=/none", "sslrootcert", "no such file"),
    ("postgresql://u:secret@h/b?connect_timeout=soon", "connect_timeout", "no number of seconds"),
    ("postgresql://u:secret@127.0.0.1:1/b", "连不上", "nobody listens"),
    ("postgresql://u:secret@/b?host=/none", "连不上", "no socket"),
]


@pytest.mark.parametrize(("url", "word", "why"), REFUSED)
def test_what_cannot_be_reached_is_said_without_the_password(url: str, word: str, why: str) -> None:
    pytest.importorskip("pg8000")
    with pytest.raises(NoConnection) as refused:
        connect(url)
    assert word in refused.value.text.zh, why
    assert "secret" not in refused.value.text.zh + refused.value.text.en
