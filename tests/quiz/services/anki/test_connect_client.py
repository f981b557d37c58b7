"""Whatever listens where Anki should be, nothing of it can hang, lead elsewhere or pass unchecked."""

import json
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.config import Config
from quiz.factory import CannotStartError, create_app
from quiz.services.anki.connecting import actions
from quiz.services.anki.connecting.actions import open_anki, reviews_of
from quiz.services.anki.connecting.client import (
    HOSTS,
    AnkiAddress,
    AnkiConnect,
    AnkiSetting,
    BadSettingError,
    ConnectError,
    Trouble,
    read_address,
    read_setting,
)

from .anki_connect_standin import StandIn, serving

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def said(body, head=HEAD):
    """Answer with these bytes, whatever is asked."""
    return lambda sock, _request: sock.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def trouble_of(standin, seconds=5.0, most_bytes=1000):
    with serving(standin), pytest.raises(ConnectError) as caught:
        AnkiConnect(standin.setting, seconds, most_bytes).call("version")
    return caught.value.trouble


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("on", AnkiAddress("127.0.0.1", 8765)),
        (" ON ", AnkiAddress("127.0.0.1", 8765)),
        ("127.0.0.1:8766", AnkiAddress("127.0.0.1", 8766)),
        ("localhost:1", AnkiAddress("127.0.0.1", 1)),
        ("[::1]:65535", AnkiAddress("::1", 65535)),
        ("", None),
        ("off", None),
    ],
)
def test_the_setting_names_a_port_of_this_computer_or_nothing(text, address):
    assert read_address(text) == address
    assert address is None or read_address(str(address)) == address


@given(st.one_of(st.text(), st.from_regex(r"\A[a-z0-9.:\[\]@/%#?_-]{0,30}:[0-9]{1,6}\Z")))
@example("127.0.0.1:8765@evil.example:80")
@example("127.0.0.1.evil.example:80")
@example("http://127.0.0.1:8765")
@example("127.0.0.1:8765/../x")
@example("0.0.0.0:8765")
@example("[::ffff:10.0.0.1]:80")
@example("169.254.169.254:80")
@example("2130706433:80")
@example("127.0.0.1:0")
@example("127.0.0.1:٨٠")
@example("127.0.0.1:80\r\nHost: evil.example")
def test_no_setting_whatever_leads_to_another_computer(text):
    try:
        address = read_address(text)
    except BadSettingError:
        return
    assert address is None or (address.host in HOSTS and 1 <= address.port <= 65535)


@given(st.text(), st.integers())
def test_no_address_of_another_computer_can_even_be_made(host, port):
    if host in HOSTS and 1 <= port <= 65535:
        return
    with pytest.raises(ValueError, match="no port of this computer"):
        AnkiAddress(host, port)


def test_a_setting_that_cannot_be_meant_prevents_the_start_and_says_what_to_write(tmp_path):
    with pytest.raises(
        CannotStartError, match=r"FACTDECK_ANKI_CONNECT: 'evil\.example:80'.*write on, off, or"
    ):
        create_app(Config(instance=tmp_path, anki_connect="evil.example:80"))


def test_the_key_is_sent_and_never_shown():
    setting = read_setting("on", "s3cret")
    assert "s3cret" not in repr(setting)
    standin = StandIn(key="s3cret")
    with serving(standin):
        keyed = AnkiSetting(standin.setting.address, "s3cret")
        assert AnkiConnect(keyed, 5).call("version") == 6
    assert standin.asked == [{"action": "version", "version": 6, "params": {}, "key": "s3cret"}]


def test_no_browser_seems_to_ask_and_no_proxy_is_asked(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    standin = StandIn()
    with serving(standin):
        AnkiConnect(standin.setting, 5).call("version")
    (headers,) = standin.headers
    assert {name.lower() for name in headers}.isdisjoint({"origin", "cookie", "referer", "authorization"})


def test_nothing_listening_is_silence():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ConnectError) as caught:
        AnkiConnect(AnkiSetting(AnkiAddress(port=port)), 5).call("version")
    assert caught.value.trouble is Trouble.SILENT


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (said(b"AnkiConnect v.6"), Trouble.STRANGE),
        (said(b"null"), Trouble.STRANGE),
        (said(b"6"), Trouble.STRANGE),
        (said(b'{"result": 6}'), Trouble.STRANGE),
        (said(b"[" * 900), Trouble.STRANGE),
        (said(b"\xff\xfe{}"), Trouble.STRANGE),
        (said(b'{"result": ' + b"9" * 5000 + b', "error": null}'), Trouble.TOO_LARGE),
        (said(b"\x00" * 900, b"no HTTP at all\r\n"), Trouble.STRANGE),
        (said(b"{}", b"HTTP/1.1 500 Broken\r\n"), Trouble.STRANGE),
        (said(b"", b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"), Trouble.STRANGE),
        (said(b"", b"HTTP/1.1 307 Moved\r\nLocation: http://evil.example/\r\n"), Trouble.STRANGE),
        (said(b"", b"HTTP/1.1 403 Forbidden\r\n"), Trouble.DENIED),
        (said(b'{"result": null, "error": "valid api key must be provided"}'), Trouble.KEY),
        (said(b'{"result": null, "error": "unsupported action"}'), Trouble.OLD),
        (said(b'{"result": null, "error": "collection is not available"}'), Trouble.NO_PROFILE),
        (said(b'{"result": null, "error": {"a": 1}}'), Trouble.REFUSED),
        (lambda sock, _: sock.sendall(HEAD + b"Content-Length: 99999999999\r\n\r\n{"), Trouble.TOO_LARGE),
        (lambda sock, _: sock.sendall(HEAD + b"\r\n" + b"x" * 5000), Trouble.TOO_LARGE),
        (lambda sock, _: sock.sendall(HEAD + b"Content-Length: 90\r\n\r\n{"), Trouble.DROPPED),
        (lambda sock, _: sock.close(), Trouble.DROPPED),
        (lambda sock, _: sock.sendall(HEAD + b"Content-Length: -5\r\n\r\n{"), Trouble.STRANGE),
        (lambda sock, _: sock.sendall(HEAD + b"X: " + b"y" * 70_000 + b"\r\n\r\n"), Trouble.STRANGE),
    ],
)
def test_every_odd_answer_is_told_for_what_it_is(answer, trouble):
    assert trouble_of(StandIn(odd=answer)) is trouble


