"""Speaks with AnkiConnect, the add-on by which a running Anki answers programs on the same computer.

The address can be nothing but a port of this computer, nothing is redirected, and every answer has an end in
time and in size: whatever listens there may be anything. The envelope is that of AnkiConnect's version 6: an
object with `action`, `version`, `params` and `key` goes there by POST, one with `result` and `error` comes
back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from socket import SHUT_RDWR
from threading import Event, Timer
from typing import Any

API_VERSION = 6
DEFAULT_PORT = 8765
HOSTS = ("127.0.0.1", "::1")
MOST_BYTES = 64 * 1024 * 1024
MOST_DETAIL = 300  # characters of what Anki says
# How whoever runs Factdeck allows all this: for once, for good, and with a key.
ALLOWED_ONCE = "python app.py --anki"
ALLOWED_FOR_GOOD = f"FACTDECK_ANKI_CONNECT={HOSTS[0]}:{DEFAULT_PORT}"
KEY_SETTING = "FACTDECK_ANKI_CONNECT_KEY"
_PIECE = 64 * 1024
_NAMES = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "[::1]": "::1"}  # never resolved


class Trouble(StrEnum):
    """Why there is no result, as far as can be told from here."""

    SILENT = "silent"  # nothing listens there
    SLOW = "slow"  # no whole answer in time
    DROPPED = "dropped"  # the connection ended in the middle
    STRANGE = "strange"  # an answer that is none of AnkiConnect's
    TOO_LARGE = "too large"
    DENIED = "denied"  # AnkiConnect does not trust us
    KEY = "key"  # it wants an API key, or another one
    OLD = "old"  # it lacks something that is needed; `detail` says what
    NO_PROFILE = "no profile"  # Anki has no collection open
    OTHER_PROFILE = "other profile"  # another one is open than was agreed; `detail` is its name
    NO_IMPORT = "no import"  # Anki could not import the package; `detail` is what it said
    REFUSED = "refused"  # any other error of Anki's; `detail` is what it said
    BUSY = "busy"  # something is under way between Factdeck and Anki


class ConnectError(RuntimeError):
    """Anki did not do what it was asked; `detail` is not ours and must be shown as text."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else trouble)
        self.trouble = trouble
        self.detail = detail


@dataclass(frozen=True, slots=True)
class AnkiAddress:
    """A port of this computer; there can be no other address."""

    host: str = HOSTS[0]
    port: int = DEFAULT_PORT

    def __post_init__(self) -> None:
        if self.host not in HOSTS or not 1 <= self.port <= 65535:
            raise ValueError(f"{self.host!r}, {self.port}: no port of this computer")

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class BadSettingError(ValueError):
    """A setting that cannot be meant; the message says what may be written."""


def read_address(text: str) -> AnkiAddress | None:
    """Return what a setting says: "" or "off" for None, "on", or an address such as `127.0.0.1:8765`.

    Raises BadSettingError.
    """
    given = text.strip().lower()
    if given in ("", "off"):
        return None
    if given == "on":
        return AnkiAddress()
    name, _, port = given.rpartition(":")
    if name in _NAMES and port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535:
        return AnkiAddress(_NAMES[name], int(port))
    raise BadSettingError(
        f"{text!r} is no address of an Anki on this computer; write on, off, or 127.0.0.1 with a port, "
        f"such as 127.0.0.1:{DEFAULT_PORT}"
    )


@dataclass(frozen=True, slots=True)
class AnkiSetting:
    """Where Anki is, and the API key that AnkiConnect was given, "" for none."""

    address: AnkiAddress
    key: str = field(default="", repr=False)


def read_setting(address: str, key: str) -> AnkiSetting | None:
    """Return where Anki may be spoken with, None for nowhere; raises BadSettingError."""
    found = read_address(address)
    return AnkiSetting(found, key) if found else None


@dataclass(slots=True)
class AnkiConnect:
    """Calls AnkiConnect until `seconds` have passed since this was made, however many calls that are."""

    setting: AnkiSetting
    seconds: float
    most_bytes: int = MOST_BYTES
    _ends_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends_at = time.monotonic() + self.seconds

    def call(self, action: str, **params: Any) -> Any:
        """Return the action's result, JSON that is not checked any further. Raises ConnectError."""
        request: dict[str, Any] = {"action": action, "version": API_VERSION, "params": params}
        if self.setting.key:
            request["key"] = self.setting.key
        return _result(self._exchange(json.dumps(request).encode()))

    def _exchange(self, body: bytes) -> bytes:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise ConnectError(Trouble.SLOW)
        address = self.setting.address
        connection = HTTPConnection(address.host, address.port, timeout=left)
        try:
            connection.connect()
        except TimeoutError as error:
            raise ConnectError(Trouble.SLOW) from error
        except OSError as error:
            raise ConnectError(Trouble.SILENT) from error
        with _ended_at(connection, self._ends_at) as ended:
            try:
                connection.request("POST", "/", body, {"Content-Type": "application/json"})
                answer = _whole(connection.getresponse(), self.most_bytes)
            except (OSError, HTTPException, ValueError) as error:
                if ended.is_set() or isinstance(error, TimeoutError):
                    raise ConnectError(Trouble.SLOW) from error
                dropped = isinstance(error, OSError | IncompleteRead)
                raise ConnectError(Trouble.DROPPED if dropped else Trouble.STRANGE) from error
        if ended.is_set():  # what has no announced length seems whole
            raise ConnectError(Trouble.SLOW)
        return answer


@contextmanager
def _ended_at(connection: HTTPConnection, ends_at: float) -> Iterator[Event]:
    """End the connection then, since a timeout of a socket begins anew with every byte that comes."""
    ended = Event()
    sock = connection.sock

    def end() -> None:
        ended.set()
        with suppress(OSError):  # the other side was quicker
            sock.shutdown(SHUT_RDWR)

    timer = Timer(max(ends_at - time.monotonic(), 0), end)
    timer.daemon = True
    timer.start()
    try:
        yield ended
    finally:
        timer.cancel()
        connection.close()


def _whole(response: HTTPResponse, most_bytes: int) -> bytes:
    with response:
        if response.status == 403:
            raise ConnectError(Trouble.DENIED)
        if response.status != 200:  # also what would lead elsewhere
            raise ConnectError(Trouble.STRANGE)
        if response.length is not None and response.length > most_bytes:
            raise ConnectError(Trouble.TOO_LARGE)
        pieces, size = [], 0
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > most_bytes:
                raise ConnectError(Trouble.TOO_LARGE)
            pieces.append(piece)
        if response.length:  # less came than was announced
            raise ConnectionError("the answer ended early")
    return b"".join(pieces)


def _result(body: bytes) -> Any:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ConnectError(Trouble.STRANGE) from error
    if not isinstance(answer, dict) or not {"result", "error"} <= answer.keys():
        raise ConnectError(Trouble.STRANGE)
    if answer["error"] is not None:
        raise _refusal(answer["error"])
    return answer["result"]


def _refusal(error: object) -> ConnectError:
    said = shown(error)
    lower = said.casefold()
    if "api key" in lower:
        return ConnectError(Trouble.KEY)
    if "unsupported action" in lower:
        return ConnectError(Trouble.OLD)
    if "collection is not available" in lower or "'nonetype' object has no attribute" in lower:
        return ConnectError(Trouble.NO_PROFILE)
    return ConnectError(Trouble.REFUSED, said)


def shown(text: object) -> str:
    """Return what came from Anki as one short line of text."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())
    return line if len(line) <= MOST_DETAIL else f"{line[:MOST_DETAIL]}…"
