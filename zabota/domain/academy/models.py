"""Materials with their versions, co-branded papers, courses with lessons and quizzes, certificates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person


class MaterialKind(models.TextChoices):
    """A file as it is, or a paper that is made anew with the partner's name, logo and code."""

    FILE = "file", _("a file")
    OFFER = "offer", _("commercial offer with the partner's name")
    COVER = "cover", _("cover of a presentation with the partner's name")
    CARD = "card", _("card for social networks with the partner's name")


class Material(models.Model):
    """Something partners sell with; `headline` and `text` are the words of a co-branded paper."""

    kind = models.CharField(max_length=10, choices=MaterialKind.choices, default=MaterialKind.FILE)
    category = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    headline = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=10)
    published_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["category", "position"], name="academy_material_place")]

    def __str__(self) -> str:
        return self.title


class MaterialVersion(models.Model):
    """The file of a material; a newer one takes its place, the former ones stay.

    `preview` is empty bytes where it was tried and cannot be drawn.
    """

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    preview = models.BinaryField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="academy_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.material} v{self.number}"


class Download(models.Model):
    """A person took a material; for a co-branded paper there is no version."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="downloads")
    version = models.ForeignKey(
        MaterialVersion, null=True, on_delete=models.SET_NULL, related_name="downloads"
    )
    partner = models.ForeignKey(
        Partner, null=True, on_delete=models.PROTECT, related_name="downloads"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="downloads")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.material}: {self.person}"


class Favourite(models.Model):
    """A person keeps a material at hand."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="favourites")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="favourites")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["material", "person"], name="academy_favourite_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.material}"


class Logo(models.Model):
    """A partner's logo for co-branded papers, made small and turned into PNG."""

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="logo")
    picture = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return str(self.partner)


class Course(models.Model):
    """A course: lessons to read, then a quiz; passed from `pass_percent` right answers on.

    Levels and leads that ask for training ask for all `required` courses.
    """

    title = models.CharField(max_length=120)
    about = models.CharField(max_length=400, blank=True)
    pass_percent = models.PositiveSmallIntegerField(default=80)
    tries_a_day = models.PositiveSmallIntegerField(default=3)
    position = models.PositiveSmallIntegerField(default=10)
    required = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="academy_pass_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """A lesson in Markdown, with pictures of its own and links to videos."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "position"], name="academy_lesson_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class LessonPicture(models.Model):
    """A picture of a lesson, served by us: pages take nothing from other hosts."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class LessonRead(models.Model):
    """A person has read a lesson."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "person"], name="academy_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.lesson}"


class Question(models.Model):
    """A question of a course's quiz; `right` are the places of the right answers, from 0."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    answers = models.JSONField(default=list)
    right = models.JSONField(default=list)
    why = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.text


class Attempt(models.Model):
    """A person answered a quiz; what he answered and how much of it was right stays."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    passed = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.person}: {self.course} {self.right}/{self.of}"


class Certificate(models.Model):
    """A person passed a course; the code proves it on a public page. Names as they were then."""

    code = models.CharField(max_length=14, unique=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="certificates")
    person_name = models.CharField(max_length=160)
    partner_name = models.CharField(max_length=160)
    course_title = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=Q(withdrawn_at__isnull=True),
                name="academy_one_live_certificate",
            ),
        ]

    def __str__(self) -> str:
        return self.code
