"""A small stand-in for AnkiConnect, which runs only inside a desktop Anki with its windows.

It follows AnkiConnect's documented answers (version 6 of its interface): the envelope, the actions that
Factdeck uses and their parameters and results, an API key, and that a package's path is relative to the
media folder. Behind it is a real Anki collection, so that what is imported, searched, moved and reviewed is
what Anki itself makes of it. `importPackage` asks Anki for what Anki's own substitute for the add-on's
importer asks for: merged note types, progress and presets.

`odd`, where given, answers the connection in place of all that, byte by byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from threading import Lock, Thread
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.errors import AnkiException, NotFoundError

from quiz.services.anki.connecting.client import AnkiAddress, AnkiSetting

ACTIONS = (
    "apiReflect",
    "cardsInfo",
    "cardsToNotes",
    "changeDeck",
    "findCards",
    "findNotes",
    "getActiveProfile",
    "getReviewsOfCards",
    "importPackage",
    "notesInfo",
    "notesModTime",
    "requestPermission",
    "version",
)


@dataclass
class StandIn:
    """`lacking` are actions that this version does not have; `failing` are errors of actions, by name."""

    collection: Collection | None = None
    profile: str = "Kim"
    key: str = ""
    permission: str = "granted"
    api_version: int = 6
    lacking: set[str] = field(default_factory=set)
    failing: dict[str, str] = field(default_factory=dict)
    odd: Callable[[socket, bytes], None] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    imported: list[Path] = field(default_factory=list)
    port: int = 0

    @property
    def setting(self) -> AnkiSetting:
        return AnkiSetting(AnkiAddress(port=self.port))

    def times_asked(self, action: str) -> int:
        return sum(each["action"] == action for each in self.asked)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(request)
        try:
            return {"result": self._result(request), "error": None}
        except (AnkiException, RuntimeError, TypeError, OSError) as error:
            return {"result": None, "error": str(error)}

    def _result(self, request: dict[str, Any]) -> Any:
        action = request["action"]
        if action != "requestPermission" and request.get("key", "") != self.key:
            raise RuntimeError("valid api key must be provided")
        if action not in ACTIONS or action in self.lacking:
            raise RuntimeError("unsupported action")
        if action in self.failing:
            raise RuntimeError(self.failing[action])
        return getattr(self, f"_{action}")(**request.get("params", {}))

    @property
    def _col(self) -> Collection:
        if self.collection is None:
            raise RuntimeError("collection is not available")
        return self.collection

    def _requestPermission(self) -> dict[str, Any]:  # noqa: N802  these are AnkiConnect's names
        if self.permission != "granted":
            return {"permission": self.permission}
        return {"permission": "granted", "requireApiKey": bool(self.key), "version": self.api_version}

    def _version(self) -> int:
        return self.api_version

    def _getActiveProfile(self) -> str:  # noqa: N802
        return self.profile

    def _apiReflect(self, scopes: list[str], actions: list[str]) -> dict[str, Any]:  # noqa: N802
        known = [each for each in actions if each in ACTIONS and each not in self.lacking]
        return {"scopes": [each for each in scopes if each == "actions"], "actions": known}

    def _importPackage(self, path: str) -> bool:  # noqa: N802
        package = Path(self._col.media.dir()) / path
        self.imported.append(package)
        options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=True)
        self._col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
        return True

    def _findNotes(self, query: str) -> list[int]:  # noqa: N802
        return list(self._col.find_notes(query))

    def _findCards(self, query: str) -> list[int]:  # noqa: N802
        return list(self._col.find_cards(query))

    def _cardsToNotes(self, cards: list[int]) -> list[int]:  # noqa: N802
        return list({self._col.get_card(each).nid for each in cards})

    def _notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        return [self._note(each) for each in notes]

    def _note(self, note_id: int) -> dict[str, Any]:
        try:
            note = self._col.get_note(note_id)
        except NotFoundError:
            return {}
        fields = {name: {"value": value, "order": order} for order, (name, value) in enumerate(note.items())}
        return {
            "noteId": note.id,
            "modelName": note.note_type()["name"],
            "tags": note.tags,
            "fields": fields,
            "cards": list(note.card_ids()),
        }

    def _notesModTime(self, notes: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        return [{"noteId": each, "mod": self._col.get_note(each).mod} for each in notes]

    def _cardsInfo(self, cards: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        found = []
        for card in map(self._col.get_card, cards):
            columns = {
                name: getattr(card, name) for name in ("type", "queue", "due", "reps", "lapses", "left")
            }
            deck = self._col.decks.name(card.did)
            found.append({"cardId": card.id, "note": card.nid, "ord": card.ord, "deckName": deck, **columns})
        return found

    def _changeDeck(self, cards: list[int], deck: str) -> None:  # noqa: N802
        self._col.set_deck(cards, self._col.decks.id(deck))

    def _getReviewsOfCards(self, cards: list[int]) -> dict[str, list[dict[str, int]]]:  # noqa: N802
        names = ("id", "usn", "ease", "ivl", "lastIvl", "factor", "time", "type")
        query = f"select {', '.join(names)} from revlog where cid = ?"
        return {
            str(card): [dict(zip(names, row, strict=True)) for row in self._col.db.all(query, card)]
            for card in cards
        }


@contextmanager
def serving(standin: StandIn) -> Iterator[StandIn]:
    """Let the stand-in answer at a port of this computer, one request at a time as Anki does."""
    one_at_a_time = Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            standin.headers.append(dict(self.headers))
            if standin.odd is not None:
                standin.odd(self.connection, body)
                self.close_connection = True
                return
            with one_at_a_time:
                answer = json.dumps(standin.answer(json.loads(body))).encode()
            with suppress(BrokenPipeError):  # who asked may have gone meanwhile
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def do_GET(self) -> None:
            raise AssertionError("Factdeck followed something that led elsewhere")

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    standin.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield standin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
