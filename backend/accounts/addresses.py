"""Network addresses: never kept, only counted by under a digest that our key alone can make."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from backend.accounts import keys

_PURPOSE = "network-address"
_NETWORK_BITS = {4: 32, 6: 64}


def digest_of(address: str) -> str:
    """Return a digest of the address; of IPv6 only the network, which is what one customer has."""
    try:
        found = ip_address(address)
        network = str(ip_network((found, _NETWORK_BITS[found.version]), strict=False))
    except ValueError:
        network = "unknown"
    return keys.index(_PURPOSE, network)
