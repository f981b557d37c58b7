"""Columns that many tables have."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer

# SQLite numbers rows by itself only where the type is exactly INTEGER.
ID = BigInteger().with_variant(Integer, "sqlite")


def learner_id() -> Column[Any]:
    return Column("learner_id", ID, ForeignKey("learner.id"), primary_key=True, autoincrement=False)


def ms(name: str, *, nullable: bool = False) -> Column[Any]:
    """A column for an instant, in milliseconds since 1970."""
    return Column(name, BigInteger, nullable=nullable)
