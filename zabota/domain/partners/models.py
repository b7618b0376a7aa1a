"""Partners, their members, and the bank details they are paid to."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.people.models import Person
from zabota.kit.states import Moves
from zabota.kit.vat import Vat, VatKind


class LegalForm(models.TextChoices):
    """The legal form decides the papers, the checks and the account mask."""

    OOO = "ooo", _("company (OOO)")
    IP = "ip", _("sole proprietor (IP)")
    NPD = "npd", _("self-employed (NPD)")
    PERSON = "person", _("individual")
    FOREIGN = "foreign", _("foreign company")


class PartnerStatus(models.TextChoices):
    """Standing of a partner; none of them takes away what was earned."""

    ACTIVE = "active", _("active")
    STOPPED = "stopped", _("no longer sells, still earns")
    PAUSED = "paused", _("payouts paused")
    LEFT = "left", _("left the programme")


class Partner(models.Model):
    """An integrator who brings clients and is rewarded from every payment of theirs."""

    name = models.CharField(_("name"), max_length=160)
    legal_form = models.CharField(_("legal form"), max_length=10, choices=LegalForm.choices)
    inn = models.CharField(_("INN"), max_length=12, blank=True, db_index=True)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    status = models.CharField(
        max_length=10, choices=PartnerStatus.choices, default=PartnerStatus.ACTIVE
    )
    status_reason = models.CharField(max_length=300, blank=True)
    curator = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="looks_after"
    )
    joined_at = models.DateTimeField()

    class Meta:
        # And partners_by_name_part, by trigrams of the name: a migration in SQL.
        indexes = [models.Index(fields=["status", "name"], name="partners_status_name")]

    def __str__(self) -> str:
        return self.name


class MemberRole(models.TextChoices):
    """What a member may do is written in the table of rules; the owner may do everything."""

    OWNER = "owner", _("owner")
    MANAGER = "manager", _("manager")
    ACCOUNTANT = "accountant", _("accountant")
    VIEWER = "viewer", _("viewer")


class Member(models.Model):
    """A person who works for a partner and signs in to his cabinet."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="members")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="membership")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.OWNER)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} — {self.partner}"


class Invitation(models.Model):
    """Somebody is asked into a partner's cabinet by a letter whose link works for a week, once."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    token = models.CharField(max_length=40, unique=True)
    letters = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    invited_by = models.CharField(max_length=120)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="partners_one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.email}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether one can still come in by it."""
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at


class DetailsKind(models.TextChoices):
    """What the partner is paid to."""

    ACCOUNT = "account", _("account in a Russian bank")
    IBAN = "iban", _("IBAN")
    SBP = "sbp", _("phone number, fast payments")
    WALLET = "wallet", _("YooMoney wallet")


class BankDetails(models.Model):
    """Where a partner is paid to in a currency, checked by check digits; a change is a new row.

    `account` is an account, an IBAN, a phone number or a wallet; `bic` the bank's БИК, its BIC, or
    its number in the system of fast payments.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="bank_details")
    kind = models.CharField(max_length=10, choices=DetailsKind.choices, default=DetailsKind.ACCOUNT)
    currency = models.CharField(max_length=3, default="RUB")
    holder = models.CharField(_("account holder"), max_length=160)
    account = models.CharField(_("account"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=12, blank=True)
    bank_name = models.CharField(_("bank"), max_length=160, blank=True)
    corr_account = models.CharField(_("correspondent account"), max_length=20, blank=True)
    valid_from = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "currency"],
                condition=Q(replaced_at__isnull=True),
                name="partners_one_live_bank_details",
            ),
        ]
        indexes = [models.Index(fields=["account"], name="partners_details_account")]

    def __str__(self) -> str:
        return f"{self.partner}: …{self.account[-4:]}"


class VatStanding(models.TextChoices):
    """A regime is proposed by the partner, in force by a word of staff, declined, or replaced."""

    PROPOSED = "proposed", _("waits for us")
    IN_FORCE = "in_force", _("in force")
    DECLINED = "declined", _("declined")
    REPLACED = "replaced", _("replaced")


VAT_MOVES: Moves = {
    VatStanding.PROPOSED: frozenset(
        {VatStanding.IN_FORCE, VatStanding.DECLINED, VatStanding.REPLACED}
    ),
    VatStanding.IN_FORCE: frozenset({VatStanding.REPLACED}),
    VatStanding.DECLINED: frozenset[str](),
    VatStanding.REPLACED: frozenset[str](),
}


class PartnerVat(models.Model):
    """How a partner pays VAT from a day on; orders and papers say what was in force on their day."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="vat_regimes")
    valid_from = models.DateField(_("from"))
    kind = models.CharField(
        _("VAT"), max_length=10, choices=[(kind.value, kind.value) for kind in VatKind]
    )
    basis = models.CharField(_("legal ground"), max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=VatStanding.choices)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "valid_from"],
                condition=Q(status="in_force"),
                name="partners_one_vat_a_day",
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status="proposed"),
                name="partners_one_proposed_vat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.valid_from}: {self.vat.words()}"

    @property
    def vat(self) -> Vat:
        """The regime as plain arithmetic knows it."""
        return Vat(kind=VatKind(self.kind), valid_from=self.valid_from, basis=self.basis)


