"""Other people's files are the ones their list says, byte for byte."""

from __future__ import annotations

import json
import re
from hashlib import sha256

from quiz.config import ROOT

VENDOR = ROOT / "quiz" / "static" / "vendor"
BUNDLER = ROOT / "scripts" / "editor"
LISTED = VENDOR / "VENDORED.md"


def test_every_vendored_file_has_the_hash_that_its_list_gives() -> None:
    listed = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", LISTED.read_text(), re.MULTILINE))

    files = {path.name: path for path in VENDOR.iterdir() if path != LISTED}

    assert {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == listed


def test_the_bundle_holds_the_locked_packages_and_the_licence_of_each() -> None:
    first_line = (VENDOR / "codemirror.js").read_text(encoding="utf-8").splitlines()[0]
    licences = (VENDOR / "codemirror.LICENSES.txt").read_text(encoding="utf-8")
    locked = json.loads((BUNDLER / "package-lock.json").read_text())["packages"]

    bundled = re.findall(r"((?:@[a-z]+/)?[a-z0-9-]+) (\d+\.\d+\.\d+)", first_line)

    assert len(bundled) > 10
    for name, version in bundled:
        package = locked[f"node_modules/{name}"]
        assert (package["version"], package["license"]) == (version, "MIT")
        assert f"{name} {version} (MIT)\n\n" in licences
    assert licences.count("Permission is hereby granted, free of charge") == len(bundled)


def test_the_lock_file_keeps_hashes_and_no_addresses() -> None:
    text = (BUNDLER / "package-lock.json").read_text()

    packages = {name: package for name, package in json.loads(text)["packages"].items() if name}

    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "resolved" not in text
    assert "://" not in text
