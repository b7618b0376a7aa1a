"""What the academy announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialPublished(Announcement):
    """A material, or a new version of it, is there for partners."""

    subjects = ("material",)

    material_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePublished(Announcement):
    """A course is open to partners."""

    subjects = ("course",)

    course_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePassed(Announcement):
    """A person of a partner passed a course and has a certificate."""

    subjects = ("partner", "course", "person")

    partner_id: int
    course_id: int
    person_id: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateWithdrawn(Announcement):
    """A certificate is no longer valid, and why."""

    subjects = ("partner",)

    partner_id: int
    code: str
    why: str
