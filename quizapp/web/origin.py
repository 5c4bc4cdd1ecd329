"""What a request comes from, as keyed hashes: enough to see that two attempts share it, too little to find it again.

A device is a browser that keeps our cookie. A network is an IPv4 address, or the 64 bits of an IPv6 address that a
household or a school shares (RFC 6177); staff are told that many people honestly share one.
"""

import hmac
import secrets
from hashlib import sha256
from ipaddress import ip_address

from flask import current_app, request
from flask import session as cookie

_DIGITS = 16
_SHARED_BYTES = 8  # of an IPv6 address


def device() -> str | None:
    """Return the hash of this browser; it gets its mark with the first attempt and keeps it when people change."""
    if "device" not in cookie:
        cookie["device"] = secrets.token_hex(8)
    return _hashed("device", str(cookie["device"]).encode())


def network() -> str | None:
    """Return the hash of the network that the request comes from, or None where no address is known."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    return _hashed("network", address.packed if address.version == 4 else address.packed[:_SHARED_BYTES])


def _hashed(kind: str, value: bytes) -> str:
    key = f"{kind}:{current_app.config['SECRET_KEY']}".encode()
    return hmac.new(key, value, sha256).hexdigest()[:_DIGITS]
