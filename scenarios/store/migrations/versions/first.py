"""The first schema: counties, plans, revisions, answers, runs and events, and triggers that keep the past as it was."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NEVER = ("blob", "county", "revision", "answer", "event")
"""Tables whose rows are never changed and never deleted."""


def upgrade() -> None:
    """Make the tables, their indices and their triggers."""
    _counties()
    _plans()
    _work()
    for statement in _triggers():
        op.execute(statement)


def _counties() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("scrypt", sa.Text),
        sa.Column("disabled", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_table(
        "county",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("stations", sa.Integer, nullable=False),
        sa.Column("package", sa.Text, sa.ForeignKey("blob.sha256"), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("notices", sa.Text, nullable=False),
        sa.Column("by", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )


def _plans() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("county", sa.Text, sa.ForeignKey("county.digest"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("forked_plan", sa.Integer),
        sa.Column("forked_number", sa.Integer),
        sa.Column("by", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'review', 'approved', 'archived')", name="plan_state"),
    )
    op.create_table(
        "revision",
        sa.Column("plan", sa.Integer, sa.ForeignKey("plan.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("content", sa.Text, sa.ForeignKey("blob.sha256"), nullable=False),
        sa.Column("op", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("undo_to", sa.Integer),
        sa.Column("redo_to", sa.Integer),
        sa.Column("points", sa.BigInteger),
        sa.Column("broken", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("judge", sa.Text, nullable=False),
        sa.Column("by", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.UniqueConstraint("plan", "key"),
    )
    op.create_index("revision_key", "revision", ["key"])


def _work() -> None:
    op.create_table(
        "answer",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("county", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("points", sa.BigInteger),
        sa.Column("bound", sa.BigInteger),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("document", sa.Text, sa.ForeignKey("blob.sha256"), nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("plan", sa.Integer, sa.ForeignKey("plan.id")),
        sa.Column("number", sa.Integer),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("beat", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, sa.ForeignKey("answer.key")),
        sa.Column("says", sa.Text, nullable=False),
        sa.Column("by", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
    )
    op.create_index("run_plan", "run", ["plan"])
    op.create_index("run_at", "run", ["at"])
    op.create_table(
        "event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "server",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("process", sa.Integer, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("beat", sa.Text, nullable=False),
        sa.CheckConstraint("id = 1", name="server_one"),
    )


def _triggers() -> list[str]:
    """Triggers of SQLite; another database gets its own here."""
    made = [
        _trigger(f"{table}_no_{verb.lower()}", f"{verb} ON {table}", "", f"{table} is never changed")
        for table in NEVER
        for verb in ("UPDATE", "DELETE")
    ]
    closed = "WHEN NEW.head <> OLD.head AND (NEW.head <> OLD.head + 1 OR OLD.state IN ('approved', 'archived'))"
    own = 'UPDATE OF id, county, forked_plan, forked_number, "by", at ON plan'
    return [
        *made,
        _trigger("plan_fixed", own, "", "plan is fixed"),
        _trigger("plan_no_delete", "DELETE ON plan", "", "plan is never deleted"),
        _trigger("plan_head", "UPDATE OF head ON plan", closed, "head moves by one, in an open plan"),
    ]


def _trigger(name: str, when: str, condition: str, says: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} {condition} BEGIN SELECT RAISE(ABORT, 'zoning: {says}'); END"
