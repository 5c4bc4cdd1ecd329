"""files are read in the background and mended before they are taken in

An upload of before was read when it was stored; its file's format is in what was understood. The file moves to a
table of its own, so that a note of progress doesn't write it again.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('imported_file',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['question_import.id'], name=op.f('fk_imported_file_import_id_question_import'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_imported_file'))
    )
    op.execute("INSERT INTO imported_file (import_id, content) SELECT id, content FROM question_import")
    with op.batch_alter_table('question_import') as batch_op:
        batch_op.add_column(sa.Column('format', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('mends', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('done', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('total', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('parsed', existing_type=sa.JSON(), nullable=True)
        batch_op.drop_column('content')
    with op.batch_alter_table('question_import') as batch_op:
        for name, kind in (('mends', sa.JSON()), ('done', sa.Integer()), ('total', sa.Integer())):
            batch_op.alter_column(name, existing_type=kind, server_default=None)
        batch_op.create_check_constraint(batch_op.f('ck_question_import_done_of_total'), 'done >= 0 AND done <= total')


def downgrade() -> None:
    op.execute("DELETE FROM imported_file WHERE import_id IN (SELECT id FROM question_import WHERE parsed IS NULL)")
    op.execute("DELETE FROM question_import WHERE parsed IS NULL")
    with op.batch_alter_table('question_import') as batch_op:
        batch_op.add_column(sa.Column('content', sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE question_import SET content = (SELECT content FROM imported_file WHERE import_id = question_import.id)"
    )
    op.drop_table('imported_file')
    with op.batch_alter_table('question_import') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_question_import_done_of_total'), type_='check')
        batch_op.alter_column('parsed', existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column('content', existing_type=sa.LargeBinary(), nullable=False)
        batch_op.drop_column('seen_at')
        batch_op.drop_column('total')
        batch_op.drop_column('done')
        batch_op.drop_column('mends')
        batch_op.drop_column('format')
