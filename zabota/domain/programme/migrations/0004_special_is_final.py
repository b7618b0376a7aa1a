"""Published special terms are final but for their end; a version not begun may be recalled."""

from typing import ClassVar

from django.db import migrations

SEAL = """
CREATE OR REPLACE FUNCTION programme_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'published' AND NOT (
        TG_OP = 'UPDATE' AND NEW.status = 'draft' AND NEW.recalled_at < OLD.effective_from
        AND to_jsonb(NEW) - '{status,recalled_at}'::text[]
            = to_jsonb(OLD) - '{status,recalled_at}'::text[])
    THEN
        RAISE EXCEPTION 'terms version % is published and final', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION programme_clause_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    clause record := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
BEGIN
    IF EXISTS (SELECT 1 FROM programme_termsversion
               WHERE id = clause.version_id AND status = 'published')
        OR EXISTS (SELECT 1 FROM programme_specialterms
                   WHERE id = clause.special_id AND status = 'published')
    THEN
        RAISE EXCEPTION 'published clauses are final' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION programme_special_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'published' AND NOT (
        TG_OP = 'UPDATE' AND NEW.ends_at <= coalesce(OLD.ends_at, 'infinity')
        AND to_jsonb(NEW) - '{ends_at,ended_by,ended_why}'::text[]
            = to_jsonb(OLD) - '{ends_at,ended_by,ended_why}'::text[])
    THEN
        RAISE EXCEPTION 'special terms % are published and final', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER programme_special_is_final BEFORE UPDATE OR DELETE ON programme_specialterms
    FOR EACH ROW EXECUTE FUNCTION programme_special_is_final();
"""

UNSEAL = """
DROP TRIGGER programme_special_is_final ON programme_specialterms;
DROP FUNCTION programme_special_is_final();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("programme", "0003_scoped_clauses")]
    operations: ClassVar = [migrations.RunSQL(SEAL, UNSEAL)]