def test_what_anki_says_is_one_short_line_of_text():
    error = json.dumps({"result": None, "error": "<b>no</b>\n\u202e" + "x" * 900})
    with serving(StandIn(odd=said(error.encode()))) as standin, pytest.raises(ConnectError) as caught:
        AnkiConnect(standin.setting, 5).call("version")
    assert caught.value.detail.startswith("<b>no</b> x")
    assert len(caught.value.detail) == 301


@pytest.mark.parametrize("drip", [b"", b"H", HEAD, HEAD + b"Content-Length: 500\r\n\r\n", HEAD + b"\r\n"])
def test_an_answer_that_never_ends_is_given_up_in_time_however_it_trickles(drip):
    def trickle(sock, _request):
        with suppress(OSError):
            sock.sendall(drip)
            while True:
                time.sleep(0.02)
                sock.sendall(b"x")

    started = time.monotonic()
    assert trouble_of(StandIn(odd=trickle), seconds=0.25) is Trouble.SLOW
    assert time.monotonic() - started < 2


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["7", "noteId", "fields", "cards", "cardId", "mod"]), inner, max_size=3
        ),
    ),
    max_leaves=8,
)


@given(answer=JSON)
@example(answer=[{"noteId": 1, "fields": {"ID": {"value": None}}, "cards": []}])
@example(answer=[{"noteId": 1, "fields": {"ID": "water/salt"}, "cards": []}])
@example(answer={"permission": ["granted"]})
def test_no_answer_of_any_shape_does_more_than_fail(answer):
    class Anything:
        setting = AnkiSetting(AnkiAddress())

        def call(self, action, **params):
            return answer

    for ask in (
        open_anki,
        lambda anki: actions.find_notes(anki, "x"),
        lambda anki: actions.times_of_change(anki, [1]),
        lambda anki: actions.notes_of_cards(anki, [1]),
        lambda anki: actions.cards_there(anki, [1]),
        lambda anki: reviews_of(anki, [1]),
        lambda anki: actions.import_package(anki, Path("x")),
    ):
        with suppress(ConnectError):
            ask(Anything())


def test_many_calls_share_one_time():
    with serving(StandIn()) as standin:
        anki = AnkiConnect(standin.setting, 0.2)
        anki.call("version")
        time.sleep(0.25)
        with pytest.raises(ConnectError) as caught:
            anki.call("version")
    assert caught.value.trouble is Trouble.SLOW
    assert standin.times_asked("version") == 1


def opening(standin, key=""):
    with serving(standin), pytest.raises(ConnectError) as caught:
        open_anki(AnkiConnect(AnkiSetting(standin.setting.address, key), 5))
    return caught.value


def test_all_that_prevents_working_is_found_before_anything_is_done():
    assert opening(StandIn(permission="denied")).trouble is Trouble.DENIED
    assert opening(StandIn(key="k")).trouble is Trouble.KEY
    assert opening(StandIn(key="k"), key="other").trouble is Trouble.KEY
    assert opening(StandIn(api_version=5)).trouble is Trouble.OLD
    lacking = opening(StandIn(lacking={"notesModTime"}))
    assert (lacking.trouble, lacking.detail) == (Trouble.OLD, "notesModTime")
    assert opening(StandIn(lacking={"apiReflect"})).trouble is Trouble.OLD
    assert opening(StandIn(collection=None)).trouble is Trouble.NO_PROFILE


@pytest.mark.parametrize(
    "result",
    [
        None,
        [],
        {"7": {}},
        {"x": [{"id": 1}]},
        {"7": [{"id": 1}]},
        {"7": [dict.fromkeys(("id", "ease", "ivl", "lastIvl", "factor", "time", "type"), True)]},
        {"7": [dict.fromkeys(("id", "ease", "ivl", "lastIvl", "factor", "time", "type"), 2**63)]},
        {"7": [dict.fromkeys(("id", "ease", "ivl", "lastIvl", "factor", "time", "type"), "1")]},
    ],
)
def test_an_answer_of_another_shape_is_no_answer(result):
    body = json.dumps({"result": result, "error": None}).encode()
    with serving(StandIn(odd=said(body))) as standin, pytest.raises(ConnectError) as caught:
        reviews_of(AnkiConnect(standin.setting, 5), [7])
    assert caught.value.trouble is Trouble.STRANGE
