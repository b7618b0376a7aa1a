"""Who signs in: persons by e-mail, and the roles of staff."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonQuery(BaseUserManager["Person"]):
    """Finds and makes persons; the name is Django's contract, the word is ours."""

    def create_user(self, email: str, name: str = "", **fields: Any) -> Person:
        """A person who signs in by a code sent to this e-mail; no password exists."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Language(models.TextChoices):
    """Languages of the interface."""

    RU = "ru", _("Russian")
    EN = "en", _("English")


class Person(AbstractBaseUser):
    """A human being who signs in: staff of the vendor or a member of a partner.

    `looked_at` is when he last looked at his first page, `looked_before_at` the end of the visit
    before this one: what happened since is news to him. `tour_closed_at`: he needs no guide.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.RU)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_before_at = models.DateTimeField(null=True, blank=True)
    tour_closed_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonQuery()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name for letters and traces."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """The first word of the name."""
        return (self.name or self.email).split()[0]


class Role(models.TextChoices):
    """Roles of the vendor's staff."""

    OWNER = "owner", _("owner")
    MANAGER = "manager", _("partner manager")
    FINANCE = "finance", _("finance")
    SUPPORT = "support", _("support")


class StaffRole(models.Model):
    """A person of the vendor's staff has this role; one may have several."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=10, choices=Role.choices)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="people_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class RoleRight(models.Model):
    """The owner gave a right to a role, or took it away; the newest row of both holds, the others are history."""

    role = models.CharField(max_length=10, choices=Role.choices)
    right = models.CharField(max_length=20)
    allowed = models.BooleanField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["role", "right", "-id"], name="people_role_right_newest")]

    def __str__(self) -> str:
        return f"{self.role}: {'+' if self.allowed else '-'}{self.right}"


class ApiKey(models.Model):
    """A machine of the vendor's may call the API; of its secret only the digest is kept."""

    name = models.CharField(_("name"), max_length=80)
    beginning = models.CharField(max_length=12, unique=True)
    sha256 = models.CharField(max_length=64)
    rights = ArrayField(models.CharField(max_length=20), default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """Filters and columns of a list under a name; `query` is the tail of its address.

    It is one person's own, or without a person everybody's at that site. One of partners that is
    everybody's is a segment: bulletins go to it.
    """

    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_views"
    )
    place = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "place", "name"], name="people_view_once"),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=Q(person=None),
                name="people_view_of_everybody_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
