"""Counties of batches: what each depended on, what became of it, and where its result and its answers are."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the indices that a county is looked for by."""
    op.create_table(
        "batch_item",
        sa.Column("run", sa.Text, sa.ForeignKey("run.id"), primary_key=True),
        sa.Column("item", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, sa.ForeignKey("answer.key")),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("says", sa.Text, nullable=False),
    )
    op.create_index("batch_item_source", "batch_item", ["source"])
    op.create_index("batch_item_item", "batch_item", ["item"])
