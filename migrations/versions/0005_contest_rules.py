"""the rules of a contest: marking, prediction, prizes, suspension, external rounds; review, regrading, publication

Attempts of before that time ended without an answer did not count; that is said by `exclusion` now.

Revision: 0005, after 0004
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_ROUND = (
    ('prediction_asked', sa.String(), "'every'"),
    ('prediction_with_disqualified', sa.Boolean(), sa.false()),
    ('counted', sa.String(), "'best'"),
    ('partial_rule', sa.String(), "'none'"),
    ('points', sa.JSON(), "'[]'"),
    ('requires_all_answered', sa.Boolean(), sa.false()),
    ('complaint_days', sa.Integer(), "7"),
    ('prizes', sa.JSON(), "'{}'"),
    ('external_url', sa.String(), "''"),
    ('organiser', sa.String(), "''"),
    ('draw_seed', sa.String(), "''"),
)
_CONTEST = (
    ('league_ranking', sa.JSON(), "'[\"score\", \"duration\", \"registered\"]'"),
    ('prizes', sa.JSON(), "'{}'"),
    ('draw_seed', sa.String(), "''"),
)


def upgrade() -> None:
    _add('round', _ROUND)
    _add('contest', _CONTEST)
    with op.batch_alter_table('round') as batch_op:
        batch_op.add_column(sa.Column('minimum_age', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('suspended_at', _MOMENT, nullable=True))
        batch_op.add_column(sa.Column('prediction_actual', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('settled_at', _MOMENT, nullable=True))
        batch_op.create_check_constraint(
            batch_op.f('ck_round_minimum_age_bounds'), 'minimum_age IS NULL OR minimum_age BETWEEN 1 AND 100'
        )
        batch_op.create_check_constraint(
            batch_op.f('ck_round_complaint_days_bounds'), 'complaint_days BETWEEN 0 AND 90'
        )
    _give_seeds()
    with op.batch_alter_table('attempt') as batch_op:
        for name in ('exclusion', 'device', 'network'):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
    op.execute(
        "UPDATE attempt SET exclusion = 'empty' WHERE submitted_at IS NOT NULL AND is_timed_out AND answered = 0"
    )
    _create_tables()


def _add(table: str, columns: tuple) -> None:
    with op.batch_alter_table(table) as batch_op:
        for name, kind, default in columns:
            default = sa.text(default) if isinstance(default, str) else default
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table(table) as batch_op:
        for name, kind, _default in columns:
            batch_op.alter_column(name, existing_type=kind, server_default=None)


def _give_seeds() -> None:
    connection = op.get_bind()
    for table in (sa.table(name, sa.column("id"), sa.column("draw_seed")) for name in ("round", "contest")):
        for row_id in connection.scalars(sa.select(table.c.id)).all():
            values = {"draw_seed": secrets.token_hex(32)}
            connection.execute(table.update().where(table.c.id == row_id).values(values))


def _create_tables() -> None:
    op.create_table('round_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('old_closes_at', _MOMENT, nullable=True),
    sa.Column('new_closes_at', _MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['staff_account.id'], name=op.f('fk_round_notice_actor_id_staff_account')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_round_notice_round_id_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_notice'))
    )
    op.create_index('ix_round_notice_round_id', 'round_notice', ['round_id'])
    op.create_table('external_figure',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('group', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('participants', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('full_marks', sa.Integer(), nullable=False),
    sa.Column('winners', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('entered_at', _MOMENT, nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('participants >= 0 AND attempts >= participants', name=op.f('ck_external_figure_attempts_cover_participants')),
    sa.CheckConstraint('full_marks BETWEEN 0 AND participants', name=op.f('ck_external_figure_full_marks_bounds')),
    sa.CheckConstraint('winners >= 0', name=op.f('ck_external_figure_winners_not_negative')),
    sa.ForeignKeyConstraint(['actor_id'], ['staff_account.id'], name=op.f('fk_external_figure_actor_id_staff_account')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_external_figure_round_id_round'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_external_figure_unit_id_unit')),
    sa.PrimaryKeyConstraint('round_id', 'group', 'unit_id', name=op.f('pk_external_figure'))
    )
    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('flags', sa.JSON(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['staff_account.id'], name=op.f('fk_decision_actor_id_staff_account')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_decision_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision'))
    )
    op.create_index('ix_decision_attempt_id', 'decision', ['attempt_id'])
    op.create_table('prize_exclusion',
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['staff_account.id'], name=op.f('fk_prize_exclusion_actor_id_staff_account')),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_prize_exclusion_contest_id_contest')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_prize_exclusion_participant_id_participant')),
    sa.PrimaryKeyConstraint('contest_id', 'participant_id', name=op.f('pk_prize_exclusion'))
    )
    op.create_table('regrade',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('made_at', _MOMENT, nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('rulings', sa.JSON(), nullable=False),
    sa.Column('attempts_changed', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['staff_account.id'], name=op.f('fk_regrade_actor_id_staff_account')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_regrade_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrade'))
    )
    op.create_index('ix_regrade_round_id', 'regrade', ['round_id'])
    op.create_table('round_ruling',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('question_version_id', sa.Integer(), nullable=False),
    sa.Column('regrade_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('keys', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_round_ruling_question_version_id_question_version')),
    sa.ForeignKeyConstraint(['regrade_id'], ['regrade.id'], name=op.f('fk_round_ruling_regrade_id_regrade')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_round_ruling_round_id_round')),
    sa.PrimaryKeyConstraint('round_id', 'question_version_id', name=op.f('pk_round_ruling'))
    )
    op.create_table('score_change',
    sa.Column('regrade_id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('old_score', sa.Integer(), nullable=False),
    sa.Column('old_max_score', sa.Integer(), nullable=False),
    sa.Column('new_score', sa.Integer(), nullable=False),
    sa.Column('new_max_score', sa.Integer(), nullable=False),
    sa.CheckConstraint('old_score <= old_max_score AND new_score <= new_max_score', name=op.f('ck_score_change_score_bounds')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_score_change_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['regrade_id'], ['regrade.id'], name=op.f('fk_score_change_regrade_id_regrade')),
    sa.PrimaryKeyConstraint('regrade_id', 'attempt_id', name=op.f('pk_score_change')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_score_change_attempt_id', 'score_change', ['attempt_id'])
    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('published_at', _MOMENT, nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('complaints_until', _MOMENT, nullable=False),
    sa.Column('withdrawn_at', _MOMENT, nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['staff_account.id'], name=op.f('fk_publication_actor_id_staff_account')),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_publication_contest_id_contest')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_publication_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication'))
    )
    op.create_index('ix_publication_contest_id', 'publication', ['contest_id'])
    for columns, condition in ((['round_id', 'version'], 'round_id IS NOT NULL'), (['contest_id', 'version'], 'round_id IS NULL')):
        op.create_index(
            f'uq_publication_{columns[0]}_version', 'publication', columns, unique=True,
            sqlite_where=sa.text(condition), postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    for table in ('publication', 'score_change', 'round_ruling', 'regrade', 'prize_exclusion', 'decision', 'external_figure', 'round_notice'):
        op.drop_table(table)
    with op.batch_alter_table('attempt') as batch_op:
        for name in ('network', 'device', 'exclusion'):
            batch_op.drop_column(name)
    with op.batch_alter_table('round') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_round_complaint_days_bounds'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_round_minimum_age_bounds'), type_='check')
        for name in ('settled_at', 'prediction_actual', 'suspended_at', 'minimum_age', *(column[0] for column in _ROUND)):
            batch_op.drop_column(name)
    with op.batch_alter_table('contest') as batch_op:
        for name, _kind, _default in _CONTEST:
            batch_op.drop_column(name)
