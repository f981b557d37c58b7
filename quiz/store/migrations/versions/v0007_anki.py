"""Reviews that were given in Anki: what Anki knew of a card whose log does not go back to its beginning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("review", sa.Column("factor", sa.Integer(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would drop what was brought from Anki")
