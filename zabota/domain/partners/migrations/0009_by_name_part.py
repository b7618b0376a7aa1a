from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("partners", "0008_takeout_takeoutpiece_takeout_partners_one_takeout_and_more")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(
            "CREATE INDEX partners_by_name_part ON partners_partner USING gin (upper(name) gin_trgm_ops)",
            "DROP INDEX partners_by_name_part",
        ),
    ]
