"""Under which addresses this machine answers, for phones in the same network to open."""

import socket
from ipaddress import ip_address

ANY_ADDRESS = ("0.0.0.0", "::")
_TEST_NET = ("192.0.2.1", 9)  # RFC 5737: belongs to nobody; asking for a route to it sends nothing


def lan_addresses() -> list[str]:
    """Return this machine's IPv4 addresses other than its loopback, the one of the default route first."""
    found = [*_address_of_default_route(), *_addresses_of_name()]
    return [a for a in dict.fromkeys(found) if not ip_address(a).is_loopback]


def own_names() -> list[str]:
    """Return the names and addresses under which others may ask for this machine."""
    name = socket.gethostname()
    return [*lan_addresses(), name, f"{name}.local"]


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen at `host` and `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _address_of_default_route() -> list[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_TEST_NET)
        except OSError:  # no network at all
            return []
        return [probe.getsockname()[0]]


def _addresses_of_name() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(entry[4][0]) for entry in found]
