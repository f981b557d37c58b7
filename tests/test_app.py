"""`python app.py` on a fresh machine: it serves, it answers its own names only, it refuses clearly."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def environment(instance: Path) -> dict[str, str]:
    return {**os.environ, "FACTDECK_INSTANCE": str(instance), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(root: Path, tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "app.py", "--port", str(free_port())]
    with serving(command, root, tmp_path / "instance") as found:
        yield found


@contextmanager
def serving(command: list[str], root: Path, instance: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with subprocess.Popen(
        command, cwd=root, env=environment(instance), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://\S+", line)
        assert address, line
        yield address[0], process
        process.kill()


def wait_for(address: str, is_so: Callable[[str], bool]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with urllib.request.urlopen(address, timeout=20) as reply:
            if is_so(reply.read().decode()):
                return
        time.sleep(0.2)
    raise AssertionError("the page never came to say it")


def test_the_printed_address_serves_the_home_page_with_the_shipped_bank(
    served: tuple[str, subprocess.Popen[str]],
) -> None:
    with urllib.request.urlopen(served[0], timeout=20) as reply:
        assert reply.status == 200
        assert "russia-korea-2011" in reply.read().decode()


def test_a_word_on_the_command_line_lets_this_computers_learner_speak_with_anki(
    root: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "app.py", "--port", str(free_port()), "--anki", f"127.0.0.1:{free_port()}"]
    with serving(command, root, tmp_path / "instance") as (address, _):
        page = f"{address}banks/russia-korea-2011/anki/connect"
        wait_for(page, lambda text: "Nothing answers there" in text)
        forwarded = urllib.request.Request(page, headers={"X-Forwarded-For": "192.0.2.7"})
        with urllib.request.urlopen(forwarded, timeout=20) as reply:
            assert "You came from another one" in reply.read().decode()


def test_a_foreign_host_name_is_not_answered(served: tuple[str, subprocess.Popen[str]]) -> None:
    request = urllib.request.Request(served[0], headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code == 400
    refused.value.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_a_file_that_breaks_while_it_is_served_is_told_with_its_place_until_it_is_mended(
    root: Path, tmp_path: Path
) -> None:
    bank = tmp_path / "bank"
    shutil.copytree(root / "question_bank" / "banks" / "russia-korea-2011", bank)
    file = bank / "questions" / "analysis.yaml"
    good = file.read_bytes()
    command = [sys.executable, "app.py", "--port", str(free_port()), "--bank", str(bank)]
    with serving(command, root, tmp_path / "instance") as (address, process):
        file.write_bytes(good.replace(b"prompt: ", b"prompt: [", 1))
        wait_for(address, lambda page: "Line 5, column 13" in page)
        file.write_bytes(good)
        wait_for(address, lambda page: "has errors" not in page)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_a_polite_stop_ends_it_without_a_traceback(served: tuple[str, subprocess.Popen[str]]) -> None:
    _, process = served
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


def test_a_server_that_was_killed_leaves_no_worker_that_holds_its_port(
    served: tuple[str, subprocess.Popen[str]],
) -> None:
    address, process = served
    port = int(address.rstrip("/").rpartition(":")[2])
    process.kill()
    process.wait(20)
    deadline = time.monotonic() + 20
    while _answers(port):
        assert time.monotonic() < deadline, "a worker outlived its server"
        time.sleep(0.05)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "0.0.0.0"], "no accounts yet"),
        (["--bank", "no/such/folder"], "There is no folder"),
        (["--bank", "docs"], "No bank.yaml was found"),
        (["--port", "99999"], "no port"),
        (["--anki", "evil.example:80"], "write on, off, or 127.0.0.1 with a port"),
    ],
)
def test_what_cannot_be_served_is_refused_with_a_sentence(
    root: Path, tmp_path: Path, options: list[str], says: str
) -> None:
    done = subprocess.run(
        [sys.executable, "app.py", *options],
        cwd=root,
        env=environment(tmp_path / "instance"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_refused_with_a_sentence(root: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "app.py", "--port", str(taken.getsockname()[1])],
            cwd=root,
            env=environment(tmp_path / "instance"),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert "is in use" in done.stderr


def test_importing_app_makes_no_database(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", "import app"], cwd=root, env=environment(tmp_path / "instance"), check=True
    )
    assert not (tmp_path / "instance").exists()
