"""A websocket's client side, as small as it can be: the driver shares the machine with the server it measures."""

import asyncio
import base64
import os
from collections.abc import Callable
from urllib.parse import urlsplit

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_SHORT, _LONG = 126, 127
_SWITCHED = b" 101 "
MOST_HEADER_BYTES = 1 << 16


class Socket(asyncio.Protocol):
    """One connection; whole messages go to `receive` as they come, and `lost` is told once it is over."""

    def __init__(self, receive: Callable[[bytes], None], lost: Callable[[], None]) -> None:
        self._receive = receive
        self._lost = lost
        self._buffer = bytearray()
        self._parts: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._is_open = False
        self.received_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Keep what is written to."""
        self._transport = transport

    def connection_lost(self, problem: Exception | None) -> None:
        """Tell whoever waits that nothing comes any more."""
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(f"refused: {bytes(self._buffer[:200])!r}"))
        self._lost()

    def data_received(self, data: bytes) -> None:
        """Take bytes apart into messages."""
        self.received_bytes += len(data)
        self._buffer += data
        if self._is_open or self._shake_hands():
            while self._take_frame():
                pass

    def greet(self, address: str, headers: dict[str, str]) -> None:
        """Ask for the upgrade."""
        host = urlsplit(address).netloc
        lines = [
            "GET /_stcore/stream HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]  # fmt: skip
        self._transport.write("\r\n".join([*lines, "", ""]).encode())

    def send(self, payload: bytes, kind: int = BINARY) -> None:
        """Send one message; masked with zeros, which is allowed and costs nothing."""
        size = len(payload)
        if size < _SHORT:
            head = bytes([0x80 | kind, 0x80 | size])
        elif size < 1 << 16:
            head = bytes([0x80 | kind, 0x80 | _SHORT]) + size.to_bytes(2, "big")
        else:
            head = bytes([0x80 | kind, 0x80 | _LONG]) + size.to_bytes(8, "big")
        self._transport.write(head + bytes(4) + payload)

    def close(self) -> None:
        """Say goodbye, as a closed tab does."""
        if self._transport is not None and not self._transport.is_closing():
            self.send(b"", CLOSE)
            self._transport.close()

    def cut(self) -> None:
        """Break the connection off without a word."""
        self._transport.abort()

    def _shake_hands(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > MOST_HEADER_BYTES:
                self._transport.abort()
            return False
        if _SWITCHED not in self._buffer[: self._buffer.find(b"\r\n")]:
            self._transport.abort()
            return False
        del self._buffer[: end + 4]
        self._is_open = True
        self.opened.set_result(None)
        return True

    def _take_frame(self) -> bool:
        """Take one whole frame off the buffer; returns whether there was one."""
        buffer = self._buffer
        if len(buffer) < 2:
            return False
        size, start = buffer[1] & 0x7F, 2
        if size >= _SHORT:
            start += 2 if size == _SHORT else 8
            if len(buffer) < start:
                return False
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return False
        first, payload = buffer[0], bytes(buffer[start : start + size])
        del buffer[: start + size]
        self._take_message(first & 0x0F, payload, is_last=bool(first & 0x80))
        return True

    def _take_message(self, kind: int, payload: bytes, *, is_last: bool) -> None:
        if kind == PING:
            self.send(payload, PONG)
        elif kind == CLOSE:
            self._transport.close()
        elif kind != PONG:
            self._parts.append(payload)
            if is_last:
                whole = payload if len(self._parts) == 1 else b"".join(self._parts)
                self._parts.clear()
                self._receive(whole)


async def connect(
    address: str, *, receive: Callable[[bytes], None], lost: Callable[[], None], headers: dict[str, str]
) -> Socket:
    """Return an open socket to the stream of sessions at `http://host:port`. Raises ConnectionError."""
    place = urlsplit(address)
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: Socket(receive, lost), place.hostname, place.port)
    socket.greet(address, headers)
    await socket.opened
    return socket
