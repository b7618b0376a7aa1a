"""Clients of the vendor's own registration page, and promo codes."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Header, Router

from zabota.connectors.vendor.operations import keep, register_kept
from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.attribution.queries import find_attribution, find_working_code
from zabota.domain.attribution.rules import clean_code, fold_code
from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import learn_health
from zabota.domain.people.rules import KeyRight
from zabota.kit.clock import now
from zabota.web.api.access import needs
from zabota.web.api.problems import Problem, ProblemOut
from zabota.web.api.schemas import ClientIn, ClientOut, CodeOut, HealthIn

router = Router(tags=["clients"])
FAULTS = frozenset({400, 401, 403, 409, 422, 429})
LARGEST_ID = 2**63 - 1
LONGEST_KEY = 100


def idempotency_of(request: HttpRequest, given: str, raw: bytes) -> str:
    """The name under which a request is kept: the caller's key, or the digest of its bytes."""
    who = request.auth.pk  # type: ignore[attr-defined]
    if len(given) > LONGEST_KEY or "\x00" in given:
        raise Problem(422, _("An Idempotency-Key has at most 100 characters."))
    return f"{who}:{given}" if given else f"{who}:{sha256(raw).hexdigest()}"


@router.post(
    "/clients",
    response={200: ClientOut, FAULTS: ProblemOut},
    auth=needs(KeyRight.CLIENTS_ADD),
    summary="A client has registered",
)
def add(
    request: HttpRequest, body: ClientIn, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> ClientOut:
    """Register a client, known once by external id or INN, and give him to the owner of the code.

    `came_by` is the address, short link or link's code he came by: its code counts where he gave none,
    and its campaign is kept. The same call again answers the same client. An unknown code registers the client and says so in
    `notice`: nobody is lost on a formality.
    """
    raw = body.model_dump_json().encode()
    key = idempotency_of(request, idempotency_key, raw)
    at, by = now(), f"API: {request.auth}"  # type: ignore[attr-defined]
    event, _new = keep(
        raw=raw,
        job="vendor.register_client",
        key=f"client:{key}",
        by=by,
        at=at,
    )
    client = register_kept(event.pk, at=at)
    unknown = body.promo_code and find_working_code(body.promo_code) is None
    return _shown(client, _("This promo code brings no new clients.") if unknown else "")


@router.get(
    "/clients/{id}",
    response={200: ClientOut, FAULTS | {404}: ProblemOut},
    auth=needs(KeyRight.CLIENTS_READ),
    summary="One client",
)
def get(request: HttpRequest, id: str) -> ClientOut:
    """A client by our id."""
    return _shown(_client(id))


@router.post(
    "/clients/{id}/health",
    response={200: ClientOut, FAULTS | {404}: ProblemOut},
    auth=needs(KeyRight.CLIENTS_ADD),
    summary="Until when a client has paid, and how his connection is",
)
def health(request: HttpRequest, id: str, body: HealthIn) -> ClientOut:
    """His partner sees it on the client's card; what is left out stays as it was."""
    client = _client(id)
    learn_health(
        client,
        at=now(),
        paid_until=body.paid_until,
        connection=body.connection,
        words=body.words,
    )
    return _shown(client)


def _client(id: str) -> Client:
    known = id.isascii() and id.isdigit() and int(id) <= LARGEST_ID
    client = Client.objects.filter(pk=int(id)).first() if known else None
    if client is None:
        raise Problem(404, _("There is no such client."))
    return client


def _shown(client: Client, notice: str = "") -> ClientOut:
    owner = find_attribution(client, at=now())
    return ClientOut(
        id=client.pk,
        external_id=client.external_id,
        name=client.name,
        inn=client.inn,
        status=client.status,
        partner=owner.partner.name if owner else None,
        promo_code=owner.promo_code.code if owner and owner.promo_code else None,
        created_at=client.created_at,
        first_paid_at=client.first_paid_at,
        paid_until=client.paid_until,
        connection=client.connection,
        notice=notice,
    )


@router.get(
    "/promo-codes/{code}",
    response={200: CodeOut, FAULTS: ProblemOut},
    auth=needs(KeyRight.CODES_READ),
    summary="Is this promo code known",
)
def code(request: HttpRequest, code: str) -> CodeOut:
    """Upper and lower case and look-alike letters mean the same; answers 200 for unknown ones too."""
    typed = code.replace("\x00", "")[:40]
    found = PromoCode.objects.filter(folded=fold_code(typed)).first()
    works = found is not None and found.status in (
        PromoCodeStatus.PENDING,
        PromoCodeStatus.APPROVED,
    )
    return CodeOut(
        code=found.code if found else clean_code(typed), known=found is not None, works=works
    )
