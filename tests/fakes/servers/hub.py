"""A model hub that can do wrong in every way that a pull must bear. Well-behaved unless a field says otherwise."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from mmassist.measure.pull_server import Asked, ModelServer, Reply

_LARGE = 10_000  # bytes from which on a file's reply is cut, stalled or changed


class FakeHub(ModelServer):
    """Each field is one vice; lists are used up, one entry a reply."""

    def __init__(self, files: Mapping[str, bytes], rate: float = 0) -> None:
        super().__init__(files, rate)
        self.cuts: list[int] = []  # large replies end after so many bytes
        self.stalls: list[int] = []  # or fall silent after so many
        self.becomes = b""  # what a large file is after the first cut
        self.refuses: list[int] = []
        self.spoils = ""  # the file of which a bit is wrong
        self.sends_to = self.raw_location = ""
        self.cookie = ""
        self.claims = 0
        self.shifts = 0  # bytes by which ranges are answered wrongly
        self.ranges = self.heeds_if_range = self.names_digests = self.names_tags = True
        self.tags_vary = self.git_digests = self.page = self.packs = self.endless = self.chunked = False

    def reply(self, asked: Asked) -> Reply:
        if self.refuses:
            return Reply(self.refuses.pop(0))
        if self.page:
            return Reply(200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>Log in</html>")
        content = self.content(asked)
        if content is None:
            return Reply(404)
        headers = self._headers(content)
        if self.sends_to:
            return Reply(302, {**headers, "Location": self.sends_to + asked.path})
        if self.raw_location:
            return Reply(302, {**headers, "Location": self.raw_location})
        if self.spoils and asked.path.endswith(self.spoils):
            content = bytes([content[0] ^ 1]) + content[1:]
        if self.packs:
            return Reply(200, {**headers, "Content-Encoding": "gzip"}, gzip.compress(content))
        if self.claims:
            return Reply(200, {**headers, "Content-Length": str(self.claims)}, b"", 0)
        return self._vicious(asked, content, self._part(asked, content, headers))

    def _headers(self, content: bytes) -> dict[str, str]:
        sha256 = hashlib.sha256(content).hexdigest()
        headers = {"Accept-Ranges": "bytes", "X-Repo-Commit": "a" * 40}
        if self.names_tags:
            headers["ETag"] = f'"tag-{sha256[:8]}-{len(self.asked) if self.tags_vary else 0}"'
        if self.names_digests:
            git = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
            headers["X-Linked-ETag"] = f'"{git if self.git_digests else sha256}"'
        if self.cookie:
            headers["Set-Cookie"] = self.cookie
        return headers

    def _part(self, asked: Asked, content: bytes, headers: Mapping[str, str]) -> Reply:
        asked_for = dict(asked.headers)
        if not self.ranges:
            asked_for.pop("range", None)
        if not self.heeds_if_range:
            asked_for.pop("if-range", None)
        reply = self.part(Asked(asked.path, asked_for), content, headers)
        if self.shifts and reply.status == 206:
            shift, self.shifts = self.shifts, 0
            start = int(reply.headers["Content-Range"].split(" ")[1].split("-")[0]) + shift
            spoken = f"bytes {start}-{len(content) - 1}/{len(content)}"
            body = content[start:]
            return Reply(206, {**reply.headers, "Content-Range": spoken, "Content-Length": str(len(body))}, body)
        return reply

    def _vicious(self, asked: Asked, content: bytes, reply: Reply) -> Reply:
        if len(content) < _LARGE:
            return reply
        cut = -1
        if self.cuts:
            cut = self.cuts.pop(0)
            if self.becomes:
                self.files = {name: self.becomes if value == content else value for name, value in self.files.items()}
        headers = dict(reply.headers)
        body = reply.body
        if self.endless or self.chunked:
            headers.pop("Content-Length")
            headers["Transfer-Encoding"] = "chunked"
            if self.endless:
                headers["Content-Range"] = f"bytes 0-{len(content) - 1}/{len(content)}"
                return Reply(206, headers, _chunked(body * 3))
            body = _chunked(body)
        return Reply(reply.status, headers, body, cut)

    async def send(self, writer: asyncio.StreamWriter, reply: Reply, *, bare: bool = False) -> bool:
        if self.stalls and len(reply.body) >= _LARGE:
            after = self.stalls.pop(0)
            await super().send(writer, Reply(reply.status, reply.headers, reply.body, after))
            await asyncio.sleep(1)
            return False
        return await super().send(writer, reply, bare=bare)


def _chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 8000] for start in range(0, len(body), 8000)]
    packed = b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces)
    return packed + b"0\r\n\r\n"


def self_signed(folder: Path) -> ssl.SSLContext:
    """What a server that nobody vouches for encrypts with."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.pem").write_bytes(pem + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
