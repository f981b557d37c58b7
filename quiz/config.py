"""Where Factdeck keeps its things and which names it answers to, decided once before the app is made."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED_BANKS = ROOT / "question_bank" / "banks"
# Without a query or a fragment, since a page's path comes behind it.
_ADDRESS = re.compile(r"https?://[^\s/?#\"'<>\\@]+(/[^\s?#\"'<>\\]*)?", re.IGNORECASE)
# No ::1: Werkzeug cuts trusted names at their first colon, so that no page would be answered there.
LOOPBACK = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """`banks` are bank folders or folders of them; `instance` holds the database and the secret key.

    `draft_model` is the model of the library `llm` that articles may be sent to, "" for none.
    `address` is where learners reach this Factdeck from elsewhere, as from a card in Anki, "" if they cannot.
    `anki_connect` says where AnkiConnect answers on this computer, "" for nowhere: without it Factdeck speaks
    with no Anki. `anki_connect_key` is its API key, "" for none.
    `database_url` is "" for SQLite in the instance folder. `trusted_hosts` are the host names that are
    answered, since a foreign one may be DNS rebinding.
    """

    banks: tuple[Path, ...] = (SHIPPED_BANKS,)
    instance: Path = ROOT / "instance"
    database_url: str = ""
    trusted_hosts: tuple[str, ...] = LOOPBACK
    https: bool = False
    draft_model: str = ""
    address: str = ""
    anki_connect: str = ""
    anki_connect_key: str = field(default="", repr=False)
    overrides: Mapping[str, object] = field(default_factory=dict)

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite:///{(self.instance / 'factdeck.sqlite').as_posix()}"

    def for_flask(self) -> dict[str, object]:
        """Return Flask's own configuration; makes the instance folder and the secret key if missing."""
        return {
            "SECRET_KEY": secret_key(self.instance),
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url,
            "FACTDECK_BANKS": self.banks,
            "FACTDECK_DRAFT_MODEL": self.draft_model,
            "FACTDECK_ADDRESS": self.address,
            "FACTDECK_ANKI_CONNECT": self.anki_connect,
            "FACTDECK_ANKI_CONNECT_KEY": self.anki_connect_key,
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "SESSION_COOKIE_NAME": "factdeck",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.https,
            "WTF_CSRF_TIME_LIMIT": None,  # a card may lie open over lunch; the token dies with the cookie
            "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 500,
            **self.overrides,
        }


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """Return the configuration that `DATABASE_URL` and the variables that begin with `FACTDECK_` describe."""
    banks = tuple(Path(part) for part in environment.get("FACTDECK_BANKS", "").split(os.pathsep) if part)
    instance = environment.get("FACTDECK_INSTANCE")
    return Config(
        banks=banks or (SHIPPED_BANKS,),
        instance=Path(instance).resolve() if instance else ROOT / "instance",
        database_url=environment.get("DATABASE_URL", ""),
        draft_model=environment.get("FACTDECK_DRAFT_MODEL", "").strip(),
        anki_connect=environment.get("FACTDECK_ANKI_CONNECT", "").strip(),
        anki_connect_key=environment.get("FACTDECK_ANKI_CONNECT_KEY", "").strip(),
        address=environment.get("FACTDECK_ADDRESS", "").strip(),
    )


def is_address(text: str) -> bool:
    """Say whether pages can be told to be below this address; "" is none, and fine."""
    return not text or _ADDRESS.fullmatch(text) is not None


def secret_key(instance: Path) -> str:
    """Return the installation's own key, made at the first start and readable by its owner only."""
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secret_key"
    if not path.exists() or not path.read_text(encoding="ascii").strip():
        _place_new_key(path)
    return path.read_text(encoding="ascii").strip()


def _place_new_key(path: Path) -> None:
    """Write a new key aside and move it in whole, so that no start ever reads half a key."""
    aside = path.with_name(f"secret_key.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    aside.replace(path)
