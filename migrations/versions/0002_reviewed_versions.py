"""papers draw the newest reviewed version of a question; who retired it and when

What could be drawn until now counts as reviewed when it was written, by nobody in particular.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('bank') as batch_op:
        batch_op.add_column(sa.Column('needs_second_person', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('study_published_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('bank') as batch_op:
        batch_op.alter_column('needs_second_person', existing_type=sa.Boolean(), server_default=None)

    with op.batch_alter_table('bank_question') as batch_op:
        batch_op.add_column(sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('retired_by_id', sa.Integer(), nullable=True))
    op.execute("UPDATE bank_question SET retired_at = CURRENT_TIMESTAMP WHERE is_retired")
    with op.batch_alter_table('bank_question') as batch_op:
        batch_op.create_foreign_key(batch_op.f('fk_bank_question_retired_by_id_staff_account'), 'staff_account', ['retired_by_id'], ['id'])
        batch_op.drop_column('is_retired')

    with op.batch_alter_table('question_version') as batch_op:
        batch_op.add_column(sa.Column('is_drawn', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reviewed_by_id', sa.Integer(), nullable=True))
    op.execute("UPDATE question_version SET reviewed_at = created_at")
    op.execute(
        "UPDATE question_version SET is_drawn = is_current WHERE question_id IN "
        "(SELECT id FROM bank_question WHERE retired_at IS NULL)"
    )
    with op.batch_alter_table('question_version') as batch_op:
        batch_op.alter_column('is_drawn', existing_type=sa.Boolean(), server_default=None)
        batch_op.create_index('ix_question_version_drawn', ['question_id'], unique=True, sqlite_where=sa.text('is_drawn'), postgresql_where=sa.text('is_drawn'))
        batch_op.create_foreign_key(batch_op.f('fk_question_version_reviewed_by_id_staff_account'), 'staff_account', ['reviewed_by_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_question_version_drawn_is_reviewed'), 'reviewed_at IS NOT NULL OR NOT is_drawn')


def downgrade() -> None:
    with op.batch_alter_table('question_version') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_question_version_drawn_is_reviewed'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_question_version_reviewed_by_id_staff_account'), type_='foreignkey')
        batch_op.drop_index('ix_question_version_drawn', sqlite_where=sa.text('is_drawn'), postgresql_where=sa.text('is_drawn'))
    with op.batch_alter_table('question_version') as batch_op:
        batch_op.drop_column('reviewed_by_id')
        batch_op.drop_column('reviewed_at')
        batch_op.drop_column('is_drawn')

    with op.batch_alter_table('bank_question') as batch_op:
        batch_op.add_column(sa.Column('is_retired', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE bank_question SET is_retired = (retired_at IS NOT NULL)")
    with op.batch_alter_table('bank_question') as batch_op:
        batch_op.alter_column('is_retired', existing_type=sa.Boolean(), server_default=None)
        batch_op.drop_constraint(batch_op.f('fk_bank_question_retired_by_id_staff_account'), type_='foreignkey')
        batch_op.drop_column('retired_by_id')
        batch_op.drop_column('retired_at')

    with op.batch_alter_table('bank') as batch_op:
        batch_op.drop_column('study_published_at')
        batch_op.drop_column('needs_second_person')
