"""A DB-API connection to PostgreSQL from its address, by pg8000."""

from __future__ import annotations

import getpass
import os
import socket
import ssl
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from psscore.model.text import Text

_PORT = 5432
_TIMEOUT = 15
_OPTIONS = ("host", "port", "user", "password", "sslmode", "sslrootcert", "connect_timeout")


class NoConnection(Exception):
    """A database that cannot be reached; `text` says why and never holds the password."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def connect(url: str) -> Any:
    """A connection to `postgresql://user:password@host:port/database`; parameters are texts marked `%s`.

    `?host=` names another host or, with `/`, the folder of a socket; `?sslmode=` is disable, prefer (default), require
    or verify-full (with `sslrootcert`). What is left out comes from PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE.
    Raises `NoConnection`.
    """
    arguments = _arguments(url)
    try:
        import pg8000.dbapi as pg8000
    except ImportError:
        raise NoConnection(
            Text(
                "连接 PostgreSQL 需要 pg8000：pip install 'psscore[postgres]'",
                "PostgreSQL needs pg8000: pip install 'psscore[postgres]'",
            )
        ) from None
    try:
        if (seconds := arguments.pop("timeout", None)) is not None:
            # The driver's own limit would end long queries too.
            there = arguments["host"], arguments["port"]
            arguments["sock"] = socket.create_connection(there, seconds)
            arguments["sock"].settimeout(None)
        return pg8000.connect(**arguments)
    except (pg8000.Error, OSError, UnicodeError) as error:
        why = said(error)
        raise NoConnection(Text(f"连不上 PostgreSQL：{why}", f"cannot reach PostgreSQL: {why}")) from None


def said(error: Exception) -> str:
    """What the server or the driver says of an error, in one line."""
    told = error.args[0] if error.args else error
    if isinstance(told, dict):
        # The fields of the server's answer: M is its message, C the code.
        return f"{told.get('M', told)} ({told.get('C', '')})"
    cause = error.__cause__
    return f"{told} {cause}" if isinstance(cause, OSError) else str(told)


def server_version(connection: Any) -> str:
    """What the server calls itself, such as "15.8"."""
    cursor = connection.cursor()
    try:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]
    finally:
        cursor.close()
        connection.rollback()


def read_only(connection: Any) -> None:
    """Let nothing be written over this connection."""
    cursor = connection.cursor()
    cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    cursor.close()
    connection.commit()


def _arguments(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - set(_OPTIONS)):
        listed = "、".join(unknown)
        raise NoConnection(
            Text(
                f"PostgreSQL 地址里不认识 {listed}，可用：{'、'.join(_OPTIONS)}",
                f"the PostgreSQL address has unknown options {', '.join(unknown)}; known: {', '.join(_OPTIONS)}",
            )
        )
    user = options.get("user") or unquote(parts.username or "") or os.environ.get("PGUSER") or getpass.getuser()
    password = options.get("password") or unquote(parts.password or "") or os.environ.get("PGPASSWORD")
    database = unquote(parts.path.lstrip("/")) or os.environ.get("PGDATABASE") or user
    host = options.get("host") or parts.hostname or os.environ.get("PGHOST") or "localhost"
    port = _port(parts, options)
    found: dict[str, Any] = {"user": user, "password": password, "database": database, "application_name": "psscore"}
    if host.startswith("/"):
        # A socket has no network to be protected from.
        return found | {"unix_sock": f"{host}/.s.PGSQL.{port}", "ssl_context": False}
    return found | {"host": host, "port": port, "ssl_context": _ssl(options), "timeout": _timeout(options)}


def _port(parts: SplitResult, options: dict[str, str]) -> int:
    try:
        return int(options.get("port") or parts.port or os.environ.get("PGPORT") or _PORT)
    except ValueError as error:
        raise NoConnection(
            Text(f"PostgreSQL 地址的端口不是数字：{error}", f"the port of the PostgreSQL address is no number: {error}")
        ) from None


def _timeout(options: dict[str, str]) -> int:
    text = options.get("connect_timeout", str(_TIMEOUT))
    if text.isdecimal() and int(text):
        return int(text)
    raise NoConnection(
        Text(
            f"connect_timeout 须为大于 0 的整数秒，不能是 {text}",
            f"connect_timeout is a whole number of seconds above 0, not {text}",
        )
    )


def _ssl(options: dict[str, str]) -> Any:
    mode = options.get("sslmode") or os.environ.get("PGSSLMODE") or "prefer"
    simple = {"disable": False, "prefer": None, "require": True}
    if mode in simple:
        return simple[mode]
    if mode == "verify-full":
        try:
            return ssl.create_default_context(cafile=options.get("sslrootcert"))
        except OSError as error:
            raise NoConnection(Text(f"读不了 sslrootcert：{error}", f"sslrootcert cannot be read: {error}")) from None
    raise NoConnection(
        Text(
            f"sslmode 可用 disable、prefer、require、verify-full，不能是 {mode}",
            f"sslmode is disable, prefer, require or verify-full, not {mode}",
        )
    )
