from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("clients", "0002_working_statuses")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(
            "CREATE INDEX clients_by_name_part ON clients_client USING gin (upper(name) gin_trgm_ops)",
            "DROP INDEX clients_by_name_part",
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(fields=["inn"], name="clients_by_inn", opclasses=["varchar_pattern_ops"]),
        ),
    ]
