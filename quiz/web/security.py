"""What every page tells the browser: nothing from elsewhere, nothing inline, nothing of a learner kept."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request
from flask_wtf import CSRFProtect

from quiz.web.uploads import init_uploads

csrf = CSRFProtect()

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'none'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Flask-WTF compares the Referer under HTTPS, so `no-referrer` would refuse every form.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_security(app: Flask) -> None:
    """Check the CSRF token of every unsafe request, and set the headers on every response."""
    init_uploads(app)
    csrf.init_app(app)
    app.after_request(set_headers)
    app.jinja_env.globals["style_nonce"] = style_nonce


def style_nonce() -> str:
    """Return the word by which a script may add style sheets to the page that is being made."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    return str(g.style_nonce)


def allow(response: Response, *, frames: bool = False, style_nonce: str = "") -> Response:
    """Let a page hold frames of our own pages, or style sheets with the nonce; the rest stays forbidden."""
    policy = response.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    if frames and "frame-src" not in policy:
        policy += "; frame-src 'self'"
    if style_nonce:
        policy = policy.replace("style-src 'self'", f"style-src 'self' 'nonce-{style_nonce}'", 1)
    response.headers["Content-Security-Policy"] = policy
    return response


def set_headers(response: Response) -> Response:
    if "style_nonce" in g:
        allow(response, style_nonce=g.style_nonce)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
