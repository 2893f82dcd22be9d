"""The three encrypted lines of the PROJECT stream, saying that nothing is protected: MS-OVBA 2.3.1.15-17 and 2.4.3."""

from __future__ import annotations

import struct

_VERSION = 2  # 2.4.3.2
_UNPROTECTED, _NO_PASSWORD, _VISIBLE = bytes(4), b"\0", b"\xff"


def protection_lines(project_id: str) -> list[str]:
    """CMG, DPB and GC of a project anybody may open, read and edit."""
    lines = (("CMG", _UNPROTECTED, 0x5D), ("DPB", _NO_PASSWORD, 0x5F), ("GC", _VISIBLE, 0x61))
    return [f'{name}="{_encrypt(state, project_id, seed)}"' for name, state, seed in lines]


def _encrypt(data: bytes, project_id: str, seed: int) -> str:
    """Data Encryption (2.4.3.2) with a fixed seed, so that a build gives the same bytes every time."""
    key = sum(project_id.encode("ascii")) & 0xFF
    out = [seed, seed ^ _VERSION, seed ^ key]
    plain_1, cipher_1, cipher_2 = key, out[2], out[1]
    ignored = bytes([7]) * ((seed & 6) // 2)  # IgnoredEnc: any values will do
    for byte in ignored + struct.pack("<I", len(data)) + data:
        cipher = byte ^ ((cipher_2 + plain_1) & 0xFF)
        out.append(cipher)
        plain_1, cipher_1, cipher_2 = byte, cipher, cipher_1
    return bytes(out).hex().upper()
