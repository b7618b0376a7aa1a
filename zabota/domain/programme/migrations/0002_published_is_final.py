"""A published version of the terms, and its clauses, never change."""

from typing import ClassVar

from django.db import migrations

SEAL = """
CREATE FUNCTION programme_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'published' THEN
        RAISE EXCEPTION 'terms version % is published and final', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER programme_version_is_final BEFORE UPDATE OR DELETE ON programme_termsversion
    FOR EACH ROW EXECUTE FUNCTION programme_version_is_final();

CREATE FUNCTION programme_clause_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE version bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM programme_termsversion WHERE id = version AND status = 'published')
    THEN
        RAISE EXCEPTION 'the clauses of a published version are final'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER programme_clause_is_final BEFORE INSERT OR UPDATE OR DELETE ON programme_clause
    FOR EACH ROW EXECUTE FUNCTION programme_clause_is_final();
"""

UNSEAL = """
DROP TRIGGER programme_clause_is_final ON programme_clause;
DROP FUNCTION programme_clause_is_final();
DROP TRIGGER programme_version_is_final ON programme_termsversion;
DROP FUNCTION programme_version_is_final();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("programme", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(SEAL, UNSEAL)]
