"""Words of events are found by an index: who did it, and every text of the payload."""

from __future__ import annotations

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION events_words(by text, payload jsonb) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('russian'::regconfig, by)
        || jsonb_to_tsvector('russian'::regconfig, payload, '["string"]')
$$;
CREATE INDEX events_words ON events_event USING gin (events_words(by, payload));
"""
BACKWARD = """
DROP INDEX events_words;
DROP FUNCTION events_words(text, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["by", "-at", "-id"], name="events_by_at"),
        ),
    ]