class ClientsGo(models.TextChoices):
    """What becomes of the clients of a partner who leaves."""

    STAY = "stay", _("stay with him: he goes on earning from them")
    VENDOR = "vendor", _("come to us: nobody is rewarded for them")
    PARTNER = "partner", _("go to another partner")


class FarewellStatus(models.TextChoices):
    """A farewell waits for its day, was carried out, or was taken back."""

    WAITING = "waiting", _("waits for its day")
    DONE = "done", _("carried out")
    TAKEN_BACK = "taken_back", _("called off")


FAREWELL_MOVES: Moves = {
    FarewellStatus.WAITING: frozenset({FarewellStatus.DONE, FarewellStatus.TAKEN_BACK}),
}


class Farewell(models.Model):
    """A partner is said goodbye to on a day, and what becomes of his clients then.

    Until that day everything is as before, and the farewell can be taken back. What he has earned
    is paid always.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="farewells")
    on = models.DateField()
    clients_go = models.CharField(max_length=10, choices=ClientsGo.choices)
    to_partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="heirlooms"
    )
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=120)
    status = models.CharField(
        max_length=10, choices=FarewellStatus.choices, default=FarewellStatus.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status="waiting"),
                name="partners_one_waiting_farewell",
            ),
            models.CheckConstraint(
                condition=Q(clients_go="partner", to_partner__isnull=False)
                | (~Q(clients_go="partner") & Q(to_partner__isnull=True)),
                name="partners_farewell_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.on:%d.%m.%Y}"


class Mood(models.TextChoices):
    """How a partner feels about us, as staff see it."""

    GOOD = "good", _("content")
    NEUTRAL = "neutral", _("even")
    BAD = "bad", _("displeased")


class PartnerNote(models.Model):
    """What staff wrote down about a partner; with a mood it is the reason for the mood.

    Notes are never changed: the notes with a mood are the mood's history, the last one holds.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField(max_length=2000)
    mood = models.CharField(max_length=10, choices=Mood.choices, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["partner", "-at"], name="partners_notes")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.words[:40]}"


class TakeoutStatus(models.TextChoices):
    """How far an export of a partner's data has come."""

    WAITING = "waiting", _("waits for its turn")
    RUNNING = "running", _("is being put together")
    DONE = "done", _("ready")
    FAILED = "failed", _("broke off")
    EXPIRED = "expired", _("expired")


class Takeout(models.Model):
    """Everything we keep about a partner as tables in a ZIP; put together in the background.

    It can be downloaded until `expires_at`, then its pieces are thrown away.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="takeouts")
    status = models.CharField(
        max_length=10, choices=TakeoutStatus.choices, default=TakeoutStatus.WAITING
    )
    counted = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status__in=["waiting", "running"]),
                name="partners_one_takeout",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.asked_at:%d.%m.%Y}"


class TakeoutPiece(models.Model):
    """A piece of the ZIP; together, in order, they are the file."""

    takeout = models.ForeignKey(Takeout, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["takeout", "position"], name="partners_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.takeout_id}: {self.position}"
