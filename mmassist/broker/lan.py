"""The helper's page in a local network, where nobody has a certificate that browsers know: one of this computer's own, made anew at each
start and kept nowhere. Browsers give a page no cryptography without TLS, so there is no plain way."""

from __future__ import annotations

import datetime
import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.errors import SupportError

if TYPE_CHECKING:
    from cryptography import x509

_DAYS = 7


@dataclass(frozen=True, slots=True)
class Certified:
    """PEM files, and the SHA-256 fingerprint by which a browser shows the certificate."""

    certificate: Path
    key: Path
    fingerprint: str


def certified(host: str, folder: Path) -> Certified:
    """`host`: the address or name by which this computer is reached. Raises SupportError where `cryptography` is not installed."""
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError as error:
        raise SupportError(
            f"not installed: {error.name}", "What makes a certificate is not installed.", 'Install mmassist with its extra "support".'
        ) from error
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mmassist")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    for file, content in zip(files, (made.public_bytes(serialization.Encoding.PEM), private), strict=True):
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(content)
    return Certified(*files, made.fingerprint(hashes.SHA256()).hex(":").upper())


def _named(host: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
