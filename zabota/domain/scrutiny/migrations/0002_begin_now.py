"""What was earned before the rules came is not examined afterwards: they begin now."""

from typing import ClassVar

from django.db import migrations

BEGIN = """
INSERT INTO scrutiny_examined (id, upto)
SELECT 1, coalesce(max(id), 0) FROM rewards_reward ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("scrutiny", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
