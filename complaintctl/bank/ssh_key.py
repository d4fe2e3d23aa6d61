"""The public key with which a member of staff reaches a server, as OpenSSH writes it (RFC 4253, section 6.6)."""

import binascii
from collections.abc import Iterator
from pathlib import Path

from complaintctl.base.errors import UsageProblem
from complaintctl.disk.input_files import MOST_SETTINGS, read_bytes, read_text

_LEAST_RSA = 2048  # bits
# What a key of each kind consists of behind its kind; rsa: an exponent and a number, whose length is counted.
_NISTP = ("curve", "point")
_PARTS = {
    "ssh-ed25519": ("point",),
    "ssh-rsa": ("exponent", "modulus"),
    "ecdsa-sha2-nistp256": _NISTP,
    "ecdsa-sha2-nistp384": _NISTP,
    "ecdsa-sha2-nistp521": _NISTP,
    "sk-ssh-ed25519@openssh.com": ("point", "application"),
    "sk-ecdsa-sha2-nistp256@openssh.com": (*_NISTP, "application"),
}


def key_in(file: Path) -> str:
    """Read a public key from a file: its kind and itself, without the comment behind it.

    Raises UsageProblem: it is none, a private one, not known here, too short, or has options before it.
    """
    text = read_text(read_bytes(file, MOST_SETTINGS), file.name).strip()
    if "PRIVATE KEY" in text or text.startswith("PuTTY-User-Key-File"):
        raise UsageProblem(
            "{file} is the private key, which its owner gives to nobody; nothing of it was kept. Give the public one:"
            " the file of that name with .pub at its end.",
            file=file,
        )
    kind, key = [*text.split(None, 2)[:2], "", ""][:2]
    if kind not in _PARTS or "\n" in text:
        raise UsageProblem(
            "{file} is no public key of OpenSSH: that is one line, which begins with its kind, such as ssh-ed25519, and"
            " has no options before it. ssh-keygen -t ed25519 makes one.",
            file=file,
        )
    try:
        data = binascii.a2b_base64(key.encode(), strict_mode=True)
        inner, *parts = _parts(data)
    except ValueError:
        data, inner, parts = b"", b"", []
    # Written in one way alone: in another, one key would be taken for the keys of two people.
    is_usual = binascii.b2a_base64(data, newline=False).decode() == key and not (
        kind == "ssh-rsa" and any(part[:1] == b"\0" and part[1:2] < b"\x80" for part in parts)
    )
    if inner != kind.encode() or len(parts) != len(_PARTS[kind]) or not all(parts) or not is_usual:
        raise UsageProblem("The key in {file} is cut off or damaged: copy the file itself, whole.", file=file)
    bits = int.from_bytes(parts[-1], "big").bit_length()
    if kind == "ssh-rsa" and bits < _LEAST_RSA:
        raise UsageProblem(
            "The key in {file} has {bits} bits, fewer than the {least} that are safe: ssh-keygen -t ed25519 makes one.",
            file=file,
            bits=bits,
            least=_LEAST_RSA,
        )
    return f"{kind} {key}"


def _parts(data: bytes) -> Iterator[bytes]:
    """The parts of a key, each behind its length. Raises ValueError if one is cut off."""
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        if len(data) < max(end, 4):
            raise ValueError
        yield data[4:end]
        data = data[end:]
